"""From raw notes about a colleague to feedback that can be heard.

What judges the person is kept out and shown with the reason. What a camera would have seen is asked for;
then when and where, what it led to, a request with support, and a real strength. One matter at a time.
Sources: Center for Creative Leadership (situation-behavior-impact); Kluger and DeNisi 1996.
"""

import datetime
import re
from collections.abc import Mapping, Sequence

from coach.checks.facts import unsupported
from coach.checks.feedback import COMPONENTS, PROBLEMS, check_feedback
from coach.domain.draft import blanked, find_blanks
from coach.domain.feedback import FEEDBACK_BLANKS, PARTS, FeedbackPaper
from coach.domain.knowledge import Hit
from coach.domain.mode import Order, Step
from coach.domain.text import Lang
from coach.domain.verdict import Verdict
from coach.modes.feedback_talk import Talk
from coach.modes.known_names import under_known_names
from coach.modes.phrasebook import line
from coach.modes.worse import new_blanks

_YOU = {
    "sv": re.compile(r"\b(?:du|dig|din|ditt|dina)\b", re.IGNORECASE),
    "en": re.compile(r"\byou", re.IGNORECASE),
}
LONGEST = 120
"""Words of a piece of feedback; more than that is not heard."""


class FeedbackMode:
    """The method of writing feedback."""

    name = "feedback"

    @under_known_names
    def step(
        self, said: Sequence[str], lang: Lang, today: datetime.date, days: Sequence[datetime.date] = ()
    ) -> Step:
        """Return where the conversation stands; see ``Mode.step``."""
        talk = Talk(said[0], lang)
        for text in said[1:]:
            talk.answer(text)
        paper = talk.paper()
        labels = dict.fromkeys(kept.label for kept in paper.problems)
        keys = ("parts", *tuple(labels)[:2], "praise" if paper.praise else "ahead")
        return Step(paper, talk.ask(), tuple(line("feedback", lang, "look_up", key) for key in keys))

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the prompt."""
        paper = step.paper
        assert isinstance(paper, FeedbackPaper)
        parts = [f"{name}: {remark.text}" for name in PARTS for remark in paper.parts.get(name, ())]
        return {"parts": "\n".join(parts), "relation": paper.relation}

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return the check of a draft's text; its blanks count as nothing."""
        return check_feedback(blanked(text), lang)

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why a draft must not be shown; see ``Mode.refusals``."""
        paper = order.step.paper
        assert isinstance(paper, FeedbackPaper)
        if not text.split():
            return ("empty",)
        reasons = ["too long"] if len(text.split()) > LONGEST else []
        if not _YOU[order.lang].search(text):
            reasons.append("not said to the person")
        reasons += new_blanks(text, order.guided, order.lang)
        sources = [*paper.said, *FEEDBACK_BLANKS[order.lang].values()]
        reasons += [f"not the person's: {found.text}" for found in unsupported(text, sources, order.lang)]
        found, guided = (self.verdict(t, order.lang, order.today) for t in (text, order.guided))
        assert found
        assert guided
        reasons += [
            f"{name}: {found.evidence(name, text)}"
            for name in PROBLEMS
            if found.labels[name] and not guided.labels[name]
        ]
        lost = [name for name in COMPONENTS if guided.labels[name] and not found.labels[name]]
        lost += [blank for blank in find_blanks(order.guided) if blank not in text]
        return (*reasons, *(f"lost: {name}" for name in lost))
