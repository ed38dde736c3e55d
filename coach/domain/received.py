"""Feedback one was given: what was seen, what was judged, and what to do with it."""

import datetime
from dataclasses import dataclass

from coach.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """A phrase that judges, and which kind it is."""

    label: str
    text: str
    sure: bool = True
    """False where the check itself is in doubt."""


@dataclass(frozen=True, slots=True)
class ReceivedPaper:
    """The feedback as it was given, sorted."""

    opening: str
    before: Verdict
    """The check of the feedback; spans in the text as pasted."""
    said: tuple[str, ...]
    """Every message of the person, in order: the only source of numbers, names and dates."""
    facts: tuple[str, ...] = ()
    """What was done, when, or what it led to, as written."""
    credit: tuple[str, ...] = ()
    """What was good, as written."""
    wishes: tuple[str, ...] = ()
    """What is asked for, as written."""
    judgements: tuple[Judged, ...] = ()
    unclear: tuple[str, ...] = ()
    """Sentences that are none of these: to ask about."""
    taken: tuple[str, ...] = ()
    """What the reply can give back, told from the receiver's side; none when nothing was seen."""
    questions: tuple[str, ...] = ()
    """Two to ask: for an example, and for what good would have looked like."""
    given_up: tuple[str, ...] = ()
    """Keys of questions the person skipped."""
    attempt: str = ""
    """The one thing to try, in the person's words."""
    back: datetime.date | None = None
    """The day to come back to it."""
