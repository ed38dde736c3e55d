"""Two assessments as a picture: a spider chart, or bars where there are fewer than three competences.

Both lines read without colour: one is whole with filled circles, the other dashed with open squares. Nothing
is filled in, since an area would look like a total; what is not rated is left out, so the line breaks there.
The scale begins a little way from the middle, so that a 0 is seen as a point.
"""

import io
import math
import re
import textwrap
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.domain.competence import HIGHEST, LOWEST
from coach.domain.text import Lang

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.projections.polar import PolarAxes

FEWEST = 3
"""Competences a spider chart needs."""
# Blue and vermilion of Okabe and Ito: told apart with every common colour vision.
_COLOURS = ("#0072B2", "#D55E00")
_LINES = ("-", "--")
_MARKS = ("o", "s")
_SIZES = (6.0, 11.0)
"""The open square stands around the circle where both are the same."""
_HATCH = ("", "///")
_INK, _GRID = "#22303A", "#B8C2C9"
_HOLE = 1.0
"""Steps of the scale between the middle and 0."""
_WRAP, _LONGEST = 18, 40
_DPI = 160

_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "sv": {
        "none": "inte bedömd",
        "none_one": "{}: inte bedömd",
        "scale": "nivå 0–4",
        "spider": "Spindeldiagram över {} kompetenser, nivå 0 till 4.",
        "bars": "Stapeldiagram, nivå 0 till 4.",
        "made": "Gjort med hjälp av Coach, en AI-assistent ({}).",
        "guided": "guidat, utan språkmodell",
    },
    "en": {
        "none": "not rated",
        "none_one": "{}: not rated",
        "scale": "level 0–4",
        "spider": "Spider chart of {} competences, levels 0 to 4.",
        "bars": "Bar chart, levels 0 to 4.",
        "made": "Made with the help of Coach, an AI assistant ({}).",
        "guided": "guided, without a language model",
    },
}


@dataclass(frozen=True, slots=True)
class Axis:
    """One competence with both levels, 0 to 4; None is not rated."""

    name: str
    first: int | None
    second: int | None


def chart(axes: Sequence[Axis], *, who: tuple[str, str], lang: Lang, writer: str) -> bytes:
    """Return the picture as the bytes of a ``.png``; the same levels give the same bytes.

    Args:
        axes: The competences in the order to show them; at least one.
        who: Whose the first and the second levels are, as the legend says it.
        lang: The language of the fixed words.
        writer: ``guided`` or the model's id; the foot says so.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 6.2) if len(axes) >= FEWEST else (7.2, 3.4), facecolor="white")
    FigureCanvasAgg(figure)
    if len(axes) >= FEWEST:
        _spider(figure, axes, who, lang)
    else:
        _bars(figure, axes, who, lang)
    words = _WORDS[lang]
    made = words["made"].format(words["guided"] if writer == "guided" else _clean(writer))
    figure.text(0.5, 0.012, made, ha="center", size=7.5, color=_INK, parse_math=False)
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # A letter the font lacks is drawn as a box.
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": "Coach", "Comment": made})
    return buffer.getvalue()


def describe(axes: Sequence[Axis], *, who: tuple[str, str], lang: Lang) -> str:
    """Return what the picture shows, in words: for who can't see it."""
    words = _WORDS[lang]
    lead = words["spider"].format(len(axes)) if len(axes) >= FEWEST else words["bars"]
    told = []
    for axis in axes:
        levels = (words["none"] if level is None else str(level) for level in (axis.first, axis.second))
        told.append(
            f"{axis.name}: " + ", ".join(f"{name} {level}" for name, level in zip(who, levels, strict=True))
        )
    return f"{lead} {'. '.join(told)}."


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip()


def wrapped(name: str) -> str:
    """Return a label on lines short enough to stand beside the chart; a very long word gets a hyphen."""
    words: list[str] = []
    for word in _clean(name).split(" "):
        cut = textwrap.wrap(word, _WRAP - 1) if len(word) > _WRAP + 4 else [word]
        words += [*(f"{piece}-" for piece in cut[:-1]), *cut[-1:]]
    text = textwrap.shorten(" ".join(words), _LONGEST + 20, placeholder=" …")
    return "\n".join(textwrap.wrap(text, _WRAP, break_long_words=False, break_on_hyphens=False))


def _label(axis: Axis, who: tuple[str, str], lang: Lang) -> str:
    words = _WORDS[lang]
    absent = [name for name, level in zip(who, (axis.first, axis.second), strict=True) if level is None]
    if not absent:
        return wrapped(axis.name)
    note = words["none"] if len(absent) == 2 else words["none_one"].format(_clean(absent[0]))
    return f"{wrapped(axis.name)}\n{wrapped(f'({note})')}"


