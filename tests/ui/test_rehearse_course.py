"""The picture of a rehearsal's course reads without colour and for who can't see it."""

import datetime
import xml.etree.ElementTree as ET

import pytest

from coach.modes.rehearse import RehearseMode
from coach.modes.rehearse_setting import setting_line
from ui.rehearse import course

TODAY = datetime.date(2026, 11, 25)


def paper(lang, *turns):
    return RehearseMode().step([setting_line("late-deliveries", "quiet", 1), *turns], lang, TODAY).paper


@pytest.mark.parametrize(
    ("lang", "names"), [("sv", ("Förtroende", "Spänning")), ("en", ("Trust", "Tension"))]
)
def test_both_lines_are_named_and_told_in_figures(lang, names):
    turns = {"sv": ["Hur ser du på det?", "Du måste."], "en": ["How do you see it?", "You must."]}[lang]
    found = paper(lang, *turns)
    root = ET.fromstring(course(found))
    texts = "".join(root.itertext())
    for name, key in zip(names, ("trust", "tension"), strict=True):
        figures = ", ".join(str(getattr(one.state, key)) for one in found.exchanges)
        assert f"{name}: {figures}" in texts
    assert root.find("svg").attrib["role"] == "img"
    lines = root.findall(".//polyline")
    assert [bool(line.get("stroke-dasharray")) for line in lines] == [False, True]
    assert all(len(line.get("points").split()) == len(found.exchanges) for line in lines)


def test_before_the_first_turn_there_is_no_picture():
    assert course(paper("sv")) == ""


def test_in_the_chat_each_voice_stands_under_its_own_name():
    from ui.board import Board, Line
    from ui.chat import log
    from ui.words import WORDS

    lines = (
        Line("person", "Hej: du"), Line("coach", "Robin: Jaha."), Line("coach", "Coachen: Paus."),
        Line("coach", "Föreslagen motpart: Tystlåten."),
    )  # fmt: skip
    shown = log(Board(mode="rehearse", lines=lines), WORDS["sv"])
    names = [who.split("<")[0] for who in shown.split('<span class="who">')[1:]]
    assert names == [WORDS["sv"].you, "Robin", WORDS["sv"].coach, WORDS["sv"].coach]
    assert '<li class="partner"><span class="who">Robin</span><p>Jaha.</p>' in shown
    assert '<li class="coach"><span class="who">Coach</span><p>Paus.</p>' in shown
    assert "<p>Föreslagen motpart: Tystlåten.</p>" in shown
    assert "<p>Hej: du</p>" in shown
    assert "<p>Robin: Jaha.</p>" in log(Board(mode="goal", lines=lines), WORDS["sv"])
