"""Accusations of the receiver, however politely put."""

import re
from functools import cache

from coach.checks.email_parts import Mail, alternatives, pattern
from coach.domain.text import Lang, Span

_YOU: dict[Lang, str] = {"sv": r"(?:du|ni|dig|er)", "en": r"(?:you|you lot|you all|you people)"}
_NOT_FAULT = re.compile(
    r"(?:\binte|\bnot|n't|\bno|\bingen\w*|\baldrig|\bvarken|\bhardly|\bknappast)\s(?:\w+\s){0,3}$"
)


# Between the receiver and the deed: no second subject, no denial.
_STOP = r"(?:inte|not|\w+n't|aldrig|never|du|ni|you|att|that|said|sa|told|asked|berättade|if|om)\b"
_GAP = rf"(?:\s(?!{_STOP})[\w']+){{0,3}}?"


def blames(mail: Mail) -> tuple[Span, ...]:
    """Return the accusations of the receiver, wherever in the letter."""
    spans = (mail.subject, *mail.body) if mail.subject else mail.body
    return tuple(hit for start, end in spans if (hit := blamed(mail, start, end)))


def blamed(mail: Mail, start: int, end: int) -> Span | None:
    """Return where one sentence accuses the receiver, None where it does not."""
    for found in pattern("fault", mail.lang).finditer(mail.lower, start, end):
        before = mail.lower[max(start, found.start() - 30) : found.start()]
        denied = _NOT_FAULT.search(before) and not re.match(r"(?:if|om|hade|had)\b", found[0])
        if not denied and not _shielded(mail, before):
            return found.span()
    for found in _deed(mail.lang).finditer(mail.lower, start, end):
        before = mail.lower[max(start, found.start() - 40) : found.start()]
        if not _shielded(mail, before):
            return found.start(), found.end()
    return None


def _shielded(mail: Mail, before: str) -> bool:
    """Whether the words before make it a condition, a report or a question."""
    linked = pattern("blame_links", mail.lang, after=r"\s*$").search(before)
    return not linked and bool(pattern("blame_shields", mail.lang, after=r"\s*$").search(before))


@cache
def _deed(lang: Lang) -> re.Pattern[str]:
    """What the receiver did wrong, left undone, or is said to do always."""
    wrongs, absolutes = alternatives("wrongs", lang), alternatives("absolutes", lang)
    you = _YOU[lang]
    done = rf"{you}{_GAP}\s(?:{wrongs})"
    often = rf"(?!never|aldrig)(?:{absolutes})"
    always = rf"{you}(?:\s\w+){{0,2}}?\s{often}(?:\s\w+){{0,4}}?\s(?:{wrongs}|sen\w*|late|sent)"
    undone = (
        _undone_swedish(you, wrongs)
        if lang == "sv"
        else r"you\s(?:never|didn't|did not)\s(?:once|even|bother\w*)"
    )
    return re.compile(rf"(?<!\w)(?:{done}|{undone}|{always})(?!\w)")


def _undone_swedish(you: str, wrongs: str) -> str:
    """What was not done, in the word orders Swedish has for it, and the deed before its doer."""
    nots = rf"(?!(?:{alternatives('neutral_nots', 'sv')})\b)"
    return "|".join(
        (
            rf"{you}\s(?:har|hade)(?:\s\w+){{0,2}}?\s(?:inte|aldrig)(?:\s(?:heller|ens|alls))?\s{nots}\w+t\b",
            rf"(?:har|hade)\s{you}\s(?:inte|aldrig)\s{nots}\w+t\b",
            rf"{you}\s(?:inte|aldrig)\s(?:har|hade|ens)\s(?:\w+\s)?{nots}\w+t\b",
            rf"{you}\s{nots}\w+(?:de|te)\s(?:\w+\s)?(?:inte|aldrig)\b",
            rf"{you}\s(?:inte|aldrig)\s{nots}\w+(?:de|te)\b",
            rf"(?:{wrongs}|har|hade)\s(?:du|ni)(?:\s\w+){{0,2}}?\s(?:{wrongs})|(?:{wrongs})\s(?:du|ni)",
        )
    )
