"""What is kept: how long, in how many copies, and how it is forgotten."""

import datetime
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import Pattern

from coach.app.keep_export import GOALS, Exported, export
from coach.app.keep_import import Imported, take_in
from coach.app.names import names, plain
from coach.app.temporary import of_pages
from coach.domain.errors import SetupError, UsageError
from coach.domain.knowledge import Document
from coach.domain.session import Session, Turn
from coach.domain.text import Both
from coach.settings import Settings
from coach.shelf import Shelf
from coach.shelf.own import Own, forget
from coach.store import Backups, Sessions

_JUMP = datetime.timedelta(days=366)
"""A clock so far from what was last said is asked about before anything goes by age."""


@dataclass(frozen=True, slots=True)
class Found:
    """What would be erased."""

    sessions: tuple[Session, ...]
    documents: tuple[Document, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sessions or self.documents)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased; backups and files put aside were rewritten without it."""

    sessions: int
    documents: int
    dropped: int
    """Copies that could not be rewritten, so they were deleted whole."""


class Keeper:
    """Keeps and forgets, over the open parts of a data folder.

    Args:
        settings: How long things are kept.
        folder: The data folder.
        sessions: Its conversations.
        shelf: Its documents.
        backups: Its copies.
    """

    def __init__(
        self, settings: Settings, folder: Path, sessions: Sessions, shelf: Shelf, backups: Backups
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._sessions = sessions
        self._shelf = shelf
        self._backups = backups
        self._day = datetime.date.min
        self.forget_in_model: Callable[[Sequence[str]], None] = lambda _: None
        """Makes the model forget conversations; set by whoever has one."""
        self.notes: tuple[Both, ...] = ()
        """What to know at the start, a line each: a backup that failed, old conversations."""

    def daily(self, today: datetime.date) -> Both | None:
        """Make today's backup where there is none; return what went wrong, or None.

        A copy that can't be made is no reason not to talk.
        """
        if self._day == today:
            return None
        if not self._sessions.all() and not self._own_documents():
            return None
        self._day = today
        try:
            if self._backups.due(today):
                self.backup(today)
        except SetupError as error:
            return {lang: f"{error.text(lang)} {error.fix_text(lang)}" for lang in ("sv", "en")}
        return None

    def backup(self, today: datetime.date) -> Path:
        """Copy conversations, and documents where there are any, into a new set; return it.

        Raises:
            StorageFull: The disk took no more.
        """
        sources = {"coach.db": self._sessions.copy_to}
        if self._own_documents():
            sources["shelf.db"] = self._shelf.copy_to
        return self._backups.make(today, sources)

    def erase_session(self, id: str) -> None:
        """Erase one conversation, in every copy too; an unknown one is left unknown."""
        self.erase(Found(tuple(one for one in self._sessions.all() if one.id == id)))

    def of_session(self, id: str) -> Found:
        """Return one conversation.

        Raises:
            UsageError: There is none of that id.
        """
        return Found((self._sessions.get(id),))

    def of_document(self, id: str) -> Found:
        """Return one of the person's own documents, or nothing where there is none of that id."""
        return Found((), tuple(one.document for one in self._shelf.own() if one.document.id == id))

    def of_person(self, name: str) -> Found:
        """Return what names a person: conversations by title or message, documents by title or text.

        Raises:
            UsageError: There is no letter in the name.
        """
        wanted = _pattern(name)
        sessions = tuple(one for one in self._sessions.all() if _named(self._sessions, one, wanted))
        documents = (one.document for one in self._shelf.own() if wanted.search(plain(one.text())))
        return Found(sessions, tuple(documents))

    def older_than(self, days: int, now: datetime.datetime) -> Found:
        """Return the conversations last used more than so many days ago."""
        return Found(tuple(one for one in self._sessions.all() if _age(one, now) > days))

    def past_keeping(self, now: datetime.datetime) -> Found:
        """Return the conversations kept longer than the settings say; they go when the person says so."""
        limits = dict.fromkeys(GOALS, self._settings.keep_goals_days)
        chats = self._settings.keep_chats_days
        return Found(
            tuple(
                one
                for one in self._sessions.all()
                if (days := limits.get(one.mode, chats)) and _age(one, now) > days
            )
        )

    def everything(self) -> Found:
        """Return all conversations and all documents of the person's own."""
        return Found(self._sessions.all(), tuple(one.document for one in self._shelf.own()))

    def clock_jumped(self, now: datetime.datetime) -> bool:
        """Return whether the clock is more than a year from what was last said: ages may be wrong then."""
        last = max((_time(one.used) for one in self._sessions.all()), default=now)
        return abs(now - last) > _JUMP

    def erase(self, found: Found, name: str = "") -> Erased:
        """Erase for good, here and in every copy; what is not erased yet when it fails can be erased again.

        Args:
            found: What to erase.
            name: A person whom older copies may name where the present ones don't.

        Raises:
            StorageFull: No room to rewrite a file; its bytes go at the next start.
        """
        documents = [one.id for one in found.documents]
        ids = [one.id for one in found.sessions]
        wanted = _pattern(name) if name else None
        # The copies first: whoever is stopped midway finds what to erase a second time.
        dropped = self._in_copies("coach.db", lambda path: _erased_in(path, ids, wanted))
        if wanted:
            dropped += self._in_copies("shelf.db", lambda path: forget(path, (), lambda o: _holds(o, wanted)))
        # The shelf asks for its copies itself, whoever removes a document.
        gone = sum(self._shelf.remove(id) for id in documents)
        self.forget_in_model(ids)
        erased = self._sessions.erase(*ids)
        for folder in of_pages(Path(tempfile.gettempdir())):
            shutil.rmtree(folder, ignore_errors=True)
        return Erased(erased, gone, dropped)

    def erase_everything(self) -> Erased:
        """Erase all conversations, documents of the person's own and copies."""
        self._backups.drop()
        return self.erase(self.everything())

    def export(self, folder: Path, made: str) -> Exported:
        """Write everything into a new folder; see ``keep_export.export``."""
        return export(folder, self._sessions, self._shelf, made)

    def take_in(self, folder: Path) -> Imported:
        """Add what an export holds; see ``keep_import.take_in``."""
        return take_in(folder, self._sessions, self._shelf)

    def _own_documents(self) -> bool:
        return self._shelf.has_own()

    def forget_document(self, id: str) -> int:
        """Take a document out of every copy; return how many copies could only be deleted whole."""
        return self._in_copies("shelf.db", lambda path: forget(path, (id,), lambda _: False))

    def _in_copies(self, file: str, change: Callable[[Path], None]) -> int:
        return self._backups.rewrite(file, change) + self._put_aside(file, change)

    def _put_aside(self, file: str, change: Callable[[Path], None]) -> int:
        """Change the files a restore put aside, delete those that can't be; return how many those were."""
        dropped = 0
        for folder in self._backups.aside():
            if not (folder / file).exists():
                continue
            try:
                change(folder / file)
            except SetupError:
                shutil.rmtree(folder)
                dropped += 1
        return dropped


