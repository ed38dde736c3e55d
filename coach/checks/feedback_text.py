"""Sentences of a feedback text, and the word classes and phrase patterns they are read with."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from coach.checks.lexicon import lexicon
from coach.checks.normal import normalise
from coach.checks.words import sentences
from coach.domain.text import Lang, Normal, Span

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'][^\W\d_]+)*|[^\s\w]")
# In haste a new sentence starts small: "lock the van. do it". Not after an abbreviation, which is short.
_SMALL_START = re.compile(r"(?<=[^\W\d_]{3})[.!?]+\s+(?=[^\W\d_])|;\s+")
_CLASS = re.compile(r"<([a-z_]+)>")
# A space in a pattern stands for any run of spaces, but in a look-behind, which must keep one width.
_SPACE = re.compile(r"\(\?<[!=][^()]*\)| \?| ")
_WIDE = {" ?": r"\s*", " ": r"\s+"}
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
    normal = normalise(text)
    pieces: list[Sentence] = []
    for start, end in sentences(normal.text):
        for first, last in _smaller(normal.text, start, end):
            pieces.append(_sentence(normal.text[first:last], first))
    return normal, tuple(piece for piece in pieces if piece.words)


def _smaller(text: str, start: int, end: int) -> list[Span]:
    cuts = [start, *(match.end() for match in _SMALL_START.finditer(text, start, end)), end]
    spans: list[Span] = []
    for first, last in zip(cuts, cuts[1:], strict=False):
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
    return tuple(match.span() for pattern in patterns(name, lang) for match in pattern.finditer(sentence.text))


def any_word(sentence: Sentence, name: str, lang: Lang) -> bool:
    """Whether a word of a class stands in the sentence."""
    known = words(name, lang)
    return any(word.text in known for word in sentence.words)
