"""The method, one file a mode: which question comes next, what is missing, when it is done."""

from coach.domain.mode import Mode
from coach.modes.ask import AskMode
from coach.modes.email import EmailMode
from coach.modes.goal import GoalMode
from coach.modes.prepare import PrepareMode

MODES: tuple[Mode, ...] = (GoalMode(), EmailMode(), PrepareMode(), AskMode())
"""In the order the person sees them; each has a folder of the same name under ``prompts/``."""
