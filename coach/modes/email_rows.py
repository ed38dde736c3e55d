"""Corrections of the table: "rad 2: fredag i stället", "no, Sara does it", "delete row 3"."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.checks.normal import normalise
from coach.domain.email import ActionItem
from coach.domain.text import Lang
from coach.modes.email_actions import Around, rows, who
from coach.modes.email_days import day_of
from coach.modes.email_lines import Line, small
from coach.modes.email_people import is_name, people
from coach.modes.email_verbs import deed, infinitive
from coach.modes.phrasebook import answers, cue

_DOES = {
    "sv": re.compile(
        r"(?:nej,?\s+)?(?:fel,?\s+)?det (?:är|ska vara|blir|var) (?P<who>[^,.]{1,40}?) som (?:ska )?"
        r"(?P<what>[^,.]+)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:no,?\s+)?(?:wrong,?\s+)?(?:it'?s|it is|that'?s|it should be) (?P<who>[^,.]{1,40}?) "
        r"who(?:'ll|'s| will| is| does)? ?(?P<what>[^,.]+)",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction came to."""

    items: tuple[ActionItem, ...]
    note: str
    """Key of the note: ``changed``, ``removed``, ``added``, ``no_row``, ``which``."""
    row: int = 0
    """Which row, from 1."""


def change(text: str, items: Sequence[ActionItem], around: Around, asked: int | None = None) -> Change | None:
    """Return the rows after a correction, None where the message is none.

    Args:
        text: The person's message.
        items: The rows as they stand.
        around: Language, day and people.
        asked: The row the last question was about, from 0; None for none.
    """
    plain = normalise(text).text.strip()
    numbered = re.search(cue("email", around.lang, "row").pattern, small(plain))
    if numbered:
        row = int(next(group for group in numbered.groups() if group))
        rest = (plain[: numbered.start()] + plain[numbered.end() :]).strip(" :,–-.")
        if not 1 <= row <= len(items):
            return Change(tuple(items), "no_row")
        return _changed(rest, items, row - 1, around)
    added = re.match(rf"(?:{cue('email', around.lang, 'add').pattern})", small(plain))
    if added and added.end() < len(plain):
        new = _added(plain[added.end() :], around)
        return Change((*items, *new), "added", len(items) + 1) if new else None
    return _doer(plain, items, around, asked)


def _doer(plain: str, items: Sequence[ActionItem], around: Around, asked: int | None) -> Change | None:
    """Read "nej, det är Sara som gör det": the row asked about, the one it names, or the only one."""
    found = _DOES[around.lang].match(plain)
    if not found or not items:
        return None
    named = _row_of(found["what"], items)
    row = named if named is not None else asked if asked is not None else 0 if len(items) == 1 else None
    if row is None:
        return Change(tuple(items), "which")
    return _set(items, row, replace(items[row], who=who(found["who"], around)))


def _row_of(what: str, items: Sequence[ActionItem]) -> int | None:
    words = {w[:5] for w in re.findall(r"[^\W\d_]{4,}", small(what))}
    scores = [len(words & {w[:5] for w in re.findall(r"[^\W\d_]{4,}", small(i.what))}) for i in items]
    best = max(scores, default=0)
    return scores.index(best) if best and scores.count(best) == 1 else None


def _changed(rest: str, items: Sequence[ActionItem], row: int, around: Around) -> Change:
    low = small(rest)
    if re.search(rf"(?<!\w)(?:{cue('email', around.lang, 'remove').pattern})(?!\w)", low):
        return Change((*items[:row], *items[row + 1 :]), "removed", row + 1)
    item = items[row]
    if answers("email", around.lang, "none", rest):
        return _set(items, row, replace(item, when=None, when_words="", doubt=""))
    if whole := _whole(rest, around):
        kept = (
            whole
            if whole.when
            else replace(
                whole, when=item.when, when_words=item.when_words, doubt=item.doubt, exact=item.exact
            )
        )
        return _set(items, row, kept)
    day = day_of(rest, around.lang, around.today, answer=True)
    if day:
        item = replace(item, when=day.day, when_words=day.words, doubt=day.doubt, exact=day.exact)
        rest = f"{rest[: day.span[0]]} {rest[day.span[1] :]}"
    found = _DOES[around.lang].match(rest.strip())
    left = _left(found["who"] if found else rest, around.lang)
    if found or _is_doer(left, around):
        item, left = replace(item, who=who(left, around)), ""
    if len(left.split()) > 1 or (left and not day):
        verb = infinitive(small(left.split(" ", 1)[0]), around.lang)
        what = f"{verb} {left.partition(' ')[2]}".strip() if verb else deed(left, around.lang) or left
        item = replace(item, what=what, passive=False)
    return _set(items, row, item)


