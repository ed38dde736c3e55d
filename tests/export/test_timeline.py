"""A plan as a picture: the same bytes each time, every language's letters, told apart without colour."""

import datetime
import struct
import warnings

import pytest

from coach.domain.plan import CheckIns, PlanPaper, Rung
from coach.export import timeline
from coach.export.timeline import picture

TODAY = datetime.date(2026, 11, 25)


def day(text):
    return datetime.date.fromisoformat(text)


RUNGS = (
    Rung("long", "Om fyra år leder jag egna projekt på västkusten", day=day("2030-11-25")),
    Rung("short", "leda ett delprojekt", 0, day("2027-06-30")),
    Rung("milestone", "ha gått kursen", 1, day("2027-03-01")),
    Rung("action", "anmäla mig", 2, day("2026-12-15"), status="done"),
    Rung("action", "släppt sak", 2, day("2026-12-16"), status="dropped"),
    Rung("action", "hitta någon att fråga", 1),
)
PAPER = PlanPaper(
    "x", ("x",), TODAY, rungs=RUNGS, check_ins=CheckIns("varannan vecka", 2, days=(day("2026-12-09"),))
)


def size(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_same_plan_gives_the_same_picture_without_a_warning(lang):
    first = picture(PAPER, lang=lang, writer="guided")
    assert first == picture(PAPER, lang=lang, writer="guided")
    assert min(size(first)) > 500


def test_the_picture_says_that_an_ai_helped_and_which_writer():
    assert b"AI-assistent (guidat" in picture(PAPER, lang="sv", writer="guided")
    assert b"an AI assistant (qwen-4b)" in picture(PAPER, lang="en", writer="qwen-4b")


def test_every_level_has_a_shape_of_its_own():
    shapes = [shape for shape, _ in timeline._SHAPES.values()]
    assert len(set(shapes)) == len(shapes) == 4


@pytest.mark.parametrize("count", [0, 1, 12])
def test_the_picture_grows_with_the_plan(count):
    rungs = tuple(
        Rung("action", "ett steg", day=TODAY + datetime.timedelta(days=9 * n)) for n in range(count)
    )
    wide, high = size(picture(PlanPaper("x", ("x",), TODAY, rungs=rungs), lang="sv", writer="guided"))
    assert wide == 1640
    assert high >= 300 + 60 * count


@pytest.mark.parametrize("words", ["W" * 400, "a $x^2$ \\frac{1}{2} $", "日本語 🎉 م", "", "\n\t"])
def test_hostile_labels_are_drawn_and_never_read_as_formulas(words):
    paper = PlanPaper("x", ("x",), TODAY, rungs=(Rung("action", words, day=day("2027-01-01")),))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert size(picture(paper, lang="sv", writer="guided"))


def test_a_long_label_is_wrapped_and_ends_with_dots():
    lines = timeline._wrapped("ord " * 100)
    assert len(lines) == 4
    assert lines[-1].endswith("…")
    assert all(len(line) <= 38 for line in lines)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "words", ["W" * 300, "firm with two employees and a workshop in Bristol " * 3, "åäö " * 90]
)
def test_no_label_is_wider_than_its_room(words, bold):
    lines = timeline._wrapped(words, bold=bold)
    assert max(timeline._width(line, bold) for line in lines) <= timeline._ROOM
