"""Read an utterance as sentences of plain words with tags and clause marks, ready for the patterns."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from coach.checks.lexicon import lexicon
from coach.checks.normal import normalise
from coach.checks.turn_pattern import START
from coach.checks.words import Token, tokens
from coach.domain.text import Lang, Normal, Span

# Longer stretches without a full stop are cut, so that no pattern ever runs over an endless text.
_LONGEST = 60
_BREAKS = frozenset(",;:-–—()/")
_STARTERS = (("joints", "subjects"), ("joints_asking", "asking"))
_ENDS = frozenset(".!?…")
_ABBREVIATED = frozenset("t ex bl a d v s kl nr ca e g i mr mrs ms dr st approx".split())
_PIECE = re.compile(r"'(?:re|ve|ll|s|d|m)$")
_EXPANDED = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}


@dataclass(frozen=True, slots=True)
class Word:
    """One plain word or sign, with the characters it came from."""

    form: str
    tags: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an utterance."""

    code: str
    """The words as ``form|tags``, a blank after each, with a mark before each clause."""
    places: tuple[tuple[int, int], ...]
    """For each word its first character in ``code`` and its index in ``words``."""
    words: tuple[Word, ...]
    end: str
    """The sign it ends with, or ""."""
    forms: frozenset[str]

    def span(self, start: int, end: int) -> Span:
        """Turn a ``[start, end)`` of ``code`` into characters of the text that was read."""
        keys = [place for place, _ in self.places]
        first = max(bisect_right(keys, start) - 1, 0)
        if keys[first] < start and first + 1 < len(keys) and self.code[start] == START:
            first += 1
        last = max(bisect_right(keys, end - 1) - 1, first)
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
    for token in tokens(normal.text, lang):
        if end and token.text not in _ENDS | {'"', "'", ")"}:
            _close(sentences, words, end, lang)
            words, end = [], ""
        if _ends(token, words):
            end = "?" if "?" in (token.text, end) else token.text
        elif token.text not in {'"', "'"}:
            words.extend(_plain(token, lang, not words))
        if len(words) >= _LONGEST:
            end = end or ","
    _close(sentences, words, end, lang)
    return Utterance(normal, lang, tuple(sentences))


def _ends(token: Token, words: list[Word]) -> bool:
    if token.text == ".":
        return not words or words[-1].form not in _ABBREVIATED or words[-1].span[1] != token.start
    return token.text in _ENDS


def _close(sentences: list[Sentence], words: list[Word], end: str, lang: Lang) -> None:
    if any(word.form[0].isalnum() for word in words):
        sentences.append(_sentence(tuple(words), end, lang))


def _sentence(words: tuple[Word, ...], end: str, lang: Lang) -> Sentence:
    marks = _marks(words, lang)
    code, size, places = [], 0, []
    for index, word in enumerate(words):
        piece = (f"{START} " if index in marks else "") + f"{word.form}|{word.tags} "
        places.append((size + len(piece) - len(word.form) - len(word.tags) - 2, index))
        code.append(piece)
        size += len(piece)
    return Sentence("".join(code), tuple(places), words, end, frozenset(word.form for word in words))


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


def _plain(token: Token, lang: Lang, first: bool) -> list[Word]:
    spoken = spoken_forms(lang)
    form = token.lower
    if lang == "en":
        forms = _open(form, first)
    else:
        forms = spoken.get(form, (form,))
    named = "" if first or not token.text[0].isupper() or _is_calendar(form, lang) or form == "i" else "c"
    return [Word(f, tags(f, lang) + named, (token.start, token.end)) for f in forms]


def _is_calendar(form: str, lang: Lang) -> bool:
    return form.removesuffix("'s") in _set("weekday", lang) or form in _set("month", lang) or form.startswith("i'")


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
    if form.endswith(("ade", "dde", "tte", "lde", "nde", "rde", "gde", "vde", "mde", "kte", "pte", "ste", "xte")):
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
