"""The page and the evaluations: reached by name, so that no room imports a sibling."""

import argparse
import sys
from importlib.metadata import entry_points
from threading import Event, Thread
from typing import TYPE_CHECKING

from coach.cli.show import say, settings, speak, tell
from coach.domain.errors import SetupError

if TYPE_CHECKING:
    from coach.app import Coach

_PATIENCE = 10.0
"""Seconds after the page answers before it warms up without anyone having looked."""


def _command(name: str) -> object:
    for point in entry_points(group="coach.commands", name=name):
        return point.load()
    raise SetupError(f"the part {name!r} is not installed", fix="install the project again: make run")


def serve(options: argparse.Namespace) -> int:
    """Start the page and stay until interrupted."""
    from coach.app import Coach

    chosen = settings(options)
    # Neither guides, Chroma nor dictionaries are needed for the page to answer: they follow once it does.
    with Coach.open(chosen, later=True) as coach:
        for note in coach.keep.notes:
            tell(f"coach: {note[speak(options.lang)]}")
        tell("coach: starting the page …")
        seen = Event()
        warming = Thread(target=_warm, args=(coach, seen), name="coach-warm")

        def ready(address: str) -> None:
            say(f"ready {address}")
            sys.stdout.flush()
            warming.start()

        run = _command("serve")
        assert callable(run)
        try:
            run(coach, port=chosen.port, open_browser=not options.no_browser, ready=ready, seen=seen.set)
        finally:
            seen.set()
            # What it reads must not be closed under it.
            if warming.ident is not None:
                warming.join()
    return 0


def _warm(coach: "Coach", seen: Event) -> None:
    # Both would take the processor from the first view while the browser puts it up.
    seen.wait(_PATIENCE)
    coach.warm()
    coach.shelf.quicken()


def evaluate(options: argparse.Namespace) -> int:
    """Run evaluations; they have their own options."""
    run = _command("eval")
    assert callable(run)
    code: int = run(list(options.rest))
    return code
