"""What the patterns of the safety lexicons find in a message, class by class."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from coach.checks.lexicon import lexicon
from coach.checks.safety_pattern import HIDDEN, Pattern, Patterns
from coach.checks.safety_text import NAME, Stretch, fold
from coach.domain.text import LANGS, Lang, Normal, Span

RiskName = Literal["A", "B", "C", "D", "E", "F", "rate", "none"]

URGENCY: tuple[RiskName, ...] = ("A", "B", "F", "C", "D", "rate", "E")
DANGERS: tuple[RiskName, ...] = ("A", "B")
"""Danger to life; dark thoughts and violence at home."""
"""The most urgent first."""

_DENIED: frozenset[str] = frozenset({"C", "D", "E", "F"})
_LONG = 10
"""Letters from which on a word may be several written together."""
# What is rated, and the number: "sårvård 2", "TIG welding: 3".
_RATED = re.compile(r"\W*[^\W\d][^\d]{0,40}?[:= ]\s*(?:10|\d)\W*")
_MOST = 100
"""Stretches after which a text that speaks of danger to life is read no further."""


@dataclass(frozen=True, slots=True)
class Found:
    """A class that the patterns found."""

    name: RiskName
    span: Span
    """``[start, end)`` in characters of the input."""
    glued: bool
    """Whether grave words stood there without spaces, which nothing else looks like."""


@dataclass(frozen=True, slots=True)
class _Hit:
    name: RiskName
    words: tuple[int, int]
    glued: bool = False


def found(normal: Normal, parts: Sequence[Stretch], lang: Lang) -> dict[RiskName, Found]:
    """Return the first place of each class that the patterns find.

    The patterns of both languages are always looked up, those of ``lang`` first: who is in
    distress may mix languages.
    """
    order = (lang, *(other for other in LANGS if other != lang))
    told: dict[RiskName, Found] = {}
    framed = False
    said: set[str] = set()
    for number, part in enumerate(parts):
        # A sentence said again says nothing new, and long after danger nothing is more urgent.
        if (line := part.line()) in said and not part.whole:
            continue
        if "A" in told and number > _MOST:
            break
        said.add(line)
        hits, frame = _read(normal, part, order, framed and not part.whole)
        framed = frame
        for hit in hits:
            if hit.name not in told or (hit.glued and not told[hit.name].glued):
                first, last = part.words[hit.words[0]], part.words[hit.words[1] - 1]
                told[hit.name] = Found(hit.name, normal.original(first.start, last.end), hit.glued)
    return told


def _read(normal: Normal, part: Stretch, order: tuple[Lang, ...], framed: bool) -> tuple[list[_Hit], bool]:
    """Return the hits of one stretch, and whether it speaks of a topic rather than of an event."""
    every = [pattern for lang in order for pattern in _candidates(lang, part.asked)]
    plain = _hide(part.line(), [p for p in every if p.key == "figure"])
    frame, past, now = (any(p.search(plain) for p in every if p.key == k) for k in ("frame", "past", "now"))
    frame = frame or _rates(normal, part)
    silent = {"": frame or framed, "event": frame or past}
    named = _with_names(plain, part)
    hits: list[_Hit] = [] if part.whole else list(_glued(part))
    for pattern in every:
        name, _, kind = pattern.key.partition("_")
        if name not in URGENCY or (kind == "text") != part.whole or silent.get(kind, False):
            continue
        words = _place(pattern, named if name == "rate" else plain)
        if words and not (name in _DENIED and _denied(normal, part, words[0])):
            hits.append(_Hit("A" if name == "B" and now else _known(name), words))
    asked = [hit.words for hit in hits if hit.name == "rate"]
    return [hit for hit in hits if not _within(hit, asked)], frame


def _rates(normal: Normal, part: Stretch) -> bool:
    """Whether this is a list of competences, each with a number: they name subjects, not what happens."""
    text = normal.text[part.words[0].start : part.words[-1].end]
    return all(_RATED.fullmatch(item) for item in re.split(r"[,;\n]", text) if item.strip())


def _place(pattern: Pattern, line: str) -> tuple[int, int] | None:
    """Return the ``[first, last)`` words of the first match."""
    found = pattern.search(line)
    if not found:
        return None
    return line.count(" ", 0, found[0]) - 1, line.count(" ", 0, found[1]) - 1


def _within(hit: _Hit, asked: list[tuple[int, int]]) -> bool:
    """Whether illness or dismissal is only what a judgement of a person is asked about."""
    return hit.name in {"D", "E"} and any(a <= hit.words[0] <= b + 2 for a, b in asked)


def _known(name: str) -> RiskName:
    return next(known for known in URGENCY if known == name)


@lru_cache(maxsize=1_024)
def _candidates(lang: Lang, words: frozenset[str]) -> tuple[Pattern, ...]:
    """Return the patterns to try on a stretch; a long text often says the same again."""
    return _patterns(lang).candidates(words)


def _with_names(plain: str, part: Stretch) -> str:
    pairs = zip(plain.split(), part.words, strict=True)
    return f" {' '.join(NAME if word.name and shown != HIDDEN else shown for shown, word in pairs)} "


def _hide(line: str, figures: list[Pattern]) -> str:
    for figure in figures:
        start = 0
        while found := figure.search(line, start):
            first, last = found
            hidden = f"{HIDDEN} " * line.count(" ", first, last)
            line = line[:first] + hidden + line[last:]
            start = first + len(hidden)
    return line


def _denied(normal: Normal, part: Stretch, first: int) -> bool:
    """Whether a word of denial stands right before, with no sign between."""
    for back in (1, 2):
        if first - back >= 0 and (word := part.words[first - back]).text in _denials():
            return not re.search(r"[,;:]", normal.text[word.end : part.words[first].start])
    return False


def _glued(part: Stretch) -> Iterator[_Hit]:
    """Yield what stands in words that were written together."""
    for place, word in enumerate(part.words):
        if len(word.text) >= _LONG:
            for name in DANGERS:
                if any(phrase in word.text for phrase in _phrases(name)):
                    yield _Hit("A" if name == "A" else "B", (place, place + 1), glued=True)


@cache
def _patterns(lang: Lang) -> Patterns:
    return Patterns(lang)


@cache
def _phrases(name: str) -> tuple[str, ...]:
    return tuple(fold(p).replace(" ", "") for lang in LANGS for p in lexicon("safety", lang)[f"glued_{name}"])


@cache
def _denials() -> frozenset[str]:
    return frozenset(fold(word) for lang in LANGS for word in lexicon("safety", lang)["denials"])
