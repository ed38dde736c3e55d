"""What the person said, each message with the day it was said on."""

import datetime
from collections.abc import Sequence


def dated(
    said: Sequence[str], days: Sequence[datetime.date], today: datetime.date
) -> tuple[tuple[str, datetime.date], ...]:
    """Return every message with its day, so that "på fredag" stays the Friday that was meant.

    Args:
        said: The messages, in order.
        days: Theirs, in the same order; a missing one is ``today``.
        today: The day of whatever has none.
    """
    known = [*days, *[today] * len(said)]
    return tuple(zip(said, known, strict=False))
