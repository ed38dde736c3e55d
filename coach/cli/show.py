"""How things are put on the terminal, and errors in one line each."""

import argparse
import errno
import json
import locale
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from coach.domain.draft import Question
from coach.domain.errors import CoachError, SetupError
from coach.domain.knowledge import Citation
from coach.domain.text import Both, Lang
from coach.domain.verdict import DateMention, Verdict
from coach.settings import Settings, load

_WRONG: Both = {
    "sv": "Något gick fel i programmet ({name}). Kör samma kommando med --debug för att se var.",
    "en": "Something went wrong in the program ({name}). Run the same command with --debug to see where.",
}
_FULL: Both = {
    "sv": "Det gick inte att skriva: disken är full.\nFrigör utrymme och försök igen.",
    "en": "Could not write: the disk is full.\nFree some space and try again.",
}
_SETUP = 3
_OPTIONS = ("data_dir", "lang", "writer", "model", "server", "server_model", "port", "today")


def settings(options: argparse.Namespace) -> Settings:
    """Return the settings that hold for a command.

    Raises:
        UsageError: A value that can't be.
        SetupError: ``coach.toml`` can't be read.
    """
    chosen = load({name: getattr(options, name, None) for name in _OPTIONS})
    if chosen.server is not None and getattr(options, "server", None):
        from coach.cli.agree import with_agreement

        return with_agreement(chosen, options)
    return chosen


def speak(lang: str | None, text: str = "") -> Lang:
    """Return the language to speak to the person: the chosen one, the text's, else the system's."""
    if lang in ("sv", "en"):
        return "sv" if lang == "sv" else "en"
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    system: Lang = "sv" if (said or (locale.getlocale()[0] or "")).lower().startswith("sv") else "en"
    if not text.strip():
        return system
    from coach.checks.language import detect

    return detect(text, system) or system


def out(value: object) -> None:
    """Print one JSON document on one line."""
    print(json.dumps(value, ensure_ascii=False))


def say(text: str = "") -> None:
    """Print a line for the person."""
    print(text)


def tell(text: str) -> None:
    """Print a line of progress or warning on standard error."""
    print(text, file=sys.stderr, flush=True)


def failed(error: Exception, lang: str | None) -> int:
    """Print an error as one line on what and one on what to do; return its exit code."""
    spoken = speak(lang)
    if isinstance(error, CoachError):
        tell(f"coach: {error.text(spoken)}")
        if isinstance(error, SetupError):
            tell(f"coach: {error.fix_text(spoken)}")
        return error.exit_code
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        for line in _FULL[spoken].splitlines():
            tell(f"coach: {line}")
        return _SETUP
    tell(f"coach: {_WRONG[spoken].format(name=type(error).__name__)}")
    return _SETUP


def text_of(given: str | None) -> str:
    """Return the text of an argument, or standard input to its end; bytes that are no UTF-8 become "�"."""
    if given is not None:
        return given
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def rows() -> Iterator[Mapping[str, object] | str]:
    """Yield the JSON object of each line of standard input, or why it is none; empty lines are left out."""
    for number, raw in enumerate(sys.stdin.buffer, 1):
        line = raw.decode("utf-8", "replace").strip()
        if not line:
            continue
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            yield f"line {number} is not JSON"
            continue
        yield value if isinstance(value, dict) else f"line {number} is not a JSON object"


def citations(found: tuple[Citation, ...]) -> list[dict[str, str]]:
    """Return citations as the contract has them."""
    return [{"id": c.id, "document": c.document, "title": c.title, "quote": c.quote} for c in found]


def dates(found: tuple[DateMention, ...]) -> list[dict[str, object]]:
    """Return dates as the contract has them."""
    return [
        {
            "span": list(d.span),
            "start": d.start.isoformat() if d.start else None,
            "end": d.end.isoformat(),
            "rule": d.rule,
            **({"conflict": d.conflict} if d.conflict else {}),
        }
        for d in found
    ]


def verdict(found: Verdict) -> dict[str, object]:
    """Return a check's result as the contract has it."""
    return {
        "lang": found.lang,
        "labels": dict(found.labels),
        "spans": {label: [list(s) for s in spans] for label, spans in found.spans.items() if spans},
        "advice": [{"label": a.label, "text": a.text} for a in found.advice],
        "dates": dates(found.dates),
        "unsure": list(found.unsure),
    }


def question(asked: Question | None) -> dict[str, object] | None:
    """Return a question as the contract has it."""
    if asked is None:
        return None
    return {"key": asked.key, "text": asked.text, "examples": list(asked.examples), "note": asked.note}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        SetupError: It can't be written there.
    """
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise SetupError(
            {
                "sv": f"{str(path)!r} gick inte att skriva: {error.strerror}.",
                "en": f"Could not write {str(path)!r}: {error.strerror}.",
            },
            fix={"sv": "Välj en annan plats.", "en": "Choose another place."},
        ) from error
