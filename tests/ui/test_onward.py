"""Under a finished paper the person carries on: nothing is typed twice, and a step back loses nothing."""

import re

import pytest

from ui.desk import Desk, Place
from ui.words import WORDS

LANGS = ("sv", "en")
NOTES = {
    "sv": "Sammanfatta mötet med Maria i dag. Jag heter Elin.\n- Jag skickar budgeten på fredag\n"
    "- Maria bokar salen senast 15 december\nNästa möte: 18 december",
    "en": "Summarise the meeting with Maria today. My name is Ellen.\n- I'll send the budget on Friday\n"
    "- Maria books the room by 15 December\nNext meeting: 18 December",
}
WISH = {"sv": "Jag vill hålla tre möten", "en": "I want to hold three meetings"}
MORE = {"sv": "- läsa avtalet senast 20 januari", "en": "- read the contract by 20 January"}


def last(desk, text, place):
    """Say a text and return everything the page shows after it, the last of each part."""
    shown = {}
    for one in desk.say(text, place):
        shown |= one
    return shown


@pytest.fixture(params=LANGS)
def carried(request, open_coach):
    """A finished email, and what the page shows when it is carried on as a plan."""
    lang = request.param
    coach = open_coach()
    desk = Desk(coach)
    email = last(desk, NOTES[lang], Place(lang, "email"))
    return lang, coach, desk, email, desk.act("onward", "plan", "", Place(lang, "email", email["session"]))


def test_only_a_finished_paper_offers_where_to_carry_on(carried):
    lang, _, desk, email, _ = carried
    assert re.findall(r'data-act="onward" data-value="(\w+)"', email["paper"]) == ["plan"]
    assert WORDS[lang].onward_to["plan"] in email["paper"]
    half = last(desk, WISH[lang], Place(lang, "goal"))
    assert 'data-act="onward"' not in half["paper"]


def test_the_message_waits_in_the_box_and_the_way_back_is_beside_it(carried):
    lang, coach, desk, email, shown = carried
    assert "Maria" in shown["box"]
    assert (shown["mode"], shown["session"], shown["log"]) == ("plan", "", "")
    assert f'data-value="{email["session"]}"' in shown["start"]
    back = desk.act("open", email["session"], "", Place(lang, "plan"))
    assert back["paper"] == email["paper"]
    assert len(coach.sessions()) == 1


def test_what_is_sent_may_be_changed_and_is_still_told_where_it_comes_from(carried):
    lang, coach, desk, email, shown = carried
    plan = last(desk, f"{shown['box']}\n{MORE[lang]}", Place(lang, "plan"))
    assert {one.id: one.origin for one in coach.sessions()}[plan["session"]] == email["session"]
    assert WORDS[lang].onward_from.split("{")[0] in plan["header"]
    left = desk.act("erase", email["session"], "", Place(lang, "plan", plan["session"]))
    assert WORDS[lang].onward_from.split("{")[0] not in left["header"]
    assert desk.act("open", plan["session"], "", Place(lang))["paper"] == plan["paper"]


def test_a_message_of_ones_own_comes_from_nowhere(carried):
    lang, coach, desk, _, _ = carried
    other = last(desk, WISH[lang], Place(lang, "plan"))
    assert {one.id: one.origin for one in coach.sessions()}[other["session"]] == ""
