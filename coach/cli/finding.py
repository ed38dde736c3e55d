"""What ``coach doctor`` says of one thing it looked at."""

from dataclasses import dataclass

from coach.domain.errors import CoachError
from coach.domain.text import Both


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    ok: bool
    what: Both
    fix: str = ""
    """The command that mends it; "" when nothing is wrong or nothing has to be done."""


def broken(name: str, error: CoachError, fix: str) -> Finding:
    """Return the finding of something that does not work, in the error's own words."""
    return Finding(name, False, {"sv": error.text("sv"), "en": error.text("en")}, fix)
