"""The working paper as a page to keep, and as data for other programs."""

from collections.abc import Callable, Mapping
from typing import Protocol

from coach.domain.ask import AskPaper
from coach.domain.competence import CompetencePaper
from coach.domain.draft import Draft
from coach.domain.email import EmailPaper
from coach.domain.feedback import FeedbackPaper
from coach.domain.goal import GoalPaper
from coach.domain.mode import Paper
from coach.domain.plan import PlanPaper
from coach.domain.prepare import PreparePaper
from coach.domain.received import ReceivedPaper
from coach.domain.rehearse import RehearsePaper
from coach.writer import (
    ask,
    competence_sheet,
    email_sheet,
    feedback_sheet,
    goal_sheet,
    plan_sheet,
    prepare_sheet,
    received,
    rehearse_sheet,
)


class _Sheet(Protocol):
    def __call__(self, paper: Paper, draft: Draft, *, final: bool = True) -> str: ...


SHEETS: Mapping[type, _Sheet] = {
    GoalPaper: goal_sheet.sheet,
    FeedbackPaper: feedback_sheet.sheet,
    ReceivedPaper: received.sheet,
    EmailPaper: email_sheet.sheet,
    PreparePaper: prepare_sheet.sheet,
    PlanPaper: plan_sheet.sheet,
    CompetencePaper: competence_sheet.sheet,
    RehearsePaper: rehearse_sheet.sheet,
    AskPaper: ask.sheet,
}
AS_JSON: Mapping[type, Callable[[Paper, Draft], Mapping[str, object]]] = {
    GoalPaper: goal_sheet.as_json,
    FeedbackPaper: feedback_sheet.as_json,
    ReceivedPaper: received.as_json,
    EmailPaper: email_sheet.as_json,
    PreparePaper: prepare_sheet.as_json,
    PlanPaper: plan_sheet.as_json,
    CompetencePaper: competence_sheet.as_json,
    RehearsePaper: rehearse_sheet.as_json,
    AskPaper: ask.as_json,
}


def sheet(paper: Paper, draft: Draft, *, final: bool = True) -> str:
    """Return the page in Markdown; while questions remain, without its last parts."""
    return SHEETS[type(paper)](paper, draft, final=final)


def as_json(paper: Paper, draft: Draft) -> Mapping[str, object]:
    """Return what the contract's JSON has of this paper besides what every draft has."""
    return AS_JSON[type(paper)](paper, draft)
