"""Answer a question with verified quotes, or say that the shelf does not know."""

from dataclasses import dataclass

from coach.domain.knowledge import Citation, Hit
from coach.domain.text import Lang
from coach.shelf.cite import cite, verify
from coach.shelf.shelf import Only, Shelf
from coach.shelf.support import ENOUGH

_QUOTED = 3
"""How many passages an answer quotes at most."""
_NEAR = 0.5
"""A further passage is quoted when its score is at least this share of the best one's."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the shelf says to a question."""

    supported: bool
    """Whether the passages cover what the question is about; when not, nothing is quoted."""
    citations: tuple[Citation, ...]
    """Verified quotes, best first; empty when unsupported."""
    hits: tuple[Hit, ...]
    """What the search found, whether it answers or not."""


def answer(shelf: Shelf, question: str, lang: Lang, *, k: int = 5, only: Only = "all") -> Answer:
    """Return the quotes that answer a question, each verified against its passage.

    Args:
        shelf: Where to look.
        question: What is asked, in either language.
        lang: The question's language.
        k: How many passages to look at.
        only: Shipped documents, the person's own, or all.
    """
    hits = shelf.search(question, lang, k=k, only=only)
    if shelf.trust(question, lang, hits) < ENOUGH:
        return Answer(False, (), hits)
    chosen = [hit for hit in hits if hit.score >= _NEAR * hits[0].score][:_QUOTED]
    made = ((cite(hit, question, lang), hit) for hit in chosen)
    return Answer(True, tuple(c for c, hit in made if verify(c, hit.passage)), hits)
