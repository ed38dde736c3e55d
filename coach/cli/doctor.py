"""``coach doctor``, ``modes`` and ``urgent``: what is set up, what can be done here, who else helps."""

import argparse
import importlib.util
import platform
import sqlite3

from coach import __version__
from coach.checks.safety import posts, urgent
from coach.cli.finding import Finding, broken
from coach.cli.show import out, say, settings, speak
from coach.domain.errors import CoachError, SetupError
from coach.settings import Settings

_NAMES = (
    "data_dir", "lang", "writer", "model", "embedder", "server", "server_model", "key_variable",
    "country", "port", "keep_chats_days", "keep_goals_days", "today",
)  # fmt: skip


def doctor(options: argparse.Namespace) -> int:
    """Print what is set up; exit 3 when something that was asked for does not work."""
    from coach.cli.doctor_model import model_findings

    lang = speak(options.lang)
    chosen = settings(options)
    findings = (_program(), _folder(chosen), *model_findings(chosen), _search())
    values = {name: {"value": str(getattr(chosen, name)), "source": chosen.source(name)} for name in _NAMES}
    if options.json:
        rows = [{"name": f.name, "ok": f.ok, "what": f.what[lang], "fix": f.fix or None} for f in findings]
        out({"version": __version__, "settings": values, "findings": rows})
    else:
        for finding in findings:
            say(
                f"{'✓' if finding.ok else '–'} {finding.what[lang]}"
                + (f"\n    {finding.fix}" if finding.fix else "")
            )
        for name, value in values.items():
            say(f"  {name} = {value['value']}  ({value['source']})")
    needed = {"folder"} | ({"library", "model"} if chosen.writer == "model" else set())
    return 3 if any(not f.ok and f.name in needed for f in findings) else 0


def _program() -> Finding:
    text = f"Coach {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return Finding("program", True, {"sv": text, "en": text})


def _folder(chosen: Settings) -> Finding:
    from coach.store import Folder

    path = str(chosen.data_dir)
    try:
        Folder(chosen.data_dir).close()
    except CoachError as error:
        return broken("folder", error, error.fix_text("en") if isinstance(error, SetupError) else "")
    return Finding(
        "folder",
        True,
        {"sv": f"Din mapp {path} är skrivbar och ledig.", "en": f"Your folder {path} is free and writable."},
    )


def _search() -> Finding:
    if importlib.util.find_spec("chromadb"):
        return Finding(
            "search", True, {"sv": "Sökindexet (Chroma) finns.", "en": "The search index (Chroma) is there."}
        )
    return Finding(
        "search",
        False,
        {
            "sv": "Chroma saknas; sökningen är exakt ändå.",
            "en": "Chroma is missing; the search is exact all the same.",
        },
        "make run",
    )


def modes(options: argparse.Namespace) -> int:
    """List what can be talked about."""
    from coach.modes import MODES
    from coach.modes.about import about

    lang = speak(options.lang)
    listed = [about(mode.name) for mode in MODES]
    if options.json:
        out({"modes": [{"name": m.name, "title": m.title[lang], "about": m.about[lang]} for m in listed]})
        return 0
    for mode in listed:
        say(f"{mode.name:10} {mode.title[lang]}: {mode.about[lang]}")
    return 0


def help_now(options: argparse.Namespace) -> int:
    """Print whom to call when a life is in danger or somebody thinks of dying."""
    lang, country = speak(options.lang), settings(options).country
    if options.json:
        out({"urgent": urgent(lang, country), "signposts": posts(lang, country).splitlines()})
    else:
        say(urgent(lang, country))
        say(posts(lang, country))
    return 0
