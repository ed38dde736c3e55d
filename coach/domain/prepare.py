"""A review being prepared: when it is, what the person wants from it, and how the time is shared out."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coach.domain.text import Lang

Role = Literal["employee", "manager"]
"""Whose preparation it is."""
Stage = Literal[
    "opening",
    "past",
    "assignment",
    "tasks",
    "environment",
    "cooperation",
    "future",
    "plan",
    "follow_up",
]
STAGES: tuple[Stage, ...] = (
    "opening",
    "past",
    "assignment",
    "tasks",
    "environment",
    "cooperation",
    "future",
    "plan",
    "follow_up",
)
"""The stages of a Swedish review in their order; pay is none of them."""

Blank = Literal[
    "other",
    "when",
    "day",
    "length",
    "points",
    "action",
    "result",
    "evidence",
    "last",
    "hope",
]
BLANKS: Mapping[Lang, Mapping[Blank, str]] = {
    "sv": {
        "other": "[vem?]",
        "when": "[vilken dag och tid?]",
        "day": "[vilken dag?]",
        "length": "[hur länge?]",
        "points": "[vad är viktigast?]",
        "action": "[vad gjordes?]",
        "result": "[vad blev resultatet?]",
        "evidence": "[hur syns det?]",
        "last": "[vad kom ni överens om?]",
        "hope": "[vad ska samtalet leda till?]",
    },
    "en": {
        "other": "[who?]",
        "when": "[which day and time?]",
        "day": "[which day?]",
        "length": "[how long?]",
        "points": "[what matters most?]",
        "action": "[what was done?]",
        "result": "[what came of it?]",
        "evidence": "[how does it show?]",
        "last": "[what did you agree?]",
        "hope": "[what should come of it?]",
    },
}
"""What stands in the preparation where the person was asked and has not answered."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something to bring up, in the person's own words, and the stage it belongs to."""

    words: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Achievement:
    """One row of a self-assessment in the person's own words; "" is what is not said yet."""

    action: str
    result: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the agenda; in a short meeting two stages share it."""

    stages: tuple[Stage, ...]
    title: str
    minutes: int | None
    """None while nobody knows how long the meeting is."""
    points: tuple[str, ...] = ()
    employee: str = ""
    """What the employee brings to it."""
    manager: str = ""
    """What the manager brings to it."""


@dataclass(frozen=True, slots=True)
class When:
    """The time of the meeting as far as it is known."""

    day: datetime.date | None = None
    week: tuple[datetime.date, datetime.date] | None = None
    """First and last day, where only a week or so is known."""
    clock: str = ""
    """The time of day, as it is shown: "10", "13.30", "2pm"; "" when unknown."""
    minutes: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PreparePaper:
    """Everything there is to bring to a review, in the person's own words."""

    opening: str
    said: tuple[str, ...]
    """Every message of the person, in order: the only source of numbers, names and dates."""
    role: Role
    other: str = ""
    """The name of the one the person meets; "" when not said."""
    when: When = When()
    points: tuple[Point, ...] = ()
    pay: tuple[str, ...] = ()
    """What the person wrote about pay: kept for the pay talk."""
    achievements: tuple[Achievement, ...] = ()
    colleagues: tuple[str, ...] = ()
    """Whom the person will ask for feedback, in their words."""
    feedback_by: datetime.date | None = None
    feedback_by_words: str = ""
    """The time the person set, where no day follows from it."""
    last: tuple[str, ...] = ()
    """What was agreed last time."""
    no_last: Literal["", "none", "unknown"] = ""
    """Why there is nothing of last time: nothing was agreed, or the person doesn't remember."""
    hope: str = ""
    given_up: tuple[str, ...] = ()
    """Keys of questions the person skipped or could not answer."""
    settled: frozenset[str] = frozenset()
    """Items of the checklist that the person said are in place."""
    agenda: tuple[Row, ...] = ()
    to_manager: tuple[str, ...] = ()
    to_employee: tuple[str, ...] = ()
    declined: bool = False
    """Whether the person asked for a mark, a ranking or a decision that is not the program's to give."""
