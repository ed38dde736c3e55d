"""A talk rehearsed with a partner who resists: the resistance is code, only the words are a writer's.

The partner gives in when the person has listened, not when the person insists: trust and tension move by the
acts of each turn, what is held back comes out after a fitting one, and agreement waits for its gate. Sources:
Shaikh 2024 (Rehearsal), Lin 2024 (IMBUE): practise on one's own turns, and try the same turn another way.
"""

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property

from coach.domain.knowledge import Hit
from coach.domain.mode import Order, Step
from coach.domain.rehearse import RehearsePaper, Scenario
from coach.domain.text import Lang
from coach.domain.verdict import Verdict
from coach.modes.phrasebook import line
from coach.modes.rehearse_ask import Library
from coach.modes.rehearse_data import personas, scenarios
from coach.modes.rehearse_read import MODE
from coach.modes.rehearse_talk import Talk


class RehearseMode:
    """The method of rehearsing.

    Args:
        own: A scenario beside the shipped ones, such as one from a file of the person's own.
        library: What there is to rehearse; None for what is shipped.
    """

    name = MODE

    def __init__(self, own: Scenario | None = None, library: Library | None = None) -> None:
        self._own = own
        self._library = library

    @cached_property
    def library(self) -> Library:
        """The talks and partners there are."""
        if self._library:
            return self._library
        mine = {self._own.id: self._own} if self._own else {}
        return Library({**scenarios(), **mine}, personas())

    def step(self, said: Sequence[str], lang: Lang, today: datetime.date) -> Step:
        """Return where the rehearsal stands; see ``Mode.step``."""
        talk = Talk(lang, self.library)
        for text in said:
            talk.take(text)
        paper = talk.paper()
        coach_speaks = paper.voice == "coach"
        return Step(
            paper,
            talk.ask(),
            _queries(paper, lang),
            aside=talk.aside,
            fixed=coach_speaks or bool(paper.exchanges and not paper.exchanges[-1].n),
        )

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the prompt."""
        return {}

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return None: it is the person's turns that are judged, not the partner's."""
        return None

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why a partner's line must not be shown; see ``Mode.refusals``."""
        return ()


def _queries(paper: RehearsePaper, lang: Lang) -> tuple[str, ...]:
    """Return what to look up: why each remark of the debrief is one."""
    if not paper.debrief:
        return ()
    keys = [point.key for point in (*paper.debrief.attempt, *paper.debrief.worked)]
    return tuple(dict.fromkeys(line(MODE, lang, "look_up", key) for key in keys))
