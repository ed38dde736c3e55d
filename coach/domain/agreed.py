"""What a conversation came to, in the form the next one takes it in: nothing of it is typed twice."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from coach.domain.text import Lang

ONWARD: Mapping[str, tuple[str, ...]] = {
    "goal": ("plan", "prepare", "email", "rehearse"),
    "feedback": ("rehearse", "email", "plan"),
    "received": ("goal", "email", "plan"),
    "email": ("plan",),
    "prepare": ("rehearse", "email", "plan"),
    "plan": ("prepare", "email"),
    "competence": ("plan",),
    "rehearse": ("email", "goal", "plan"),
}
"""Which modes a conversation can be carried on in, by its own mode; the likeliest first."""


@dataclass(frozen=True, slots=True)
class Task:
    """Who does what by when, in the person's own words; "" and None are what nobody has said."""

    what: str
    """What to do, as it can follow "will" / "ska"."""
    who: str = ""
    """``jag`` / ``I`` for the person, ``vi`` / ``we`` for both, else a name or role."""
    when: datetime.date | None = None
    support: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Everything of a conversation that another one can use."""

    source: str
    """The mode it comes from."""
    lang: Lang
    other: str = ""
    """Whom it was with or about; "" when not said."""
    own: str = ""
    """The person's own name."""
    goal: str = ""
    goal_by: datetime.date | None = None
    tasks: tuple[Task, ...] = ()
    done: tuple[str, ...] = ()
    """What has been done since."""
    points: tuple[str, ...] = ()
    """What was said or is to be said, a statement each."""
    outcome: str = ""
    """What the person hopes the talk leads to."""
    next_talk: datetime.date | None = None
    next_words: str = ""
    """The next contact in the person's words, where no day follows from them."""
    check_in: str = ""
    """How often it is looked at, in the person's words."""
    if_then: tuple[str, ...] = ()

    @property
    def days(self) -> tuple[datetime.date, ...]:
        """Every day in it, in order of mention."""
        found = (self.goal_by, *(task.when for task in self.tasks), self.next_talk)
        return tuple(dict.fromkeys(day for day in found if day))

    def __bool__(self) -> bool:
        return bool(self.goal or self.tasks or self.points or self.outcome)
