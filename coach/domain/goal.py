"""A goal while it takes shape: what the person said, sorted under the five criteria."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.domain.text import Lang
from coach.domain.verdict import Verdict

Criterion = Literal["specific", "measurable", "achievable", "relevant", "time_bound"]
CRITERIA: tuple[Criterion, ...] = ("specific", "measurable", "achievable", "relevant", "time_bound")

BLANKS: Mapping[Lang, Mapping[Criterion, str]] = {
    "sv": {
        "specific": "[vad, konkret?]",
        "measurable": "[hur märks det?]",
        "achievable": "[hur, och med vilket stöd?]",
        "relevant": "[varför?]",
        "time_bound": "[senast när?]",
    },
    "en": {
        "specific": "[what, concretely?]",
        "measurable": "[how will it show?]",
        "achievable": "[how, and with what support?]",
        "relevant": "[why?]",
        "time_bound": "[by when?]",
    },
}
"""What stands in a goal where the person has not answered."""

Kind = Literal["learning", "performance"]
"""A learning goal counts what is tried or learnt, for what is new; a performance goal counts a result."""


@dataclass(frozen=True, slots=True)
class Part:
    """The person's own words for one thing, and where they stand."""

    words: str
    turn: int
    """Which of the person's messages, from 0."""
    start: int = 0
    """Where the words begin in that message, in characters."""


@dataclass(frozen=True, slots=True)
class GoalPaper:
    """Everything a goal needs, in the person's own words; what is missing is missing here too."""

    opening: str
    before: Verdict
    """The check of the opening text."""
    said: tuple[str, ...]
    """Every message of the person, in order: the only source of numbers, names and dates."""
    kind: Kind
    parts: Mapping[Criterion, Part] = field(default_factory=dict)
    given_up: tuple[str, ...] = ()
    """Keys of questions the person skipped or could not answer."""
    deadline: datetime.date | None = None
    deadline_fits: bool = True
    """False when the person's weekday and date disagree."""
    confidence: int | None = None
    """1 to 10, the latest said."""
    first_step: Part | None = None
    first_step_by: datetime.date | None = None
    obstacle: Part | None = None
    response: Part | None = None
    """What the person does when the obstacle comes."""
    check_ins: tuple[datetime.date, ...] = ()
    """Proposed by code, all before the deadline."""
