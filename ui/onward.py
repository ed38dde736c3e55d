"""Carrying on: the buttons under a finished paper, and where a new conversation comes from."""

from collections import deque
from dataclasses import dataclass

from coach.app.accept import today
from coach.domain.text import Lang
from coach.modes.agreed import agreed
from coach.modes.onward import onward
from ui.board import Board
from ui.marks import button, safe
from ui.words import Words

_KEPT = 16


def row(board: Board, words: Words) -> str:
    """Return a button for each mode a finished conversation can be carried on in; "" where there is none."""
    if not board.session or not board.final or board.paper is None:
        return ""
    day = today()
    found = agreed(board.paper, board.lang, day)
    buttons = "".join(
        button(words.onward_to[mode], act="onward", value=mode, side="talk", focus="")
        for mode in (onward(found, day) if found else ())
    )
    name = safe(words.onward)
    return (
        f'<div class="row onward" role="group" aria-label="{name}"><strong>{name}</strong>{buttons}</div>'
        if buttons
        else ""
    )


def panel(title: str, session: str, words: Words) -> str:
    """Return the start view of a conversation whose first message waits in the box, with the way back.

    Args:
        title: What the mode is called.
        session: The conversation it carries on from.
        words: The page's language.
    """
    back = button(words.onward_back, "chip", act="open", value=session)
    told = f'<p class="lead" role="status">{safe(words.onward_told)}</p>'
    return f'<section class="start"><h2>{safe(title)}</h2>{told}<div class="chips">{back}</div></section>'


@dataclass(frozen=True, slots=True)
class Offer:
    """A message that was put in the box for another mode."""

    origin: str
    """The id of the conversation it was made of."""
    mode: str
    lang: Lang
    text: str


class Offers:
    """What was handed on lately; the person may have changed it before sending."""

    def __init__(self) -> None:
        self._offers: deque[Offer] = deque(maxlen=_KEPT)

    def add(self, offer: Offer) -> None:
        """Remember an offer."""
        self._offers.appendleft(offer)

    def behind(self, mode: str, text: str) -> Offer | None:
        """Return the offer a first message was made of: the latest it still shares a line with."""
        lines = _lines(text)
        return next((one for one in self._offers if one.mode == mode and _lines(one.text) & lines), None)


def _lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.strip()}
