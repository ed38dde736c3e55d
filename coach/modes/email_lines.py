"""Meeting notes cut into statements, each with the heading it stands under."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from coach.checks.words import sentences
from coach.domain.text import Lang
from coach.modes.phrasebook import cue

Section = Literal["", "actions", "points", "unclear", "thanks", "next", "people", "subject", "empty"]
_SECTIONS: tuple[Section, ...] = (
    "actions", "points", "unclear", "thanks", "next", "people", "subject", "empty",
)  # fmt: skip
_BULLET = re.compile(r"[ \t]*(?:[-*•–—▪·>]|\d{1,2}[.)]|\[[ xX]?\]|[☐☑✓])[ \t]*(?:\[[ xX]?\][ \t]*)?")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_HEAD_WORDS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of the notes without its bullet; ``start`` counts in the comparable text."""

    text: str
    start: int
    section: Section = ""
    bullet: bool = False


def small(text: str) -> str:
    """Return ``text`` in lower case, character for character."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[:1] or c for c in text)


def addresses(text: str) -> tuple[str, ...]:
    """Return the email addresses of a text, each once."""
    return tuple(dict.fromkeys(_EMAIL.findall(text)))


def statements(text: str, lang: Lang) -> Iterator[Line]:
    """Yield the statements of a comparable text, in order; a heading holds until the next one."""
    section: Section = ""
    listed = False
    for match in re.finditer(r"[^\n]+", text):
        line = match[0].rstrip()
        bullet = _BULLET.match(line)
        start = bullet.end() if bullet else len(line) - len(line.lstrip())
        bare = line[start:].strip()
        if not any(c.isalnum() for c in bare):
            continue
        if listed and not bullet:
            section, listed = "", False
        head, rest = _heading(bare, lang)
        if head and not rest:
            section, listed = head, False
            continue
        listed = listed or bool(bullet and section)
        begin = match.start() + start + (len(bare) - len(rest) if head else 0)
        for low, high in sentences(rest if head else bare):
            yield from _parts(
                Line((rest if head else bare)[low:high], begin + low, head or section, bool(bullet))
            )


def _heading(bare: str, lang: Lang) -> tuple[Section, str]:
    """Return the section a line opens and what follows its colon; ("", "") for a plain line."""
    low = small(bare)
    name, colon, _ = low.partition(":")
    marked = bool(colon) or bare.startswith("#") or bare.isupper()
    title = re.sub(r"^[#*_\s]+|[*_\s.]+$", "", name)
    if len(title.split()) > _HEAD_WORDS:
        return "", ""
    for section in _SECTIONS:
        if _head(section, lang).fullmatch(title):
            after = bare[len(name) + 1 :].strip(" *_") if colon else ""
            if colon or marked or section != "points":
                return section, after
    return "", ""


@cache
def _head(section: Section, lang: Lang) -> re.Pattern[str]:
    return cue("email", lang, f"head_{section}")


def _parts(line: Line) -> Iterator[Line]:
    """Yield the halves around semicolons."""
    at = 0
    for piece in re.split(r"(;)", line.text):
        if any(c.isalnum() for c in piece):
            lead = len(piece) - len(piece.lstrip())
            yield Line(piece.strip(), line.start + at + lead, line.section, line.bullet)
        at += len(piece)
