"""When or how the two of an email speak next."""

import re

from coach.checks.email_parts import Mail, pattern
from coach.domain.text import Span


def contacts(mail: Mail) -> tuple[Span, ...]:
    """Return the sentences that say when or how writer and receiver speak next."""
    return tuple((start, end) for start, end in mail.body if _contact(mail, start, end))


def _contact(mail: Mail, start: int, end: int) -> bool:
    for key in ("contact_both", "contact_one"):
        for found in pattern(key, mail.lang).finditer(mail.lower, start, end):
            if not _over(mail, start, found):
                return True
    for found in pattern("contact_dated", mail.lang).finditer(mail.lower, start, end):
        when = any(
            pattern(key, mail.lang).search(mail.lower, start, end)
            for key in ("days", "open_days", "channels")
        )
        if when and not _over(mail, start, found):
            return True
    return False


def _over(mail: Mail, start: int, found: re.Match[str]) -> bool:
    """Whether the contact lies behind, is a condition, or is denied."""
    around = mail.lower[max(start, found.start() - 12) : found.end()]
    before = mail.lower[max(start, found.start() - 20) : found.start()]
    if re.match(r"(?:ses|hörs)\s", found[0]) and re.search(
        r"[A-ZÅÄÖ]\w+\s$", mail.text[start + 1 : found.start()]
    ):
        return True
    meant = pattern("deadline_links", mail.lang, after=r"\s$").search(before)
    return bool(meant) or bool(pattern("contact_past", mail.lang).search(around))
