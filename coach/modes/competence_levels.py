"""The levels a text holds: "3", "en trea", "2,5", "8 av 10", "mellan 2 och 3"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from coach.domain.competence import HIGHEST, LOWEST
from coach.domain.text import Lang, Span
from coach.modes.phrasebook import cue, table

Kind = Literal["level", "outside", "half", "two"]
"""``level``: a whole one of the scale; ``two``: a choice of two; the others don't belong to the scale."""
Speaker = Literal["me", "them"]
"""Whose level it is: the person's own, or the other one's."""

_FIGURE = r"(?<![\w.,/&+-])[-−]?\d{1,3}(?:[.,]\d{1,2}| ?½)?\+?(?::?(?:a|an|e|:an)\b)?(?![\w%½+#])(?![.,]\d)"


@dataclass(frozen=True, slots=True)
class Mark:
    """One level in a text."""

    span: Span
    kind: Kind
    level: int | None
    """None unless ``kind`` is ``level``."""
    words: str
    """As the person wrote it; of a choice the two figures with the language's "and"."""


@dataclass(frozen=True, slots=True)
class Said:
    """One level, or a name without one, as it was written."""

    name: str
    """"" where the piece names no competence: it goes with everything, or with nothing."""
    speaker: Speaker
    mark: Mark | None = None
    example: str = ""
    words: str = ""
    """The piece as it was written."""
    unsure: bool = False
    """Whether the person wrote that they don't know."""
    everything: bool = False
    """Whether it is meant for all that have no level yet."""


@cache
def _words(lang: Lang) -> Mapping[str, int]:
    found = table("competence", "cues", lang)["levels"]
    assert isinstance(found, dict)
    return found


@cache
def _pattern(lang: Lang) -> re.Pattern[str]:
    spelt = "|".join(sorted(_words(lang), key=len, reverse=True))
    one = rf"{_FIGURE}|\b(?:{spelt})\b(?!-)"
    lead = {"sv": "mellan", "en": "between"}[lang]
    to = {"sv": "och|eller|till", "en": "and|or|to"}[lang]
    of = {"sv": r"/|av", "en": r"/|out of|of"}[lang]
    half = {"sv": r"\s+och\s+en\s+halv", "en": r"\s+and\s+a\s+half"}[lang]
    return re.compile(
        rf"(?:(?:{lead})\s+)?(?P<one>{one})"
        rf"(?:(?P<half>{half})|\s*(?P<of>{of})\s*(?P<top>\d{{1,3}})(?![\w.,]\d)"
        rf"|(?:\s*[-–]\s*|\s+(?:{to})\s+)(?P<two>\d{{1,3}}(?:[.,]5)?|\b(?:{spelt})\b)(?![\w.,/%]*\d)(?!%)(?!\s+respectively))?"
    )


def marks(text: str, lang: Lang, taken: Sequence[Span] = ()) -> tuple[Mark, ...]:
    """Return every level of a text, in order.

    Args:
        text: The text.
        lang: Its language.
        taken: Spans that are something else, such as dates.
    """
    low = text.lower()
    unit = re.compile(rf"\s?(?:{cue('competence', lang, 'unit').pattern})")
    found = []
    for match in _pattern(lang).finditer(low):
        dated = any(start < match.end() and match.start() < end for start, end in taken)
        if not dated and not unit.match(low, match.end()):
            found.append(_mark(match, text, lang))
    return tuple(found)


def _mark(match: re.Match[str], text: str, lang: Lang) -> Mark:
    words = text[match.start("one") : match.end()].strip()
    value = _value(match["one"], lang)
    if match["two"]:
        both = (match["one"], match["two"])
        pair = {"sv": " och ", "en": " and "}[lang].join(both)
        return Mark(match.span(), "two", None, pair)
    if match["of"] and int(match["top"]) != HIGHEST:
        return Mark(match.span(), "outside", None, words)
    if match["half"] or value is None:
        return Mark(match.span(), "half", None, words)
    inside = LOWEST <= value <= HIGHEST
    return Mark(match.span(), "level" if inside else "outside", value if inside else None, words)


def _value(one: str, lang: Lang) -> int | None:
    """Return the whole number, or None for what lies between two."""
    if one in _words(lang):
        return _words(lang)[one]
    bare = re.sub(r":?(?:an|a|e)$", "", one.replace("−", "-"))
    return int(bare) if re.fullmatch(r"-?\d+", bare) else None
