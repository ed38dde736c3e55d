"""Before a review: what to bring, what to ask, and how the time is shared out.

The order of questions is the method: when and how long, the person's own points, what they have done with
result and evidence, whom to ask for feedback, what was agreed last time, what they hope for. The employee's
view comes first; pay is kept for its own talk. Sources: the Swedish utvecklingssamtal; Budworth 2015 (see
``knowledge/``).
"""

import datetime
import re
from collections.abc import Mapping, Sequence

from coach.checks.facts import unsupported
from coach.domain.draft import find_blanks
from coach.domain.knowledge import Hit
from coach.domain.mode import Order, Step
from coach.domain.prepare import BLANKS, PreparePaper
from coach.domain.said import dated
from coach.domain.text import Lang
from coach.domain.verdict import Verdict
from coach.modes.known_names import under_known_names
from coach.modes.phrasebook import line
from coach.modes.prepare_paper import paper
from coach.modes.prepare_questions import ask
from coach.modes.prepare_talk import Talk
from coach.modes.worse import new_blanks, problems

_WORD = re.compile(r"[^\W\d_]{4,}")
_KEPT = 0.6
"""The share of a part's longer words that a draft must still have."""
_ROOM = 60
"""Words a draft may have more than the guided one."""


class PrepareMode:
    """The method of preparing a review, for the employee and for the manager."""

    name = "prepare"

    @under_known_names
    def step(
        self, said: Sequence[str], lang: Lang, today: datetime.date, days: Sequence[datetime.date] = ()
    ) -> Step:
        """Return where the preparation stands; see ``Mode.step``."""
        (_, first), *later = dated(said, days, today)
        talk = Talk(said[0], lang, first)
        for text, day in later:
            talk.today = day
            talk.answer(text)
        talk.today = today
        made = paper(talk)
        keys = (made.role, "stages", "rows")
        return Step(made, ask(talk), tuple(line("prepare", lang, "look_up", key) for key in keys))

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the prompt."""
        made = step.paper
        assert isinstance(made, PreparePaper)
        return {"opening": made.opening, "parts": "\n".join(made.said[1:])}

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return None: a preparation has no check of its own."""
        return None

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why a draft must not be shown; see ``Mode.refusals``."""
        made = order.step.paper
        assert isinstance(made, PreparePaper)
        if not text.strip():
            return ("empty",)
        reasons = ["too long"] if len(text.split()) > len(order.guided.split()) + _ROOM else []
        days = [day for day in (made.when.day, made.feedback_by, *(made.when.week or ())) if day]
        minutes = f"{made.when.minutes} min" if made.when.minutes else ""
        sources = [*made.said, minutes, made.when.clock, *BLANKS[order.lang].values()]
        found = unsupported(text, sources, order.lang, days=days)
        reasons += [f"not the person's: {one.text}" for one in found]
        reasons += [f"lost: {blank}" for blank in find_blanks(order.guided) if blank not in text]
        reasons += [*new_blanks(text, order.guided, order.lang), *problems(text, order.guided, order.lang)]
        return (*reasons, *(f"lost: {words[:40]}" for words in _parts(made) if _lost(words, text)))


def _parts(made: PreparePaper) -> list[str]:
    """Return everything of the person's that belongs in the draft."""
    rows = [words for row in made.achievements for words in (row.action, row.result, row.evidence)]
    return [
        words for words in (*(point.words for point in made.points), *rows, *made.last, made.hope) if words
    ]


def _lost(words: str, text: str) -> bool:
    kept, said = set(_WORD.findall(text.lower())), set(_WORD.findall(words.lower()))
    return bool(said) and len(said & kept) < _KEPT * len(said)
