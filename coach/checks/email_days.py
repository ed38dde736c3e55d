"""Days to come in an email: deadlines and dates of actions and follow-ups, not of the meeting that was."""

import re
from collections.abc import Sequence

from coach.checks.email_parts import Mail, pattern
from coach.checks.email_said import thanked
from coach.domain.text import Span
from coach.domain.verdict import DateMention

# Where a clause ends for the tense of its verb.
_EDGE = {
    "sv": re.compile(r"[,;:()\n]|\s[–-]\s|(?<!\w)(?:och|men|att|så)(?!\w)"),
    "en": re.compile(r"[,;:()\n]|\s[–-]\s|(?<!\w)(?:and|but|that|so|to)(?!\w)"),
}
_RHYTHM = {
    "sv": re.compile(r"(?:varje|varannan|alla|på)\s+\w*(?:dagar|dag)?$|(?:varje|varannan|var)\s$"),
    "en": re.compile(r"(?:every|each|most|any)\s(?:other\s)?$"),
}


def days(mail: Mail, mentions: Sequence[DateMention]) -> tuple[Span, ...]:
    """Return the dates and deadlines the letter sets for what is to come.

    Args:
        mail: The email.
        mentions: The dates of its whole normalised text.
    """
    found: list[Span] = []
    # Only dates with a figure: a bare "year" or "for three weeks" dates nothing here.
    resolved = [m.span for m in mentions if re.search(r"\d", mail.text[slice(*m.span)])]
    for start, end in mail.body:
        past = [m.span() for m in pattern("open_days", mail.lang).finditer(mail.lower, start, end)]
        past += [span for span in resolved if start <= span[0] < end]
        sure = [m.span() for m in pattern("days", mail.lang).finditer(mail.lower, start, end)]
        found += [span for span in sure if not _rhythm(mail, span) and not _thanked(mail, span, start, end)]
        found += [span for span in past if not _rhythm(mail, span) and _ahead(mail, span, start, end)]
    return tuple(sorted(set(found)))


def _rhythm(mail: Mail, span: Span) -> bool:
    return bool(_RHYTHM[mail.lang].search(mail.lower[max(0, span[0] - 20) : span[0]]))


def _thanked(mail: Mail, span: Span, start: int, end: int) -> bool:
    grateful = thanked(mail, start, end)
    edge = (
        _EDGE[mail.lang].search(mail.lower, grateful.end(), span[0])
        if grateful and grateful.end() <= span[0]
        else None
    )
    return grateful is not None and span[0] > grateful.start() and edge is None


def _ahead(mail: Mail, span: Span, start: int, end: int) -> bool:
    """Whether a day lies ahead: it is a deadline, or its clause has no past verb."""
    before = mail.lower[max(start, span[0] - 20) : span[0]]
    if pattern("deadline_words", mail.lang, after=r"[\s\w]{0,6}$").search(before):
        return True
    if _thanked(mail, span, start, end):
        return False
    edges = [m.end() for m in _EDGE[mail.lang].finditer(mail.lower, start, span[0])]
    begin = edges[-1] if edges else start
    after = _EDGE[mail.lang].search(mail.lower, span[1], end)
    clause = mail.lower[begin : after.start() if after else end]
    if pattern("planned", mail.lang).search(clause):
        return True
    if not pattern("past", mail.lang).search(clause):
        return True
    return mail.lang == "en" and _coming(clause)


def _coming(clause: str) -> bool:
    """Whether a participle in the clause belongs to what is to come: "are being delivered"."""
    gone = re.search(r"\b(?:was|were|had|has|have|did)\b", clause)
    return not gone and bool(pattern("ahead", "en", r"(?<!\w)").search(clause))
