"""From a vague wish to a SMART goal: the coach asks for one missing thing at a time.

The order of questions is the method. First the five criteria, without what the text has already. Then how
sure the person is, and below 7 the goal is made smaller; then an if-then plan and a first step within a week.
Every word of the goal is the person's own. Sources: Doran 1981; Bovend'Eerdt 2009; Swann 2022; Gollwitzer and
Sheeran 2006 (see ``knowledge/``).
"""

import datetime
from collections.abc import Mapping, Sequence

from coach.checks.facts import unsupported
from coach.checks.goal import check_goal
from coach.domain.draft import blanked
from coach.domain.errors import BadText
from coach.domain.goal import CRITERIA, GoalPaper
from coach.domain.knowledge import Hit
from coach.domain.mode import Order, Step
from coach.domain.said import dated
from coach.domain.text import Both, Lang
from coach.domain.verdict import Verdict
from coach.modes.goal_answers import Talk
from coach.modes.goal_questions import ask, blanks
from coach.modes.known_names import under_known_names
from coach.modes.phrasebook import line
from coach.modes.worse import new_blanks, problems

_QUESTION: Both = {
    "sv": "Det där är en fråga. Skriv vad du vill uppnå, så hjälper jag dig med målet; "
    "frågor svarar jag på under ”Fråga vägledningarna” (coach ask).",
    "en": "That is a question. Write what you want to achieve and I'll help you with the goal; "
    "questions are answered under “Ask the guides” (coach ask).",
}
LONGEST = 90
"""Words of a goal's text; a model that goes on and on is refused."""


class GoalMode:
    """The method of a goal conversation."""

    name = "goal"

    @under_known_names
    def step(
        self, said: Sequence[str], lang: Lang, today: datetime.date, days: Sequence[datetime.date] = ()
    ) -> Step:
        """Return where the conversation stands; see ``Mode.step``."""
        (_, first), *later = dated(said, days, today)
        talk = Talk(said[0], lang, first)
        if said[0].rstrip().endswith("?") and not talk.before.labels["is_goal"]:
            raise BadText(_QUESTION)
        for text, day in later:
            talk.today = day
            talk.answer(text)
        # The check-ins are those proposed when the goal was last spoken of; the question is today's.
        made, talk.today = talk.paper(), today
        return Step(
            made,
            ask(talk),
            tuple(line("goal", lang, "look_up", key) for key in ("goal", talk.kind, "plan")),
        )

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the prompt."""
        paper = step.paper
        assert isinstance(paper, GoalPaper)
        parts = [f"{name}: {paper.parts[name].words}" for name in CRITERIA if name in paper.parts]
        return {"opening": paper.opening, "parts": "\n".join(parts)}

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return the check of a draft's text; its blanks count as nothing."""
        return check_goal(blanked(text), lang, today)

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why a draft must not be shown; see ``Mode.refusals``."""
        paper = order.step.paper
        assert isinstance(paper, GoalPaper)
        reasons: list[str] = []
        words = len(text.split())
        if not words:
            return ("empty",)
        if words > max(LONGEST, sum(len(p.words.split()) for p in paper.parts.values()) + 30):
            reasons.append("too long")
        days = [paper.deadline] if paper.deadline else []
        sources = [*paper.said, *blanks(paper, order.lang)]
        reasons += [
            f"not the person's: {found.text}" for found in unsupported(text, sources, order.lang, days=days)
        ]
        reasons += [*new_blanks(text, order.guided, order.lang), *problems(text, order.guided, order.lang)]
        lost = self._lost(text, order)
        return (*reasons, *(f"lost: {name}" for name in lost))

    def _lost(self, text: str, order: Order) -> list[str]:
        """Return the criteria that the guided draft meets and this text does not."""
        before, after = (self.verdict(t, order.lang, order.today) for t in (order.guided, text))
        assert before
        assert after
        return [name for name in CRITERIA if before.labels[name] and not after.labels[name]]
