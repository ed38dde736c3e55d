"""From one kept conversation to the next: the message that opens another mode with what it came to."""

import datetime
from collections.abc import Mapping, Sequence

from coach.app.answer import mode_of
from coach.app.care import heed
from coach.app.turns import days_of, of_person
from coach.domain.agreed import ONWARD
from coach.domain.errors import UsageError
from coach.domain.session import Session, Turn
from coach.modes.agreed import agreed
from coach.modes.onward import onward, opening

LAST = "last"
"""Names the newest conversation that another mode can be begun from."""


def messages(
    session: Session, turns: Sequence[Turn], today: datetime.date, country: str
) -> Mapping[str, str]:
    """Return the first message of each mode a conversation can be carried on in, by the mode's name.

    As it stands: nothing is looked up and nothing is worded for it.

    Args:
        session: The conversation.
        turns: What was said in it.
        today: The present day.
        country: Whose numbers a message of danger would be answered with; such a message hands on nothing.
    """
    said, days = of_person(turns), days_of(turns, session, today)
    heeded = heed(said, session.lang, country, session.mode, days) if said else None
    if not heeded or not heeded.said:
        return {}
    step = mode_of(session.mode).step(heeded.said, session.lang, today, heeded.days)
    found = agreed(step.paper, session.lang, heeded.days[-1])
    return {mode: opening(found, mode, today) for mode in onward(found, today)} if found else {}


def chosen(sessions: Sequence[Session], wanted: str, mode: str) -> Session:
    """Return the conversation that is meant: by its id, ``last``, or the newest of a mode.

    Args:
        sessions: All there are, newest first.
        wanted: What the person wrote.
        mode: Where it is to be carried on.

    Raises:
        UsageError: None is meant.
    """
    sources = [source for source, targets in ONWARD.items() if mode in targets]
    for one in sessions:
        if one.id == wanted or (one.mode in sources and wanted in (LAST, one.mode)):
            return one
    raise UsageError(
        {
            "sv": f"Inget samtal {wanted!r} att gå vidare från finns. coach sessions visar dem som finns.",
            "en": f"There is no {wanted!r} to carry on from. coach sessions lists the conversations.",
        }
    )


def nothing_for(session: Session, mode: str) -> UsageError:
    """Return the error for a conversation that holds nothing another mode could begin with."""
    return UsageError(
        {
            "sv": f"Samtalet {session.id!r} har inget att ta med till {mode!r} än.",
            "en": f"The conversation {session.id!r} holds nothing to take on to {mode!r} yet.",
        }
    )
