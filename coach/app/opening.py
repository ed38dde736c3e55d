"""Everything in a data folder, opened in the order that loses nothing."""

import datetime
import shutil
from dataclasses import dataclass
from typing import Literal

from coach.app.accept import today
from coach.app.documents import FOLDER as ADDED
from coach.app.embedders import equip
from coach.app.keep import Keeper
from coach.app.keep_export import clear_up
from coach.app.writers import STATES
from coach.domain.text import Both
from coach.llm.states import keep_states
from coach.settings import Settings
from coach.shelf import Shelf
from coach.store import Backups, Folder, Sessions
from coach.store.schema import VERSION


@dataclass(frozen=True, slots=True)
class Parts:
    """The open parts of a data folder."""

    folder: Folder
    sessions: Sessions
    shelf: Shelf
    keeper: Keeper
    left_out: Both | None
    """One line where the chosen embedding model can't be used."""


def opened(settings: Settings, vectors: Literal["exact", "chroma"], *, later: bool = False) -> Parts:
    """Hold the data folder and open everything in it; nothing stays open where one part fails.

    Args:
        settings: What holds.
        vectors: As ``Coach.open``.
        later: As ``Coach.open``.

    Raises:
        FolderInUse: Another Coach holds the folder.
        SetupError: Something in it is damaged or can't be read.
        StorageFull: The disk took no more.
    """
    folder = Folder(settings.data_dir)
    sessions: Sessions | None = None
    try:
        backups = Backups(folder.path)
        # A layout is never changed before there is a copy of the one before.
        backups.before_migration(today(), VERSION)
        sessions = Sessions(folder.path / "coach.db")
        shelf = Shelf(folder.path, vectors=vectors, later=later)
    except BaseException:
        if sessions:
            sessions.close()
        folder.close()
        raise
    clear_up(sessions)
    keep_states(folder.path / STATES, frozenset(one.id for one in sessions.all()))
    # A document from the page lies here only while it is read.
    shutil.rmtree(folder.path / ADDED, ignore_errors=True)
    keeper = Keeper(settings, folder.path, sessions, shelf, backups)
    shelf.also_forget = keeper.forget_document
    left_out = equip(shelf, settings)
    keeper.notes = (*_notes(keeper), *([left_out] if left_out else []))
    return Parts(folder, sessions, shelf, keeper, left_out)


def _notes(keeper: Keeper) -> tuple[Both, ...]:
    notes: list[Both] = []
    if trouble := keeper.daily(today()):
        notes.append(trouble)
    old = len(keeper.past_keeping(datetime.datetime.now().astimezone()).sessions)
    if old:
        notes.append(
            {
                "sv": f"{old} samtal har legat längre än du ville; coach erase --old visar dem och frågar.",
                "en": f"{old} conversation{'' if old == 1 else 's'} kept longer than you wanted; "
                "coach erase --old lists them and asks.",
            }
        )
    return tuple(notes)
