"""From meeting notes to a follow-up email: a thank-you, a recap, or a question about what is unclear.

The order of questions is the method. First what the email is for and to whom; then what it thanks for or
asks; then the rows of who does what by when, each doer and day; then the next contact and the signature.
Every point, name, day and action of the draft stands in the notes. Source: ``knowledge/follow-up-email``.
"""

import datetime
import re
from collections.abc import Mapping, Sequence

from coach.checks.email import PROBLEMS, check_email
from coach.checks.facts import unsupported
from coach.domain.draft import blanked, find_blanks
from coach.domain.email import EMAIL_BLANKS, EmailKind, EmailPaper
from coach.domain.knowledge import Hit
from coach.domain.mode import Order, Step
from coach.domain.said import dated
from coach.domain.text import Both, Lang
from coach.domain.verdict import Verdict
from coach.modes.email_questions import ask
from coach.modes.email_talk import Talk
from coach.modes.known_names import under_known_names
from coach.modes.phrasebook import line
from coach.modes.worse import new_blanks, problems

LONGEST = 200
"""Words of an email, subject and signature included."""
_NOTES = 6_000
"""Characters of the notes a model is given; the draft holds what matters of the rest."""
_ORDER: Mapping[EmailKind, Both] = {
    "thanks": {"sv": "Skriv ett tackmejl.", "en": "Write a thank-you email."},
    "recap": {"sv": "Skriv en sammanfattning.", "en": "Write a summary."},
    "clarify": {"sv": "Fråga om det som är oklart.", "en": "Ask about what is unclear."},
}


def opening(notes: str, kind: EmailKind | None, lang: Lang) -> str:
    """Return notes as a first message, with what the email is for where that was chosen."""
    return f"{_ORDER[kind][lang]}\n{notes}" if kind else notes


class EmailMode:
    """The method of an email after a meeting."""

    name = "email"

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
        look_up = ("email", "clarify") if talk.kind == "clarify" else ("email",)
        queries = tuple(line("email", lang, "look_up", key) for key in look_up)
        return Step(talk.paper(), ask(talk), queries)

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the prompt."""
        paper = step.paper
        assert isinstance(paper, EmailPaper)
        rows = (f"{item.who or '?'}: {item.what} ({item.when or '-'})" for item in paper.actions)
        return {"notes": "\n".join(paper.said)[:_NOTES], "actions": "\n".join(rows)}

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return the check of a draft's text; its marked blanks count as nothing."""
        return check_email(blanked(text), lang, today)

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why a draft must not be shown; see ``Mode.refusals``."""
        paper = order.step.paper
        assert isinstance(paper, EmailPaper)
        words = len(text.split())
        if not words:
            return ("empty",)
        reasons = ["too long"] if words > LONGEST else []
        sources = [*paper.said, *EMAIL_BLANKS[order.lang].values()]
        reasons += [
            f"not in the notes: {found.text}"
            for found in unsupported(text, sources, order.lang, days=paper.days)
        ]
        return (*reasons, *self._worse(text, order))

    def _worse(self, text: str, order: Order) -> list[str]:
        """Return what the guided draft has and this text lost, and the problems it brings."""
        before, after = (self.verdict(t, order.lang, order.today) for t in (order.guided, text))
        assert before
        assert after
        lost = [
            f"lost: {name}"
            for name, there in before.labels.items()
            if there and name not in PROBLEMS and not after.labels[name]
        ]
        bad = [name for name in sorted(PROBLEMS) if after.labels[name]]
        bad += new_blanks(text, order.guided, order.lang)
        bad += problems(text, order.guided, order.lang, to_person=True)
        figures = [f"lost: {day}" for day in _days(order.guided) if day not in _days(text)]
        blanks = [f"lost: {blank}" for blank in find_blanks(order.guided) if blank not in text]
        return [*lost, *bad, *figures, *blanks]


def _days(text: str) -> list[str]:
    """Return the dates of a draft as "27 november": each has to stand in another wording too."""
    return re.findall(r"\b\d{1,2} [^\W\d_]{3,9}\b", text)
