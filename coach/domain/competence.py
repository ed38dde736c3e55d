"""Competences on a scale from 0 to 4, seen from two sides, and the gaps that become rows of a plan."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coach.domain.text import Lang

LOWEST, HIGHEST = 0, 4
"""The ends of the scale; only whole levels count."""
CompetenceSide = Literal["own", "manager"]
"""Whose assessment: the employee's own, or the manager's."""
SIDES: tuple[CompetenceSide, ...] = ("own", "manager")

CompetenceBlank = Literal["target", "activity", "support", "proof", "due", "check_in"]
COMPETENCE_BLANKS: Mapping[Lang, Mapping[CompetenceBlank, str]] = {
    "sv": {
        "target": "[vilken nivå?]",
        "activity": "[vad ska göras?]",
        "support": "[vilket stöd?]",
        "proof": "[hur ska det synas?]",
        "due": "[senast när?]",
        "check_in": "[när stämmer ni av?]",
    },
    "en": {
        "target": "[which level?]",
        "activity": "[what will be done?]",
        "support": "[what support?]",
        "proof": "[how will it show?]",
        "due": "[by when?]",
        "check_in": "[when will you check in?]",
    },
}
"""What stands in a row of the plan where the person was asked and has not answered."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One side's level for one competence; without a level it is not rated, which is not 0."""

    level: int | None = None
    words: str = ""
    """What the person wrote where no level of the scale follows from it, as in "7" or "2,5"."""


@dataclass(frozen=True, slots=True)
class CompetenceRow:
    """One competence in the person's own words, with what each side has put."""

    name: str
    own: Rating = Rating()
    manager: Rating = Rating()
    example: str = ""
    """What the person had in mind for their level; "" when nothing was told."""
    question: str = ""
    """What to ask each other where the two levels differ; "" where they don't."""

    @property
    def apart(self) -> bool:
        """Whether both have put a level, and not the same one."""
        return None not in (self.own.level, self.manager.level) and self.own.level != self.manager.level


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One chosen competence as a row of the development plan, in the person's own words."""

    name: str
    own: int | None = None
    manager: int | None = None
    """The levels now; None is not rated."""
    target: int | None = None
    activity: str = ""
    support: str = ""
    proof: str = ""
    """How it will show that the target is reached."""
    due: datetime.date | None = None
    check_in: datetime.date | None = None
    """Before ``due``."""
    given_up: frozenset[str] = frozenset()
    """What was asked for in vain."""


@dataclass(frozen=True, slots=True)
class CompetencePaper:
    """Two assessments side by side and what comes of them."""

    opening: str
    said: tuple[str, ...]
    """Every message of the person, in order: the only source of levels, names and dates."""
    side: CompetenceSide
    """Whose words these are."""
    other: str = ""
    """The other one's name; "" when not said."""
    trade: str = ""
    """The trade whose starting list was taken, as it is shown; "" for an own list."""
    rows: tuple[CompetenceRow, ...] = ()
    plan: tuple[PlanRow, ...] = ()
    levels: tuple[str, ...] = ()
    """What each level means, from 0 up."""
    unread: tuple[str, ...] = ()
    """Pieces with a level that belong to no competence, kept as they were written."""
    declined: bool = False
    """Whether the person asked for a total, a ranking or a prediction."""

    @property
    def apart(self) -> tuple[CompetenceRow, ...]:
        """The rows where the two see it differently, in the list's order."""
        return tuple(row for row in self.rows if row.apart)

    @property
    def days(self) -> tuple[datetime.date, ...]:
        """Every day that code resolved from the person's words."""
        return tuple(day for row in self.plan for day in (row.due, row.check_in) if day)
