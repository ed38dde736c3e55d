"""What a person's answers add to a preparation: read, asked once more, or given up."""

import datetime
import re
from dataclasses import replace
from typing import Literal

from coach.checks.dates import find_dates
from coach.domain.prepare import Achievement, Point, Role, When
from coach.domain.text import Lang
from coach.domain.verdict import DateMention
from coach.modes import prepare_read as read
from coach.modes.phrasebook import answers, cue
from coach.modes.prepare_lists import listed
from coach.modes.prepare_when import days_before, length, read_when

_TRIES = 2
_ROWS = 3
"""How many achievements are asked for, and asked about."""
_USUAL = range(15, 241)
"""Minutes that pass for a review without asking back."""
_ANY = range(6, 601)
_NAMED = ("plan", "form", "follow_up")


class Talk:
    """A preparation being read, one message after the other.

    Args:
        opening: The person's first message.
        lang: The conversation's language.
        today: The day to resolve dates against.
    """

    def __init__(self, opening: str, lang: Lang, today: datetime.date) -> None:
        self.lang: Lang = lang
        self.today = today
        self.said = [opening]
        self.tries: dict[str, int] = {}
        self.given_up: list[str] = []
        self.when = When()
        self.conflict: DateMention | None = None
        self.odd: int | None = None
        """Minutes that are unlike a review's, until the person has said them twice."""
        self.points: list[Point] = []
        self.pay: list[str] = []
        self.achievements: list[Achievement] = []
        self.colleagues: tuple[str, ...] = ()
        self.by: datetime.date | None = None
        self.by_words = ""
        self.late: datetime.date | None = None
        """A day for answers that is after the meeting."""
        self.last: tuple[str, ...] = ()
        self.no_last: Literal["", "none", "unknown"] = ""
        self.hope = ""
        self.settled: set[str] = set()
        self.declined = False
        self.notes: list[str] = []
        """Keys of the notes to show with the next question."""
        self.over = False
        text = read.clean(opening)
        said, text = read.role_line(text)
        self.role: Role | None = said or read.role_of(text, lang)
        self._side(text)
        lists, text = listed(text, lang)
        self.other = read.other_of(text)
        for key, words in lists:
            self._note(key, words)
        self._open(text)

    def wanted(self) -> str:
        """Return the key of the next question, "" when nothing is missing."""
        if self.over:
            return ""
        when = self.when
        unknown = not when.day and not when.week and not self.conflict
        steps = (
            ("role", self.role is None),
            ("other", self.role == "manager" and not self.other),
            ("when", unknown and when.minutes is None),
            ("day", when.day is None and "when" not in self.given_up),
            ("length", when.minutes is None and "when" not in self.given_up),
            ("points", not self.points and not self.pay),
            ("achievement", not self.achievements),
            *((key, True) for key in self._row()),
            ("another", 0 < len(self.achievements) < _ROWS),
            ("colleagues", not self.colleagues),
            ("by", bool(self.colleagues) and not self.by and not self.by_words),
            ("last", not self.last),
            ("hope", not self.hope),
        )
        return next((key for key, missing in steps if missing and key not in self.given_up), "")

    def answer(self, message: str) -> None:
        """Take the person's next message as the answer to the question that was asked."""
        self.said.append(message)
        key = self.wanted()
        self.notes = []
        if not key:
            return
        text = read.clean(message)
        if answers("prepare", self.lang, "enough", text):
            self._end()
        elif self._is_none(key, text):
            self._give_up(key)
        else:
            self.tries[key] = self.tries.get(key, 0) + 1
            self._side(text)
            self._take(key, text)

    def _is_none(self, key: str, text: str) -> bool:
        """Return whether a message has no answer in it; of last time, "no" and "don't know" say something."""
        unknown = answers("prepare", self.lang, "unknown", text)
        none = key == "last" and answers("prepare", self.lang, "no_last", text)
        if key == "last" and (none or unknown):
            self.no_last = "none" if none else "unknown"
        return none or unknown or not text.strip() or answers("prepare", self.lang, "skip", text)

    @property
    def row(self) -> int:
        """Return which achievement still lacks its result or evidence; -1 when none does."""
        lacking = (at for at, _ in enumerate(self.achievements[:_ROWS]) if self._lacks(at))
        return next(lacking, -1)

    def _row(self) -> tuple[str, ...]:
        return (self._lacks(self.row),) if self.row >= 0 else ()

    def _lacks(self, at: int) -> str:
        row = self.achievements[at]
        for name in ("result", "evidence"):
            if not getattr(row, name) and f"{name}:{at}" not in self.given_up:
                return name
        return ""

    def _end(self) -> None:
        self.given_up.append(self.wanted())
        while key := self.wanted():
            self._give_up(key)
        self.over = True

    def _give_up(self, key: str) -> None:
        if key == "role":
            self.role = "employee"
        self.conflict = None if key in ("when", "day") else self.conflict
        self.given_up.append(f"{key}:{self.row}" if key in ("result", "evidence") else key)

    def _open(self, text: str) -> None:
        found = read_when(text, self.lang, self.today, self.when, answer=False)
        self._when_is(found.when, found.conflict, "")
        for key, words in read.route(text, self.lang, "").items():
            self._note(key, words)

    def _side(self, text: str) -> None:
        """Take what a message says besides: what is in place, and what is not for the program to decide."""
        low = text.lower()
        if cue("prepare", self.lang, "verdict").search(low):
            self.notes += [] if self.declined else ["declined"]
            self.declined = True
        for line in re.split(r"[.\n;]", low[:5000]):
            if not cue("prepare", self.lang, "negation").search(line):
                self.settled |= {name for name in _NAMED if cue("prepare", self.lang, name).search(line)}

    def _take(self, key: str, text: str) -> None:
        if key in ("when", "day", "length"):
            self._time(key, text)
        elif key in ("result", "evidence"):
            self._account(key, text)
        elif key in ("role", "other", "by"):
            {"role": self._is, "other": self._named, "by": self._until}[key](text)
        else:
            self._told(key, text)

    def _told(self, key: str, text: str) -> None:
        asked = "achievement" if key == "another" else key
        for name, words in read.route(text, self.lang, asked).items():
            self._note(name, words)
        if self.wanted() == key != "another":
            # Nothing in the answer could be used: it isn't asked again and again.
            self.given_up.append(key)

    def _named(self, text: str) -> None:
        self.other = read.other_of(text) or read.name_of(text)
        if not self.other:
            self._give_up("other")

    def _is(self, text: str) -> None:
        self.role = read.role_of(text, self.lang, answer=True)
        self.other = self.other or read.other_of(text)
        if self.role is None and self.tries["role"] < _TRIES:
            self.notes.append("role")
        elif self.role is None:
            self.role = "employee"

    def _time(self, key: str, text: str) -> None:
        before, confirmed = self.when, self.odd
        found = read_when(text, self.lang, self.today, self.when, answer=True)
        minutes = length(text.lower(), self.lang, bare=True) if key == "length" else None
        if confirmed and cue("prepare", self.lang, "yes").match(text.lower()):
            minutes = confirmed
        self._when_is(replace(found.when, minutes=found.when.minutes or minutes), found.conflict, key)
        nothing = self.when == before and not self.conflict and not self.odd
        if nothing and self.tries[key] < _TRIES:
            self.notes.append("no_minutes" if key == "length" else "no_day")
        elif nothing or (self.wanted() == key and self.tries[key] >= _TRIES):
            self._give_up(key)

    def _when_is(self, when: When, conflict: DateMention | None, key: str) -> None:
        minutes = when.minutes
        if minutes is not None and minutes not in _USUAL and self.odd != minutes:
            self.notes.append("odd")
            self.odd, when = minutes, replace(when, minutes=None)
        else:
            self.odd = None
            when = when if minutes is None or minutes in _ANY else replace(when, minutes=None)
        again = conflict is not None and self.tries.get(key, 0) < _TRIES
        if conflict and not again:
            when = replace(when, day=conflict.end)
        self.conflict = conflict if again else None
        self.notes += ["conflict"] if again else ["read"] if when != self.when else []
        self.when = when

    def _note(self, key: str, words: str) -> None:
        if key == "points":
            self._points(words)
        elif key == "achievement":
            rows = read.achievements(self._decided(words), self.lang) if self._decided(words) else ()
            self.achievements += [row for row in rows if row.action]
        elif key == "colleagues":
            self._people(words)
        elif key == "last":
            self.last = self.last or read.points(words, self.lang, "last")[: read.MOST]
        elif key == "hope":
            self._hope(read.without_lead(words.replace("\n", " "), self.lang, "hope"))

    def _hope(self, words: str) -> None:
        if cue("prepare", self.lang, "pay").search(words.lower()):
            self.pay.append(words)
            self.notes.append("pay")
        else:
            self.hope = self.hope or words

    def _points(self, words: str) -> None:
        found, pay = read.as_points(words, self.lang)
        self.points += found
        self.pay += pay
        self.notes += ["pay"] if pay else []
        self.notes += ["many"] if len(self.points) > _ROWS + 1 else []

    def _decided(self, words: str) -> str:
        """Return the lines that ask for no mark, ranking or decision."""
        verdict = cue("prepare", self.lang, "verdict")
        return "\n".join(line for line in words.splitlines() if not verdict.search(line.lower()))

    def _account(self, key: str, text: str) -> None:
        at = self.row
        row = read.merge(self.achievements[at], read.account(text, self.lang, key), key)
        self.achievements[at] = row
        if not getattr(row, key):
            self.given_up.append(f"{key}:{at}")

    def _people(self, words: str) -> None:
        dates = find_dates(words, self.lang, self.today)
        names = words
        for date in reversed(dates):
            before = cue("prepare", self.lang, "before_date").search(words[: date.span[0]].lower())
            names = names[: before.start() if before else date.span[0]] + names[date.span[1] :]
        self.colleagues = read.people(names, self.lang)
        if dates:
            self._by(dates[-1].end)
        self.notes += ["tell"] if self.role == "manager" and self.colleagues else []

    def _until(self, text: str) -> None:
        dates = find_dates(text, self.lang, self.today) or self._bare(text)
        if dates:
            self._by(dates[-1].end)
        elif day := days_before(text.lower(), self.lang, self.when.day):
            self._by(day)
        else:
            self.by_words = read.tidy(text)

    def _by(self, day: datetime.date) -> None:
        late = bool(self.when.day and day > self.when.day)
        if late and self.tries.get("by", 0) < _TRIES:
            self.notes.append("late")
            self.late = day
            return
        self.by = day

    def _bare(self, text: str) -> tuple[DateMention, ...]:
        lead = {"sv": "senast ", "en": "by "}[self.lang]
        return find_dates(lead + text.strip(), self.lang, self.today) if len(text.split()) <= 4 else ()
