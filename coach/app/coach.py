"""The program behind page, command line and evaluations."""

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Literal, Self

from coach.app.accept import CUT, check_text, language_of, now, reply, today
from coach.app.accept import title as shorten
from coach.app.answer import concluded, draft, look_up, made, mode_of, recalled, shown
from coach.app.care import Heeded, heed
from coach.app.keep import Keeper
from coach.app.models import Models
from coach.app.onward import messages
from coach.app.opening import Parts, opened
from coach.app.turns import days_of, of_person, replies
from coach.app.writers import Writers
from coach.checks.safety import urgent
from coach.domain.events import Event, Noticed, Saved
from coach.domain.knowledge import Passage
from coach.domain.mode import Mode, ModeInfo, Order, Step
from coach.domain.session import Session, Turn
from coach.domain.text import Both, Lang
from coach.modes import MODES
from coach.modes.about import about
from coach.settings import Settings
from coach.shelf import Shelf
from coach.store import Sessions, new_id
from coach.writer import GuidedWriter
from coach.writer.prompts import prompt_id


class Coach:
    """Everything the program does, over one data folder or none.

    Args:
        settings: What holds.
        shelf: The documents.
        sessions: Where conversations are kept; None keeps nothing.
        writers: Who words the drafts.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        shelf: Shelf,
        sessions: Sessions | None = None,
        writers: Writers | None = None,
    ) -> None:
        self.settings = settings
        self.shelf = shelf
        self._sessions = sessions
        self._writers = writers or Writers(settings)
        self.models = Models(settings, self._writers)
        self._parts: Parts | None = None

    @classmethod
    def open(
        cls, settings: Settings, *, vectors: Literal["exact", "chroma"] = "exact", later: bool = False
    ) -> Self:
        """Hold the data folder and open everything in it.

        Args:
            settings: What holds.
            vectors: What searches by vector: ``exact`` is there at once, which is right for one question;
                ``chroma`` follows in the background and is quicker over many passages.
            later: Whether the shelf is filled when it is first needed, for a page that should answer first.

        Raises:
            FolderInUse: Another Coach holds the folder.
            SetupError: Something in it is damaged or can't be read.
            StorageFull: The disk took no more.
        """
        parts = opened(settings, vectors, later=later)
        coach = cls(settings, shelf=parts.shelf, sessions=parts.sessions)
        coach._parts = parts
        parts.keeper.forget_in_model = coach._writers.forget
        return coach

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close everything and let go of the data folder."""
        self.models.close()
        self._writers.close()
        self.shelf.close()
        if self._sessions:
            self._sessions.close()
        if self._parts:
            self._parts.folder.close()

    @property
    def keep(self) -> Keeper:
        """Return what keeps, copies and forgets; only a coach that was opened on a data folder has it."""
        assert self._parts is not None
        return self._parts.keeper

    @property
    def search_note(self) -> Both | None:
        """Return one line where the chosen embedding model can't be used, or None."""
        return self._parts.left_out if self._parts else None

    def warm(self) -> None:
        """Read the dictionaries of both languages, so that the first answer does not wait for them."""
        words: Both = {"sv": "Jag vill hålla tre möten", "en": "I want to hold three meetings"}
        for lang, text in words.items():
            deque(self.run(MODES[0].name, [text], lang), maxlen=0)

    def modes(self) -> tuple[ModeInfo, ...]:
        """Return what can be talked about, in the order the person sees it."""
        return tuple(about(mode.name) for mode in MODES)

    def writer_note(self, lang: Lang) -> str:
        """Return one line on who words the drafts, and how to add a model."""
        return self._writers.note(lang)

    def urgent(self, lang: Lang) -> str:
        """Return the line with the emergency number that stands there whatever is said."""
        return urgent(lang, self.settings.country)

    def say(
        self,
        text: str,
        *,
        mode: str,
        lang: Lang | None = None,
        session: str | None = None,
        prefer: Lang = "sv",
        origin: str = "",
    ) -> Iterator[Event]:
        """Take the person's message in a conversation that is kept; see ``run`` for what follows.

        The message is on disk before anything is answered: ``Saved`` says so.

        Args:
            text: What the person wrote.
            mode: The mode of a new conversation.
            lang: Its language; None follows the text.
            session: The conversation to go on with; None begins one.
            prefer: The language where the text itself says nothing, such as the page's.
            origin: The conversation a new one carries on from; "" for none.

        Raises:
            BadText: The text can't be worked with; nothing is kept.
            UsageError: No such mode or conversation.
            StorageFull: The disk took no more; nothing of this message is kept.
        """
        assert self._sessions is not None
        found = self._sessions.get(session) if session else None
        turns = self._sessions.turns(found.id) if found else ()
        before, day = of_person(turns), self.settings.day()
        days = [*(days_of(turns, found, day) if found else ()), day]
        chosen = mode_of(found.mode if found else mode)
        text = check_text(text, opening=not before)
        spoken = found.lang if found else lang or self.language(text, prefer)
        heeded = heed([*before, text], spoken, self.settings.country, chosen.name, days)
        # The mode may refuse an opening; nothing must be kept then.
        step = None if heeded.stop else chosen.step(heeded.said, spoken, day, heeded.days)
        step = recalled(chosen, step, replies(turns)) if step else None
        if not found:
            found = self._sessions.begin(chosen.name, spoken, shorten(text), now(), origin)
        turn = Turn(0, "person", text, day=day.isoformat())
        yield Saved(found.id, self._sessions.add(found.id, turn, now()))
        kept: list[Event] = []
        for event in self._answer(chosen, heeded, step, spoken, found.id):
            kept.append(event)
            yield event
        prompt = prompt_id(chosen.name, about(chosen.name).version)
        yield Saved(found.id, self._sessions.add(found.id, reply(kept, prompt), now()))
        if self._parts:
            self._parts.keeper.daily(today())

    def run(
        self, mode: str | Mode, said: Sequence[str], lang: Lang, answered: Sequence[str] = ()
    ) -> Iterator[Event]:
        """Yield what a mode makes of everything the person said; nothing is kept.

        Args:
            mode: A mode's name, or one of the caller's own.
            said: Every message of the person, in order.
            lang: The conversation's language.
            answered: What was answered to each message before, where a model worded it.

        Raises:
            BadText: The mode can't work with the opening.
            UsageError: No such mode.
        """
        chosen = mode_of(mode) if isinstance(mode, str) else mode
        heeded = heed(said, lang, self.settings.country, chosen.name)
        step = None if heeded.stop else chosen.step(heeded.said, lang, self.settings.day())
        step = recalled(chosen, step, answered) if step else None
        yield from self._answer(chosen, heeded, step, lang)

    def replay(self, session: str) -> Iterator[Event]:
        """Yield a kept conversation's present state again; no model is asked."""
        assert self._sessions is not None
        found = self._sessions.get(session)
        turns = self._sessions.turns(session)
        said, day = of_person(turns), self.settings.day()
        if not said:
            return
        heeded = heed(said, found.lang, self.settings.country, found.mode, days_of(turns, found, day))
        if heeded.notice:
            yield heeded.notice
        elif turns[-1].role == "person":
            yield Noticed("cut", CUT[found.lang])
        if not heeded.said:
            return
        chosen = mode_of(found.mode)
        step = chosen.step(heeded.said, found.lang, day, heeded.days)
        order = self._order(chosen, recalled(chosen, step, replies(turns)), found.lang)
        worded = made(chosen, order, order.guided, "guided")
        last = next((t for t in reversed(turns) if t.role == "coach" and t.payload), None)
        kept = json.loads(last.payload) if last else {}
        if kept.get("writer", "guided") != "guided":
            worded = made(chosen, order, str(kept["text"]), str(kept["writer"]))
        yield from shown(order)
        yield from concluded(order, worded)

    def onward(self, session: str) -> Mapping[str, str]:
        """Return the first message of each mode a conversation can be carried on in, by the mode's name.

        Raises:
            UsageError: No such conversation.
        """
        assert self._sessions is not None
        one, turns = self._sessions.get(session), self._sessions.turns(session)
        return messages(one, turns, self.settings.day(), self.settings.country)

    def sessions(self) -> tuple[Session, ...]:
        """Return the kept conversations, newest first."""
        return self._sessions.all() if self._sessions else ()

    def turns(self, session: str) -> tuple[Turn, ...]:
        """Return what was said in a conversation."""
        return self._sessions.turns(session) if self._sessions else ()

    def rename(self, session: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        if self._sessions and title.strip():
            self._sessions.rename(session, shorten(title))

    def erase(self, session: str) -> None:
        """Erase a conversation for good, here and in every backup."""
        if self._parts:
            self.keep.erase_session(session)
        elif self._sessions:
            self._writers.forget([session])
            self._sessions.erase(session)

    def put_back(self, session: Session, turns: Sequence[Turn]) -> str:
        """Keep an erased conversation again, under a new id, and return that."""
        assert self._sessions is not None
        back = replace(session, id=new_id())
        self._sessions.take([(back, turns)])
        return back.id

    def passage(self, id: str) -> Passage | None:
        """Return one passage of the shelf."""
        return self.shelf.passage(id)

    def language(self, text: str, prefer: Lang = "sv") -> Lang:
        """Return the language to answer a text in: the chosen one, or the text's own.

        Raises:
            BadText: It is written in neither language.
        """
        if self.settings.lang != "auto":
            return self.settings.lang
        return language_of(text, prefer)

    def _answer(
        self, mode: Mode, heeded: Heeded, step: Step | None, lang: Lang, conversation: str = ""
    ) -> Iterator[Event]:
        """Yield what follows a message that was read: a fixed text, the paper, a draft, the next question."""
        if heeded.notice:
            yield heeded.notice
        if step is None:
            return
        order = replace(self._order(mode, step, lang), conversation=conversation)
        yield from shown(order)
        writer = GuidedWriter() if step.question or step.fixed else self._writers.get()
        worded = yield from draft(mode, order, writer)
        yield from concluded(order, worded)

    def _order(self, mode: Mode, step: Step, lang: Lang) -> Order:
        hits, citations, supported = look_up(self.shelf, step.queries, lang)
        day, values = self.settings.day(), mode.values(step, hits)
        order = Order(mode.name, step, lang, day, hits, citations, supported, "", values)
        guided = "".join(GuidedWriter().write(order))
        return replace(order, guided=guided, max_tokens=about(mode.name).max_tokens)
