"""The email mode's next question: one missing thing, with two natural examples."""

import datetime
from collections.abc import Mapping

from coach.checks.dates import show_date
from coach.domain.draft import Question
from coach.domain.email import ActionItem
from coach.domain.text import Lang
from coach.modes.email_people import doubles
from coach.modes.email_talk import Talk
from coach.modes.phrasebook import line, lines

_MODE = "email"
_SHOWN = 6
"""Rows a note names; the table shows all."""
_YOU: Mapping[Lang, Mapping[str, str]] = {
    "sv": {"jag": "du", "vi": "ni"},
    "en": {"I": "you", "we": "you both"},
}


def ask(talk: Talk) -> Question | None:
    """Return the next question, or None when nothing is missing."""
    key, row = talk.wanted()
    if not key:
        return None
    item = talk.items[row] if talk.items else None
    names = talk.double() or (doubles(talk.people).get(item.who, ()) if item else ())
    text = line(
        _MODE, talk.lang, "ask", key,
        name=talk.receiver if key == "double" else item.who if item else "",
        names=_joined(names, talk.lang),
        what=item.what if item else "",
        row=_row(item, talk.lang) if item else "",
        date=_date(talk, key, item),
        days=_days(talk, key, item),
    )  # fmt: skip
    examples = names if key in ("double", "double_row") else lines(_MODE, talk.lang, "examples", key)
    day = show_date(_example_day(talk, key, item), talk.lang)
    return Question(key, text, tuple(example.format(day=day) for example in examples), _note(talk))


def _date(talk: Talk, key: str, item: ActionItem | None) -> str:
    day = talk.next.day if key.startswith("next") and talk.next else item.when if item else None
    return show_date(day, talk.lang) if day else ""


def _days(talk: Talk, key: str, item: ActionItem | None) -> str:
    two = talk.next if key.startswith("next") else item
    if two is None:
        return ""
    first = two.day if key.startswith("next") and talk.next else item.when if item else None  # type: ignore[union-attr]
    return _joined(tuple(show_date(d, talk.lang) for d in (first, two.other) if d), talk.lang)


def _example_day(talk: Talk, key: str, item: ActionItem | None) -> datetime.date:
    day = talk.next.day if key.startswith("next") and talk.next else item.when if item else None
    return day if day and day >= talk.today else talk.today + datetime.timedelta(days=7)


def _joined(parts: tuple[str, ...], lang: Lang) -> str:
    word = {"sv": " och ", "en": " and "}[lang]
    return word.join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def _row(item: ActionItem, lang: Lang) -> str:
    """Return a row as the questions name it, to the person: "du – skicka utkastet"."""
    who = _YOU[lang].get(item.who, item.who)
    return f"{who} – {item.what}" if who else item.what


def _full(item: ActionItem, lang: Lang) -> str:
    who = _row(item, lang)
    return f"{who}, {show_date(item.when, lang)}" if item.when else who


def _note(talk: Talk) -> str:
    if len(talk.said) == 1:
        return _opening(talk)
    if not talk.note:
        return ""
    item = talk.items[talk.row - 1] if 0 < talk.row <= len(talk.items) else None
    shown = _full(item, talk.lang) if item else ""
    count = {"sv": f"{len(talk.items)} rader", "en": f"{len(talk.items)} rows"}[talk.lang]
    return line(_MODE, talk.lang, "note", talk.note, n=talk.row, row=shown, count=count)


def _opening(talk: Talk) -> str:
    """Return what was understood: the rows, what a long paste left out, addresses."""
    parts: list[str] = []
    if talk.items:
        shown = "; ".join(f"{n}. {_full(item, talk.lang)}" for n, item in enumerate(talk.items[:_SHOWN], 1))
        more = " …" if len(talk.items) > _SHOWN else ""
        parts.append(line(_MODE, talk.lang, "note", "rows", rows=shown + more))
    paper = talk.paper()
    if paper.left_out:
        parts.append(line(_MODE, talk.lang, "note", "long", count=len(paper.left_out)))
    if paper.addresses and not paper.to:
        parts.append(line(_MODE, talk.lang, "note", "address", addresses=", ".join(paper.addresses)))
    return " ".join((*parts, line(_MODE, talk.lang, "note", "explain")))
