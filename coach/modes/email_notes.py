"""Notes sorted: what they thank for, say, leave unclear, hand out as work, and fix as the next contact."""

import datetime
import re
from dataclasses import dataclass, field, replace

from coach.checks.email_they import is_one_person
from coach.checks.normal import normalise
from coach.domain.email import ActionItem, EmailKind, Meeting, NextContact, Remark
from coach.domain.text import Lang, Normal
from coach.modes.email_actions import Around, rows
from coach.modes.email_days import Day, day_of, past_day
from coach.modes.email_lines import Line, addresses, small, statements
from coach.modes.email_meeting import only_meeting, read_meeting
from coach.modes.email_people import addressed, group, own_name, people
from coach.modes.phrasebook import cue

MOST_POINTS = 40
"""Statements that are kept; of a longer paste the rest is named as left out."""
_ORDER_WORDS = 60
# A verb in the past or a state: the statement tells something.
_TOLD = {
    "sv": re.compile(
        r"(?:\b|.*\b)(?:\w{2,}(?:ade|dde|lde|nde|rde|gde|mde|kte|pte|ste|tte)s?|sa|gick|tog|blev|var|är|har|vill|fick|kom|ska|känns?|fungerar|tycker)\b"
    ),
    "en": re.compile(
        r"(?:\b|.*\b)(?:\w{2,}ed|was|were|is|are|has|have|said|told|went|wants?|thinks?|feels?|took|gave|felt|will)\b"
    ),
}
_KINDS: tuple[EmailKind, ...] = ("clarify", "thanks", "recap")


@dataclass(slots=True)
class Notes:
    """What one message of the person holds, sorted."""

    kind: EmailKind | None = None
    receiver: str = ""
    own: str = ""
    people: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    meeting: Meeting = field(default_factory=Meeting)
    thanks: list[Remark] = field(default_factory=list)
    points: list[Remark] = field(default_factory=list)
    unclear: list[Remark] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)
    contacts: list[NextContact] = field(default_factory=list)


