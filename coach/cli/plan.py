"""``coach plan``: the plan as far as it has come, and its document, calendar and picture."""

import argparse

from coach.cli.coaching import shown, write_files
from coach.cli.outcome import given, reached


def plan(options: argparse.Namespace) -> int:
    """Print the plan as far as it has come; write it as a document, a calendar and a picture."""
    outcome = reached("plan", given(options.text, options), options)
    write_files(outcome, options)
    return shown(outcome, options)
