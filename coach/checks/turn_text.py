"""Read an utterance as sentences of plain words with tags and clause marks, ready for the patterns."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from coach.checks.lexicon import lexicon
from coach.checks.normal import normalise
from coach.checks.turn_pattern import START, Coded
from coach.domain.text import Lang, Normal, Span

# The cut of coach.checks.words, without the dictionaries that lemmas need: half a second a language.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'][^\W\d_]+)*\d*|[^\s\w]|\w")
# Longer stretches without a full stop are cut, so that no pattern ever runs over an endless text.
_LONGEST = 60
# A turn is a few sentences; what follows so many is not read.
_MOST = 120
_BREAKS = frozenset(",;:-–—()/")
_STARTERS = (("joints", "subjects"), ("joints_asking", "asking"))
_ENDS = frozenset(".!?…")
# fmt: off
_ABBREVIATED = frozenset({
    "t", "ex", "bl", "a", "d", "v", "s", "kl", "nr", "ca", "e", "g", "i", "mr", "mrs", "ms", "dr", "st",
})
# fmt: on
_PIECE = re.compile(r"'(?:re|ve|ll|s|d|m)$")
_EXPANDED = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}


@dataclass(frozen=True, slots=True)
class Word:
    """One plain word or sign, with the characters it came from."""

    form: str
    tags: str
    span: Span


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence of an utterance; equal only to itself, so that what was found in it is remembered."""

    text: Coded
    words: tuple[Word, ...]
    end: str
    """The sign it ends with, or ""."""

    @property
    def code(self) -> str:
        """The words with their tags and clause marks."""
        return self.text.code

    def span(self, start: int, end: int) -> Span:
        """Turn a ``[start, end)`` of ``code`` into characters of the text that was read."""
        places = self.text.places
        first = max(bisect_right(places, start) - 1, 0)
        if first + 1 < len(places) and self.code[start] in f"{START} ":
            first += places[first] < start
        last = max(bisect_right(places, end - 1) - 1, first)
        return self.words[first].span[0], self.words[last].span[1]

    def whole(self) -> Span:
        """Return the characters the sentence covers."""
        return self.words[0].span[0], self.words[-1].span[1]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text that was read."""

    normal: Normal
    lang: Lang
    sentences: tuple[Sentence, ...]


def read(text: str, lang: Lang) -> Utterance:
    """Cut ``text`` into sentences of plain words: contractions opened, spoken forms written out."""
    normal = normalise(text)
    sentences: list[Sentence] = []
    words: list[Word] = []
    end = ""
    for token in _WORD.finditer(normal.text):
        if end and token[0] not in _ENDS | {'"', "'", ")"}:
            _close(sentences, words, end, lang)
            words, end = [], ""
            if len(sentences) >= _MOST:
                break
        if _ends(token, words):
            end = "?" if "?" in (token[0], end) else token[0]
        elif token[0] not in {'"', "'"}:
            words.extend(_plain(token, lang, not words))
        if len(words) >= _LONGEST:
            end = end or ","
    _close(sentences, words, end, lang)
    return Utterance(normal, lang, tuple(sentences))


def _ends(token: re.Match[str], words: list[Word]) -> bool:
    if token[0] == ".":
        return not words or words[-1].form not in _ABBREVIATED or words[-1].span[1] != token.start()
    return token[0] in _ENDS


def _close(sentences: list[Sentence], words: list[Word], end: str, lang: Lang) -> None:
    if any(word.form[0].isalnum() for word in words):
        sentences.append(_sentence(tuple(words), end, lang))


def _sentence(words: tuple[Word, ...], end: str, lang: Lang) -> Sentence:
    marks = _marks(words, lang)
    code, size, places = [], 0, []
    for index, word in enumerate(words):
        piece = (f"{START} " if index in marks else "") + f"{word.form}|{word.tags} "
        places.append(size + len(piece) - len(word.form) - len(word.tags) - 2)
        code.append(piece)
        size += len(piece)
    plain = "".join(f" {word.form}" for word in words) + " "
    return Sentence(Coded("".join(code), plain, tuple(places), frozenset(w.form for w in words)), words, end)


def _marks(words: tuple[Word, ...], lang: Lang) -> set[int]:
    """Return where clauses start: after signs, after openers, and after a conjunction before a subject."""
    classes = word_classes(lang)
    openers = frozenset(classes["openers"])
    starters = tuple((frozenset(classes[k]), frozenset(classes[s])) for k, s in _STARTERS)
    marks: set[int] = set()
    fresh = True
    for index, word in enumerate(words):
        if word.form in _BREAKS:
            fresh = True
            continue
        before = words[index - 1].form if index else ""
        if fresh or any(before in joints and word.form in firsts for joints, firsts in starters):
            marks.add(index)
        fresh = fresh and word.form in openers
        fresh = fresh or word.form in classes["contrast"]
    return marks


def _plain(token: re.Match[str], lang: Lang, first: bool) -> list[Word]:
    spoken = spoken_forms(lang)
    # The signs that the coded text uses for itself are any other sign here.
    form = "," if token[0] in {START, "|"} else token[0].lower()
    forms = _open(form, first) if lang == "en" else spoken.get(form, (form,))
    named = "" if first or not token[0][0].isupper() or _is_calendar(form, lang) or form == "i" else "c"
    return [Word(f, tags(f, lang) + named, token.span()) for f in forms]


def _is_calendar(form: str, lang: Lang) -> bool:
    return (
        form.removesuffix("'s") in _set("weekday", lang)
        or form in _set("month", lang)
        or form.startswith("i'")
    )


def _open(form: str, first: bool) -> tuple[str, ...]:
    """Open an English contraction: "didn't" is "did not", "she's" is "she 's"."""
    spoken = spoken_forms("en")
    if form in spoken and (first or form not in {"ill", "well", "were", "id", "hell"}):
        return spoken[form]
    if form.endswith("n't"):
        stem = form[:-3]
        return ({"wo": "will", "ca": "can", "sha": "shall", "ai": "is"}.get(stem, stem) or "do", "not")
    if piece := _PIECE.search(form):
        stem = form[: piece.start()]
        return (*spoken.get(stem, (stem or "it",)), _EXPANDED.get(piece[0], piece[0]))
    return (form,)


@cache
def tags(form: str, lang: Lang) -> str:
    """Return the tags of a plain word: p past tense, v present tense (Swedish), n number."""
    classes = word_classes(lang)
    if form[0].isdigit() or form in _set("numbers", lang):
        return "n"
    if form in _set("past", lang):
        return "p"
    if lang == "en":
        regular = form.endswith("ed") and len(form) > 4 and form not in classes["not_past"]
        return "p" if regular else ""
    if form in _set("not_verbs", lang):
        return ""
    if form.endswith(
        ("ade", "dde", "tte", "lde", "nde", "rde", "gde", "vde", "mde", "kte", "pte", "ste", "xte")
    ):
        return "p" if len(form) > 4 else ""
    return "v" if form.endswith("r") or form in _set("now", lang) else ""


@cache
def _set(name: str, lang: Lang) -> frozenset[str]:
    return frozenset(word_classes(lang)[name])


@cache
def word_classes(lang: Lang) -> MappingProxyType[str, tuple[str, ...]]:
    """Return the word lists of a language by name."""
    return lexicon("turn_words", lang)


@cache
def spoken_forms(lang: Lang) -> MappingProxyType[str, tuple[str, ...]]:
    """Return how spoken, shortened and misspelt forms are written in full."""
    pairs = (line.split(" = ") for line in word_classes(lang)["spoken"])
    return MappingProxyType({short: tuple(full.split()) for short, full in pairs})