class Reader:
    """Reads one message.

    Args:
        text: The message as given.
        lang: The conversation's language.
        today: The day to resolve dates against.
        turn: Which of the person's messages it is.
        people: Who is known from earlier messages.
        own: The writer's name from earlier messages.
    """

    def __init__(
        self,
        text: str,
        lang: Lang,
        today: datetime.date,
        *,
        turn: int = 0,
        people: tuple[str, ...] = (),
        own: str = "",
    ) -> None:
        self.lang, self.today, self.turn = lang, today, turn
        self.normal: Normal = normalise(text)
        self.notes = Notes(own=own_name(self.normal.text, lang) or own)
        self._known = people
        self._last, self._they = "", False

    def read(self) -> Notes:
        """Return what the message holds."""
        text, notes = self.normal.text, self.notes
        notes.addresses = addresses(text)
        notes.people = tuple(dict.fromkeys((*self._known, *people(text, self.lang))))
        others = [name for name in notes.people if not self._is_own(name)]
        if self.lang == "en" and len(others) == 1:
            self._they = is_one_person((text,), others[0], notes.own, notes.people)
        for line in map(self._unsigned, statements(text, self.lang)):
            self._sort(line)
            if named := [p for p in people(line.text, self.lang) if not self._is_own(p)]:
                self._last = named[0]
        notes.people = tuple(p for p in notes.people if not self._is_own(p))
        return notes

    def _unsigned(self, line: Line) -> Line:
        """Return a statement without the "/Elin" that ends its line."""
        signed = re.search(rf"\s*/\s?{re.escape(self.notes.own)}\s*$", line.text) if self.notes.own else None
        return replace(line, text=line.text[: signed.start()]) if signed and signed.start() else line

    def _is_own(self, name: str) -> bool:
        return bool(self.notes.own) and name in (self.notes.own, self.notes.own.split()[0])

    def _sort(self, line: Line) -> None:
        """Put one statement where it belongs; the first that fits counts."""
        for take in (
            self._bare,
            self._order,
            self._own,
            self._next,
            self._unclear,
            self._thanks,
            self._work,
            self._met,
        ):
            if take(line):
                return
        if len(line.text.split()) > 1 and not self._says("attended", line.text):
            self.notes.points.append(
                self._remark(line, decided=line.section == "points" or self._says("decided", line.text))
            )

    def _bare(self, line: Line) -> bool:
        """Take lines that say nothing of their own: headings, who was there, addresses."""
        if line.section == "subject":
            self._meeting(line.text)
        if line.section in ("people", "subject", "empty"):
            return True
        rest = line.text
        for address in addresses(rest):
            rest = rest.replace(address, "")
        return len(re.findall(r"\w{2,}", rest)) < 2 and bool(addresses(line.text))

    def _order(self, line: Line) -> bool:
        """Take an order about the email: its kind, its receiver, perhaps what to thank for."""
        low = small(line.text)
        found = re.match(rf"(?:{cue('email', self.lang, 'order').pattern})", low)
        if not found or len(low.split()) > _ORDER_WORDS or line.section:
            return self._one_word(low)
        self.notes.kind = self.notes.kind or kind_of(low, self.lang)
        self.notes.receiver = (
            self.notes.receiver
            or addressed(line.text, self.lang, "to")
            or group(line.text, self.lang)
            or addressed(line.text, self.lang, "met")
        )
        self._last = self.notes.receiver or self._last
        self._meeting(line.text)
        self._ordered(line, low)
        return True

    def _one_word(self, low: str) -> bool:
        bare = low.strip(" .:!")
        kind = kind_of(bare, self.lang) if len(bare.split()) == 1 else None
        self.notes.kind = self.notes.kind or kind
        return kind is not None

    def _ordered(self, line: Line, low: str) -> None:
        """Take what an order holds besides: what is thanked for, what is unclear, what follows a colon."""
        thanked = re.search(
            {"sv": r"\btacka?\b[^.:]{0,40}?\sför\s(?:att\s)?", "en": r"\bthank\w*\b[^.:]{0,40}?\sfor\s"}[
                self.lang
            ],
            low,
        )
        if thanked and not only_meeting(line.text[thanked.end() :], self.lang):
            self._add_thanks(line, thanked.end() - (4 if low[: thanked.end()].endswith(" att ") else 0))
            return
        asked = re.search(
            {
                "sv": r"\bfråga(?:r)?(?: \w+)? (?=om |vad |hur |när |vem |varför |vilk)",
                "en": r"\bask(?:ing)?(?: \w+)? (?:about )?(?=whether |if |what |how |when |who |why |which )",
            }[self.lang],
            low,
        )
        if asked and not self._says("kind_clarify", line.text[asked.end() :]):
            self.notes.unclear.append(self._remark(line, asked.end()))
            return
        head, colon, rest = line.text.partition(": ")
        if colon and len(rest.split()) > 2:
            begin = line.start + len(head) + 2 + (len(rest) - len(rest.lstrip()))
            for inner in statements(rest, self.lang):
                self._sort(Line(inner.text, begin + inner.start, inner.section))

    def _own(self, line: Line) -> bool:
        """Take a line that says no more than who writes."""
        own = self.notes.own
        short = len(line.text.split()) <= len(own.split()) + 4
        return (bool(own) and short and own_name(line.text, self.lang) == own) or (
            bool(own) and line.text == own
        )

    def _next(self, line: Line) -> bool:
        if line.section not in ("next", "") or (
            not line.section and not self._says("next_contact", line.text)
        ):
            return False
        day = day_of(line.text, self.lang, self.today)
        past = re.search(
            {
                "sv": r"\b(?:sågs|träffades|hördes|möttes|förra|senaste mötet)\b",
                "en": r"\b(?:met|spoke|talked|last)\b",
            }[self.lang],
            small(line.text),
        )
        gone = past or past_day(line.text[:300], self.lang, self.today)
        if gone and (day is None or day.day <= self.today):
            return False
        self.notes.contacts.append(contact(line.text, day))
        return True

    def _unclear(self, line: Line) -> bool:
        if line.section != "unclear" and (line.section or not self._says("unclear", line.text)):
            return False
        self.notes.unclear.append(self._remark(line))
        return True

    def _thanks(self, line: Line) -> bool:
        if line.section != "thanks" and (
            line.section not in ("", "points") or not self._says("thanks", line.text)
        ):
            return False
        self._meeting(line.text)
        lead = re.match(rf"(?:{cue('email', self.lang, 'thanks_lead').pattern})", small(line.text))
        rest = line.text[lead.end() :] if lead else ""
        if not (lead and only_meeting(rest, self.lang)):
            self._add_thanks(line, 0)
        return True

    def _add_thanks(self, line: Line, at: int) -> None:
        self.notes.thanks.append(self._remark(line, at))

    def _work(self, line: Line) -> bool:
        around = Around(
            self.lang,
            self.today,
            self.notes.people,
            self.notes.own,
            self._last or self.notes.receiver,
            self.turn,
            self._they,
        )
        found = rows(line, around) if line.section in ("", "points", "actions") else []
        if line.section != "actions":
            # What both do without a day is a decision, no task.
            both = ("vi", "we")
            found = [i for i in found if i.who not in both or (i.when and line.section != "points")]
        for item in found:
            span = self.normal.original(*item.source_span)
            self.notes.actions.append(replace(item, source_span=span))
        return bool(found)

    def _met(self, line: Line) -> bool:
        """Take "Möte med Maria 24/11 om budgeten": the meeting, no point."""
        after = 0 if line.section else self._meeting(line.text)
        if not after:
            return False
        told = _TOLD[self.lang]
        return not told.search(small(line.text[after:])) and not told.match(small(line.text))

    def _meeting(self, text: str) -> int:
        """Read what, when and about what they met; return where its name ends, 0 for none."""
        found = read_meeting(text, self.lang, self.today)
        if found is None:
            return 0
        new, end = found
        old = self.notes.meeting
        self.notes.meeting = Meeting(old.what or new.what, old.topic or new.topic, old.day or new.day)
        if not self.notes.receiver:
            named = addressed(text, self.lang, "met")
            self.notes.receiver = "" if self._is_own(named) else named
        return end

    def _remark(self, line: Line, at: int = 0, *, decided: bool = False) -> Remark:
        start = self.normal.original(line.start + at, line.start + at)[0]
        return Remark(line.text[at:].strip(), self.turn, start, self._last or self.notes.receiver, decided)

    def _says(self, name: str, text: str) -> bool:
        return bool(cue("email", self.lang, name).search(small(text)))


def contact(text: str, day: Day | None) -> NextContact:
    """Return the next contact in the person's words; a period such as "nästa vecka" stays in them."""
    if day is None or not day.exact:
        return NextContact(text.strip(" .!"))
    return NextContact(text.strip(" .!"), day.day, day.words, day.doubt)


def kind_of(text: str, lang: Lang) -> EmailKind | None:
    """Return what an email is for, by the words of an order or an answer; the first named counts."""
    found = [
        (match.start(), kind)
        for kind in _KINDS
        if (match := cue("email", lang, f"kind_{kind}").search(small(text)))
    ]
    return min(found)[1] if found else None