def _pattern(name: str) -> Pattern[str]:
    try:
        return names(name)
    except ValueError:
        raise UsageError(
            {"sv": f"{name!r} är inget namn.", "en": f"{name!r} is no name."},
        ) from None


def _named(sessions: Sessions, one: Session, wanted: Pattern[str]) -> bool:
    return bool(wanted.search(plain("\n".join((one.title, *map(_text, sessions.turns(one.id)))))))


def _text(turn: Turn) -> str:
    return f"{turn.text}\n{turn.payload}"


def _holds(one: Own, wanted: Pattern[str] | None) -> bool:
    return wanted is not None and bool(wanted.search(plain(one.text())))


def _erased_in(path: Path, ids: Sequence[str], wanted: Pattern[str] | None) -> None:
    """Erase conversations in a copy, also those that name a person there."""
    sessions = Sessions(path)
    try:
        also = [one.id for one in sessions.all() if wanted and _named(sessions, one, wanted)]
        sessions.erase(*ids, *also)
    finally:
        sessions.close()


def _time(said: str) -> datetime.datetime:
    """Return a kept time with its offset; one that can't be read is the beginning of time."""
    try:
        return datetime.datetime.fromisoformat(said).astimezone()
    except (ValueError, OverflowError):
        return datetime.datetime.min.replace(tzinfo=datetime.UTC)


def _age(one: Session, now: datetime.datetime) -> float:
    """Return in days how long ago a conversation was last used; 0 where that can't be told."""
    then = _time(one.used)
    return 0.0 if then.year == 1 else (now - then).total_seconds() / 86_400
