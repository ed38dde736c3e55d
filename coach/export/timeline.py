"""A plan as a picture: one line a goal or step over the months, told apart by shape, to survive print.

Drawn with a fixed font and fixed settings: the same plan gives the same picture, and nothing is fetched.
"""

import datetime
import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from coach.domain.plan import Level, PlanPaper, Rung
from coach.domain.text import Both, Lang

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDE = 8.2
"""Inches; a page's width between the margins is 6.5, which makes the letters 8 points there."""
_DPI = 200
_WRAPS = (38, 34, 30, 26, 22, 18)
"""Characters of a label's line: the most that is no wider than ``_ROOM``."""
_ROOM = 202.0
"""Points from the left edge to the months."""
_LINE = 0.17
"""Inches a line of text takes."""
_GAP = 0.16
_REST = 1.25
"""Inches for the scale, the legend and the last line."""
_FONT = "DejaVu Sans"
"""Comes with the drawing library, so that å, ä and ö stand everywhere."""
_SHAPES: Mapping[Level, tuple[str, str]] = {
    "long": (">", "#1F3A4D"),
    "short": ("D", "#0072B2"),
    "milestone": ("^", "#009E73"),
    "action": ("o", "#D55E00"),
}
"""Marker and colour of each level; the colours are Okabe and Ito's, which everybody can tell apart."""
_ORDER: tuple[Level, ...] = ("long", "short", "milestone", "action")
_MONTHS: Mapping[Lang, Sequence[str]] = {
    "sv": ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "sv": {
        "title": "Tidslinje",
        "today": "i dag",
        "long": "på sikt",
        "short": "mål för året",
        "milestone": "delmål",
        "action": "steg",
        "done": "klart",
        "check_in": "avstämning",
        "none": "inget datum än",
        "made": "Gjord med hjälp av Coach, en AI-assistent ({}).",
    },
    "en": {
        "title": "Timeline",
        "today": "today",
        "long": "in the long run",
        "short": "goal for the year",
        "milestone": "milestone",
        "action": "step",
        "done": "done",
        "check_in": "check-in",
        "none": "no date yet",
        "made": "Made with the help of Coach, an AI assistant ({}).",
    },
}
_GUIDED: Both = {"sv": "guidat, utan språkmodell", "en": "guided, without a language model"}


@dataclass(frozen=True, slots=True)
class _Lane:
    rung: Rung
    label: str
    """Wrapped."""
    top: float
    """Inches from the top of the drawing to the middle of the lane."""


def picture(paper: PlanPaper, *, lang: Lang, writer: str) -> bytes:
    """Return the plan's timeline as a PNG.

    Args:
        paper: The plan; what was dropped is left out, what has no day is drawn without a mark.
        lang: The language of months and of the line that says who helped.
        writer: ``guided`` or the model's id.
    """
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rungs = _sorted(paper)
    lanes, high = _lanes(rungs, lang)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams["font.family"] = [_FONT]
        matplotlib.rcParams["text.parse_math"] = False
        figure = Figure(figsize=(_WIDE, high + _REST), dpi=_DPI, facecolor="white")
        FigureCanvasAgg(figure)
        _draw(figure, paper, lanes, high, lang)
        named = _GUIDED[lang] if writer == "guided" else writer
        line = _drawable(_WORDS[lang]["made"].format(named))
        figure.text(0.02, 0.12 / (high + _REST), line, fontsize=7.5, color="#5A6670")
        made = io.BytesIO()
        meta = {"Software": "Coach", "Title": _WORDS[lang]["title"], "Description": line}
        figure.savefig(made, format="png", metadata=meta)
    return made.getvalue()


def _sorted(paper: PlanPaper) -> list[Rung]:
    """Return what is drawn: what has a day in its order, goals after steps of that day, then the rest."""
    rungs = [rung for rung in paper.rungs if rung.status != "dropped"]
    last = datetime.date.max
    return sorted(rungs, key=lambda r: (r.day or last, r.day is None, -_ORDER.index(r.level)))


def _lanes(rungs: Sequence[Rung], lang: Lang) -> tuple[list[_Lane], float]:
    lanes, at = [], 0.0
    for rung in rungs:
        bold = rung.level in ("long", "short")
        label = "\n".join(_wrapped(rung.words[:1].upper() + rung.words[1:], bold=bold))
        high = (label.count("\n") + 1) * _LINE + _GAP
        lanes.append(_Lane(rung, label, at + high / 2))
        at += high
    return lanes, max(at, 0.6)


def _wrapped(words: str, *, bold: bool = False) -> list[str]:
    text = _drawable(words)
    for most in _WRAPS:
        lines = textwrap.wrap(text, most, break_long_words=True) or [""]
        lines = lines if len(lines) <= 4 else [*lines[:3], f"{lines[3][: most - 2]} …"]
        if max(_width(line, bold) for line in lines) <= _ROOM:
            break
    return lines


