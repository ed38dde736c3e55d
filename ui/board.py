"""What the page shows of one conversation, built up event by event."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from coach.domain.ask import AskPaper
from coach.domain.draft import Draft, Question
from coach.domain.events import Asked, Delta, Drafted, Event, Noticed, Retrieved, Saved, Understood
from coach.domain.knowledge import Hit
from coach.domain.mode import Paper
from coach.domain.session import Turn
from coach.domain.text import Lang

_SHORT = 240
"""Characters: a draft of up to two or three sentences is said in the chat as well."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message in the chat."""

    role: Literal["person", "coach"]
    text: str
    drafted: bool = False
    """The coach's text is a finished draft, not a question."""


@dataclass(frozen=True, slots=True)
class Board:
    """The state of one conversation on the page."""

    session: str = ""
    mode: str = ""
    lang: Lang = "sv"
    lines: tuple[Line, ...] = ()
    notices: tuple[str, ...] = ()
    paper: Paper | None = None
    hits: tuple[Hit, ...] = ()
    question: Question | None = None
    draft: Draft | None = None
    final: bool = False
    writing: str = ""
    """What a writer has put down so far; "" when nobody writes."""
    busy: bool = False

    def heard(self, text: str) -> "Board":
        """Return the board with the person's new message on it, waiting for the coach."""
        line = Line("person", text)
        return replace(self, lines=(*self.lines, line), question=None, notices=(), writing="", busy=True)

    def settled(self, turns: Sequence[Turn]) -> "Board":
        """Return the board with the chat as it was stored, waiting for the person."""
        lines = tuple(Line(turn.role, turn.text, _drafted(turn)) for turn in turns)
        return replace(self, lines=lines, writing="", busy=False)

    @property
    def writes_on_paper(self) -> bool:
        """Whether a draft takes shape on the working paper rather than in the chat."""
        return self.paper is not None and not isinstance(self.paper, AskPaper)

    def on_paper(self, line: Line) -> bool:
        """Whether a message is told in full on the working paper, so that the chat need only point there."""
        return line.drafted and self.writes_on_paper and len(line.text) > _SHORT


def _drafted(turn: Turn) -> bool:
    return bool(turn.payload) and json.loads(turn.payload).get("text") == turn.text


def take(board: Board, event: Event) -> Board:
    """Return the board after one event."""
    match event:
        case Noticed(text=text):
            return replace(board, notices=(*board.notices, text))
        case Understood(paper=paper):
            return replace(board, paper=paper)
        case Retrieved(hits=hits):
            return replace(board, hits=hits)
        case Delta(text=text):
            return replace(board, writing=board.writing + text)
        case Asked(question=question):
            return replace(board, question=question, final=False)
        case Drafted(draft=draft, final=final):
            return replace(board, draft=draft, final=final, writing="")
        case Saved(session=session):
            return replace(board, session=session)


def take_all(board: Board, events: Iterable[Event]) -> Board:
    """Return the board after all these events."""
    for event in events:
        board = take(board, event)
    return board
