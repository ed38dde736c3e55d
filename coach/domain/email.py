"""A follow-up email while it takes shape: what the notes say, sorted, and the rows to correct first."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.domain.text import Lang, Span

EmailKind = Literal["thanks", "recap", "clarify"]
EMAIL_KINDS: tuple[EmailKind, ...] = ("thanks", "recap", "clarify")

EMAIL_BLANKS: Mapping[Lang, Mapping[str, str]] = {
    "sv": {
        "receiver": "[till vem?]",
        "own": "[ditt namn?]",
        "thanks": "[vad vill du tacka för?]",
        "unclear": "[vad är oklart?]",
        "who": "[vem?]",
        "when": "[när?]",
        "next": "[när?]",
    },
    "en": {
        "receiver": "[to whom?]",
        "own": "[your name?]",
        "thanks": "[what do you want to thank them for?]",
        "unclear": "[what is unclear?]",
        "who": "[who?]",
        "when": "[when?]",
        "next": "[when?]",
    },
}
"""What stands in an email where the person was asked and could not say."""


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One row of who does what by when."""

    who: str
    """``I`` / ``jag`` for the writer, ``we`` / ``vi`` for both, else a name or role; "" for nobody."""
    what: str
    """What to do, as it can follow "will" / "ska"; with ``passive`` a clause about the thing done."""
    when: datetime.date | None
    when_words: str
    """The person's words for the day with the preposition before them, "" without any."""
    source_span: Span
    """Where the row was read, ``[start, end)`` in the message it comes from."""
    turn: int = 0
    """Which of the person's messages, from 0."""
    passive: bool = False
    """Whether the notes name the thing and not the deed: "the room is booked"."""
    doubt: str = ""
    """Why the day is asked about: ``past``, ``conflict`` (another weekday), ``two`` (another day too)."""
    other: datetime.date | None = None
    """The second day the notes give."""
    exact: bool = True
    """False when the words name a period, whose last day ``when`` is."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One statement of the notes."""

    words: str
    turn: int
    start: int
    """Where the words begin in that message, in characters."""
    person: str = ""
    """Who was named last before it: whom its "she" means."""
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting the email follows."""

    what: str = ""
    """With its article, as it can follow "thank you for": "the review", "samtalet"."""
    topic: str = ""
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class NextContact:
    """When or how the two speak next, in the person's own words."""

    words: str
    day: datetime.date | None = None
    day_words: str = ""
    """The part of ``words`` that names the day."""
    doubt: str = ""
    other: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class EmailPaper:
    """Everything an email needs, from the person's notes and answers; what is missing is missing here too."""

    said: tuple[str, ...]
    today: datetime.date
    kind: EmailKind | None = None
    receiver: str = ""
    """As it stands in the notes; several are joined by "and" / "och"."""
    own: str = ""
    to: str = ""
    """The receiver's address where the notes hold it."""
    addresses: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    """Everybody the notes name, in order."""
    meeting: Meeting = field(default_factory=Meeting)
    thanks: tuple[Remark, ...] = ()
    points: tuple[Remark, ...] = ()
    unclear: tuple[Remark, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    next_contact: NextContact | None = None
    given_up: tuple[str, ...] = ()
    """Keys of what was asked and not known."""
    left_out: tuple[str, ...] = ()
    """Statements of the notes that are too many to keep."""

    @property
    def days(self) -> tuple[datetime.date, ...]:
        """Every day that code resolved from the person's words."""
        found = [item.when for item in self.actions] + [self.meeting.day]
        found += [self.next_contact.day] if self.next_contact else []
        return tuple(dict.fromkeys(day for day in found if day))
