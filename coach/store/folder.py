"""The person's data folder: private, and held by one process at a time."""

import errno
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from coach.domain.errors import FolderInUse, SetupError, StorageFull

_LOCK = "lock"


class Folder:
    """A data folder this process holds until it is closed or ends, however it ends.

    Args:
        path: Made with mode 0700 where it is missing.

    Raises:
        FolderInUse: Another process holds it.
        StorageFull: The disk took no more.
        SetupError: It can't be made or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            if path.stat().st_mode & 0o077:
                path.chmod(0o700)
            self._lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise explain(error, path) from error
        try:
            _hold(self._lock)
        except OSError as error:
            holder = os.pread(self._lock, 20, 0).decode("ascii", errors="replace").strip() or "?"
            os.close(self._lock)
            raise _in_use(path, holder) from error
        try:
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, str(os.getpid()).encode(), 0)
        except OSError as error:
            os.close(self._lock)
            raise explain(error, path) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder; safe to repeat."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def _hold(descriptor: int) -> None:
    """Take the OS lock; the system lets go of it when the process ends.

    Raises:
        OSError: Another process has it.
    """
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _in_use(path: Path, holder: str) -> FolderInUse:
    return FolderInUse(
        {
            "sv": f"Coach är redan igång med mappen {str(path)!r} (process {holder}).",
            "en": f"Coach is already running with the folder {str(path)!r} (process {holder}).",
        },
        fix={
            "sv": "Stäng den först, eller välj en annan mapp med --data-dir.",
            "en": "Close that one first, or choose another folder with --data-dir.",
        },
    )


def explain(error: OSError, path: Path) -> SetupError:
    """Return a system error as what is wrong with the folder and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageFull(
            {
                "sv": f"Disken är full; inget nytt sparades i {str(path)!r}, och det som fanns är orört.",
                "en": f"The disk is full; nothing new was saved in {str(path)!r}; the rest is untouched.",
            },
            fix={"sv": "Frigör utrymme och försök igen.", "en": "Free some space and try again."},
        )
    return SetupError(
        {
            "sv": f"Mappen {str(path)!r} går inte att använda: {error.strerror}.",
            "en": f"The folder {str(path)!r} can't be used: {error.strerror}.",
        },
        fix={
            "sv": "Ge dig själv skrivrätt till den, eller välj en annan med --data-dir.",
            "en": "Give yourself the right to write there, or choose another with --data-dir.",
        },
    )
