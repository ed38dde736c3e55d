"""How the files of the data folder are opened, and what is said when one can't be."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from coach.domain.errors import SetupError, StorageFull
from coach.domain.text import Both

OLDEST_SQLITE = (3, 35, 0)
"""``RETURNING`` came with it."""
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    # Nothing of a text reaches a temporary file, and a page is never written behind SQLite's back.
    "temp_store=MEMORY",
    "mmap_size=0",
)


def connect(path: Path, *, library: tuple[int, ...] = sqlite3.sqlite_version_info) -> sqlite3.Connection:
    """Open a file for one process and its threads; made with mode 0600 where it is missing.

    Args:
        path: The file.
        library: The version of SQLite at work.

    Raises:
        SetupError: SQLite is too old.
        sqlite3.Error: The file is damaged or can't be opened; it is left as it was.
        OSError: It can't be made.
    """
    if library < OLDEST_SQLITE:
        raise _too_old(library)
    path.touch(mode=0o600)
    db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    try:
        for pragma in _PRAGMAS:
            db.execute(f"PRAGMA {pragma}")
        if not sound(db):
            raise sqlite3.DatabaseError("quick_check failed")
    except BaseException:
        db.close()
        raise
    return db


def sound(db: sqlite3.Connection) -> bool:
    """Return whether SQLite finds its pages in order.

    Raises:
        sqlite3.Error: They are so far out of order that it can't even look.
    """
    return bool(db.execute("PRAGMA quick_check").fetchone()[0] == "ok")


def explain(error: Exception, path: Path) -> SetupError:
    """Return what SQLite or the system said as one line on what is wrong and one on what to do."""
    said = str(error)
    if any(sign in said for sign in ("full", "No space", "disk I/O", "File too large", "quota")):
        return StorageFull(
            {
                "sv": f"Disken tog inte emot mer; inget nytt sparades i {str(path)!r}.",
                "en": f"The disk took no more; nothing new was saved in {str(path)!r}.",
            },
            fix={
                "sv": "Frigör utrymme och skicka igen.",
                "en": "Free some space and send it again.",
            },
        )
    what, fix = _SAID["refused" if "readonly" in said or "unable to open" in said else "damaged"]
    names = {"path": str(path), "said": said}
    return SetupError(_filled(what, names), fix=_filled(fix, names))


def newer(path: Path) -> SetupError:
    """Return the error for a file that a later version of the program has saved."""
    return SetupError(
        {
            "sv": f"{str(path)!r} är sparad av en nyare version av Coach.",
            "en": f"{str(path)!r} was saved by a newer version of Coach.",
        },
        fix={"sv": "Uppdatera Coach.", "en": "Update Coach."},
    )


_SAID: Mapping[str, tuple[Both, Both]] = {
    "refused": (
        {
            "sv": "{path!r} går inte att skriva i: {said}.",
            "en": "{path!r} can't be written: {said}.",
        },
        {
            "sv": "Ge dig själv skrivrätt till filen och mappen, eller välj en annan med --data-dir.",
            "en": "Give yourself the right to write the file and its folder, or choose another with "
            "--data-dir.",
        },
    ),
    "damaged": (
        {
            "sv": "Databasen {path!r} är skadad: {said}.",
            "en": "The database {path!r} is damaged: {said}.",
        },
        {
            "sv": "Kör coach restore: filen läggs åt sidan och den senaste säkerhetskopian tas i bruk.",
            "en": "Run coach restore: the file is put aside and the latest backup takes its place.",
        },
    ),
}


def _filled(both: Both, values: Mapping[str, str]) -> Both:
    return {lang: text.format(**values) for lang, text in both.items()}


def _too_old(library: tuple[int, ...]) -> SetupError:
    have, need = (".".join(map(str, numbers)) for numbers in (library, OLDEST_SQLITE))
    return SetupError(
        {
            "sv": f"SQLite {have} är för gammal; det behövs {need} eller senare.",
            "en": f"SQLite {have} is too old; it takes {need} or later.",
        },
        fix={
            "sv": "Installera Python 3.11 eller senare på nytt: SQLite följer med.",
            "en": "Install Python 3.11 or later anew: SQLite comes with it.",
        },
    )
