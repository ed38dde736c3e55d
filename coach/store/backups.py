"""Daily copies of the data folder's files, and the way back to one of them."""

import datetime
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from coach.domain.errors import SetupError, UsageError
from coach.store.database import connect, explain, sound
from coach.store.salvage import salvage
from coach.store.sessions import Sessions

KEPT = 7
"""Sets of copies; the oldest goes when there are more."""
FILES = ("coach.db", "shelf.db")
_PART = ".part"
_SET = re.compile(r"(\d{4,})-\d{4}-\d\d-\d\d")
_WITH_IT = ("", "-wal", "-shm")

Source = Callable[[sqlite3.Connection], None]
"""Copies one open file, as it stands at this moment, into another."""


class Backups:
    """The sets in ``backups`` of a data folder, each a folder such as ``0007-2026-11-28``.

    They are ordered by their number, not by their day: a clock that jumps takes none away before its turn.

    Args:
        folder: The data folder, held by this process.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._root = folder / "backups"

    def all(self) -> tuple[Path, ...]:
        """Return the sets, newest first."""
        if not self._root.is_dir():
            return ()
        found = [path for path in self._root.iterdir() if _SET.fullmatch(path.name)]
        return tuple(sorted(found, key=_number, reverse=True))

    def due(self, day: datetime.date) -> bool:
        """Return whether the newest set is of another day than this."""
        return not any(path.name.endswith(day.isoformat()) for path in self.all()[:1])

    def make(self, day: datetime.date, sources: Mapping[str, Source]) -> Path:
        """Copy every source into a new set and return it; it is there whole or not at all.

        Args:
            day: Today.
            sources: By the copy's name.

        Raises:
            StorageFull: The disk took no more.
            SetupError: A copy could not be written.
        """
        part = self._root / _PART
        newest = next(iter(self.all()), None)
        made = self._root / f"{(_number(newest) if newest else 0) + 1:04}-{day.isoformat()}"
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True, mode=0o700)
            self._root.chmod(0o700)
            for name, copy in sources.items():
                _copied(part / name, copy)
            part.replace(made)
            _settle(self._root)
            for old in self.all()[KEPT:]:
                shutil.rmtree(old)
        except (sqlite3.Error, OSError) as error:
            raise explain(error, made) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
        return made

    def before_migration(self, day: datetime.date, newest: int) -> None:
        """Copy ``coach.db`` aside when opening it will change its layout.

        Args:
            day: Today.
            newest: The version this program opens files with.

        Raises:
            StorageFull: The disk took no more.
            SetupError: The file is damaged.
        """
        path = self._folder / "coach.db"
        if not path.exists():
            return
        try:
            with closing(connect(path)) as db:
                if 0 < db.execute("PRAGMA user_version").fetchone()[0] < newest:
                    self.make(day, {"coach.db": db.backup})
        except (sqlite3.Error, OSError) as error:
            raise explain(error, path) from error

    def rewrite(self, name: str, change: Callable[[Path], None]) -> int:
        """Change each copy of a file; a set whose copy can't be changed is dropped. Return how many were.

        Args:
            name: The file's name.
            change: Opens a copy, changes it and closes it.
        """
        shutil.rmtree(self._root / _PART, ignore_errors=True)
        dropped = 0
        for made in self.all():
            if not (made / name).exists():
                continue
            try:
                change(made / name)
            except SetupError:
                shutil.rmtree(made)
                dropped += 1
        return dropped

    def drop(self) -> int:
        """Delete every set and every file put aside; return how many there were."""
        gone = (*self.all(), *self.aside())
        for name in ("backups", "aside"):
            shutil.rmtree(self._folder / name, ignore_errors=True)
        return len(gone)

    def damaged(self) -> tuple[str, ...]:
        """Return the names of the data folder's files that SQLite can't read."""
        return tuple(
            name for name in FILES if (self._folder / name).exists() and not _readable(self._folder / name)
        )

    def newest_sound(self, name: str) -> Path | None:
        """Return the newest set with a sound copy of a file, or None."""
        return next((made for made in self.all() if _readable(made / name)), None)

    def named(self, name: str) -> Path:
        """Return the set of that name.

        Raises:
            UsageError: There is none.
        """
        for made in self.all():
            if made.name == name:
                return made
        names = ", ".join(made.name for made in self.all()) or "–"
        raise UsageError(
            {
                "sv": f"Det finns ingen säkerhetskopia {name!r}; det finns {names}.",
                "en": f"There is no backup {name!r}; there are {names}.",
            }
        )

    def restore(self, name: str, made: Path | None) -> Path | None:
        """Put a file aside and its copy in its place; return where the file lies now, None if there was none.

        Args:
            name: The file's name.
            made: The set to take the copy from; None saves what can still be read of conversations.

        Raises:
            StorageFull: The disk took no more; the file is where it was.
            SetupError: The copy can't be read.
        """
        path, part = self._folder / name, self._folder / f"{name}{_PART}"
        try:
            _removed(part)
            aside = self._aside(path)
            if made:
                with closing(connect(made / name)) as copy:
                    _copied(part, copy.backup)
            elif name == "coach.db":
                _salvaged(path, part)
            # A log beside another file than its own would be read into it.
            for suffix in ("-wal", "-shm"):
                path.with_name(name + suffix).unlink(missing_ok=True)
            part.replace(path) if part.exists() else path.unlink(missing_ok=True)
            _settle(self._folder)
        except (sqlite3.Error, OSError) as error:
            raise explain(error, path) from error
        return aside

    def aside(self) -> tuple[Path, ...]:
        """Return the folders of files that a restore put aside, oldest first."""
        root = self._folder / "aside"
        return tuple(sorted(path for path in root.iterdir() if path.is_dir())) if root.is_dir() else ()

    def _aside(self, path: Path) -> Path | None:
        if not path.exists():
            return None
        number = max((int(old.name) for old in self.aside() if old.name.isdigit()), default=0) + 1
        folder = self._folder / "aside" / f"{number:04}"
        folder.mkdir(parents=True, mode=0o700)
        folder.parent.chmod(0o700)
        for suffix in _WITH_IT:
            file = path.with_name(path.name + suffix)
            if file.exists():
                shutil.copy2(file, folder / file.name)
                _settle(folder / file.name)
        _settle(folder)
        return folder / path.name


def _number(made: Path) -> int:
    return int(made.name.split("-")[0])


def _copied(path: Path, copy: Source) -> None:
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        copy(db)
        # One file, without a log beside it.
        db.execute("PRAGMA journal_mode=DELETE")
    _settle(path)


def _settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _removed(path: Path) -> None:
    for suffix in (*_WITH_IT, "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _readable(path: Path) -> bool:
    if not path.exists():
        return False
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as db:
        return sound(db)
    return False


def _salvaged(path: Path, part: Path) -> None:
    """Make a new file of the conversations that can still be read."""
    sessions = Sessions(part)
    try:
        sessions.take(salvage(path))
    finally:
        sessions.close()
