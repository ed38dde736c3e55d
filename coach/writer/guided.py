"""The writer that needs no weights: it joins the person's own phrases and quotes the guides."""

from collections.abc import Iterator, Sequence

from coach.domain.ask import AskPaper
from coach.domain.goal import GoalPaper
from coach.domain.mode import Order
from coach.writer import ask, goal


class GuidedWriter:
    """Words every step from what the person said; the same input gives the same text."""

    id = "guided"

    def write(self, order: Order, refused: Sequence[str] = ()) -> Iterator[str]:
        """Yield the draft; see ``Writer.write``. Nothing of it is invented, so nothing is refused."""
        paper = order.step.paper
        if isinstance(paper, GoalPaper):
            yield goal.compose(paper, order.lang)
        elif isinstance(paper, AskPaper):
            yield ask.compose(order)
