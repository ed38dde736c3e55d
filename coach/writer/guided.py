"""The writer that needs no weights: it joins the person's own phrases and quotes the guides."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from coach.checks.stand_ins import stand_ins
from coach.domain.ask import AskPaper
from coach.domain.competence import CompetencePaper
from coach.domain.email import EmailPaper
from coach.domain.feedback import FeedbackPaper
from coach.domain.goal import GoalPaper
from coach.domain.mode import Order
from coach.domain.plan import PlanPaper
from coach.domain.prepare import PreparePaper
from coach.domain.received import ReceivedPaper
from coach.domain.rehearse import RehearsePaper
from coach.writer import ask, competence, email, feedback, goal, plan, prepare, received, rehearse

COMPOSE: Mapping[type, Callable[[Order], str]] = {
    GoalPaper: goal.compose,
    FeedbackPaper: feedback.compose,
    ReceivedPaper: received.compose,
    EmailPaper: email.compose,
    PreparePaper: prepare.compose,
    PlanPaper: plan.compose,
    CompetencePaper: competence.compose,
    RehearsePaper: rehearse.compose,
    AskPaper: ask.compose,
}
"""How each working paper is put into words."""


class GuidedWriter:
    """Words every step from what the person said; the same input gives the same text."""

    id = "guided"

    def write(self, order: Order, refused: Sequence[str] = ()) -> Iterator[str]:
        """Yield the draft; see ``Writer.write``. Nothing of it is invented, so nothing is refused."""
        paper = order.step.paper
        compose = COMPOSE[type(paper)]
        if isinstance(paper, (AskPaper, RehearsePaper)):
            yield compose(order)
        else:
            names = stand_ins(paper.said, order.lang)
            yield names.show(compose(names.hide(order)))
