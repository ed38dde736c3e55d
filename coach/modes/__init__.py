"""The method, one file a mode: which question comes next, what is missing, when it is done."""

from coach.domain.mode import Mode
from coach.modes.ask import AskMode
from coach.modes.competence import CompetenceMode
from coach.modes.email import EmailMode
from coach.modes.feedback import FeedbackMode
from coach.modes.goal import GoalMode
from coach.modes.plan import PlanMode
from coach.modes.prepare import PrepareMode
from coach.modes.received import ReceivedMode
from coach.modes.rehearse import RehearseMode

MODES: tuple[Mode, ...] = (
    GoalMode(),
    FeedbackMode(),
    ReceivedMode(),
    EmailMode(),
    PrepareMode(),
    PlanMode(),
    CompetenceMode(),
    RehearseMode(),
    AskMode(),
)
"""In the order the person sees them; each has a folder of the same name under ``prompts/``."""
