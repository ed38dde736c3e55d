"""What the notes and answers come to so far, and what is missing next."""

import datetime
from dataclasses import replace

from coach.checks.email_they import is_one_person
from coach.domain.draft import find_blanks
from coach.domain.email import ActionItem, EmailKind, EmailPaper, Meeting, NextContact, Remark
from coach.domain.text import Lang
from coach.modes.email_actions import Around
from coach.modes.email_lines import small
from coach.modes.email_merge import merged
from coach.modes.email_notes import MOST_POINTS, Reader
from coach.modes.email_people import doubles

_WHO_ASKED = 5
"""Rows without a doer that are asked about; further ones keep their blank."""
_WHEN_ASKED = 3


class State:
    """What is known of an email, and what is still missing.

    Args:
        opening: The notes, perhaps with an order: "tacka Maria …".
        lang: The conversation's language.
        today: The day to resolve dates against.
    """

    def __init__(self, opening: str, lang: Lang, today: datetime.date) -> None:
        self.lang: Lang = lang
        self.today = today
        self.said = [opening]
        self.kind: EmailKind | None = None
        self.receiver = ""
        self.own = ""
        self.people: tuple[str, ...] = ()
        self.addresses: tuple[str, ...] = ()
        self.meeting = Meeting()
        self.thanks: list[Remark] = []
        self.points: list[Remark] = []
        self.unclear: list[Remark] = []
        self.items: list[ActionItem] = []
        self.next: NextContact | None = None
        self.given_up: list[str] = []
        self.none: set[str] = set()
        """What there is none of, by the person's word: nothing is left blank for it."""
        self.tries: dict[str, int] = {}
        self.note = ""
        """Key of the note to show with the next question."""
        self.row = 0
        """The row the note is about, from 1."""
        self.read(opening, 0)

    def read(self, text: str, turn: int) -> None:
        """Take what a message of notes holds."""
        found = Reader(text, self.lang, self.today, turn=turn, people=self.people, own=self.own).read()
        self.kind = self.kind or found.kind
        self.own = self.own or found.own
        self.receiver = self.receiver or found.receiver
        self.people = tuple(dict.fromkeys((*self.people, *found.people)))
        self.addresses = tuple(dict.fromkeys((*self.addresses, *found.addresses)))
        old, new = self.meeting, found.meeting
        self.meeting = Meeting(old.what or new.what, old.topic or new.topic, old.day or new.day)
        self.thanks += found.thanks
        self.points += found.points
        self.unclear += found.unclear
        self.items = merged([*self.items, *found.actions])
        for new_contact in found.contacts:
            self._contact(new_contact)
        # A blank for the receiver stands for somebody who is not named.
        if not self.receiver and len(self.people) == 1 and not find_blanks(text):
            self.receiver = self.people[0]

    def _contact(self, new: NextContact) -> None:
        old = self.next
        if old is None or (new.day and not old.day):
            self.next = new
        elif old.day and new.day and old.day != new.day:
            self.next = replace(old, doubt="two", other=new.day)

    def around(self) -> Around:
        """Return what an answer is read against."""
        last = self.receiver.split()[0] if self.receiver else ""
        they = self.lang == "en" and is_one_person(self.said, self.receiver, self.own, self.people)
        return Around(self.lang, self.today, self.people, self.own, last, len(self.said) - 1, they)

    def double(self) -> tuple[str, ...]:
        """Return the full names that the receiver's first name may mean; none where it is plain."""
        return doubles(self.people).get(self.receiver, ())

    def wanted(self) -> tuple[str, int]:
        """Return what to ask for next and, for a row, which from 0; ("", 0) when nothing is missing."""
        if "enough" in self.none:
            return "", 0
        for key, missing in self._plain():
            if missing and key not in self.given_up and key not in self.none:
                return key, 0
        for row, item in enumerate(self.items):
            if (key := self._row(row, item)) and f"{key}:{row}" not in (*self.given_up, *self.none):
                return key, row
        key = self._about_next()
        if key and key not in self.given_up and "next" not in self.none:
            return key, 0
        own = not self.own and "own" not in self.given_up and "own" not in self.none
        return ("own", 0) if own else ("", 0)

    def _plain(self) -> tuple[tuple[str, bool], ...]:
        return (
            ("kind", self.kind is None),
            ("receiver", not self.receiver),
            ("double", bool(self.double())),
            ("unclear", self.kind == "clarify" and not self.unclear),
            ("thanks", self.kind == "thanks" and not self.thanks),
            ("actions", self.kind == "recap" and not self.items),
        )

    def _row(self, row: int, item: ActionItem) -> str:
        """Return what a row is asked for: its doer first, then a day in doubt, then a day."""
        unnamed = [i for i, other in enumerate(self.items) if not other.who]
        if not item.who and row in unnamed[:_WHO_ASKED]:
            return "who"
        if item.who in doubles(self.people):
            return "double_row"
        if item.doubt:
            return item.doubt
        undated = [i for i, other in enumerate(self.items) if other.when is None]
        return "when" if item.when is None and row in undated[:_WHEN_ASKED] and self.kind != "thanks" else ""

    def _about_next(self) -> str:
        if self.next is None:
            return "next"
        return {"two": "next_conflict", "past": "next_past", "conflict": "next_weekday"}.get(
            self.next.doubt, ""
        )

    def paper(self) -> EmailPaper:
        """Return the working paper as it stands."""
        first = small(self.receiver.split()[0]) if self.receiver else ""
        to = next((a for a in self.addresses if first and _plain_ascii(first) in _plain_ascii(small(a))), "")
        kept = sorted(self.points, key=lambda point: not point.decided)[:MOST_POINTS]
        out = [point.words for point in self.points if point not in kept]
        return EmailPaper(
            tuple(self.said), self.today, self.kind, self.receiver, self.own, to, self.addresses, self.people,
            self.meeting, tuple(self.thanks), tuple(p for p in self.points if p in kept), tuple(self.unclear),
            tuple(self.items), self.next, tuple(self.given_up), tuple(out),
        )  # fmt: skip


def _plain_ascii(text: str) -> str:
    return text.translate(str.maketrans("åäöéüè", "aaoeue"))
