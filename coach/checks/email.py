"""Follow-up emails: what stands in them, what should not, and advice on the rest."""

import datetime
import re
from dataclasses import replace

from coach.checks.dates import find_dates
from coach.checks.email_advice import advice
from coach.checks.email_blanks import blanks
from coach.checks.email_learned import blended
from coach.checks.email_parts import split_mail
from coach.checks.email_rules import found as rules
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


def check_email(text: str, lang: Lang, today: datetime.date, *, by_rules: bool = False) -> Verdict:
    """Judge a follow-up email.

    Args:
        text: The whole email, subject line first where it has one.
        lang: The email's language; advice is in it.
        today: The day dates are read on.
        by_rules: Leave the learned score out, which was taught whole letters: for a sentence alone.
    """
    normal = normalise(text)
    read = normal.text[:_LIMIT]
    mail = split_mail(read, lang)
    mentions = find_dates(read, lang, today)
    words = [m.span() for m in _WORD.finditer(normal.text) if re.search(r"\w", m[0])]
    ruled = rules(mail, mentions)
    said, near = (ruled, frozenset[str]()) if by_rules else blended(mail, mentions, ruled)
    found: dict[str, tuple[Span, ...]] = {
        **said,
        "subject": (mail.subject,) if mail.subject else (),
        "placeholder": blanks(read, lang),
        "too_long": ((words[LONGEST][0], words[-1][1]),) if len(words) > LONGEST else (),
    }
    labels = {label: bool(found[label]) for label in LABELS}
    spans = {
        label: tuple(normal.original(*span) for span in found[label]) for label in LABELS if found[label]
    }
    unsure = tuple(label for label in LABELS if label in near)
    dates = tuple(replace(mention, span=normal.original(*mention.span)) for mention in mentions)
    return Verdict(lang, labels, spans, advice(labels, len(words), lang), dates, unsure)
