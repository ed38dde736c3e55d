"""Two assessments as a picture of the page's own: a spider chart, or rows where there are fewer than three.

Both lines read without colour: one is whole with filled circles, the other dashed with open squares. Nothing
is filled in, since an area would look like a total.
"""

import math
import textwrap
from collections.abc import Sequence

from coach.app.competence_files import axes, described, who
from coach.domain.competence import HIGHEST, CompetencePaper
from coach.domain.text import Lang
from coach.export.spider import FEWEST, Axis, wrapped
from ui.marks import safe

_WIDE, _HIGH, _RADIUS = 500, 330, 105
_HOLE = 1
"""Steps of the scale between the middle and 0: a 0 is seen as a point."""
_LINE = 15
_BESIDE = 13
"""Characters of a line beside the chart."""
_Point = tuple[float, float]


def spider(paper: CompetencePaper, lang: Lang) -> str:
    """Return the chart as HTML; "" while there is no competence."""
    shown = axes(paper)
    if not shown:
        return ""
    chart = _web(shown) if len(shown) >= FEWEST else _rows(shown)
    first, second = (safe(name) for name in who(paper, lang))
    return (
        f'<figure class="spider" role="img" aria-label="{safe(described(paper, lang))}" lang="{lang}">{chart}'
        f"<figcaption><span>{_key('first')} {first}</span><span>{_key('second')} {second}</span>"
        f"</figcaption></figure>"
    )


def _web(shown: Sequence[Axis]) -> str:
    n = len(shown)
    rings = "".join(
        f'<polygon class="ring" points="{_joined([_at(i, n, level) for i in range(n)])}"/>'
        for level in range(HIGHEST + 1)
    )
    spokes = "".join(_spoke(i, n) for i in range(n))
    names = "".join(_name(axis.name, i, n) for i, axis in enumerate(shown))
    scale = "".join(_figure(level, n) for level in range(HIGHEST + 1))
    lines = _line([axis.second for axis in shown], "second") + _line([axis.first for axis in shown], "first")
    return f'<svg viewBox="0 0 {_WIDE} {_HIGH}" width="100%">{rings}{spokes}{scale}{lines}{names}</svg>'


def _at(i: int, n: int, level: float) -> _Point:
    angle = 2 * math.pi * i / n - math.pi / 2
    far = _RADIUS * (level + _HOLE) / (HIGHEST + _HOLE)
    return round(_WIDE / 2 + far * math.cos(angle), 1), round(_HIGH / 2 + far * math.sin(angle), 1)


def _joined(points: Sequence[_Point]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _spoke(i: int, n: int) -> str:
    (x, y), (far_x, far_y) = _at(i, n, 0), _at(i, n, HIGHEST)
    return f'<line class="ring" x1="{x}" y1="{y}" x2="{far_x}" y2="{far_y}"/>'


def _figure(level: int, n: int) -> str:
    # Halfway between two spokes, where no mark can lie.
    (x, y), (next_x, next_y) = _at(0, n, level), _at(1, n, level)
    return f'<text class="level" x="{(x + next_x) / 2:.1f}" y="{(y + next_y) / 2 + 4:.1f}">{level}</text>'


def _line(levels: Sequence[int | None], style: str) -> str:
    """Return one assessment; it breaks where a competence is not rated."""
    n = len(levels)
    places = [None if level is None else _at(i, n, level) for i, level in enumerate(levels)]
    sides = "".join(
        f'<line x1="{a[0]}" y1="{a[1]}" x2="{b[0]}" y2="{b[1]}"/>'
        for a, b in zip(places, [*places[1:], places[0]], strict=True)
        if a and b
    )
    return f'<g class="{style}">{sides}{"".join(_mark(style, *place) for place in places if place)}</g>'


def _mark(style: str, x: float, y: float) -> str:
    if style == "first":
        return f'<circle cx="{x}" cy="{y}" r="5"/>'
    return f'<rect x="{x - 8}" y="{y - 8}" width="16" height="16"/>'


def _name(name: str, i: int, n: int) -> str:
    x, y = _at(i, n, HIGHEST + 0.75)
    side = math.cos(2 * math.pi * i / n - math.pi / 2)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    lines = wrapped(name).split("\n")
    if anchor != "middle":
        # Beside the chart a phone has room for less than the exported picture.
        lines = textwrap.wrap(" ".join(lines), _BESIDE, break_long_words=False)
    top = y - (len(lines) - 1) * _LINE * (1 if i == 0 else 0.5) + (0 if i == 0 else 5)
    spans = "".join(
        f'<tspan x="{x}" y="{top + row * _LINE:.1f}">{safe(text)}</tspan>' for row, text in enumerate(lines)
    )
    return f'<text class="name" text-anchor="{anchor}">{spans}</text>'


def _rows(shown: Sequence[Axis]) -> str:
    return f'<div class="levels">{"".join(_row(axis) for axis in shown)}</div>'


def _row(axis: Axis) -> str:
    marks = "".join(
        f'<span class="at" style="left:{100 * level / HIGHEST:.0f}%">{_key(style)}</span>'
        for style, level in (("second", axis.second), ("first", axis.first))
        if level is not None
    )
    ends = "".join(
        f'<b style="left:{100 * level / HIGHEST:.0f}%">{level}</b>' for level in range(HIGHEST + 1)
    )
    return f'<span class="what">{safe(axis.name)}</span><span class="track">{marks}{ends}</span>'


def _key(style: str) -> str:
    return f'<svg class="shape" viewBox="-10 -10 20 20"><g class="{style}">{_mark(style, 0, 0)}</g></svg>'
