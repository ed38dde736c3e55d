"""Follow-up emails: what stands in them, what should not, and advice on the rest."""

import datetime
import re
from dataclasses import replace

from coach.checks.dates import find_dates
from coach.checks.email_advice import advice
from coach.checks.email_blame import blames
from coach.checks.email_blanks import blanks
from coach.checks.email_clauses import actions
from coach.checks.email_contact import contacts
from coach.checks.email_days import days
from coach.checks.email_parts import split_mail
from coach.checks.email_said import recaps, thanks
from coach.checks.normal import normalise
from coach.domain.text import Lang, Span
from coach.domain.verdict import Verdict

LABELS = ("subject", "thanks", "recap", "action", "date", "next_contact", "placeholder", "blame", "too_long")
PROBLEMS = frozenset(("placeholder", "blame", "too_long"))
LONGEST = 250
"""Words an email may have, subject and signature included."""

# Far past what can be sent: the rest is counted, not read.
_LIMIT = 20_000
_WORD = re.compile(r"\S+")


def check_email(text: str, lang: Lang, today: datetime.date) -> Verdict:
    """Judge a follow-up email.

    Args:
        text: The whole email, subject line first where it has one.
        lang: The email's language; advice is in it.
        today: The day dates are read on.
    """
    normal = normalise(text)
    read = normal.text[:_LIMIT]
    mail = split_mail(read, lang)
    mentions = find_dates(read, lang, today)
    words = [m.span() for m in _WORD.finditer(normal.text) if re.search(r"\w", m[0])]
    found: dict[str, tuple[Span, ...]] = {
        "subject": (mail.subject,) if mail.subject else (),
        "thanks": thanks(mail),
        "recap": recaps(mail),
        "action": actions(mail),
        "date": days(mail, mentions),
        "next_contact": contacts(mail),
        "placeholder": blanks(read, lang),
        "blame": blames(mail),
        "too_long": ((words[LONGEST][0], words[-1][1]),) if len(words) > LONGEST else (),
    }
    labels = {label: bool(found[label]) for label in LABELS}
    spans = {
        label: tuple(normal.original(*span) for span in found[label]) for label in LABELS if found[label]
    }
    dates = tuple(replace(mention, span=normal.original(*mention.span)) for mention in mentions)
    return Verdict(lang, labels, spans, advice(labels, len(words), lang), dates)
