"""Cut a document into passages of one heading each, about 60 to 160 words."""

import re
from dataclasses import dataclass

from coach.checks.normal import normalise
from coach.checks.words import sentences
from coach.domain.text import Span

SHORT = 60
LONG = 160
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One passage before it has a document: its text stands in the document but for blank lines."""

    heading: str
    """The headings above it, outermost first, without the document's own title."""
    text: str


def split(body: str, title: str = "") -> tuple[Piece, ...]:
    """Return the passages of a Markdown or plain text; ``title`` is left out of the heading path."""
    pieces: list[Piece] = []
    for heading, paragraphs in _sections(body, title):
        pieces += [Piece(heading, text) for text in _fill([part for p in paragraphs for part in _cut(p)])]
    return tuple(pieces)


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Return the ``[start, end)`` of each sentence; curly quotes end one as straight ones do."""
    plain = normalise(text)
    return tuple(plain.original(start, end) for start, end in sentences(plain.text))


def _sections(body: str, title: str) -> list[tuple[str, list[str]]]:
    path: list[tuple[int, str]] = []
    found: list[tuple[str, list[str]]] = [("", [])]
    for block in re.split(r"\n\s*\n", _spaced(body)):
        text = block.strip()
        if match := _HEADING.fullmatch(text):
            path = [step for step in path if step[0] < len(match[1])]
            path.append((len(match[1]), match[2]))
            found.append((" › ".join(name for _, name in path if name != title), []))
        elif text:
            found[-1][1].append(text)
    return [section for section in found if section[1]]


def _spaced(body: str) -> str:
    """Put blank lines round headings, so that every block is one heading or one paragraph."""
    return "\n".join(f"\n{line}\n" if _HEADING.fullmatch(line.strip()) else line for line in body.split("\n"))


def _cut(paragraph: str) -> list[str]:
    """Cut a paragraph that is too long between its sentences; a sentence that is too long between words."""
    if len(paragraph.split()) <= LONG:
        return [paragraph]
    parts: list[str] = []
    for start, end in sentence_spans(paragraph):
        words = paragraph[start:end].split()
        if len(words) > LONG:
            parts += [" ".join(words[at : at + LONG]) for at in range(0, len(words), LONG)]
        elif parts and len(parts[-1].split()) + len(words) <= LONG:
            parts[-1] += " " + paragraph[start:end]
        else:
            parts.append(paragraph[start:end])
    return parts


def _fill(paragraphs: list[str]) -> list[str]:
    """Join neighbours while one of them is short and both fit."""
    filled: list[str] = []
    for paragraph in paragraphs:
        size = len(paragraph.split())
        last = len(filled[-1].split()) if filled else LONG
        if filled and min(last, size) < SHORT and last + size <= LONG:
            filled[-1] += "\n\n" + paragraph
        else:
            filled.append(paragraph)
    return filled
