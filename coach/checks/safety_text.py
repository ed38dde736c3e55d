"""Cut a message into stretches of plain words that safety patterns are looked up in, and find its names."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from coach.checks.lexicon import lexicon
from coach.checks.normal import normalise
from coach.domain.text import LANGS, Normal, Span

NAME = "@"
"""Stands for a name in the line that requests to judge a person are looked up in."""

_STRETCH = re.compile(r"[^.!?…\n;]+[.!?…\n;]*")
_WORD = re.compile(r"\b[ODM]'[A-Z]\w+|[^\W_]+|\?")
# The rest of a shortened English verb, after its apostrophe, as a word of its own.
_SHORT = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would", "s": "s"}
_LEET = str.maketrans("013457", "oieast")
_DOSE = re.compile(r"(\d+)(mg|mcg|g|kg|ml|cl|dl|l|v|kv|m|cm|km|h|min)")
_LONGEST, _STEP, _WHOLE = 60, 40, 90
"""Words of a stretch, words from one window to the next, words of a text that is also read as a whole."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word in lower case without diacritics."""

    text: str
    start: int
    end: int
    """``[start, end)`` in characters of the normalised text."""
    name: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, a part of a long one, or a whole short message."""

    words: tuple[Word, ...]
    whole: bool = False

    @property
    def asked(self) -> frozenset[str]:
        """The words patterns are looked up by; names also as ``NAME``."""
        names = [NAME] if any(word.name for word in self.words) else []
        return frozenset((*(word.text for word in self.words), *names))

    def line(self) -> str:
        """Return the words with a blank before and after each."""
        return f" {' '.join(word.text for word in self.words)} "


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return ``text`` in lower case without diacritics, as many characters as before."""
    return "".join(_fold(char) for char in text)


def stretches(text: str) -> tuple[Normal, tuple[Stretch, ...]]:
    """Return the normalised text and its stretches in order; the whole comes last where it is short."""
    normal = normalise(text)
    capitals = _shouts(normal.text)
    found: list[Stretch] = []
    every: list[Word] = []
    for match in _STRETCH.finditer(normal.text):
        words = tuple(_words(normal.text, match.span(), capitals))
        every += words
        for start in range(0, max(1, len(words) - (_LONGEST - _STEP)), _STEP):
            if words:
                found.append(Stretch(words[start : start + _LONGEST]))
    if every and len(every) <= _WHOLE:
        found.append(Stretch(tuple(every), whole=True))
    return normal, tuple(found)


def _words(text: str, span: Span, capitals: bool) -> Iterator[Word]:
    first = True
    glue: list[re.Match[str]] = []
    for match in _WORD.finditer(text, *span):
        if len(match[0]) == 1 and match[0].isalpha() and not _after_apostrophe(text, match.start()):
            glue.append(match)
            continue
        yield from _flush(glue)
        glue = []
        yield from _word(text, match, first, capitals)
        first = match[0] == "?"
    yield from _flush(glue)


def _flush(glue: list[re.Match[str]]) -> Iterator[Word]:
    # "s j ä l v" written with spaces is one word; one or two single letters are words of their own.
    if len(glue) > 3:
        yield Word(fold("".join(m[0] for m in glue)), glue[0].start(), glue[-1].end(), name=False)
    else:
        yield from (Word(fold(m[0]), m.start(), m.end(), name=False) for m in glue)


def _word(text: str, match: re.Match[str], first: bool, capitals: bool) -> Iterator[Word]:
    plain, start, end = fold(match[0]), match.start(), match.end()
    if _after_apostrophe(text, start):
        if plain == "t" and text[start - 2] in "nN":
            return
        yield Word(_SHORT.get(plain, plain), start, end, name=False)
        return
    if plain.endswith("n") and text[end : end + 2].lower() == "'t":
        plain, end = plain + "t", end + 2
    if dose := _DOSE.fullmatch(plain):
        yield Word(dose[1], start, start + dose.end(1), name=False)
        yield Word(dose[2], start + dose.end(1), end, name=False)
        return
    if not plain.isalpha() and not plain.isdigit():
        plain = plain.translate(_LEET)
    aliases = _aliases().get(plain)
    if aliases:
        yield from (Word(alias, start, end, name=False) for alias in aliases)
        return
    yield Word(_mended(plain), start, end, _is_name(match[0], plain, first, capitals))


def _after_apostrophe(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] == "'" and text[start - 2].isalpha()


def _is_name(word: str, plain: str, first: bool, capitals: bool) -> bool:
    bare = plain if plain in _list("first_names") else plain.removesuffix("s")
    if bare in _list("first_names"):
        # "Bör sägas upp" names nobody called Saga.
        doubtful = not {plain, bare}.isdisjoint(_list("name_or_word"))
        return not doubtful or (word[0].isupper() and not first)
    if first or capitals or not word[0].isupper() or (len(word) > 1 and word.isupper()):
        return False
    return len(word) > 1 and plain not in _list("not_people")


def _shouts(text: str) -> bool:
    letters = [char for char in text[:2000] if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) > 0.6 * len(letters)


@cache
def _fold(char: str) -> str:
    low = char.lower()
    bare = unicodedata.normalize("NFD", low if len(low) == 1 else char)[0]
    return {"ø": "o", "æ": "a", "ð": "d"}.get(bare, bare)


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(fold(word) for lang in LANGS for word in lexicon("safety_names", lang)[key])


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    lines = (line.split("=") for lang in LANGS for line in lexicon("safety", lang)["aliases"])
    return {fold(short.strip()): tuple(fold(full).split()) for short, full in lines}


def _mended(word: str) -> str:
    """Return the grave word that ``word`` misspells by one letter or doubled letters, or itself."""
    if len(_single(word)) < 6 or word in _grave():
        return word
    for variant in _variants(word):
        for meant in _misspelt().get(variant, ()):
            if _near(_single(word), _single(meant)):
                return meant
    return word


def _near(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two letters swapped, make one word of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    one, other = one[start:], other[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


@cache
def _grave() -> frozenset[str]:
    return frozenset(fold(word) for lang in LANGS for word in lexicon("safety", lang)["grave"])


@cache
def _misspelt() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(_grave()):
        for variant in _variants(word):
            found[variant] = (*found.get(variant, ()), word)
    return found


def _variants(word: str) -> tuple[str, ...]:
    """Return the word without doubled letters, and that with any one letter left out."""
    single = _single(word)
    if len(single) > 24:
        return (single,)
    return (single, *(single[:i] + single[i + 1 :] for i in range(1, len(single))))


def _single(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)
