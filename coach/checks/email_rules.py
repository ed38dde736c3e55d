"""The rules of the email check: where the letter does what it should, or should not."""

from collections.abc import Mapping, Sequence

from coach.checks.email_blame import blames
from coach.checks.email_clauses import actions
from coach.checks.email_contact import contacts
from coach.checks.email_days import days
from coach.checks.email_parts import Mail
from coach.checks.email_said import recaps, thanks
from coach.domain.text import Span
from coach.domain.verdict import DateMention

SAID = ("thanks", "recap", "action", "date", "next_contact", "blame")
"""The labels that sentences of the letter make true."""


def found(mail: Mail, mentions: Sequence[DateMention]) -> Mapping[str, tuple[Span, ...]]:
    """Return the spans of each label of ``SAID``; ``mentions`` are the dates of the whole letter."""
    return {
        "thanks": thanks(mail),
        "recap": recaps(mail),
        "action": actions(mail),
        "date": days(mail, mentions),
        "next_contact": contacts(mail),
        "blame": blames(mail),
    }
