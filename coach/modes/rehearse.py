"""A talk rehearsed with a partner who resists: the resistance is code, only the words are a writer's.

The partner gives in when the person has listened, not when the person insists: trust and tension move by the
acts of each turn, what is held back comes out after a fitting one, and agreement waits for its gate. Sources:
Shaikh 2024 (Rehearsal), Lin 2024 (IMBUE): practise on one's own turns, and try the same turn another way.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from coach.domain.knowledge import Hit
from coach.domain.mode import Order, Step
from coach.domain.rehearse import Exchange, RehearsePaper, Scenario
from coach.domain.text import Lang
from coach.domain.verdict import Verdict
from coach.modes.phrasebook import line
from coach.modes.rehearse_ask import Library
from coach.modes.rehearse_data import personas, scenarios
from coach.modes.rehearse_read import MODE
from coach.modes.rehearse_refuse import current, refuse
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

    def step(
        self, said: Sequence[str], lang: Lang, today: datetime.date, days: Sequence[datetime.date] = ()
    ) -> Step:
        """Return where the rehearsal stands; see ``Mode.step``."""
        talk = Talk(lang, self.library)
        for text in said:
            talk.take(text)
        paper = talk.paper()
        return Step(
            paper,
            talk.ask(),
            _queries(paper),
            aside=talk.aside,
            fixed=paper.voice == "coach" or current(paper) is None,
        )

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the prompt."""
        paper = step.paper
        assert isinstance(paper, RehearsePaper)
        made = current(paper)
        if not paper.setting or not made:
            return {}
        lang = paper.lang
        talk = paper.setting.scenario.text[lang]
        return {
            "name": talk.name,
            "role": talk.role,
            "persona": paper.setting.persona.text[lang].about,
            "facts": "\n".join(talk.facts),
            "talk": _talk(paper, lang, talk.name, made),
            "trust": str(made.state.trust),
            "tension": str(made.state.tension),
            "intent": line(MODE, lang, "intent", made.intent),
        }

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return None: it is the person's turns that are judged, not the partner's."""
        return None

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why a partner's line must not be shown; see ``Mode.refusals``."""
        paper = order.step.paper
        assert isinstance(paper, RehearsePaper)
        return refuse(text, paper, order.guided, order.lang)

    def recall(self, step: Step, replies: Sequence[str]) -> Step:
        """Return the step with the lines that were really said, where a model worded them.

        Args:
            step: Worked out anew, with the guided lines.
            replies: What was answered to each message of the person, in order; the last may lack one.
        """
        paper = step.paper
        assert isinstance(paper, RehearsePaper)
        if not paper.setting:
            return step
        start = f"{paper.setting.scenario.text[paper.lang].name}: "

        def heard(one: Exchange) -> Exchange:
            said = replies[one.at] if one.at < len(replies) else ""
            return replace(one, line=said.removeprefix(start)) if said.startswith(start) else one

        exchanges = tuple(heard(one) for one in paper.exchanges)
        branches = tuple(replace(branch, exchange=heard(branch.exchange)) for branch in paper.branches)
        again = {was.line: now.line for was, now in zip(paper.exchanges, exchanges, strict=True)}
        text = again.get(paper.text, paper.text) if paper.voice == "partner" else paper.text
        return replace(step, paper=replace(paper, exchanges=exchanges, branches=branches, text=text))


_RECENT = 8
"""Turns that a model is shown."""


def _talk(paper: RehearsePaper, lang: Lang, name: str, made: Exchange) -> str:
    """Return the talk up to the person's last turn, as a model reads it."""
    you = {"sv": "Den andra", "en": "The other person"}[lang]
    before = [one for one in paper.exchanges if one.n < made.n][-_RECENT:]
    rows = [row for one in before for row in (f"{you}: {one.said}" if one.n else "", f"{name}: {one.line}")]
    return "\n".join(filter(None, (*rows, f"{you}: {made.said[:1500]}")))


def _queries(paper: RehearsePaper) -> tuple[str, ...]:
    """Return what to look up: why each remark of the debrief is one."""
    if not paper.debrief:
        return ()
    points = (*paper.debrief.attempt, *paper.debrief.worked)
    return tuple(dict.fromkeys(point.query for point in points))
