"""``coach sessions``: the kept conversations with the ids that ``--from``, ``--session``, ``erase`` take."""

import argparse
from dataclasses import asdict

from coach.app import Coach
from coach.cli.show import out, say, settings, speak, tell
from coach.domain.text import Both

_NONE: Both = {
    "sv": "Inga samtal är sparade. Sidan sparar dem, och --keep på kommandoraden.",
    "en": "No conversations are kept. The page keeps them, and so does --keep on the command line.",
}


def sessions(options: argparse.Namespace) -> int:
    """List the kept conversations, newest first."""
    with Coach.open(settings(options)) as coach:
        found = coach.sessions()
    if options.json:
        out({"sessions": [asdict(one) | {"origin": one.origin or None} for one in found]})
        return 0
    for one in found:
        after = f"  ← {one.origin}" if one.origin else ""
        say(f"{one.id}  {one.used[:10]}  {one.mode:10}  {one.title}{after}")
    if not found:
        tell(f"coach: {_NONE[speak(options.lang)]}")
    return 0
