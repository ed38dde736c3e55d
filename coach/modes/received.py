"""Feedback one was given: sorted into what was seen and what was judged, and a calm first reply.

Understanding comes before agreeing: thanks, what one takes in, a question. Then one thing to try and a
day to come back. Source: Stone and Heen 2014 (see ``knowledge/receiving-feedback``).
"""

import datetime
import re
from collections.abc import Mapping, Sequence

from coach.checks.facts import unsupported
from coach.checks.turn import check_turn
from coach.domain.knowledge import Hit
from coach.domain.mode import Order, Step
from coach.domain.received import ReceivedPaper
from coach.domain.said import dated
from coach.domain.text import Lang
from coach.domain.verdict import Verdict
from coach.modes.known_names import under_known_names
from coach.modes.phrasebook import line
from coach.modes.received_talk import Talk
from coach.modes.worse import new_blanks, problems

LONGEST = 80
"""Words of a first reply."""
_BUT = {"sv": re.compile(r"\bmen\b", re.IGNORECASE), "en": re.compile(r"\bbut\b", re.IGNORECASE)}


class ReceivedMode:
    """The method of taking in feedback."""

    name = "received"

    @under_known_names
    def step(
        self, said: Sequence[str], lang: Lang, today: datetime.date, days: Sequence[datetime.date] = ()
    ) -> Step:
        """Return where the conversation stands; see ``Mode.step``."""
        (_, first), *later = dated(said, days, today)
        talk = Talk(said[0], lang, first)
        for text, day in later:
            talk.today = day
            talk.answer(text)
        talk.today = today
        paper = talk.paper()
        keys = ("steps", "person" if paper.judgements and not paper.facts else "example", "disagree")
        return Step(paper, talk.ask(), tuple(line("received", lang, "look_up", key) for key in keys))

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the prompt."""
        assert isinstance(step.paper, ReceivedPaper)
        return {"opening": step.paper.opening[:6000], "attempt": step.paper.attempt or "–"}

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return the check of the reply as a turn in the conversation."""
        return check_turn(text, lang)

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why a reply must not be shown; see ``Mode.refusals``."""
        paper = order.step.paper
        assert isinstance(paper, ReceivedPaper)
        if not text.split():
            return ("empty",)
        reasons = ["too long"] if len(text.split()) > LONGEST else []
        found = check_turn(text, order.lang).labels
        reasons += [f"{name}: in the reply" for name in ("defence", "blame") if found[name]]
        if _BUT[order.lang].search(text):
            reasons.append("a but takes the thanks back")
        if not found["acknowledgement"]:
            reasons.append("lost: acknowledgement")
        if not (found["open_question"] or found["closed_question"]):
            reasons.append("lost: question")
        if check_turn(order.guided, order.lang).labels["next_step"] and not found["next_step"]:
            reasons.append("lost: next_step")
        reasons += new_blanks(text, order.guided, order.lang)
        reasons += problems(text, order.guided, order.lang, to_person=True)
        days = [paper.back] if paper.back else []
        return (
            *reasons,
            *(
                f"not the person's: {one.text}"
                for one in unsupported(text, paper.said, order.lang, days=days)
            ),
        )
