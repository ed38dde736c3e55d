"""The course of a rehearsal as a picture: trust and tension, turn by turn."""

from collections.abc import Sequence

from coach.domain.rehearse import RehearsePaper
from coach.writer.rehearse_words import WORDS
from ui.marks import safe

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 360, 170, 26, 84, 12, 24
_MOST = 10
_LABEL_GAP = 12


def course(paper: RehearsePaper) -> str:
    """Return the course as an SVG that reads without colour; "" before the first turn.

    Trust is a whole line with dots, tension a dashed one with squares; each is named at its end, and the
    figures stand in the description for who can't see it.
    """
    if len(paper.exchanges) < 2:
        return ""
    words = WORDS[paper.lang]
    trust = [one.state.trust for one in paper.exchanges]
    tension = [one.state.tension for one in paper.exchanges]
    told = f"{words['trust']}: {_figures(trust)}. {words['tension']}: {_figures(tension)}."
    high, low = _label_places(trust[-1], tension[-1])
    return (
        f'<figure class="course"><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" width="100%"'
        f' aria-label="{safe(words["course"])}"><title>{safe(words["course"])}</title>'
        f"<desc>{safe(told)}</desc>{_axes(len(trust))}"
        f"{_line(trust, 'trust', '')}{_line(tension, 'tension', '6 4')}"
        f"{_label(words['trust'], high)}{_label(words['tension'], low)}</svg>"
        f'<figcaption aria-hidden="true">{safe(words["course"])}</figcaption></figure>'
    )


def _figures(values: Sequence[int]) -> str:
    return ", ".join(map(str, values))


def _x(n: int, of: int) -> float:
    return round(_LEFT + n * (_WIDTH - _LEFT - _RIGHT) / max(1, of - 1), 1)


def _y(value: int) -> float:
    return round(_TOP + (_MOST - value) * (_HEIGHT - _TOP - _BOTTOM) / _MOST, 1)


def _axes(turns: int) -> str:
    right = _WIDTH - _RIGHT
    rows = "".join(
        f'<line x1="{_LEFT}" y1="{_y(value)}" x2="{right}" y2="{_y(value)}" stroke="currentColor"'
        f' stroke-opacity="0.2"/><text x="{_LEFT - 6}" y="{_y(value) + 4}" text-anchor="end"'
        f' font-size="11" fill="currentColor">{value}</text>'
        for value in (0, 5, 10)
    )
    # A long talk has every other turn numbered, so that the figures don't run together.
    step = 1 if turns <= _MOST else 2
    numbers = "".join(
        f'<text x="{_x(n, turns)}" y="{_HEIGHT - 6}" text-anchor="middle" font-size="11"'
        f' fill="currentColor">{n}</text>'
        for n in range(0, turns, step)
    )
    return rows + numbers


def _line(values: Sequence[int], name: str, dashes: str) -> str:
    points = [(_x(n, len(values)), _y(value)) for n, value in enumerate(values)]
    path = " ".join(f"{x},{y}" for x, y in points)
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="3" fill="currentColor"/>'
        if name == "trust"
        else f'<rect x="{x - 3}" y="{y - 3}" width="6" height="6" fill="none" stroke="currentColor"/>'
        for x, y in points
    )
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<g class="{name}"><polyline points="{path}" fill="none" stroke="currentColor"'
        f' stroke-width="2"{dashed}/>{dots}</g>'
    )


def _label_places(trust: int, tension: int) -> tuple[float, float]:
    """Return where the two names stand at the lines' ends, never on top of each other."""
    one, other = _y(trust) + 4, _y(tension) + 4
    if abs(one - other) < _LABEL_GAP:
        up = one <= other
        middle = (one + other) / 2
        one, other = (middle - 6, middle + 6) if up else (middle + 6, middle - 6)
    return one, other


def _label(text: str, y: float) -> str:
    x = _WIDTH - _RIGHT + 8
    return f'<text x="{x}" y="{y}" font-size="12" fill="currentColor">{safe(text)}</text>'