def _width(line: str, bold: bool) -> float:
    """Return how wide a line of a label is, in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=_FONT, weight="bold" if bold else "normal", size=9)
    wide, _, _ = text_to_path.get_text_width_height_descent(line, font, ismath=False)
    return float(wide)


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(findfont(FontProperties(family=_FONT))).get_charmap())


def _drawable(text: str) -> str:
    """Return a text with a box for every sign that the font does not have."""
    flat = " ".join(text.split())
    return "".join(c if ord(c) in _glyphs() else "□" for c in flat)


def _draw(figure: "Figure", paper: PlanPaper, lanes: Sequence[_Lane], high: float, lang: Lang) -> None:
    total = high + _REST
    axes = figure.add_axes((0.37, 0.95 / total, 0.47, high / total))
    near = [lane.rung.day for lane in lanes if lane.rung.day and lane.rung.level != "long"]
    end = max([*near, paper.today + datetime.timedelta(days=90)]) + datetime.timedelta(days=14)
    first, last = paper.today - datetime.timedelta(days=7), end
    axes.set_xlim(first.toordinal(), last.toordinal())
    axes.set_ylim(high, 0)
    _scale(axes, first, last, lang)
    _check_ins(axes, paper, last, high)
    axes.axvline(paper.today.toordinal(), color="black", linewidth=1.2, linestyle=(0, (4, 2)))
    axes.text(paper.today.toordinal() + 2, -0.05, _WORDS[lang]["today"], fontsize=7.5, va="bottom")
    for lane in lanes:
        _lane(axes, lane, last, lang)
    _legend(figure, lanes, bool(paper.check_ins.days), total, lang)


def _scale(axes: "Axes", first: datetime.date, last: datetime.date, lang: Lang) -> None:
    """Mark the first of every month, named where there is room; January names its year."""
    months = []
    year, month = first.year, first.month
    while (day := datetime.date(year + month // 12, month % 12 + 1, 1)) <= last:
        months.append(day)
        year, month = day.year, day.month
    every = 1 if len(months) <= 8 else 2 if len(months) <= 16 else 3
    january = next((n for n, day in enumerate(months) if day.month == 1), 0)
    axes.set_xticks([day.toordinal() for day in months])
    names = [
        _MONTHS[lang][day.month - 1] + (f"\n{day.year}" if day.month == 1 else "")
        if (n - january) % every == 0
        else ""
        for n, day in enumerate(months)
    ]
    axes.set_xticklabels(names, fontsize=8)
    axes.set_yticks([])
    axes.grid(axis="x", color="#D5DBE0", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)


def _check_ins(axes: "Axes", paper: PlanPaper, last: datetime.date, high: float) -> None:
    days = [day.toordinal() for day in paper.check_ins.days if day <= last]
    # Above the line, so that they are not read as the months below it.
    axes.plot(days, [high - 0.07] * len(days), linestyle="", marker="|", color="black", markersize=8)


def _lane(axes: "Axes", lane: _Lane, last: datetime.date, lang: Lang) -> None:
    rung, words = lane.rung, _WORDS[lang]
    bold = "bold" if rung.level in ("long", "short") else "normal"
    place = axes.get_yaxis_transform()
    axes.text(-0.03, lane.top, lane.label, transform=place, ha="right", va="center", weight=bold, fontsize=9)
    axes.axhline(lane.top, color="#EEF1F3", linewidth=0.8, zorder=0)
    marker, colour = _SHAPES[rung.level]
    said = _day(rung, lang)
    if rung.day:
        at = min(rung.day, last).toordinal()
        fill = "white" if rung.status == "done" else colour
        axes.plot(
            [at], [lane.top], marker=marker, color=colour, markersize=8, markerfacecolor=fill,
            markeredgewidth=1.6, clip_on=False, zorder=3,
        )  # fmt: skip
    shown = f"{said}, {words['done']}" if rung.status == "done" else said
    axes.text(1.04, lane.top, shown, transform=place, ha="left", va="center", fontsize=8)


def _day(rung: Rung, lang: Lang) -> str:
    if not rung.day:
        return _WORDS[lang]["none"]
    if rung.level == "long":
        return str(rung.day.year)
    return f"{rung.day.day} {_MONTHS[lang][rung.day.month - 1]} {rung.day.year}"


def _legend(figure: "Figure", lanes: Sequence[_Lane], ticks: bool, total: float, lang: Lang) -> None:
    """Name every shape that is drawn, so that none needs its colour."""
    from matplotlib.lines import Line2D

    words = _WORDS[lang]
    used = [level for level in _ORDER if any(lane.rung.level == level for lane in lanes)]
    marks = [
        Line2D([], [], linestyle="", marker=_SHAPES[one][0], color=_SHAPES[one][1], label=words[one])
        for one in used
    ]
    if any(lane.rung.status == "done" for lane in lanes):
        marks.append(
            Line2D(
                [], [], linestyle="", marker="o", color="black", markerfacecolor="white", label=words["done"]
            )
        )
    if ticks:
        marks.append(Line2D([], [], linestyle="", marker="|", color="black", label=words["check_in"]))
    figure.legend(
        handles=marks, loc="lower left", bbox_to_anchor=(0.01, 0.28 / total), ncols=len(marks), frameon=False,
        fontsize=8, handletextpad=0.2, columnspacing=1.2,
    )  # fmt: skip
