"""The turns of a kept conversation, as a mode reads them."""

import datetime
from collections.abc import Sequence

from coach.domain.session import Session, Turn


def of_person(turns: Sequence[Turn]) -> list[str]:
    """Return what the person said, in order."""
    return [turn.text for turn in turns if turn.role == "person"]


def days_of(turns: Sequence[Turn], session: Session, today: datetime.date) -> list[datetime.date]:
    """Return the day each message of the person was said on.

    Of a turn kept without one it is taken to be the day the conversation was begun.
    """
    begun = _day(session.created[:10], today)
    return [_day(turn.day, begun) for turn in turns if turn.role == "person"]


def replies(turns: Sequence[Turn]) -> list[str]:
    """Return what was answered to each message of the person; "" for one without an answer."""
    found: list[str] = []
    for turn in turns:
        if turn.role == "person":
            found.append("")
        elif found:
            found[-1] = turn.text
    return found


def _day(said: str, otherwise: datetime.date) -> datetime.date:
    try:
        return datetime.date.fromisoformat(said)
    except ValueError:
        return otherwise
