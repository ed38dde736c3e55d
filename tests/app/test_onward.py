"""One conversation carries on from another: with what was agreed, and free of it when that one is erased."""

import datetime
from dataclasses import replace

import pytest

from coach.domain.errors import UsageError
from coach.domain.events import Saved, Understood
from coach.modes import MODES

LANGS = ("sv", "en")
NOTES = {
    "sv": "Sammanfatta mötet med Maria i dag. Jag heter Elin.\n- Jag skickar budgeten på fredag\n"
    "- Maria bokar salen senast 15 december\nNästa möte: 18 december",
    "en": "Summarise the meeting with Maria today. My name is Ellen.\n- I'll send the budget on Friday\n"
    "- Maria books the room by 15 December\nNext meeting: 18 December",
}
DANGER = {"sv": "jag tänker ta livet av mig i kväll", "en": "I am going to kill myself tonight"}


def said(coach, text, mode, **options):
    return next(
        event.session for event in list(coach.say(text, mode=mode, **options)) if isinstance(event, Saved)
    )


def paper(coach, session):
    return next(event.paper for event in coach.replay(session) if isinstance(event, Understood))


@pytest.mark.parametrize("lang", LANGS)
def test_an_email_becomes_a_plan_with_its_days_even_a_month_later(open_coach, lang):
    coach = open_coach()
    email = said(coach, NOTES[lang], "email", lang=lang)
    coach.settings = replace(coach.settings, today=datetime.date(2026, 12, 29))
    plan = said(coach, coach.onward(email)["plan"], "plan", lang=lang, origin=email)
    rungs = paper(coach, plan).rungs
    assert [rung.day for rung in rungs] == [datetime.date(2026, 11, 27), datetime.date(2026, 12, 15)]
    assert [rung.owner for rung in rungs] == [{"sv": "jag", "en": "I"}[lang], "Maria"]
    assert {one.id: one.origin for one in coach.sessions()} == {plan: email, email: ""}


@pytest.mark.parametrize("first", [True, False])
def test_erasing_one_leaves_the_other_whole(open_coach, first):
    coach = open_coach()
    email = said(coach, NOTES["sv"], "email", lang="sv")
    plan = said(coach, coach.onward(email)["plan"], "plan", lang="sv", origin=email)
    gone, left = (email, plan) if first else (plan, email)
    before = paper(coach, left)
    coach.erase(gone)
    assert paper(coach, left) == before
    assert [one.id for one in coach.sessions()] == [left]


@pytest.mark.parametrize("lang", LANGS)
def test_a_conversation_of_danger_alone_hands_on_nothing(open_coach, lang):
    coach = open_coach()
    for mode in MODES:
        assert coach.onward(said(coach, DANGER[lang], mode.name, lang=lang)) == {}


def test_what_is_half_finished_can_be_carried_on_and_an_unknown_one_is_told(open_coach):
    coach = open_coach()
    goal = said(coach, "Jag vill hålla tre kundpresentationer", "goal", lang="sv")
    assert list(coach.onward(goal)) == ["plan", "prepare", "email", "rehearse"]
    with pytest.raises(UsageError):
        coach.onward("nobody")