def _spider(figure: "Figure", axes: Sequence[Axis], who: tuple[str, str], lang: Lang) -> None:
    from matplotlib.projections.polar import PolarAxes

    polar = figure.add_axes((0.25, 0.16, 0.5, 0.58), projection="polar")
    assert isinstance(polar, PolarAxes)
    angles = [2 * math.pi * at / len(axes) for at in range(len(axes))]
    _web(polar, angles)
    for at, angle in enumerate(angles):
        _beside(polar, angle, _label(axes[at], who, lang), 10.5 if len(axes) <= 12 else 8)
    for at, name in enumerate(who):
        levels = [(axis.first, axis.second)[at] for axis in axes]
        radii = [math.nan if level is None else float(level) for level in levels]
        polar.plot(
            [*angles, angles[0]],
            [*radii, radii[0]],
            linestyle=_LINES[at],
            linewidth=2.2,
            color=_COLOURS[at],
            marker=_MARKS[at],
            markersize=_SIZES[at],
            markerfacecolor=_COLOURS[at] if at == 0 else "none",
            markeredgewidth=1.8,
            label=_clean(name).lstrip("_") or "–",
            zorder=3 + at,
            clip_on=False,
        )
    _legend(figure, polar)


def _web(polar: "PolarAxes", angles: Sequence[float]) -> None:
    polar.set_theta_offset(math.pi / 2)
    polar.set_theta_direction(-1)
    polar.set_ylim(LOWEST, HIGHEST)
    polar.set_rorigin(LOWEST - _HOLE)
    polar.set_xticks(angles, [""] * len(angles))
    polar.set_yticks([])
    polar.grid(False)
    polar.spines["polar"].set_visible(False)
    # Drawing would make it visible again.
    polar.spines["inner"].set_edgecolor("none")
    ring = [*angles, angles[0]]
    for level in range(LOWEST, HIGHEST + 1):
        polar.plot(ring, [level] * len(ring), color=_GRID, linewidth=0.9, zorder=1, clip_on=False)
        # Over the lines: a level that can't be read says nothing.
        polar.text(
            angles[0] + math.pi / len(angles),
            level * math.cos(math.pi / len(angles)) - _HOLE * (1 - math.cos(math.pi / len(angles))),
            str(level),
            ha="center",
            va="center",
            size=8.5,
            color=_INK,
            zorder=6,
            bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"},
        )
    for angle in angles:
        polar.plot([angle, angle], [LOWEST, HIGHEST], color=_GRID, linewidth=0.9, zorder=1)


def _beside(polar: "PolarAxes", angle: float, label: str, size: float) -> None:
    right = math.sin(angle)
    side = "center" if abs(right) < 0.2 else "left" if right > 0 else "right"
    above = math.cos(angle)
    up = "bottom" if above > 0.85 else "top" if above < -0.85 else "center"
    polar.text(
        angle, HIGHEST + 0.5, label, ha=side, va=up, size=size, color=_INK, parse_math=False, clip_on=False
    )


def _legend(figure: "Figure", plot: "Axes") -> None:
    handles, labels = plot.get_legend_handles_labels()
    legend = figure.legend(
        handles,
        [""] * len(labels),
        loc="upper center",
        bbox_to_anchor=(0.5, 0.99),
        ncols=2,
        frameon=False,
        handlelength=3.6,
    )
    for text, label in zip(legend.get_texts(), labels, strict=True):
        text.set_parse_math(False)
        text.set_text(textwrap.shorten(label, 36, placeholder=" …"))
        text.set_fontsize(11)
        text.set_color(_INK)


def _bars(figure: "Figure", axes: Sequence[Axis], who: tuple[str, str], lang: Lang) -> None:
    plot = figure.add_axes((0.28, 0.22, 0.66, 0.58))
    high = 0.34
    for at, name in enumerate(who):
        places = [row + (at - 0.5) * (high + 0.06) for row in range(len(axes))]
        levels = [(axis.first, axis.second)[at] for axis in axes]
        plot.barh(
            places,
            [math.nan if level is None else level for level in levels],
            height=high,
            color=_COLOURS[at] if at == 0 else "white",
            edgecolor=_COLOURS[at],
            hatch=_HATCH[at],
            linewidth=1.6,
            label=_clean(name).lstrip("_") or "–",
        )
        for place, level in zip(places, levels, strict=True):
            words = _WORDS[lang]["none"] if level is None else str(level)
            plot.text((level or 0) + 0.07, place, words, va="center", size=10, color=_INK)
    plot.set_xlim(LOWEST, HIGHEST + 0.4)
    plot.set_xticks(range(LOWEST, HIGHEST + 1))
    plot.set_xlabel(_WORDS[lang]["scale"], color=_INK)
    plot.set_yticks([])
    plot.invert_yaxis()
    for side in ("top", "right"):
        plot.spines[side].set_visible(False)
    _named(plot, axes)
    _legend(figure, plot)


def _named(plot: "Axes", axes: Sequence[Axis]) -> None:
    for row, axis in enumerate(axes):
        plot.text(
            -0.12, row, wrapped(axis.name), ha="right", va="center", size=11, color=_INK, parse_math=False
        )
