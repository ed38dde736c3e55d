"""What a person's answers add to a goal: read, accepted, asked again, or given up."""

import datetime
import re
from collections.abc import Mapping

from coach.checks.dates import find_dates
from coach.checks.goal import check_goal
from coach.checks.words import sentences
from coach.domain.goal import CRITERIA, Criterion, GoalPaper, Kind, Part
from coach.domain.text import Lang
from coach.domain.verdict import DateMention, Verdict
from coach.modes.goal_plan import check_ins, if_then, one_to_ten
from coach.modes.phrasebook import answers, cue

SURE = 7
"""The confidence below which a goal is made smaller."""
ASKED: tuple[Criterion, ...] = ("specific", "measurable", "time_bound", "achievable", "relevant")
"""The criteria in the order they are asked for: what and when before how and why."""
_TRIES = 2
_FEW = 3
"""Words beside a date that are too few to be a goal: "let's say by"."""
_ALSO: Mapping[Criterion, tuple[Criterion, ...]] = {
    "specific": CRITERIA,
    "measurable": ("achievable", "relevant", "time_bound"),
    "achievable": ("relevant", "time_bound"),
    "relevant": ("time_bound",),
    "time_bound": ("achievable", "relevant"),
}
"""What an answer to one question may answer besides."""


class Talk:
    """A goal conversation being read, one message after the other.

    Args:
        opening: The person's first message.
        lang: The conversation's language.
        today: The day to resolve dates against.
    """

    def __init__(self, opening: str, lang: Lang, today: datetime.date) -> None:
        self.lang: Lang = lang
        self.today = today
        self.said = [opening]
        self.parts: dict[Criterion, Part] = {}
        self.tries: dict[str, int] = {}
        self.given_up: list[str] = []
        self.dates: tuple[DateMention, ...] = ()
        """Of the words that set the deadline."""
        self.confidence: int | None = None
        self.shrunk = False
        self.first_step: Part | None = None
        self.first_step_by: datetime.date | None = None
        self.obstacle: Part | None = None
        self.response: Part | None = None
        self.note = ""
        """Key of the note to show with the next question."""
        self.before = check_goal(opening, lang, today)
        self.kind: Kind = (
            "learning" if cue("goal", lang, "learning").search(opening.lower()) else "performance"
        )
        self._read(opening, self._parted(opening))

    @property
    def deadline(self) -> datetime.date | None:
        """The last day that keeps the goal, where the person's words resolve to one."""
        return max((d.end for d in self.dates), default=None)

    @property
    def conflict(self) -> DateMention | None:
        """A date whose weekday is another than the person wrote."""
        return next((d for d in self.dates if d.conflict), None)

    def wanted(self) -> str:
        """Return the key of the next question, "" when nothing is missing."""
        for name in ASKED:
            if name not in self.parts and name not in self.given_up:
                return name
        steps = (
            ("confidence", self.confidence is None),
            ("shrink", self.confidence is not None and self.confidence < SURE and not self.shrunk),
            ("confidence_again", self.shrunk and "confidence_again" not in self.tries),
            ("obstacle", self.obstacle is None),
            ("response", self.obstacle is not None and self.response is None),
            ("first_step", self.first_step is None),
        )
        return next((key for key, missing in steps if missing and key not in self.given_up), "")

    def answer(self, text: str) -> None:
        """Take the person's next message as the answer to the question that was asked."""
        self.said.append(text)
        key = self.wanted()
        self.note = ""
        if not key:
            return
        if answers("goal", self.lang, "enough", text):
            rest = ("confidence", "shrink", "obstacle", "response", "first_step")
            self.given_up += [key for key in (*ASKED, *rest) if key not in self.parts]
            return
        if not text.strip() or any(answers("goal", self.lang, cue, text) for cue in ("unknown", "skip")):
            self._give_up(key)
            return
        self.tries[key] = self.tries.get(key, 0) + 1
        if key in ASKED:
            self._criterion(key, text)
        elif key in ("confidence", "confidence_again"):
            self._sure(key, text)
        else:
            getattr(self, f"_{key}")(text)

    def paper(self) -> GoalPaper:
        """Return what is known now."""
        return GoalPaper(
            opening=self.said[0],
            before=self.before,
            said=tuple(self.said),
            kind=self.kind,
            parts=dict(self.parts),
            given_up=tuple(self.given_up),
            deadline=self.deadline,
            deadline_fits=self.conflict is None,
            confidence=self.confidence,
            first_step=self.first_step,
            first_step_by=self.first_step_by,
            obstacle=self.obstacle,
            response=self.response,
            check_ins=check_ins(self.today, self.deadline),
        )

    def _give_up(self, key: str) -> None:
        self.given_up.append(key)
        if key == "confidence":
            self.given_up.append("shrink")
        if (
            key == "relevant"
            and "specific" in self.parts
            and self.parts["specific"].turn > 0
            and self._is_wish()
        ):
            # The wish the talk began with is the person's own answer to why.
            self.parts["relevant"] = Part(self.said[0].strip(), 0)

    def _is_wish(self) -> bool:
        return self.before.labels["is_goal"] and len(self.said[0].split()) <= 20

    def _read(self, text: str, found: Verdict, only: tuple[Criterion, ...] = CRITERIA) -> None:
        """Take every criterion that ``text`` meets and that is still missing."""
        turn = len(self.said) - 1
        whole = _sentence(text, found, "specific") if found.labels["specific"] else None
        for name in only:
            if not found.labels[name] or name in self.parts:
                continue
            dates = find_dates(text, self.lang, self.today) if name == "time_bound" else ()
            if name == "time_bound" and "specific" not in only and not dates:
                # Outside a goal's own words "under 40 kilos" or "from start to finish" is no time.
                continue
            start, words = whole if name == "specific" and whole else _evidence(text, found, name)
            self.parts[name] = Part(words, turn, start)
            self.dates = dates or self.dates

    def _criterion(self, key: str, text: str) -> None:
        found = self._parted(text)
        name = next(c for c in CRITERIA if c == key)
        if name == "time_bound":
            self._time(text, found)
            return
        if name == "relevant" and self._new_means(text, found):
            return
        good = found.labels[name] or name in ("achievable", "relevant") or self._fits(name, text)
        if good or self.tries[name] >= _TRIES:
            # Asked twice, the person's words stand; the check says in the paper what they lack.
            whole = name == "specific" and found.labels[name]
            start, words = _sentence(text, found, name) if whole else (0, text.strip())
            self.parts[name] = Part(words, len(self.said) - 1, start)
        else:
            self.note = f"again_{name}"
        self._read(text, found, _ALSO[name])

    def _new_means(self, text: str, found: Verdict) -> bool:
        """Take "by practising with Eva", said in answer to why, as the how it is; False for all else."""
        means = {"sv": r"\s*(?:genom att|med hjälp av)\s", "en": r"\s*by \w+ing\b"}[self.lang]
        why = found.labels["relevant"] or self.tries["relevant"] >= _TRIES
        if why or not re.match(means, text, re.IGNORECASE):
            return False
        self.parts["achievable"] = Part(text.strip(), len(self.said) - 1)
        return True

    def _fits(self, name: Criterion, text: str) -> bool:
        """Return whether the answer meets the criterion as it will stand in the goal."""
        lead = {"sv": "Jag ska ", "en": "I will "}[self.lang]
        known = name != "specific" and "specific" in self.parts
        core = self.parts["specific"].words + " " if known else lead
        return self._parted(core + text.strip()).labels[name]

    def _parted(self, text: str) -> Verdict:
        """Return what the words of a text show, by which it is taken apart."""
        return check_goal(text, self.lang, self.today, by_rules=True)

    def _time(self, text: str, found: Verdict) -> None:
        dates = find_dates(text, self.lang, self.today) or self._bare(text)
        conflict = next((d for d in dates if d.conflict), None)
        past = bool(dates) and max(d.end for d in dates) < self.today
        bounded = bool(dates) or found.labels["time_bound"] or self._fits("time_bound", text)
        if self.tries["time_bound"] < _TRIES and (conflict or past or not bounded):
            self.note = "conflict" if conflict else "past" if past else "again_time_bound"
            self.dates = dates if conflict else ()
            return
        if not bounded:
            self.given_up.append("time_bound")
            return
        start, words = (
            _evidence(text, found, "time_bound") if found.labels["time_bound"] else (0, text.strip())
        )
        self.parts["time_bound"] = Part(words, len(self.said) - 1, start)
        self.dates = dates
        self.note = "date" if dates else ""
        if len(text.split()) - len(words.split()) > _FEW:
            self._read(text, found, _ALSO["time_bound"])

    def _bare(self, text: str) -> tuple[DateMention, ...]:
        """Return the date of an answer that says only the time itself: "sommaren", "March"."""
        lead = {"sv": "senast ", "en": "by "}[self.lang]
        return find_dates(lead + text.strip(), self.lang, self.today) if len(text.split()) <= 4 else ()

    def _sure(self, key: str, text: str) -> None:
        number = one_to_ten(text, self.lang)
        if number is not None:
            self.confidence = number
        elif self.tries[key] < _TRIES:
            self.note = "again_confidence"
            if key == "confidence_again":
                self.tries[key] = 0
        else:
            self.given_up += [key, "shrink"]

    def _shrink(self, text: str) -> None:
        found = self._parted(text)
        dates = find_dates(text, self.lang, self.today)
        turn = len(self.said) - 1
        besides = len(text.split()) - sum(len(text[slice(*d.span)].split()) for d in dates)
        smaller = found.labels["specific"] and (not dates or besides > _FEW)
        if smaller:
            old = self.parts.get("specific")
            self.parts = {name: p for name, p in self.parts.items() if not old or p.turn != old.turn}
            start, words = _sentence(text, found, "specific")
            self.parts["specific"] = Part(words, turn, start)
        if dates:
            self.dates = dates
            self.parts["time_bound"] = Part(
                text[dates[0].span[0] : dates[-1].span[1]], turn, dates[0].span[0]
            )
        if not (smaller or dates):
            if re.search(r"\d", text) and self.tries["shrink"] < _TRIES:
                self.note = "again_shrink"
                return
            self.parts["achievable"] = Part(text.strip(), turn)
        self._read(text, found, CRITERIA if smaller else ())
        self.shrunk = True

    def _obstacle(self, text: str) -> None:
        obstacle, response = if_then(text, self.lang)
        turn = len(self.said) - 1
        self.obstacle = Part(obstacle, turn)
        self.response = Part(response, turn) if response else None

    def _response(self, text: str) -> None:
        self.response = Part(text.strip(), len(self.said) - 1)

    def _first_step(self, text: str) -> None:
        dates = find_dates(text, self.lang, self.today)
        week = self.today + datetime.timedelta(days=7)
        day = max((d.end for d in dates), default=week)
        if not self.today <= day <= week and self.tries["first_step"] < _TRIES:
            self.note = "again_first_step"
            return
        self.first_step = Part(text.strip(), len(self.said) - 1)
        self.first_step_by = day


def _evidence(text: str, found: Verdict, name: str) -> tuple[int, str]:
    """Return where a criterion's own words begin, and the words."""
    spans = found.spans.get(name, ())
    if not spans:
        return 0, text.strip()
    start, end = spans[0]
    for nearby, after in spans[1:]:
        if nearby - end <= 3:
            end = max(end, after)
    return start, text[start:end].strip()


def _sentence(text: str, found: Verdict, name: str) -> tuple[int, str]:
    """Return the whole sentence a criterion's words stand in."""
    at = found.spans.get(name, ((0, len(text)),))[0][0]
    for start, end in sentences(text):
        if start <= at < end:
            return start, text[start:end]
    return 0, text.strip()
