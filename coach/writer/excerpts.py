"""What a model is given of the passages: not all of them, only what stands around the quotes that answer."""

from collections.abc import Sequence

from coach.checks.normal import normalise
from coach.checks.words import sentences
from coach.domain.mode import Order
from coach.domain.text import Span

ROOM = 80
"""Words of the first excerpt: reading its prompt is most of what a person waits for with a small model."""
BESIDE = 45
"""Words of each of the others, or its quotes where those are longer."""
_WHOLE = 3
"""Passages given whole where nothing is quoted."""


def excerpts(order: Order) -> list[tuple[str, str, str]]:
    """Return an id, the title and the excerpt of each passage that is quoted, best first.

    An excerpt is verbatim and in one piece. Its id says which: a later question may need another of the same
    passage, which is then not in the conversation yet.
    """
    passages = {hit.passage.id: hit.passage for hit in order.hits}
    quotes: dict[str, list[str]] = {}
    for citation in order.citations:
        if citation.id in passages:
            quotes.setdefault(citation.id, []).append(citation.quote)
    if not quotes:
        return [(one.id, one.title, one.text) for one in list(passages.values())[:_WHOLE]]
    found = [
        (passages[id], around(passages[id].text, said, BESIDE if n else ROOM))
        for n, (id, said) in enumerate(quotes.items())
    ]
    return [(f"{one.id}@{start}-{end}", one.title, one.text[start:end]) for one, (start, end) in found]


def around(text: str, quotes: Sequence[str], room: int = ROOM) -> Span:
    """Return where in a text the quotes stand, with whole sentences about them up to ``room`` words.

    Args:
        text: The passage.
        quotes: Each stands in it.
        room: Words; quotes that are longer are kept whole.
    """
    found = [(text.index(quote), text.index(quote) + len(quote)) for quote in quotes]
    start, end = min(a for a, _ in found), max(b for _, b in found)
    plain = normalise(text)
    spans = [plain.original(a, b) for a, b in sentences(plain.text)]
    after = [b for _, b in spans if b > end]
    before = [a for a, _ in reversed(spans) if a < start]
    while grown := _grown(text, (start, end), room, before, after):
        start, end = grown
    return start, end


def _grown(text: str, span: Span, room: int, before: list[int], after: list[int]) -> Span | None:
    """Return the span with one more sentence, those that follow first; None where none fits."""
    if after and _fits(text, (span[0], after[0]), room):
        return span[0], after.pop(0)
    if before and _fits(text, (before[0], span[1]), room):
        return before.pop(0), span[1]
    return None


def _fits(text: str, span: Span, room: int) -> bool:
    return len(text[span[0] : span[1]].split()) <= room
