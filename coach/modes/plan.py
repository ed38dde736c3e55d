"""From vision to next step: a ladder of goals and dated steps, kept true and made anew where it slips.

The order of questions is the method: the vision in hard and soft values, where the person is in three to
five years, what they have reached in six to twelve months, the steps there with who, when, support and
evidence, and when the plan is looked at. Sources: Harkin 2016 on monitoring; Seijts and Latham 2005 on
learning goals (see ``knowledge/``).
"""

import datetime
import re
from collections.abc import Mapping, Sequence

from coach.checks.facts import unsupported
from coach.domain.draft import find_blanks
from coach.domain.knowledge import Hit
from coach.domain.mode import Order, Step
from coach.domain.plan import BLANKS, PlanPaper
from coach.domain.said import dated
from coach.domain.text import Lang
from coach.domain.verdict import Verdict
from coach.modes.known_names import under_known_names
from coach.modes.phrasebook import line
from coach.modes.plan_answer import answer, opened
from coach.modes.plan_questions import ask
from coach.modes.plan_talk import Talk
from coach.modes.worse import new_blanks, problems

_WORD = re.compile(r"[^\W\d_]{4,}")
_KEPT = 0.6
"""The share of a part's longer words that a draft must still have."""
_ROOM = 80
"""Words a draft may have more than the guided one."""


class PlanMode:
    """The method of a development plan."""

    name = "plan"

    @under_known_names
    def step(
        self, said: Sequence[str], lang: Lang, today: datetime.date, days: Sequence[datetime.date] = ()
    ) -> Step:
        """Return where the plan stands; see ``Mode.step``."""
        (_, first), *later = dated(said, days, today)
        talk = Talk(lang, first)
        opened(talk, said[0])
        talk.settle()
        for text, day in later:
            talk.today = day
            answer(talk, text)
            talk.settle()
        talk.today = today
        keys = ("vision", "horizons", "rows", "slipped" if talk.log else "check_ins")
        return Step(paper(talk), ask(talk), tuple(line("plan", lang, "look_up", key) for key in keys))

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the prompt."""
        made = step.paper
        assert isinstance(made, PlanPaper)
        return {"opening": made.opening, "parts": "\n".join(made.said[1:])}

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return None: a plan has no check of its own; its goals are checked while they are asked for."""
        return None

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why a draft must not be shown; see ``Mode.refusals``."""
        made = order.step.paper
        assert isinstance(made, PlanPaper)
        if not text.strip():
            return ("empty",)
        reasons = ["too long"] if len(text.split()) > len(order.guided.split()) + _ROOM else []
        sources = [*made.said, *BLANKS[order.lang].values()]
        found = unsupported(text, sources, order.lang, days=made.days)
        reasons += [f"not the person's: {one.text}" for one in found]
        wanted = find_blanks(order.guided)
        reasons += [f"lost: {blank}" for blank in dict.fromkeys(wanted) if blank not in text]
        reasons += [*new_blanks(text, order.guided, order.lang), *problems(text, order.guided, order.lang)]
        return (*reasons, *(f"lost: {words[:40]}" for words in _parts(made) if _lost(words, text)))


def paper(talk: Talk) -> PlanPaper:
    """Return what is known now, with the check-ins that the deadlines need."""
    return PlanPaper(
        opening=talk.said[0],
        said=tuple(talk.said),
        today=talk.today,
        hard=tuple(talk.hard),
        soft=tuple(talk.soft),
        rungs=tuple(talk.rungs),
        check_ins=talk.check_in_days(),
        if_then=tuple(talk.if_then),
        notes=tuple(talk.kept),
        left_out=talk.left_out,
        log=tuple(talk.log),
        loose=tuple(talk.loose),
        given_up=tuple(talk.given_up),
    )


def _parts(made: PlanPaper) -> list[str]:
    """Return everything of the person's that belongs in the draft."""
    return [*made.hard, *made.soft, *(rung.words for rung in made.rungs if rung.status == "open")]


def _lost(words: str, text: str) -> bool:
    kept, said = set(_WORD.findall(text.lower())), set(_WORD.findall(words.lower()))
    return bool(said) and len(said & kept) < _KEPT * len(said)
