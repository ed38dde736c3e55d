"""``coach doctor`` and ``coach modes``: what is set up, what is not, and the command that mends it."""

import argparse
import importlib.util
import platform
import sqlite3
from dataclasses import dataclass

from coach import __version__
from coach.cli.show import out, say, settings, speak
from coach.domain.errors import CoachError
from coach.domain.text import Both
from coach.settings import Settings

_NAMES = (
    "data_dir", "lang", "writer", "model", "country", "port", "keep_chats_days", "keep_goals_days", "today",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    ok: bool
    what: Both
    fix: str = ""
    """The command that mends it; "" when nothing is wrong or nothing has to be done."""


def doctor(options: argparse.Namespace) -> int:
    """Print what is set up; exit 3 when something that was asked for does not work."""
    lang = speak(options.lang)
    chosen = settings(options)
    findings = (_program(), _folder(chosen), _library(), _model(chosen), _search())
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
        fix = getattr(error, "fix_text", lambda lang: "")
        return Finding("folder", False, {"sv": error.text("sv"), "en": error.text("en")}, fix("en"))
    return Finding(
        "folder",
        True,
        {"sv": f"Din mapp {path} är skrivbar och ledig.", "en": f"Your folder {path} is free and writable."},
    )


def _library() -> Finding:
    if importlib.util.find_spec("llama_cpp"):
        return Finding("library", True, {"sv": "llama.cpp är installerat.", "en": "llama.cpp is installed."})
    return Finding(
        "library",
        False,
        {
            "sv": "llama.cpp är inte installerat; utkasten skrivs guidat. Det behövs en C++-kompilator.",
            "en": "llama.cpp is not installed; drafts are worded guided. It takes a C++ compiler.",
        },
        "apt install g++ && make run",
    )


def _model(chosen: Settings) -> Finding:
    from coach.app.writers import model_path

    path = model_path(chosen)
    if path is None:
        return Finding(
            "model",
            False,
            {
                "sv": "Ingen modell är vald; utkasten skrivs guidat.",
                "en": "No model is chosen; drafts are worded guided.",
            },
            "coach models list",
        )
    from coach.llm import check_gguf

    try:
        check_gguf(path)
    except CoachError as error:
        return Finding("model", False, {"sv": error.text("sv"), "en": error.text("en")}, "coach models list")
    return Finding("model", True, {"sv": f"Modellen är {path.name}.", "en": f"The model is {path.name}."})


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
