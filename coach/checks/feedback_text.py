"""Sentences of a feedback text, and the word classes and phrase patterns they are read with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from coach.checks.lexicon import lexicon
from coach.checks.normal import normalise
from coach.checks.words import sentences
from coach.domain.text import Lang, Normal, Span

STOPS = frozenset(',;:.!?()"–—-/')
"""Signs that end a clause."""
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'][^\W\d_]+)*|[^\s\w]")
# In haste a new sentence starts small: "lock the van. do it". Not after an abbreviation, which is short.
_SMALL_START = re.compile(r"(?<=[^\W\d_]{3})[.!?]+\s+(?=[^\W\d_])|;\s+")
_CLASS = re.compile(r"<([a-z_]+)>")
# A space in a pattern stands for any run of spaces, but in a look-behind, which must keep one width.
_SPACE = re.compile(r"\(\?<[!=][^()]*\)| \?| ")
_WIDE = {" ?": r"\s*", " ": r"\s+"}
# More than this is no one piece of feedback; the rest is left unread.
_MOST = 20_000
# Longer run-ons are cut, so that a pattern never looks further than this.
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Word:
    """One word or sign of a sentence, in lower case."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence in lower case; positions inside it count from its own start.

    Equal only to itself, so that what was found in it is remembered while it is being judged.
    """

    text: str
    offset: int
    words: tuple[Word, ...]
    typed: str
    """The same characters with their capitals."""

    def span(self, start: int, end: int) -> Span:
        """Turn positions in the sentence into positions in the normalised text."""
        return self.offset + start, self.offset + end


def read(text: str) -> tuple[Normal, tuple[Sentence, ...]]:
    """Return the comparable text and its sentences."""
    normal = _single_spaced(normalise(text[:_MOST]))
    pieces: list[Sentence] = []
    for start, end in sentences(normal.text):
        for first, last in _smaller(normal.text, start, end):
            pieces.append(_sentence(normal.text[first:last], first))
    return normal, tuple(piece for piece in pieces if piece.words)


def _single_spaced(normal: Normal) -> Normal:
    text = normal.text
    if "  " not in text:
        return normal
    kept = [at for at, char in enumerate(text) if char != " " or text[at - 1 : at] != " "]
    return Normal(
        "".join(text[at] for at in kept), (*(normal.offsets[at] for at in kept), normal.offsets[-1])
    )


def _smaller(text: str, start: int, end: int) -> list[Span]:
    cuts = [start, *(match.end() for match in _SMALL_START.finditer(text, start, end)), end]
    spans: list[Span] = []
    for first, last in pairwise(cuts):
        while last - first > _LONGEST:
            cut = text.rfind(" ", first + 1, first + _LONGEST) + 1 or first + _LONGEST
            spans.append((first, cut))
            first = cut
        spans.append((first, last))
    return spans


def _sentence(typed: str, offset: int) -> Sentence:
    # A few capitals grow in lower case ("İ"); kept as they are, positions stay true.
    low = "".join(small if len(small := char.lower()) == 1 else char for char in typed)
    return Sentence(low, offset, tuple(Word(m[0], m.start(), m.end()) for m in _WORD.finditer(low)), typed)


@cache
def words(name: str, lang: Lang) -> frozenset[str]:
    """Return a word class of ``feedback.<lang>.toml``.

    Raises:
        KeyError: No such class.
    """
    return frozenset(" ".join(lexicon("feedback", lang)[name]).split())


@cache
def words_of(lang: Lang, *names: str) -> frozenset[str]:
    """Return several word classes in one.

    Raises:
        KeyError: No such class.
    """
    return frozenset().union(*(words(name, lang) for name in names))


@cache
def patterns(name: str, lang: Lang) -> tuple[re.Pattern[str], ...]:
    """Return the compiled phrases of one list of ``feedback_patterns.<lang>.toml``.

    Raises:
        KeyError: No such list, or it names a class that is not there.
    """
    return tuple(re.compile(_expand(raw, lang)) for raw in lexicon("feedback_patterns", lang)[name])


def _expand(raw: str, lang: Lang) -> str:
    filled = _CLASS.sub(lambda match: _class(match[1], lang), raw)
    return _SPACE.sub(lambda match: _WIDE.get(match[0], match[0]), filled)


@cache
def _class(name: str, lang: Lang) -> str:
    if name in lexicon("feedback_patterns", lang):
        return "(?:" + "|".join(_expand(raw, lang) for raw in lexicon("feedback_patterns", lang)[name]) + ")"
    # Longest first, so that "self-centred" is not cut at "self".
    return "(?:" + "|".join(map(re.escape, sorted(words(name, lang), key=len, reverse=True))) + ")"


def find(sentence: Sentence, name: str, lang: Lang, unless: str = "") -> list[Span]:
    """Return where phrases of a list stand in a sentence, but those that a phrase of ``unless`` overlaps."""
    found = _found(sentence, name, lang)
    if not found or not unless:
        return list(found)
    masked = _found(sentence, unless, lang)
    return [span for span in found if not any(span[0] < end and start < span[1] for start, end in masked)]


@lru_cache(maxsize=1024)
def _found(sentence: Sentence, name: str, lang: Lang) -> tuple[Span, ...]:
    return tuple(
        match.span() for pattern in patterns(name, lang) for match in pattern.finditer(sentence.text)
    )


def any_word(sentence: Sentence, name: str, lang: Lang) -> bool:
    """Whether a word of a class stands in the sentence."""
    known = words(name, lang)
    return any(word.text in known for word in sentence.words)


def covered(start: int, end: int, spans: Iterable[Span]) -> bool:
    """Whether any of the spans overlaps ``[start, end)``."""
    return any(start < last and first < end for first, last in spans)


def skip(items: tuple[Word, ...], index: int, lang: Lang, most: int = 4) -> int:
    """Return the index of the first word at or after ``index`` that is no adverb, at most ``most`` on."""
    adverbs = words("adverbs", lang)
    for position in range(index, min(index + most, len(items))):
        text = items[position].text
        if text not in adverbs and not (lang == "en" and text.endswith("ly") and len(text) > 4):
            return position
    return min(index + most, len(items))