def _whole(rest: str, around: Around) -> ActionItem | None:
    """Read a correction that is a whole row: "Sara bokar lilla salen senast fredag"."""
    named = tuple(dict.fromkeys((*around.people, *people(rest, around.lang))))
    found = rows(Line(rest, 0), replace(around, people=named))
    return replace(found[0], source_span=(0, len(rest))) if len(found) == 1 and found[0].who else None


def _left(text: str, lang: Lang) -> str:
    """Return a correction without "nej", "i stället" and the like."""
    shape = rf"(?<!\w)(?:{cue('email', lang, 'correction').pattern})(?!\w)"
    kept = re.sub(shape, " ", text, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", kept).strip(" .,:;–-!")


def _is_doer(text: str, around: Around) -> bool:
    low = small(text)
    if not text or len(text.split()) > 3:
        return False
    if cue("email", around.lang, "me").fullmatch(low) or cue("email", around.lang, "both").fullmatch(low):
        return True
    known = {small(n) for p in around.people for n in (p, p.split()[0])}
    return low in known or (is_name(text.split()[0]) and not infinitive(low.split()[0], around.lang))


def _added(text: str, around: Around) -> list[ActionItem]:
    span = (0, len(text))
    named = tuple(dict.fromkeys((*around.people, *people(text, around.lang))))
    found = rows(Line(text, 0, "actions"), replace(around, people=named))
    return [replace(item, source_span=span) for item in found]


def _set(items: Sequence[ActionItem], row: int, item: ActionItem) -> Change:
    return Change((*items[:row], item, *items[row + 1 :]), "changed", row + 1)


def doer_in(text: str, around: Around) -> tuple[str, str]:
    """Return who an answer names as doer and what is left of it; ("", text) where it names none."""
    day = day_of(text, around.lang, around.today)
    bare = f"{text[: day.span[0]]} {text[day.span[1] :]}" if day else text
    found = _DOES[around.lang].match(bare.strip())
    left = _left(found["who"] if found else bare, around.lang)
    low = small(left)
    for lead in ({"sv": "det gör ", "en": ""}[around.lang],):
        low, left = (
            (low.removeprefix(lead), left[len(lead) :]) if lead and low.startswith(lead) else (low, left)
        )
    if _is_doer(left, around) or (left and len(left.split()) <= 3 and low in _roles(around.lang, left)):
        return who(left, around), text
    first = left.split(" ")[0] if left else ""
    if first and (is_name(first) or cue("email", around.lang, "me").fullmatch(small(first))):
        return who(first, around), text
    return "", text


def _roles(lang: Lang, text: str) -> set[str]:
    from coach.checks.email_parts import alternatives

    low = small(text)
    return {low} if re.fullmatch(alternatives("roles", lang), low) else set()


def row_day(item: ActionItem, text: str, lang: Lang, today: datetime.date) -> ActionItem | None:
    """Return a row with the day an answer gives, None where it gives none."""
    day = day_of(normalise(text).text, lang, today, answer=True)
    limit = re.match(rf"(?:{cue('email', lang, 'limit').pattern})(?!\w)", small(item.when_words))
    if day and limit and not re.match(rf"(?:{cue('email', lang, 'limit').pattern})(?!\w)", small(day.words)):
        # "Fredag 27/11" in answer to a doubted "senast …" is still the last day.
        day = replace(day, words=f"{limit[0]} {day.words}")
    return (
        replace(item, when=day.day, when_words=day.words, doubt=day.doubt, other=None, exact=day.exact)
        if day
        else None
    )
