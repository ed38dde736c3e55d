"""Dated actions and talks as a calendar file: all-day entries with a reminder the day before."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.domain.email import ActionItem
from coach.domain.text import Lang

if TYPE_CHECKING:
    from icalendar import Event

PRODID = "-//Coach//Coach 1//{}"
_REMINDER = datetime.timedelta(hours=-15)
"""From midnight back to nine in the morning the day before."""
_SELF = frozenset(("jag", "i"))
_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "sv": {
        "remind": "I morgon: {}",
        "check_in": "Avstämning",
        "made": "Skapad med hjälp av Coach, en AI-assistent ({}). Raden kan tas bort.",
        "guided": "guidat, utan språkmodell",
    },
    "en": {
        "remind": "Tomorrow: {}",
        "check_in": "Check-in",
        "made": "Made with the help of Coach, an AI assistant ({}). This line can be removed.",
        "guided": "guided, without a language model",
    },
}


@dataclass(frozen=True, slots=True)
class Talk:
    """A day the two speak, or one of a rhythm."""

    day: datetime.date
    title: str = ""
    """What stands in the calendar; "" is "Avstämning" / "Check-in"."""
    every_weeks: int = 0
    """Repeats this often; 0 for once."""
    until: datetime.date | None = None
    """The last day of the rhythm; None repeats ten times."""


def calendar(
    items: Sequence[ActionItem],
    *,
    lang: Lang,
    stamp: datetime.datetime,
    talks: Sequence[Talk] = (),
    writer: str = "guided",
) -> bytes:
    """Return an iCalendar file with every dated action and talk; what has no day is left out.

    Args:
        items: The rows; one in doubt counts as undated.
        lang: The language of titles and reminders.
        stamp: When it is made; naive times count as UTC.
        talks: The next talk and recurring check-ins.
        writer: ``guided`` or the model's id.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODID.format(lang.upper()))
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-coach-writer", writer)
    made.add("x-coach-ai", "assisted")
    seen: dict[str, int] = {}
    for item in items:
        if item.when and not item.doubt:
            made.add_component(_event(item.when, _title(item), lang, stamp, writer, seen))
    for talk in talks:
        title = talk.title or _WORDS[lang]["check_in"]
        event = _event(talk.day, title, lang, stamp, writer, seen)
        if talk.every_weeks > 0:
            event.add("rrule", _rhythm(talk))
        made.add_component(event)
    done: bytes = made.to_ical()
    return done


def _title(item: ActionItem) -> str:
    named = item.who and item.who.lower() not in _SELF
    title = f"{item.who}: {item.what}" if named else item.what
    return title[:1].upper() + title[1:]


def _event(
    day: datetime.date, title: str, lang: Lang, stamp: datetime.datetime, writer: str, seen: dict[str, int]
) -> "Event":
    from icalendar import Alarm, Event

    words = _WORDS[lang]
    event = Event()
    event.add("uid", _uid(day, title, seen))
    event.add("dtstamp", stamp if stamp.tzinfo else stamp.replace(tzinfo=datetime.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))
    event.add("summary", _plain(title))
    event.add("description", words["made"].format(words["guided"] if writer == "guided" else writer))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words["remind"].format(_plain(title)))
    alarm.add("trigger", _REMINDER)
    event.add_component(alarm)
    return event


def _uid(day: datetime.date, title: str, seen: dict[str, int]) -> str:
    """Return an id that follows from the content alone; a twin in the same file gets a number."""
    key = hashlib.sha256(f"{day.isoformat()}|{' '.join(title.split()).casefold()}".encode("utf-8", "replace"))
    name = key.hexdigest()[:32]
    seen[name] = seen.get(name, 0) + 1
    return f"{name}@coach" if seen[name] == 1 else f"{name}-{seen[name]}@coach"


def _plain(text: str) -> str:
    """Return a title on one line without control characters and halves of surrogate pairs."""
    flat = "".join(c if c.isprintable() else " " for c in text.encode("utf-8", "replace").decode())
    return " ".join(flat.split())


def _rhythm(talk: Talk) -> Mapping[str, object]:
    rule: dict[str, object] = {"freq": "weekly", "interval": talk.every_weeks}
    return {**rule, "until": talk.until} if talk.until else {**rule, "count": 10}
