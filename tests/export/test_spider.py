"""The chart reads in print, and what is not rated is no 0."""

import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread

from coach.export import spider
from coach.export.spider import Axis, chart, describe, wrapped

WHO = ("Du", "Karin")
AXES = [Axis("Excel", 3, 2), Axis("Kundmöten", 2, 2), Axis("Avtal", None, 1), Axis("Budget", 0, 4)]


def drawn(axes):
    figure = Figure()
    spider._spider(figure, axes, WHO, "sv")
    return figure.axes[0]


def test_what_is_not_rated_breaks_the_line_and_a_zero_is_a_point():
    lines = [line for line in drawn(AXES).lines if line.get_label() in WHO]
    first, second = ([*line.get_ydata()] for line in lines)
    assert first[:2] == [3, 2]
    assert np.isnan(first[2])
    assert first[3:] == [0, 3]
    assert second == [2, 2, 1, 4, 2]


def test_the_two_lines_differ_in_more_than_colour():
    first, second = (line for line in drawn(AXES).lines if line.get_label() in WHO)
    assert first.get_linestyle() != second.get_linestyle()
    assert first.get_marker() != second.get_marker()
    assert first.get_markerfacecolor() != second.get_markerfacecolor()


def test_the_scale_is_the_same_whatever_the_levels_and_nothing_is_filled_in():
    for axes in (AXES, [Axis(name, 1, 1) for name in "abc"]):
        plot = drawn(axes)
        assert plot.get_ylim() == (0, 4)
        assert plot.get_rorigin() < 0
        assert not plot.patches


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_than_three_become_bars_where_missing_has_no_bar(count):
    figure = Figure()
    spider._bars(figure, [Axis("Avtal", None, 1), Axis("Excel", 3, 2)][:count], WHO, "sv")
    widths = [bar.get_width() for bar in figure.axes[0].patches]
    hatches = {bar.get_hatch() for bar in figure.axes[0].patches}
    assert np.isnan(widths[0])
    assert widths[count] == 1
    assert len(hatches) == 2
    assert "inte bedömd" in [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize("axes", [AXES, AXES[:2]])
def test_the_picture_is_the_same_bytes_each_time_and_opens(axes):
    made = chart(axes, who=WHO, lang="sv", writer="guided")
    assert made == chart(axes, who=WHO, lang="sv", writer="guided")
    high, wide, _ = imread(io.BytesIO(made), format="png").shape
    assert min(high, wide) > 500
    assert b"AI-assistent (guidat" in made


@pytest.mark.parametrize(
    ("lang", "none"), [("sv", "Avtal: Du inte bedömd, Karin 1"), ("en", "Avtal: Du not rated, Karin 1")]
)
def test_the_picture_has_words_for_who_cannot_see_it(lang, none):
    words = describe(AXES, who=WHO, lang=lang)
    assert none in words
    assert "Budget: Du 0, Karin 4" in words
    assert [words.index(axis.name) for axis in AXES] == sorted(words.index(axis.name) for axis in AXES)


def test_labels_are_wrapped_and_no_letter_is_lost():
    name = "Förflyttning och hjälpmedel i hemmet"
    assert max(len(line) for line in wrapped(name).split("\n")) <= 18
    assert wrapped(name).replace("\n", " ") == name
    long = wrapped("kvalitetssäkringsansvarighetsutbildning")
    assert max(len(line) for line in long.split("\n")) <= 18
    assert long.replace("-\n", "") == "kvalitetssäkringsansvarighetsutbildning"


@pytest.mark.parametrize("name", ["$x$ \\frac{", "_dold", "日本語", "\x00\x1b[31m", "a" * 300, "", "%s {0}"])
def test_odd_names_are_drawn_as_they_are(name):
    for count in (2, 24):
        assert (
            chart([Axis(name, 1, None)] * count, who=(name, name), lang="sv", writer=name)[:4] == b"\x89PNG"
        )
