"""Coach: opens the parts, runs a mode, tells what happens as it happens.

The one room that sees all below it.
"""

from coach.app.coach import Coach

__all__ = ["Coach"]
