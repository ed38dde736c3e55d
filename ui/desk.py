"""Answers what the person does on the page with what the page then shows; knows no Gradio."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.domain.errors import CoachError, SetupError
from coach.domain.events import Delta, Event, Saved
from coach.domain.text import LANGS, Lang
from ui import chat, drawers, header, onward, paper, sources, start
from ui.board import Board, take, take_all
from ui.onward import Offer, Offers
from ui.undo import Undo
from ui.words import WORDS, Words

if TYPE_CHECKING:
    from coach.app import Coach

Shown = dict[str, str]
"""What changes on the page, by the name of its part; what is not named stays."""

_GAP_SECONDS = 0.04
"""Between two showings of a text that is being written: each costs the server and the browser a few ms."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one browser tab is, as it told; nothing of it is kept on this side."""

    lang: str = ""
    mode: str = ""
    session: str = ""


class Desk:
    """One coach, served to any number of tabs."""

    def __init__(self, coach: "Coach") -> None:
        self._coach = coach
        self._modes = coach.modes()
        self._drawers = drawers.Drawers(coach)
        self._undo = Undo()
        self._offers = Offers()

    def arrive(self, place: Place, accept: str = "") -> Shown:
        """Return the whole page for a tab that was opened or loaded again.

        Args:
            place: What the address says.
            accept: The browser's Accept-Language, for who has not chosen a language.
        """
        lang = self._lang(place.lang or self._coach.settings.lang, accept)
        shown = self._open(place.session, Place(lang, place.mode, place.session))
        if not shown["session"]:
            notes = (chat.told(note[lang]) for note in self._coach.keep.notes)
            shown["notice"] += "".join(notes)
        return shown

    def act(self, name: str, value: str, text: str, place: Place) -> Shown:
        """Return what a button changes.

        Args:
            name: ``lang``, ``mode``, ``new``, ``onward``, ``open``, ``rename``, ``erase``, ``undo`` or one of
                ``drawers.ACTS``; others do nothing.
            value: The language, the mode's name, the conversation's id or what the drawer's button names.
            text: The new name of a conversation.
            place: Where the tab is.
        """
        try:
            return self._act(name, value, text, place)
        except CoachError as error:
            return {"notice": chat.trouble(_line(error, self._lang(place.lang)))}
        except Exception as error:  # noqa: BLE001  the page is an edge: one line
            _log(error)
            return {"notice": chat.trouble(WORDS[self._lang(place.lang)].trouble)}

    def _act(self, name: str, value: str, text: str, place: Place) -> Shown:
        match name:
            case "lang":
                return self._open(place.session, Place(self._lang(value), place.mode, place.session))
            case "mode":
                return self._choose(value, place)
            case "new":
                return self._whole(self._blank(place), place)
            case "onward":
                return self._onward(value, place)
            case "open":
                return self._open(value, place)
            case "rename" | "erase" | "undo":
                return self._keep(name, value, text, place)
            case _ if name in drawers.ACTS:
                return self._drawers.act(name, value, place.session, self._lang(place.lang))
        return {}

    def _onward(self, mode: str, place: Place) -> Shown:
        """Return a new conversation with what this one came to in the box, to change or send as it is."""
        text = self._coach.onward(place.session).get(mode)
        if not text:
            return {}
        before, lang = self._talk(place), self._lang(place.lang)
        self._offers.add(Offer(before.session, mode, before.lang, text))
        shown = self._whole(Board(mode=mode, lang=before.lang), place)
        title = next(one.title[lang] for one in self._modes if one.name == mode)
        return shown | {"box": text, "start": onward.panel(title, before.session, WORDS[lang])}

    def _keep(self, name: str, session: str, text: str, place: Place) -> Shown:
        if name == "erase":
            return self._erase(session, place)
        if name == "undo":
            return self._put_back(session, place)
        self._coach.rename(session, text)
        return {"header": self._header(place.session, place, opened="talks")}

    def say(self, text: str, place: Place) -> Iterator[Shown]:
        """Yield what the page shows while the coach answers; the text leaves the box once it is kept."""
        if not text.strip():
            return
        words, before = WORDS[self._lang(place.lang)], self._talk(place)
        latest = board = before.heard(text)
        yield {
            "running": "1",
            "notice": "",
            "start": "",
            "log": chat.log(board, words),
            "live": chat.live(board, words),
        }
        try:
            for shown, latest in self._follow(board, text, words):  # noqa: B007  wanted when it fails
                yield shown
        except CoachError as error:
            yield self._failed(before, latest, text, _line(error, self._lang(place.lang)), place)
        except Exception as error:  # noqa: BLE001  the page is an edge: one line, and the text stays
            _log(error)
            yield self._failed(before, latest, text, words.trouble, place)
        else:
            settled = latest.settled(self._coach.turns(latest.session))
            yield self._whole(settled, place) | {"running": ""}

    def stopped(self, place: Place) -> Shown:
        """Return the page after the person stopped an answer."""
        words = WORDS[self._lang(place.lang)]
        return self._open(place.session, place) | {"running": "", "notice": chat.told(words.stopped)}

    def _follow(self, board: Board, text: str, words: Words) -> Iterator[tuple[Shown, Board]]:
        shown_at, kept = 0.0, False
        came = None if board.session else self._offers.behind(board.mode, text)
        spoken, origin = (came.lang, came.origin) if came else (None, "")
        for event in self._coach.say(
            text,
            mode=board.mode,
            lang=spoken,
            session=board.session or None,
            prefer=board.lang,
            origin=origin,
        ):
            board = take(board, event)
            now = time.monotonic()
            if not isinstance(event, Delta) or now - shown_at >= _GAP_SECONDS:
                shown_at = now
                # Only the person's own text leaves the box: what is written meanwhile is the next one.
                shown = {"box": ""} if isinstance(event, Saved) and not kept else {}
                kept = kept or isinstance(event, Saved)
                yield shown | self._moved(board, event, words), board

    def _moved(self, board: Board, event: Event, words: Words) -> Shown:
        if isinstance(event, Saved):
            return {"session": board.session}
        shown = {"live": chat.live(board, words)}
        if board.writes_on_paper:
            shown["paper"] = paper.panel(board, words)
        return shown

    def _failed(self, before: Board, board: Board, text: str, line: str, place: Place) -> Shown:
        """Return the page as it was before, or as far as it came; a text not kept is in the box."""
        turns = self._coach.turns(board.session) if board.session else ()
        said = [turn for turn in turns if turn.role == "person"]
        stored = (
            bool(said) and said[-1].text == text and len(said) > sum(x.role == "person" for x in before.lines)
        )
        shown = self._open(board.session if turns else before.session, place)
        return shown | {"running": "", "notice": chat.trouble(line)} | ({} if stored else {"box": text})

    def _lang(self, wanted: str, accept: str = "") -> Lang:
        for tag in (wanted, *(part.split(";")[0].strip().lower()[:2] for part in accept.split(","))):
            for lang in LANGS:
                if tag == lang:
                    return lang
        return "en" if accept else LANGS[0]

    def _mode(self, wanted: str) -> str:
        names = [mode.name for mode in self._modes]
        return wanted if wanted in names else names[0]

    def _blank(self, place: Place) -> Board:
        return Board(mode=self._mode(place.mode), lang=self._lang(place.lang))

    def _talk(self, place: Place) -> Board:
        """Return the messages of the conversation a tab is in, or a blank board."""
        for session in self._coach.sessions():
            if place.session and session.id == place.session:
                board = Board(session.id, session.mode, session.lang)
                return board.settled(self._coach.turns(session.id))
        return self._blank(place)

    def _board(self, place: Place) -> Board:
        """Return the conversation a tab is in as it stands, or a blank one.

        What can't be worked out again is left out: the messages are shown all the same.
        """
        board = self._talk(place)
        try:
            return take_all(board, self._coach.replay(board.session)) if board.session else board
        except Exception as error:  # noqa: BLE001  the page is an edge, and must open
            _log(error)
            return board

    def _open(self, session: str, place: Place) -> Shown:
        board = self._board(Place(place.lang, place.mode, session))
        shown = self._whole(board, place)
        if session and not board.session:
            shown["notice"] = chat.told(WORDS[self._lang(place.lang)].no_such_talk)
        return shown

    def _choose(self, mode: str, place: Place) -> Shown:
        lang, name = self._lang(place.lang), self._mode(mode)
        return {"mode": name, "start": start.panel(self._modes, name, lang, WORDS[lang])}

    def _erase(self, session: str, place: Place) -> Shown:
        """Erase a conversation, and leave the list open; for a while it can be put back."""
        words = WORDS[self._lang(place.lang)]
        found = next((one for one in self._coach.sessions() if one.id == session), None)
        if found is None:
            return {"header": self._header(place.session, place, opened="talks")}
        turns = self._coach.turns(session)
        self._coach.erase(session)
        self._undo.hold(found, turns)
        told = {"notice": chat.undoable(words.erased, session, words)}
        if session != place.session:
            return told | {"header": self._header(place.session, place, opened="talks")}
        return self._whole(self._blank(place), place) | told | {"box": ""}

    def _put_back(self, session: str, place: Place) -> Shown:
        words, held = WORDS[self._lang(place.lang)], self._undo.take(session)
        if held is None:
            return {"notice": chat.told(words.undo_late)}
        back = self._coach.put_back(held.session, held.turns)
        return self._open(back, place) | {"notice": chat.told(words.restored)}

    def _header(self, session: str, place: Place, *, opened: str = "") -> str:
        return self._drawers.bar(session, self._lang(place.lang), opened=opened)

    def _whole(self, board: Board, place: Place) -> Shown:
        """Return every part of the page for a conversation."""
        lang = self._lang(place.lang)
        words = WORDS[lang]
        beside = sources.panel(board, words, self._coach.passage)
        sheet = paper.panel(board, words)
        return {
            "header": self._header(board.session, place),
            "tabs": header.tabs(words, bool(sheet or beside)),
            "start": "" if board.lines else start.panel(self._modes, board.mode, lang, words),
            "log": chat.log(board, words),
            "live": chat.live(board, words),
            "notice": "",
            "paper": sheet,
            "sources": beside,
            "foot": self._drawers.foot(lang),
            "hint": words.placeholder if board.lines else words.opening,
            "lang": lang,
            "mode": board.mode,
            "session": board.session,
        }


def _line(error: CoachError, lang: Lang) -> str:
    fix = f" – {error.fix_text(lang)}" if isinstance(error, SetupError) else ""
    return error.text(lang) + fix


def _log(error: Exception) -> None:
    """Note where a mistake of ours happened; never its message, which may hold the person's words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
    logging.getLogger("coach.ui").error("%s at %s", type(error).__name__, where)
