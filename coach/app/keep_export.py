"""Everything that is kept as a folder of readable files."""

import errno
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from coach import __version__
from coach.domain.errors import SetupError, StorageFull, UsageError
from coach.domain.session import Session, Turn
from coach.domain.text import Both, Lang
from coach.export.inert import inert
from coach.modes.about import about
from coach.shelf import Shelf
from coach.shelf.own import Own
from coach.store import Sessions

GOALS = ("goal", "plan", "competence")
"""The modes whose conversations are goals: they are kept longer."""
FORMAT = "coach-export/1"
MANIFEST = "export.json"
_NOTE = "exporting"
_PART = ".part"
_WHO: Mapping[str, Both] = {
    "person": {"sv": "Du", "en": "You"},
    "coach": {"sv": "Coachen", "en": "The coach"},
}
_GONE: Both = {"sv": "okänt läge", "en": "unknown mode"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds."""

    folder: Path
    conversations: int
    goals: int
    documents: int


def export(folder: Path, sessions: Sessions, shelf: Shelf, made: str) -> Exported:
    """Write everything into a new folder, which is there whole or not at all.

    Each conversation is a .json that can be imported and a .md that can be read; what a goal, plan or
    competence talk came to stands in ``goals`` once more; documents lie beside.

    Args:
        folder: Missing or empty; made with mode 0700.
        sessions: The conversations.
        shelf: The documents.
        made: The time, ISO 8601.

    Raises:
        UsageError: Something is in the folder already.
        StorageFull: The disk took no more; nothing is left there.
        SetupError: It can't be written there.
    """
    target = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow the folder's own link
    _refuse_taken(target)
    part = target.with_name(f".{target.name}{_PART}")
    sessions.note(_NOTE, str(part))
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        found = _write(part, target, sessions, shelf, made)
        part.replace(target)
        _settle(target.parent)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        sessions.note(_NOTE, "")
        raise explain_write(error, target) from error
    sessions.note(_NOTE, "")
    return found


def clear_up(sessions: Sessions) -> None:
    """Delete what an export that was killed midway left behind."""
    if not (noted := sessions.note(_NOTE)):
        return
    part = Path(noted)
    if part.name.startswith(".") and part.name.endswith(_PART) and part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    sessions.note(_NOTE, "")


def explain_write(error: OSError, target: Path) -> SetupError:
    """Return why a folder can't be written, in one line, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageFull(
            {
                "sv": f"Disken är full: {str(target)!r} skrevs inte.",
                "en": f"The disk is full: {str(target)!r} was not written.",
            },
            fix={"sv": "Frigör utrymme och försök igen.", "en": "Free some space and try again."},
        )
    return SetupError(
        {
            "sv": f"{str(target)!r} gick inte att skriva: {error.strerror}.",
            "en": f"Could not write {str(target)!r}: {error.strerror}.",
        },
        fix={"sv": "Välj en annan plats.", "en": "Choose another place."},
    )


def _refuse_taken(target: Path) -> None:
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise UsageError(
            {
                "sv": f"{str(target)!r} finns redan; välj en mapp som inte finns eller är tom.",
                "en": f"{str(target)!r} is there already; choose a folder that is missing or empty.",
            }
        )


def _write(part: Path, target: Path, sessions: Sessions, shelf: Shelf, made: str) -> Exported:
    talks = [(one, sessions.turns(one.id)) for one in reversed(sessions.all())]
    documents = shelf.own()
    goals = 0
    for number, (session, turns) in enumerate(talks, 1):
        name = f"{number:04}-{_safe(session.created[:10])}-{_safe(session.mode)}-{_safe(session.id)}"
        _json(part / "conversations" / f"{name}.json", _row(session, turns))
        _text(part / "conversations" / f"{name}.md", inert(_markdown(session, turns)))
        if session.mode in GOALS and (came_to := _came_to(turns)):
            _text(part / "goals" / f"{name}.md", inert(f"# {session.title}\n\n{came_to}\n"))
            goals += 1
    for one in documents:
        _json(part / "documents" / f"{_safe(one.document.id)}.json", _document(one))
        _text(part / "documents" / f"{_safe(one.document.id)}.md", inert(f"# {one.text()}\n"))
    counts = {"conversations": len(talks), "goals": goals, "documents": len(documents)}
    _json(part / MANIFEST, {"format": FORMAT, "coach": __version__, "made": made, **counts})
    for inside in sorted(part.rglob("*")):
        if inside.is_dir():
            _settle(inside)
    return Exported(target, **counts)


def _row(session: Session, turns: Sequence[Turn]) -> dict[str, object]:
    return {"format": FORMAT, **asdict(session), "turns": [asdict(turn) for turn in turns]}


def _document(one: Own) -> dict[str, object]:
    document = asdict(one.document)
    del document["shipped"]
    passages = [{"heading": p.heading, "text": p.text} for p in one.passages]
    return {"format": FORMAT, **document, "digest": one.digest, "passages": passages}


def _markdown(session: Session, turns: Sequence[Turn]) -> str:
    try:
        kind = about(session.mode).title[session.lang]
    except (OSError, KeyError):
        kind = _GONE[session.lang]
    lines = [f"# {session.title}", f"{kind} · {session.created[:10]}"]
    for turn in turns:
        lines += [f"## {_who(turn, session.lang)}", turn.text]
    if came_to := _came_to(turns):
        heading = {"sv": "Utkastet", "en": "The draft"}[session.lang]
        lines += [f"## {heading}", came_to]
    return "\n\n".join(lines) + "\n"


def _who(turn: Turn, lang: Lang) -> str:
    writer = f" ({turn.writer})" if turn.writer not in ("", "guided") else ""
    return _WHO[turn.role][lang] + writer


def _came_to(turns: Sequence[Turn]) -> str:
    """Return the last draft of a conversation; "" where there is none."""
    for turn in reversed(turns):
        if turn.role == "coach" and turn.payload:
            try:
                return str(json.loads(turn.payload).get("text", ""))
            except (ValueError, AttributeError):
                return ""
    return ""


def _safe(part: str) -> str:
    """Return a piece of a file name: nothing in it can lead elsewhere."""
    return re.sub(r"[^\w-]", "_", part)[:80] or "_"


def _json(path: Path, value: Mapping[str, object]) -> None:
    _text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)


def _settle(folder: Path) -> None:
    """Wait until the names in a folder are on disk."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
