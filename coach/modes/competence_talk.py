"""What a person's answers add to two assessments: read, asked once more, or kept as not rated."""

import datetime
import re

from coach.checks.facts_names import is_first_name
from coach.checks.words import sentences
from coach.domain.competence import CompetenceSide, PlanRow
from coach.domain.text import Lang
from coach.modes import competence_plan as plan
from coach.modes import prepare_read as read
from coach.modes.competence_levels import Mark, Speaker, marks
from coach.modes.competence_names import Trade, tidy, trade_of
from coach.modes.competence_ratings import Doubt, Ratings
from coach.modes.competence_read import Reader
from coach.modes.phrasebook import answers, cue

_MODE = "competence"
_TRIES = 2
_RUN = re.compile(r"([^\w\n])\1{7,}")
_EXAMPLES = 3
"""Competences that an example is asked for."""
_ROWS = 3
"""Rows of the plan."""
_READ = 8000
"""Characters of one message that are read for levels, some three pages of them; the message is kept whole."""
_RATING = ("competences", "own", "missing", "theirs")
"""Questions that are answered with levels."""


class Talk:
    """An assessment being read, one message after the other.

    Args:
        opening: The person's first message.
        lang: The conversation's language.
        today: The day to resolve dates against.
    """

    def __init__(self, opening: str, lang: Lang, today: datetime.date) -> None:
        self.lang: Lang = lang
        self.today = today
        self.said = [opening]
        self.ratings = Ratings(lang)
        self.names = self.ratings.names
        self.unread: list[str] = []
        self.rows: list[PlanRow] = []
        self.trade: Trade | None = None
        self.given_up: set[str] = set()
        self.tries: dict[str, int] = {}
        self.notes: list[tuple[str, str]] = []
        """Keys of the notes to show with the next question, and what each names."""
        self.declined = False
        self.over = False
        text = _clean(opening)
        low = text.lower()
        self.side: CompetenceSide = "manager" if cue(_MODE, lang, "manager").search(low[:2000]) else "own"
        self.other = read.other_of(text)
        self._aside(text)
        self._met(text)
        self._begin(text)

    def wanted(self) -> str:
        """Return the key of the next question, "" when nothing is missing."""
        if self.over:
            return ""
        doubt, example, row = self.doubt(), self.lacking(), self.row()
        steps = (
            ("competences", not self.names.all),
            ("own", not self.ratings.any("me")),
            ("doubt", doubt is not None),
            ("missing", bool(self.missing())),
            ("theirs", bool(self.ratings.without("them"))),
            ("evidence", example >= 0),
            ("choose", not self.rows),
            (plan.lacks(self.rows[row]) if row >= 0 else "", row >= 0),
        )
        return next((key for key, missing in steps if missing and key not in self.given_up), "")

    def answer(self, message: str) -> None:
        """Take the person's next message as the answer to the question that was asked."""
        self.said.append(message)
        key = self.wanted()
        self.notes = []
        if not key:
            return
        text = _clean(message)
        if answers(_MODE, self.lang, "enough", text):
            self.over = True
        elif not text.strip() or any(answers(_MODE, self.lang, no, text) for no in ("unknown", "skip")):
            self._give_up(key)
        else:
            self._aside(text)
            self._take(key, text)

    def doubt(self) -> Doubt | None:
        """Return the first level that can't be taken as it stands and was not asked about in vain."""
        return next((one for one in self.ratings.doubts() if _key(one) not in self.given_up), None)

    def missing(self) -> tuple[int, ...]:
        """Return the competences the person has put no level on and was not asked about."""
        if not self.ratings.any("me"):
            return ()
        return tuple(at for at in self.ratings.without("me") if f"missing:{at}" not in self.given_up)

    def lacking(self) -> int:
        """Return the competence whose example is asked for next, -1 for none.

        Where the two see it differently; where nobody does, what was chosen for the plan.
        """
        chosen = [self.names.find(row.name) for row in self.rows]
        asked = self.ratings.apart()[:_EXAMPLES] or chosen
        known = self.ratings.examples
        return next((at for at in asked if at not in known and f"evidence:{at}" not in self.given_up), -1)

    def row(self) -> int:
        """Return the first row of the plan that lacks something, -1 when none does."""
        return next((at for at, row in enumerate(self.rows) if plan.lacks(row)), -1)

    def _met(self, text: str) -> None:
        """Take the name of whoever puts levels beside the person: "Anna satte 2 på budget"."""
        puts = cue(_MODE, self.lang, "puts").pattern
        found = re.finditer(rf"\b([A-ZÅÄÖÉ][a-zåäöéü]+)(?= (?:{puts})\b)", text[:_READ])
        self.other = self.other or next((m[1] for m in found if is_first_name(m[1])), "")

    def _aside(self, text: str) -> None:
        """Take what a message says besides: what is not for the program to give."""
        if cue(_MODE, self.lang, "total").search(text.lower()):
            self.notes += [] if self.declined else [("declined", "")]
            self.declined = True

    def _begin(self, text: str) -> None:
        text = re.sub(r"^(?:roll|role): ?\w+\n", "", text)
        said = cue(_MODE, self.lang, "trade_line").search(text.lower())
        if said:
            text = text[said.end() :]
        self._levels(text, "me", bare=False)
        if not self.ratings.any("me") and not self.names.all:
            self._list(trade_of(said["trade"] if said else text, self.lang))

    def _list(self, trade: Trade | None) -> None:
        if trade:
            self.trade = trade
            self.names.start(trade.competences)
            self.notes.append(("list", ""))

    def _reader(self) -> Reader:
        them = cue(_MODE, self.lang, "them" if self.side == "own" else "them_manager").pattern
        if self.other:
            name = re.escape(self.other.lower())
            them = rf"(?:{them})(?:\s+{name})?|{name}"
        return Reader(self.lang, them, self.names, self.today)

    def _levels(self, text: str, speaker: Speaker, *, bare: bool) -> None:
        """Take every level of a message; what belongs to no competence is kept as it was written."""
        self.notes += [("long", "")] if len(text) > _READ else []
        text = text[:_READ]
        total = cue(_MODE, self.lang, "total")
        alike = re.compile(cue(_MODE, self.lang, "alike").pattern, re.IGNORECASE)
        same, text = alike.search(text) is not None, alike.sub("", text)
        lines = [text[a:b] for a, b in sentences(text)]
        kept = "\n".join(line for line in lines if not total.search(line.lower()))
        found = self._reader().read(kept, speaker, bare=bare)
        for said in found:
            if not self.ratings.take(said):
                self.unread.append(said.words)
                self.notes.append(("unread", self.unread[-1]))
        if same and speaker == "them":
            self.ratings.alike("them")

    def _take(self, key: str, text: str) -> None:
        if key in _RATING:
            self._rated(key, text)
        elif key == "doubt":
            self._settled(text)
        elif key == "evidence":
            lead = cue(_MODE, self.lang, "lead").match(text.lower())
            self.ratings.examples[self.lacking()] = tidy(text[lead.end() :] if lead else text)
        elif key == "choose":
            self._chosen(text)
        else:
            self._planned(key, text)

    def _rated(self, key: str, text: str) -> None:
        self._met(text)
        speaker: Speaker = "them" if key == "theirs" else "me"
        asked = self.missing() if key == "missing" else tuple(range(len(self.names.all)))
        if not self._in_order(text, speaker, asked):
            trade = trade_of(text, self.lang) if key == "competences" and not marks(text, self.lang) else None
            if trade:
                self._list(trade)
            else:
                self._levels(text, speaker, bare=key in ("competences", "own"))
        self.tries[key] = self.tries.get(key, 0) + 1
        if key == "missing":
            self.given_up |= {f"missing:{at}" for at in asked}
        elif key == "theirs" and self.ratings.any("them"):
            self.given_up.add(key)
        elif self.wanted() == key and self.tries[key] >= _TRIES:
            self._give_up(key)
        elif self.wanted() == key:
            self.notes.append(("no_level", ""))

    def _in_order(self, text: str, speaker: Speaker, asked: tuple[int, ...]) -> bool:
        """Take figures alone as the levels of the list, in its order; return whether the answer was such."""
        found = marks(text, self.lang)
        bare = re.sub(r"[\s,;.]|\b(?:nivå|level)\b", "", _without(text, found).lower())
        if bare or not found or len(found) != len(asked):
            return False
        for at, mark in zip(asked, found, strict=True):
            self.ratings.put(at, speaker, mark)
        return True

    def _settled(self, text: str) -> None:
        doubt = self.doubt()
        assert doubt is not None
        key = _key(doubt)
        found = marks(text, self.lang)
        if found:
            self.ratings.put(doubt.at, doubt.speaker, found[-1], instead=True)
        self.tries[key] = self.tries.get(key, 0) + 1
        if self.ratings.doubt(doubt.at, doubt.speaker) and self.tries[key] >= _TRIES:
            self.given_up.add(key)
        elif not found:
            self.notes.append(("no_level", ""))

    def _chosen(self, text: str) -> None:
        both = cue(_MODE, self.lang, "both").search(text.lower()) or answers(_MODE, self.lang, "rest", text)
        places = list(self.names.mentioned(text)) or (list(self.ratings.apart()) if both else [])
        if not places and len(text.split()) <= 6 and (at := self.names.add(tidy(text))) >= 0:
            places = [at]
            self.given_up.add(f"missing:{at}")
        self.notes += [("many", "")] if len(places) > _ROWS else []
        self.rows = [self._row(at) for at in places[:_ROWS]]
        if not self.rows:
            self._give_up("choose")

    def _row(self, at: int) -> PlanRow:
        mine, theirs = (self.ratings.rating(at, who).level for who in ("me", "them"))
        own, manager = (mine, theirs) if self.side == "own" else (theirs, mine)
        return PlanRow(self.names.all[at], own, manager)

    def _planned(self, key: str, text: str) -> None:
        at = self.row()
        row, note, words = plan.taken(self.rows[at], key, text, self.lang, self.today)
        self.tries[f"{key}:{at}"] = tries = self.tries.get(f"{key}:{at}", 0) + 1
        if note and tries >= _TRIES:
            row = plan.given_up(row, key)
        elif note:
            self.notes.append((note, words))
        self.rows[at] = row

    def _give_up(self, key: str) -> None:
        if key == "doubt" and (doubt := self.doubt()):
            self.given_up.add(_key(doubt))
        elif key == "missing":
            self.given_up |= {f"missing:{at}" for at in self.missing()}
        elif key == "evidence":
            self.given_up.add(f"evidence:{self.lacking()}")
        elif key in plan.STEPS:
            self.rows[self.row()] = plan.given_up(self.rows[self.row()], key)
        else:
            self.given_up.add(key)


def _clean(message: str) -> str:
    """Return a message cleaned, with long runs of one sign cut: they say nothing and take long to read."""
    return _RUN.sub(r"\1\1\1", read.clean(message))


def _key(doubt: Doubt) -> str:
    return f"doubt:{doubt.at}:{doubt.speaker}"


def _without(text: str, found: tuple[Mark, ...]) -> str:
    for mark in reversed(found):
        text = text[: mark.span[0]] + text[mark.span[1] :]
    return text
