"""A question about the guides, answered by what stands in them."""

import datetime
import re
from collections.abc import Mapping, Sequence

from coach.checks.facts import unsupported
from coach.domain.ask import AskPaper
from coach.domain.knowledge import Hit
from coach.domain.mode import Order, Step
from coach.domain.text import Lang
from coach.domain.verdict import Verdict

LONGEST = 200
"""Words of an answer."""
_QUOTED = re.compile(r"[”“\"]([^”“\"]{12,})[”“\"]")


class AskMode:
    """Every message is a question of its own."""

    name = "ask"

    def step(
        self, said: Sequence[str], lang: Lang, today: datetime.date, days: Sequence[datetime.date] = ()
    ) -> Step:
        """Return where the conversation stands; see ``Mode.step``."""
        question = said[-1].strip()
        return Step(AskPaper(question), None, (question,))

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the prompt."""
        assert isinstance(step.paper, AskPaper)
        return {"question": step.paper.question}

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return None: an answer has no criteria, only quotes that are there or not."""
        return None

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why an answer must not be shown; see ``Mode.refusals``."""
        assert isinstance(order.step.paper, AskPaper)
        passages = [hit.passage.text for hit in order.hits]
        words = len(text.split())
        if not words:
            return ("empty",)
        reasons = ["too long"] if words > LONGEST else []
        quotes = _QUOTED.findall(text)
        if not quotes:
            reasons.append("no quote")
        reasons += [
            f"not in the guides: {q}" for q in quotes if not any(q.strip(" .") in p for p in passages)
        ]
        sources = (order.step.paper.question, *passages, *(hit.passage.title for hit in order.hits))
        return (
            *reasons,
            *(f"not in the guides: {found.text}" for found in unsupported(text, sources, order.lang)),
        )
