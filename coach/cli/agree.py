"""Questions that are asked before anything leaves the machine."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from coach.app.servers import agree, agreed
from coach.cli.show import speak, tell
from coach.domain.address import Address
from coach.domain.text import Both, Lang
from coach.settings import Settings

_LEAVES: Both = {
    "sv": "{place} är en annan dator. För varje utkast som skrivs där skickas det du har sagt i samtalet och "
    "det som hittades i dina dokument: texten lämnar din dator. Den som driver servern kan läsa den.",
    "en": "{place} is another machine. For every draft worded there, what you said in the conversation and "
    "what was found in your documents is sent: the text leaves your machine. Whoever runs the server can "
    "read it.",
}
_ASK: Both = {"sv": "Är det i sin ordning? [j/N] ", "en": "Is that all right? [y/N] "}
_WITHOUT: Both = {
    "sv": "Inget skickas. Arbetar vidare utan den servern.",
    "en": "Nothing is sent. Going on without that server.",
}


def yes(question: str) -> bool:
    """Ask on the terminal; without one the answer is no, and the question names ``--yes``."""
    if not sys.stdin.isatty():
        tell(question + "\n--yes")
        return False
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("j", "ja", "y", "yes")


def agreed_to(data_dir: Path, address: Address, lang: Lang, *, said_yes: bool) -> bool:
    """Say that text would leave the machine and ask, once a server; the answer is kept in the data folder.

    Args:
        data_dir: The person's folder.
        address: The server.
        lang: The language to ask in.
        said_yes: Whether ``--yes`` was given: it is still told, but not asked.
    """
    if agreed(data_dir, address):
        return True
    tell(_LEAVES[lang].format(place=address.place))
    if not said_yes and not yes(_ASK[lang]):
        return False
    agree(data_dir, address)
    return True


def with_agreement(chosen: Settings, options: argparse.Namespace) -> Settings:
    """Return the settings of a command that names a server, without it where the person does not agree."""
    if not getattr(options, "server", None) or chosen.server is None or chosen.writer == "guided":
        return chosen
    lang = speak(options.lang)
    if agreed_to(chosen.data_dir, chosen.server, lang, said_yes=bool(getattr(options, "yes", False))):
        return chosen
    tell(_WITHOUT[lang])
    options.server = None  # asked once a command
    return replace(chosen, server=None)
