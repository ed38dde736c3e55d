"""An export read again: all of it is understood before any of it is kept."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.app.accept import LONGEST
from coach.app.keep_export import FORMAT
from coach.domain.errors import UsageError
from coach.domain.knowledge import Document, Passage
from coach.domain.session import Session, Turn
from coach.domain.text import LANGS, Lang
from coach.shelf import Shelf
from coach.shelf.own import Own
from coach.store import Sessions

_LARGEST = 64 * 1024 * 1024
"""Bytes of one file; a conversation of a hundred long messages is about 10 million."""
_ID = re.compile(r"[0-9a-f]{12}")
_ORIGIN = re.compile(r"(?:[0-9a-f]{12})?")
_DAY = re.compile(r"(?:\d{4}-\d\d-\d\d)?")
_DOCUMENT = re.compile(r"[\w-]{1,80}")
_MODE = re.compile(r"[a-z_]{1,40}")
_UNKEPT = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made of a folder."""

    conversations: int
    documents: int
    already: int
    """Conversations and documents that were there before; they stay as they are."""


def take_in(folder: Path, sessions: Sessions, shelf: Shelf) -> Imported:
    """Add what an export holds to what is kept; what is here already stays as it is.

    Raises:
        UsageError: The folder is no export, or a file in it is not what an export writes; nothing is kept.
        StorageFull: The disk took no more; conversations or documents are kept whole or not at all.
    """
    if not (folder / "export.json").is_file():
        raise UsageError(
            {
                "sv": f"{str(folder)!r} är ingen export: export.json saknas.",
                "en": f"{str(folder)!r} is no export: export.json is missing.",
            }
        )
    talks = [_talk(path) for path in sorted((folder / "conversations").glob("*.json"))]
    documents = [_own(path) for path in sorted((folder / "documents").glob("*.json"))]
    here = {one.id for one in sessions.all()}
    shelved = {one.id for one in shelf.documents()}
    new_talks = [talk for talk in talks if talk[0].id not in here]
    new_documents = [one for one in documents if one.document.id not in shelved]
    if new_documents:
        shelf.put(new_documents)
    sessions.take(new_talks)
    already = len(talks) + len(documents) - len(new_talks) - len(new_documents)
    return Imported(len(new_talks), len(new_documents), already)


class _Unfit(Exception):
    """A file is not what an export writes; the message is a JSON key."""


def _read(path: Path) -> Mapping[str, object]:
    try:
        if path.stat().st_size > _LARGEST:
            raise _Unfit("…")
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise _Unfit("JSON") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise _Unfit("format")
    return value


def _talk(path: Path) -> tuple[Session, tuple[Turn, ...]]:
    try:
        row = _read(path)
        session = Session(
            _shaped(row, "id", _ID),
            _shaped(row, "mode", _MODE),
            "sv" if _one_of(row, "lang", LANGS) == "sv" else "en",
            _string(row, "title", 200),
            _string(row, "created", 200),
            _string(row, "used", 200),
            # An export of an earlier version has neither this nor the days of its turns.
            _shaped({"origin": "", **row}, "origin", _ORIGIN),
        )
        return session, tuple(_turn(turn, at) for at, turn in enumerate(_list(row, "turns"), 1))
    except _Unfit as error:
        raise _refused(path, str(error)) from None


def _turn(row: Mapping[str, object], at: int) -> Turn:
    if row.get("n") != at:
        raise _Unfit("n")
    role = _one_of(row, "role", ("person", "coach"))
    return Turn(
        at,
        "person" if role == "person" else "coach",
        _string(row, "text", 2 * LONGEST),
        _string(row, "writer", 200),
        _string(row, "prompt", 200),
        _string(row, "payload", 20 * LONGEST),
        _shaped({"day": "", **row}, "day", _DAY),
    )


def _own(path: Path) -> Own:
    try:
        row = _read(path)
        id, title = _shaped(row, "id", _DOCUMENT), _string(row, "title", 1000)
        lang: Lang = "sv" if _one_of(row, "lang", LANGS) == "sv" else "en"
        document = Document(id, title, lang, _string(row, "source", 1000), shipped=False)
        passages = tuple(
            Passage(
                f"{id}#{at}",
                id,
                title,
                _string(piece, "heading", 5000),
                lang,
                _string(piece, "text", 1_000_000),
                shipped=False,
            )
            for at, piece in enumerate(_list(row, "passages"), 1)
        )
        return Own(document, _string(row, "digest", 200), passages)
    except _Unfit as error:
        raise _refused(path, str(error)) from None


def _string(row: Mapping[str, object], key: str, longest: int) -> str:
    value = row.get(key)
    if not isinstance(value, str) or len(value) > longest or _UNKEPT.search(value):
        raise _Unfit(key)
    return value


def _shaped(row: Mapping[str, object], key: str, shape: re.Pattern[str]) -> str:
    value = _string(row, key, 200)
    if not shape.fullmatch(value):
        raise _Unfit(key)
    return value


def _one_of(row: Mapping[str, object], key: str, known: Sequence[str]) -> str:
    value = _string(row, key, 20)
    if value not in known:
        raise _Unfit(key)
    return value


def _list(row: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = row.get(key)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _Unfit(key)
    return value


def _refused(path: Path, what: str) -> UsageError:
    return UsageError(
        {
            "sv": f"{str(path)!r} är inte som en export skriver den ({what}); inget togs in.",
            "en": f"{str(path)!r} is not as an export writes it ({what}); nothing was taken in.",
        }
    )
