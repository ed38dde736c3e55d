"""Where a plan stands: what is known, what is asked next, and what was given up."""

import datetime
from dataclasses import replace

from coach.checks.goal import check_goal
from coach.domain.plan import FIELDS, CheckIns, Field, Loose, Progress, Rung
from coach.domain.text import Lang
from coach.modes.email_people import doubles
from coach.modes.phrasebook import cue
from coach.modes.plan_ladder import above, check_ins, late, ordered, outside, series

TRIES = 2
MOST_ROWS = 12


class Talk:
    """A plan being read, one message after the other; see ``plan_answer``.

    Args:
        lang: The conversation's language.
        today: The day to resolve dates against.
    """

    def __init__(self, lang: Lang, today: datetime.date) -> None:
        self.lang: Lang = lang
        self.today = today
        self.said: list[str] = []
        self.hard: list[str] = []
        self.soft: list[str] = []
        self.rungs: list[Rung] = []
        self.check_in = CheckIns()
        self.if_then: list[str] = []
        self.kept: list[str] = []
        """Sentences that fit nowhere else."""
        self.left_out = 0
        self.log: list[Progress] = []
        self.loose: list[Loose] = []
        self.slips: list[int] = []
        """Rungs that slipped and wait for an answer."""
        self.asked_steps: set[int] = set()
        """Goals whose steps were asked for and answered."""
        self.tries: dict[str, int] = {}
        self.given_up: list[str] = []
        self.notes: list[tuple[str, dict[str, object]]] = []
        """Keys and values of the notes to show with the next question."""
        self.over = False
        self.names: tuple[str, ...] = ()
        self.receiver = ""
        """Who a pasted email greets: its "you"."""
        self.spoken = today
        """The day something was last said."""
        self.rhythm_from = today
        """The day the rhythm was said on: it is counted from there."""
        self._since: dict[int, tuple[datetime.date | None, datetime.date]] = {}
        """Of each rung its day, and the day that was said on."""
        self._rhythm = ""

    def settle(self) -> None:
        """Note which day the last message was said on, for whatever it set."""
        self.spoken = self.today
        for at, rung in enumerate(self.rungs):
            if at not in self._since or self._since[at][0] != rung.day:
                self._since[at] = rung.day, self.today
        if self.check_in.words != self._rhythm:
            self._rhythm, self.rhythm_from = self.check_in.words, self.today
        self.log = [one if one.on else replace(one, on=self.today) for one in self.log]

    def overdue(self, at: int) -> bool:
        """Return whether an open step's day has come and gone since it was set."""
        rung, (known, since) = self.rungs[at], self._since.get(at, (None, self.today))
        gone = rung.day is not None and rung.day == known and since <= rung.day < self.today
        return gone and rung.status == "open" and rung.level != "long" and not rung.doubt

    def goals(self) -> list[int]:
        """Return the places of the short-term goals."""
        return [at for at, r in enumerate(self.rungs) if r.level == "short" and r.status != "dropped"]

    def long(self) -> int | None:
        """Return the place of the long-term goal, None while there is none."""
        return next((at for at, r in enumerate(self.rungs) if r.level == "long"), None)

    def steps(self) -> list[int]:
        """Return the places of the open milestones and actions."""
        return [
            at for at, r in enumerate(self.rungs) if r.level in ("milestone", "action") and r.status == "open"
        ]

    def shown(self) -> list[int]:
        """Return the places of the actions in the order of the table, whose rows are counted from 1."""
        return [at for at in ordered(self.rungs) if self.rungs[at].level == "action"]

    def together(self, key: str) -> list[int]:
        """Return the actions a question is about at once; none where it is about one step or comes again."""
        field = next((field for field in FIELDS if field == key), None)
        if field is None or self.tries.get(f"{field}:all", 0):
            return []
        found = [at for at in self.shown() if at in self.lacking(field)]
        return found if len(found) > 1 and found == self.lacking(field) else []

    def lacking(self, field: Field) -> list[int]:
        """Return the steps that lack something and were not given up; a milestone needs only its day."""
        name = "day" if field == "when" else field
        return [
            at
            for at in self.steps()
            if not getattr(self.rungs[at], name)
            and (field == "when" or self.rungs[at].level == "action")
            and f"{field}:{at}" not in self.given_up
        ]

    def wanted(self) -> tuple[str, int]:
        """Return the key of the next question and the rung it is about, -1 for none; ("", -1) at the end."""
        if self.slips:
            return "slipped", self.slips[0]
        if doubt := self._doubted():
            return doubt
        if self.over:
            return "", -1
        return self._missing()

    def _doubted(self) -> tuple[str, int] | None:
        for at, rung in enumerate(self.rungs):
            if rung.status != "open":
                continue
            if rung.doubt:
                return rung.doubt, at
            if self.overdue(at) and f"overdue:{at}" not in self.given_up:
                return "overdue", at
            if rung.day and late(self.rungs, at):
                return "late", at
            if self.namesakes(at):
                return "which", at
        return None

    def namesakes(self, at: int) -> tuple[str, ...]:
        """Return the people a rung's owner may be, where two share the name; none where it is clear."""
        owner = self.rungs[at].owner
        both = doubles(self.names).get(owner, ())
        return both if f"which:{at}" not in self.given_up else ()

    def _missing(self) -> tuple[str, int]:
        long = self.long()
        steps: list[tuple[str, int, bool]] = [
            ("hard", -1, not self.hard),
            ("soft", -1, not self.soft),
            ("long", -1, long is None),
        ]
        if long is not None:
            steps.append(("long_when", long, self.unfit(long)))
        goals = self.goals()
        steps.append(("short", -1, not goals))
        for at in goals:
            steps += [("short_when", at, self.unfit(at)), ("concrete", at, self.vague(at))]
        steps += [("actions", at, at not in self.asked_steps) for at in goals or [-1]]
        for field in FIELDS:
            found = self.lacking(field)
            steps.append((field, found[0] if found else -1, bool(found)))
        steps.append(("check_in", -1, not self.check_in.words))
        return next(
            ((key, at) for key, at, missing in steps if missing and not self._past(key, at)), ("", -1)
        )

    def _past(self, key: str, at: int) -> bool:
        """Return whether a question was given up; a goal's day that has come since is looked at again."""
        if key in ("long_when", "short_when") and self.rungs[at].day:
            return False
        return key in self.given_up or f"{key}:{at}" in self.given_up

    def unfit(self, at: int) -> bool:
        """Return whether a goal has no day, or one outside its window."""
        if self.overdue(at):
            return False
        since = self._since.get(at, (None, self.today))[1]
        return self.rungs[at].day is None or outside(self.rungs[at], since)

    def vague(self, at: int) -> bool:
        """Return whether a goal's words name nothing a stranger could see done."""
        words = self.rungs[at].words
        if cue("plan", self.lang, "perfect").match(words.lower()):
            return False
        labels = check_goal(words, self.lang, self.today, by_rules=True).labels
        return not labels["specific"] and not labels["measurable"]

    def note(self, name: str, **values: object) -> None:
        """Show a note with the next question."""
        self.notes.append((name, values))

    def give_up(self, key: str, at: int) -> None:
        """Ask this no more; a contradiction stays open, without a day."""
        if key == "slipped":
            self.slips = [slip for slip in self.slips if slip != at]
        elif key in ("past", "conflict", "two", "late", "which"):
            self._loosen(key, at)
        elif key in ("long_when", "short_when") and self.rungs[at].day:
            self.loose.append(Loose("window", at, self.rungs[at].day))
            self.rungs[at] = replace(self.rungs[at], day=None, day_words="")
            self.given_up.append(f"{key}:{at}")
        elif together := self.together(key):
            self.given_up += [f"{key}:{each}" for each in together]
        elif key == "actions":
            self.asked_steps.add(at)
            self.given_up += [] if self.children(at) else [f"actions:{at}"]
        else:
            self.given_up.append(f"{key}:{at}" if at >= 0 else key)

    def children(self, at: int) -> list[int]:
        """Return the steps that lead to a goal."""
        return [n for n in self.steps() if self.rungs[n].parent == at or at < 0]

    def _loosen(self, key: str, at: int) -> None:
        rung = self.rungs[at]
        if key == "which":
            self.loose.append(Loose("which", at))
            self.given_up.append(f"which:{at}")
            return
        why: dict[str, Loose] = {
            "past": Loose("past", at, rung.day),
            "conflict": Loose("conflict", at, rung.day),
            "two": Loose("two", at, rung.day, rung.other),
            "late": Loose("late", at, rung.day, self.limit(at)),
        }
        self.loose.append(why[key])
        self.rungs[at] = replace(rung, day=None, day_words="", doubt="", other=None)
        self.given_up.append(
            f"{'when' if rung.level in ('milestone', 'action') else rung.level + '_when'}:{at}"
        )

    def limit(self, at: int) -> datetime.date | None:
        """Return the day of the nearest dated rung above."""
        up = above(self.rungs, at)
        return None if up is None else self.rungs[up].day

    def end(self) -> None:
        """Take everything that is missing as given up."""
        self.over = False
        for _ in range(400):
            key, at = self.wanted()
            if not key:
                break
            self.give_up(key, at)
        self.over = True

    def deadlines(self) -> list[datetime.date]:
        """Return the days of the open rungs but the long-term goal."""
        return [r.day for r in self.rungs if r.day and r.status == "open" and r.level != "long"]

    def check_in_days(self) -> CheckIns:
        """Return the person's days and the rhythm's, and one more before each deadline that has none.

        They are worked out on the day something was last said, so that none moves by being looked at.
        """
        ends = [day for day in self.deadlines() if day > self.spoken]
        rhythm = series(self.rhythm_from, self.check_in, max(ends, default=None))
        rhythm = tuple(day for day in rhythm if day > self.spoken)
        days = check_ins(self.spoken, ends, [*self.check_in.days, *rhythm])
        return replace(self.check_in, rhythm=rhythm, days=days)
