"""A plan's timeline as a picture of the page's own: it takes the page's light, and its words wrap on a phone.

The exported picture (``coach.export.timeline``) shows the same lanes, marks and months.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from coach.app.plan_files import told
from coach.domain.plan import Level, PlanPaper, Rung
from coach.domain.text import Lang
from ui.marks import safe
from ui.words import WORDS, Words

SHAPES = {
    "long": "M3 2l11 6-11 6z",
    "short": "M8 1l7 7-7 7-7-7z",
    "milestone": "M8 2l7 12H1z",
    "action": "M8 2a6 6 0 1 0 .01 0z",
}
"""One outline a level, in a box of 16 x 16 units: told apart without colour."""
_LEVELS: Sequence[Level] = ("long", "short", "milestone", "action")
_AHEAD = datetime.timedelta(days=90)
_MARGIN = datetime.timedelta(days=10)


@dataclass(frozen=True, slots=True)
class _Span:
    """The days a timeline shows."""

    first: datetime.date
    last: datetime.date

    def place(self, day: datetime.date) -> str:
        """Return where a day lies, as a percentage; what is later lies at the end."""
        part = (day - self.first) / (self.last - self.first)
        return f"{100 * min(1.0, max(0.0, part)):.1f}%"

    def months(self) -> list[datetime.date]:
        """Return the first day of every month there is."""
        first = self.first.year * 12 + self.first.month
        days = [datetime.date(n // 12, n % 12 + 1, 1) for n in range(first, first + 13 * 12)]
        return [day for day in days if day <= self.last]


def timeline(paper: PlanPaper, lang: Lang) -> str:
    """Return the timeline as HTML; "" while the plan has no goal and no step."""
    rungs = _sorted(paper)
    if not rungs:
        return ""
    words, span = WORDS[lang], _span(paper, rungs)
    lanes = [_lane(n, rung, span, words) for n, rung in enumerate(rungs, 1)]
    days = [day for day in paper.check_ins.days if day <= span.last]
    if days:
        lanes.append(_ticks(len(rungs) + 1, days, span, words))
    return (
        f'<figure class="timeline" role="img" aria-label="{safe(told(paper, lang))}" lang="{lang}">'
        f'<div class="lanes" style="--all:{len(lanes)}">{_months(paper, span, words)}{"".join(lanes)}</div>'
        f"<figcaption>{_legend(rungs, words)}</figcaption></figure>"
    )


def shape(name: str, done: bool = False) -> str:
    """Return a mark; one that is done is hollow."""
    style = f"mark-{name} hollow" if done else f"mark-{name}"
    return f'<svg class="shape {style}" viewBox="0 0 16 16"><path d="{SHAPES[name]}"/></svg>'


def _sorted(paper: PlanPaper) -> list[Rung]:
    last = datetime.date.max
    kept = [rung for rung in paper.rungs if rung.status != "dropped"]
    return sorted(kept, key=lambda r: (r.day or last, r.day is None, -_LEVELS.index(r.level)))


def _span(paper: PlanPaper, rungs: Sequence[Rung]) -> _Span:
    # A goal years ahead would press the next steps together: it lies at the end, with its year beside it.
    near = [rung.day for rung in rungs if rung.day and rung.level != "long"]
    return _Span(paper.today - _MARGIN, max([*near, paper.today + _AHEAD]) + _MARGIN)


def _lane(n: int, rung: Rung, span: _Span, words: Words) -> str:
    mark = ""
    if rung.day:
        at = span.place(rung.day)
        mark = f'<span class="at" style="left:{at}">{shape(rung.level, rung.status == "done")}</span>'
    label = safe(rung.words[:1].upper() + rung.words[1:])
    bold = " goal" if rung.level in ("long", "short") else ""
    return _row(n, f'<span class="what{bold}">{label}</span>', mark, _day(rung, words))


def _ticks(n: int, days: Sequence[datetime.date], span: _Span, words: Words) -> str:
    ticks = "".join(f'<i class="tick" style="left:{span.place(day)}"></i>' for day in days)
    return _row(n, f'<span class="what">{safe(words.check_ins)}</span>', ticks, f"{len(days)}")


def _row(n: int, what: str, track: str, day: str) -> str:
    return (
        f'<div class="lane" style="--n:{n}">{what}<span class="track">{track}</span>'
        f'<span class="day">{safe(day)}</span></div>'
    )


def _day(rung: Rung, words: Words) -> str:
    if rung.day is None:
        return words.plan_marks["none"]
    month = words.months_short[rung.day.month - 1]
    day = str(rung.day.year) if rung.level == "long" else f"{rung.day.day} {month} {rung.day.year}"
    return f"{day}, {words.plan_marks['done']}" if rung.status == "done" else day


def _months(paper: PlanPaper, span: _Span, words: Words) -> str:
    months = span.months()
    every = 1 if len(months) <= 5 else 3 if len(months) <= 15 else 6
    lines = "".join(f'<i style="left:{span.place(day)}">{_month(day, every, words)}</i>' for day in months)
    at, name = span.place(paper.today), safe(words.plan_marks["today"])
    today = f'<i class="today" style="left:{at}"><b>{name}</b></i>'
    return f'<div class="months">{lines}{today}</div>'


def _month(day: datetime.date, every: int, words: Words) -> str:
    """Return a month's name where there is room for it; January says its year."""
    if (day.month - 1) % every:
        return ""
    name = safe(words.months_short[day.month - 1])
    return f"<span>{name}{f'<br>{day.year}' if day.month == 1 else ''}</span>"


def _legend(rungs: Sequence[Rung], words: Words) -> str:
    used = [level for level in _LEVELS if any(rung.level == level for rung in rungs)]
    return "".join(f"<span>{shape(level)} {safe(words.plan_marks[level])}</span>" for level in used)
