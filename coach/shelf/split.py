"""Cut a document into passages of neighbouring sections, about 200 to 380 words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.checks.normal import normalise
from coach.checks.words import sentences
from coach.domain.text import Span

SHORT = 270
"""Words below which a passage takes in its neighbour, so that what answers keeps what leads up to it."""
LONG = 400
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
_LEADS_IN = ":"


@dataclass(frozen=True, slots=True)
class Piece:
    """One passage before it has a document: its text stands in the document but for blank lines."""

    heading: str
    """The headings above all of it, outermost first, without its document's own title, and those inside."""
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    """One paragraph under its headings."""

    path: tuple[str, ...]
    """The headings above it as they are written, marks included."""
    text: str

    @property
    def size(self) -> int:
        return len(self.text.split())


def split(body: str, title: str = "") -> tuple[Piece, ...]:
    """Return the passages of a Markdown or plain text; ``title`` is left out of the heading path.

    Neighbouring paragraphs, and small sections one after the other, share a passage. Where a passage holds
    several sections, their headings stand in its text as they stand in the document.
    """
    parts = [_Part(path, text) for path, paragraph in _paragraphs(body, title) for text in _cut(paragraph)]
    groups = _grouped(_led_in(parts))
    above = [(), *(group[-1].path for group in groups)]
    return tuple(map(_piece, groups, above))


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Return the ``[start, end)`` of each sentence; curly quotes end one as straight ones do."""
    plain = normalise(text)
    return tuple(plain.original(start, end) for start, end in sentences(plain.text))


def _paragraphs(body: str, title: str) -> list[tuple[tuple[str, ...], str]]:
    path: list[tuple[int, str]] = []
    found: list[tuple[tuple[str, ...], str]] = []
    for block in re.split(r"\n\s*\n", _spaced(body)):
        text = block.strip()
        if match := _HEADING.fullmatch(text):
            path = [step for step in path if step[0] < len(match[1])]
            path.append((len(match[1]), text))
        elif text:
            found.append((tuple(line for _, line in path if _name(line) != title), text))
    return found


def _spaced(body: str) -> str:
    """Put blank lines round headings, so that every block is one heading or one paragraph."""
    return "\n".join(f"\n{line}\n" if _HEADING.fullmatch(line.strip()) else line for line in body.split("\n"))


def _cut(paragraph: str) -> list[str]:
    """Cut a paragraph that is too long between its sentences; a sentence that is too long between words."""
    if len(paragraph.split()) <= LONG:
        return [paragraph]
    parts: list[str] = []
    end = 0
    for start, stop in sentence_spans(paragraph):
        words = paragraph[start:stop].split()
        if len(words) > LONG:
            parts += [" ".join(words[at : at + LONG]) for at in range(0, len(words), LONG)]
        elif parts and len(parts[-1].split()) + len(words) <= LONG:
            parts[-1] += paragraph[end:stop]
        else:
            parts.append(paragraph[start:stop])
        end = stop
    return parts


def _led_in(parts: Sequence[_Part]) -> list[_Part]:
    """Return the parts with each list joined to the line that leads into it, where both fit."""
    joined: list[_Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        leads = last and last.text.endswith(_LEADS_IN) and last.path == part.path
        if last and leads and last.size + part.size <= LONG:
            joined[-1] = _Part(part.path, f"{last.text}\n\n{part.text}")
        else:
            joined.append(part)
    return joined


def _grouped(parts: Sequence[_Part]) -> list[list[_Part]]:
    """Return runs of parts that share a passage: while one of two neighbours is short and both fit."""
    groups: list[list[_Part]] = []
    for part in parts:
        if groups and _joins(groups[-1], part):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _joins(group: Sequence[_Part], part: _Part) -> bool:
    size = sum(one.size for one in group)
    return size + part.size <= LONG and min(size, part.size) < SHORT


def _piece(group: Sequence[_Part], before: tuple[str, ...]) -> Piece:
    """Return the passage of a group; a section that began in the one before has its heading there."""
    shared = _shared([part.path for part in group])
    lines: list[str] = []
    above = before if group[0].path == before else shared
    for part in group:
        if part.path != above:
            kept = len(_shared([above, part.path]))
            lines += part.path[max(kept, len(shared)) :]
            above = part.path
        lines.append(part.text)
    inside = " · ".join(dict.fromkeys(_name(part.path[-1]) for part in group if len(part.path) > len(shared)))
    return Piece(" › ".join([*map(_name, shared), *([inside] if inside else [])]), "\n\n".join(lines))


def _name(line: str) -> str:
    match = _HEADING.fullmatch(line)
    return match[2] if match else line


def _shared(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the headings that every path begins with."""
    first = paths[0]
    size = 0
    while size < len(first) and all(path[: size + 1] == first[: size + 1] for path in paths):
        size += 1
    return first[:size]
