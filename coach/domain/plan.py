"""A development plan while it takes shape: a ladder from vision to the next step, and what became of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coach.domain.goal import Kind
from coach.domain.text import Lang

Level = Literal["long", "short", "milestone", "action"]
"""``long``: three to five years ahead; ``short``: six to twelve months; the rest leads there."""
Status = Literal["open", "done", "dropped"]
Field = Literal["owner", "when", "support", "evidence"]
FIELDS: tuple[Field, ...] = ("owner", "when", "support", "evidence")
"""What every action needs besides its words, in the order it is asked for."""

BLANKS: Mapping[Lang, Mapping[str, str]] = {
    "sv": {
        "hard": "[vad ska gå att se utifrån?]",
        "soft": "[när trivs du?]",
        "long": "[var är du på sikt?]",
        "long_when": "[vilket år?]",
        "short": "[vad vill du ha nått inom ett år?]",
        "short_when": "[senast när?]",
        "concrete": "[hur märks det att du är där?]",
        "actions": "[vilket är första steget?]",
        "owner": "[vem?]",
        "when": "[senast när?]",
        "support": "[vilket stöd?]",
        "evidence": "[hur syns det?]",
        "check_in": "[hur ofta, och med vem?]",
    },
    "en": {
        "hard": "[what can be seen from outside?]",
        "soft": "[when do you enjoy work?]",
        "long": "[where are you in the long run?]",
        "long_when": "[which year?]",
        "short": "[what will you have reached within a year?]",
        "short_when": "[by when?]",
        "concrete": "[how will it show that you are there?]",
        "actions": "[what is the first step?]",
        "owner": "[who?]",
        "when": "[by when?]",
        "support": "[what support?]",
        "evidence": "[how will it show?]",
        "check_in": "[how often, and with whom?]",
    },
}
"""What stands in the plan where the person was asked and has not answered."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder in the person's own words; "" and None are what is not said yet."""

    level: Level
    words: str
    parent: int | None = None
    """Which rung it leads to, by its place in the plan; None while there is none."""
    day: datetime.date | None = None
    """The last day that keeps it."""
    day_words: str = ""
    rule: str = ""
    """Of the date's reading, such as ``year``: how exact the person was."""
    kind: Kind = "performance"
    """Of a goal: what is learnt, or what comes of it."""
    owner: str = ""
    support: str = ""
    evidence: str = ""
    status: Status = "open"
    doubt: str = ""
    """Why its day is asked about: ``past``, ``conflict`` (another weekday), ``two`` (another day too)."""
    other: datetime.date | None = None
    """The second day of ``two``."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What the person told became of a rung."""

    rung: int
    what: Literal["done", "slipped", "moved", "smaller", "dropped"]
    words: str
    """The rung's words before, or the person's message for ``done`` and ``slipped``."""
    day: datetime.date | None = None
    """The day before it was moved."""
    on: datetime.date | None = None
    """The day the person told it."""


@dataclass(frozen=True, slots=True)
class Loose:
    """A contradiction the person was asked about twice and has not settled: no day is set there."""

    why: Literal["past", "conflict", "two", "late", "window", "which"]
    rung: int
    day: datetime.date | None = None
    other: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class CheckIns:
    """When the plan is looked at: a rhythm in the person's words, and the days that code worked out."""

    words: str = ""
    every_weeks: int = 0
    """0 for no rhythm."""
    weekday: int | None = None
    """Monday 0, where the person named one."""
    nth: int = 0
    """Which of the month's weekdays, -1 for the last; 0 where the rhythm is in weeks."""
    rhythm: tuple[datetime.date, ...] = ()
    """The days of ``days`` that follow from the rhythm."""
    days: tuple[datetime.date, ...] = ()
    """In order; at least one before each deadline, where there is a day left for it."""


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """Everything a plan needs, in the person's own words; what is missing is missing here too."""

    opening: str
    said: tuple[str, ...]
    """Every message of the person, in order: the only source of numbers, names and dates."""
    today: datetime.date
    hard: tuple[str, ...] = ()
    """Of the vision, what can be checked from outside: place, pay, trade, responsibility."""
    soft: tuple[str, ...] = ()
    """Of the vision, what only the person can feel."""
    rungs: tuple[Rung, ...] = ()
    check_ins: CheckIns = CheckIns()
    if_then: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences that fit nowhere else: kept, so that nothing is lost."""
    left_out: int = 0
    """How many further rows or sentences of a long paste are not in the plan."""
    log: tuple[Progress, ...] = ()
    loose: tuple[Loose, ...] = ()
    given_up: tuple[str, ...] = ()
    """Keys of questions the person skipped or could not answer; of a rung, ``owner:3``."""

    def of(self, *levels: Level) -> tuple[tuple[int, Rung], ...]:
        """Return the rungs of these levels with their places, the dropped ones left out."""
        return tuple(
            (at, r) for at, r in enumerate(self.rungs) if r.level in levels and r.status != "dropped"
        )

    def overdue(self, at: int) -> bool:
        """Return whether an open rung's day has been."""
        rung = self.rungs[at]
        return rung.status == "open" and rung.day is not None and rung.day < self.today

    @property
    def days(self) -> tuple[datetime.date, ...]:
        """Every day that code resolved or worked out."""
        found = [rung.day for rung in self.rungs] + [day for one in self.log for day in (one.day, one.on)]
        return tuple(dict.fromkeys(day for day in (*found, *self.check_ins.days) if day))
