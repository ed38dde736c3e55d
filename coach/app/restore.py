"""The way back to a backup: it works on files that can't be opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coach.settings import Settings
from coach.store import Backups, Folder
from coach.store.backups import FILES


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of one file."""

    file: str
    how: Literal["copy", "salvaged", "anew"]
    """From a copy; from what could still be read of it; or left for the program to make anew."""
    copy: str
    """The set it came from; "" for none."""
    aside: str
    """Where the file before lies; "" where there was none."""


def restore_files(
    settings: Settings, name: str | None = None
) -> tuple[tuple[Restored, ...], tuple[str, ...]]:
    """Bring back what is damaged from the newest sound copy, or all that a named set holds.

    The file before is put aside, never deleted.

    Args:
        settings: Which data folder.
        name: A set; None takes only what is damaged.

    Returns:
        What was brought back, and the sets there are, newest first.

    Raises:
        FolderInUse: Another Coach holds the folder.
        UsageError: There is no set of that name.
        StorageFull: The disk took no more; the file is where it was.
        SetupError: The named copy can't be read.
    """
    with Folder(settings.data_dir) as folder:
        backups = Backups(folder.path)
        done: list[Restored] = []
        chosen: Mapping[str, Path | None]
        if name:
            made = backups.named(name)
            chosen = {file: made for file in FILES if (made / file).exists()}
        else:
            chosen = {file: backups.newest_sound(file) for file in backups.damaged()}
        for file, source in chosen.items():
            aside = backups.restore(file, source)
            how: Literal["copy", "salvaged", "anew"] = "salvaged" if file == "coach.db" else "anew"
            copy = source.name if source else ""
            done.append(Restored(file, "copy" if source else how, copy, str(aside) if aside else ""))
        return tuple(done), tuple(one.name for one in backups.all())
