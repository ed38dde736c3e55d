"""Bringing the window to a conversation with as little reading as can be, and keeping what was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from coach.llm.context import Context, Tokens
from coach.llm.states import FIXED, State, States

_WORTH_IT = 16
"""Tokens a stored state has to spare beyond the window's own, or it is not fetched."""


@dataclass(frozen=True, slots=True)
class Known:
    """A beginning of a prompt whose state may be kept."""

    owner: str
    """The conversation's, or ``FIXED``."""
    name: str
    """Of the state; "" for none."""
    end: int
    """Tokens it is of."""


class Window:
    """A context that knows which places in it are kept as states.

    A model that can be cut back keeps a state a turn, each with its own tokens only; one that can't keeps
    the whole of the last turn, and comes back to that or to what every conversation begins with.

    Args:
        context: Of the loaded model.
        states: Where states are kept.
    """

    def __init__(self, context: Context, states: States) -> None:
        self._context = context
        self._states = states
        self._marks: list[Known] = []

    def resume(self, tokens: Sequence[int], known: Sequence[Known]) -> int:
        """Make the window hold what is known of the beginning of ``tokens``; return how much was fetched.

        At least the last token is left to be read: its logits are what the reply is drawn from.

        Args:
            tokens: The whole prompt.
            known: States that may hold its beginning, the longest first.
        """
        wanted = np.asarray(tokens[:-1], np.intc)
        shared = _shared(self._context.tokens, wanted)
        if not self._context.cuts and shared < len(self._context.tokens):
            shared = 0
        for one in known:
            # What the window holds already is not fetched, and not even looked up.
            if one.name and one.end >= shared + _WORTH_IT:
                chain = self._states.chain(one.owner, one.name)
                if self._reach(chain, wanted) >= shared + _WORTH_IT:
                    self._fetch(chain, one.owner, wanted)
                    return max(0, len(self._context.tokens) - shared)
        self._cut(shared)
        return 0

    def keep(self, owner: str, name: str, rest: Sequence[int]) -> None:
        """Keep the state of all the window holds, unless it is kept.

        Args:
            owner: The conversation's, or ``FIXED``.
            name: Of the state.
            rest: Tokens that belong to it and were not read.
        """
        held = self._context.tokens
        # A chain with a link missing leads nowhere: what follows the gap is kept anew.
        self._marks = list(takewhile(lambda mark: self._states.has(mark.owner, mark.name), self._marks))
        last = self._marks[-1] if self._marks else Known(owner, "", 0)
        if last.end == len(held):
            return
        start, before = (last.end, last.name) if self._context.cuts else (0, "")
        data = self._context.take(start)
        if not data:
            return
        self._states.put(owner, State(name, before, start, tuple(held[start:].tolist()), tuple(rest), data))
        self._marks = [*(self._marks if start else ()), Known(owner, name, len(held))]
        if owner not in {"", FIXED}:
            self._states.drop(owner, frozenset({name, *(mark.name for mark in self._marks)}))

    def forget(self, owner: str) -> None:
        """Drop everything of a conversation, also from the window."""
        self._states.forget(owner)
        if any(mark.owner == owner for mark in self._marks):
            self._context.clear()
            self._marks = []

    def _reach(self, chain: Sequence[State], wanted: Tokens) -> int:
        """Return how many tokens of a prompt a chain of states would give."""
        end = 0
        for state in chain:
            tokens = np.asarray(state.tokens, np.intc)
            shared = _shared(tokens, wanted[state.start :])
            if shared < len(tokens):
                return end + shared if self._context.cuts else end
            end = state.end
        return end

    def _fetch(self, chain: Sequence[State], owner: str, wanted: Tokens) -> None:
        kept = 0
        if self._context.cuts:
            for mark, state in zip(self._marks, chain, strict=False):
                if (mark.name, mark.end) != (state.name, state.end):
                    break
                kept += 1
        self._marks = self._marks[:kept]
        self._context.cut(self._marks[-1].end if kept else 0)
        for state in chain[kept:]:
            if not self._context.put(state.tokens, state.data):
                self._states.discard(owner, state.name)
                break
            self._marks.append(Known(owner, state.name, state.end))
        self._cut(_shared(self._context.tokens, wanted))

    def _cut(self, count: int) -> None:
        if count < len(self._context.tokens) and not self._context.cut(count):
            self._context.clear()
        held = len(self._context.tokens)
        self._marks = [mark for mark in self._marks if mark.end <= held]


def _shared(held: Tokens, wanted: Tokens) -> int:
    """Return how many tokens two lists begin with alike."""
    width = min(len(held), len(wanted))
    different = np.flatnonzero(held[:width] != wanted[:width])
    return int(different[0]) if len(different) else width
