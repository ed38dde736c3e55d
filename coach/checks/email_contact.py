"""When or how the two of an email speak next."""

import re
from collections.abc import Iterator

from coach.checks.email_parts import Mail, pattern
from coach.checks.facts_names import is_first_name
from coach.domain.text import Span

_WHEN = ("days", "open_days", "channels")
# Somebody else right before the verb: their contact is neither writer's nor receiver's.
_OTHERS = {
    "sv": re.compile(r"(?:(?<!^)[A-ZÅÄÖ][a-zåäö]+|\b(?:han|hon|hen|de|dom|\w{3,}(?:en|et|na)))\s(?:\w+\s)?$"),
    "en": re.compile(
        r"(?:(?<!^)(?!I\b|I'|I\s)[A-Z][a-z]+|\b(?:he|she|they|somebody|someone|the \w+(?: \w+)?))"
        r"(?:\s(?:will|is|are|can|could|is going to|are going to)|'ll|'s)?\s(?:\w+\s)?$"
    ),
}
_OFFERED = re.compile(
    r"^(?:call|ring|phone|ping|text|message|contact|visit|meet|see|speak|talk|update|find|catch)"
)


def contacts(mail: Mail) -> tuple[Span, ...]:
    """Return the sentences that say when or how writer and receiver speak next."""
    return tuple((start, end) for start, end in mail.body if _contact(mail, start, end))


def _contact(mail: Mail, start: int, end: int) -> bool:
    if pattern("contact_openings", mail.lang).match(mail.lower, _first(mail, start, end), end):
        return True
    return any(not _over(mail, start, found) for found in _candidates(mail, start, end))


def _candidates(mail: Mail, start: int, end: int) -> Iterator[re.Match[str]]:
    yield from pattern("contact_both", mail.lang).finditer(mail.lower, start, end)
    for found in pattern("contact_one", mail.lang).finditer(mail.lower, start, end):
        if not _by_others(mail, start, found) and _promised(mail, start, found):
            yield found
    if any(pattern(key, mail.lang).search(mail.lower, start, end) for key in _WHEN):
        yield from pattern("contact_dated", mail.lang).finditer(mail.lower, start, end)


def _first(mail: Mail, start: int, end: int) -> int:
    while start < end and not mail.lower[start].isalpha():
        start += 1
    return start


def _by_others(mail: Mail, start: int, found: re.Match[str]) -> bool:
    before = mail.text[start : found.start()]
    first = re.match(r"[A-ZÅÄÖÉ][^\W\d_]+", before)
    named = first is not None and (is_first_name(first[0]) or first[0].isupper()) and len(before.split()) < 4
    return named or bool(_OTHERS[mail.lang].search(before[-40:]))


def _promised(mail: Mail, start: int, found: re.Match[str]) -> bool:
    """Whether an English verb with "you" is offered, not told: "I'll call you", not "I saw you"."""
    if mail.lang == "sv" or not _OFFERED.match(found[0]) or " me" in found[0]:
        return True
    return bool(pattern("offers", "en").search(mail.lower, start, found.start()))


def _over(mail: Mail, start: int, found: re.Match[str]) -> bool:
    """Whether the contact lies behind, is a condition, or is between others."""
    around = mail.lower[max(start, found.start() - 12) : found.end()]
    before = mail.lower[max(start, found.start() - 20) : found.start()]
    others = re.match(r"(?:ses|hörs|träffas)\s", found[0]) and _by_others(mail, start, found)
    meant = pattern("deadline_links", mail.lang, after=r"\s$").search(before)
    return bool(others or meant or pattern("contact_past", mail.lang).search(around))
