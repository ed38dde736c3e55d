"""What the page would show of an answer, for the oracle to look through."""

from collections.abc import Callable, Sequence
from importlib import import_module

from coach.domain.events import Event
from coach.domain.text import Lang
from coach.shelf import Shelf

Panels = Callable[[Lang, str, Sequence[Event], Shelf], str]
"""Renders what the page would show of these events."""


def page_panels() -> Panels:
    """Return what renders the page; it is reached by name, as the command line reaches it."""
    board, chat, paper, sources = (
        import_module(f"ui.{name}") for name in ("board", "chat", "paper", "sources")
    )
    words = import_module("ui.words").WORDS

    def panels(lang: Lang, mode: str, events: Sequence[Event], shelf: Shelf) -> str:
        seen = board.take_all(board.Board("0" * 12, mode, lang), events)
        writing = board.take_all(board.Board("0" * 12, mode, lang, busy=True), events[:-1])
        shown = [seen, writing]
        return "".join(
            chat.log(one, words[lang]) + chat.live(one, words[lang]) + paper.panel(one, words[lang])
            + sources.panel(one, words[lang], shelf.passage)
            for one in shown
        )  # fmt: skip

    return panels
