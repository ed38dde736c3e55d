"""What was said keeps its day: a conversation reopened months later means what it meant."""

import datetime
import json
from dataclasses import replace

import pytest

from coach.domain.events import Asked, Drafted, Saved, Understood
from coach.domain.session import Session, Turn
from coach.modes.plan import PlanMode

LANGS = ("sv", "en")
SAID_ON = datetime.date(2026, 12, 1)
LATER = datetime.date(2027, 3, 1)
PLAN = {
    "sv": (
        "Jag vill bli projektledare",
        "fast tjänst i Umeå",
        "när vi löser saker ihop",
        "Om fyra år leder jag egna projekt",
        "leda ett delprojekt senast 30 juni",
        "- boka lunch med Eva senast 15 januari\n- gå kursen i planering senast 1 april",
        "jag",
        "1: inget, 2: två dagar ledigt",
        "1: lunchen är bokad, 2: kursintyget",
        "varannan vecka med Eva",
    ),
    "en": (
        "I want to become a project manager",
        "a permanent post in Leeds",
        "solving things together",
        "In four years I lead my own projects",
        "lead a sub-project by 30 June",
        "- book lunch with Eva by 15 January\n- take the planning course by 1 April",
        "me",
        "1: nothing, 2: two days off",
        "1: lunch is booked, 2: the certificate",
        "every other week with Eva",
    ),
}


def said(coach, mode, lang, texts, session=None):
    """Say every text in one conversation and return its id."""
    for text in texts:
        events = list(coach.say(text, mode=mode, lang=lang, session=session))
        session = next(event.session for event in events if isinstance(event, Saved))
    return session


def again(coach, session):
    """Return the paper, the question and the draft of a conversation as it stands now."""
    found = {type(event): event for event in coach.replay(session)}
    asked = found.get(Asked)
    return found[Understood].paper, asked.question if asked else None, found[Drafted].draft


def at(coach, day):
    """Let the same coach live on another day."""
    coach.settings = replace(coach.settings, today=day)
    return coach


def dates(paper):
    return [rung.day for rung in paper.rungs if rung.level != "long"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_plan_reopened_in_march_still_means_the_january_it_was_made_for(open_coach, lang):
    coach = open_coach(today=SAID_ON)
    session = said(coach, "plan", lang, PLAN[lang])
    before, nothing, _ = again(coach, session)
    assert nothing is None
    assert dates(before) == [
        datetime.date(2027, 6, 30),
        datetime.date(2027, 1, 15),
        datetime.date(2027, 4, 1),
    ]
    paper, question, draft = again(at(coach, LATER), session)
    assert dates(paper) == dates(before)
    assert paper.check_ins == before.check_ins
    assert question.key == "overdue"
    assert {"sv": "15 januari 2027", "en": "15 January 2027"}[lang] in question.text
    assert "2028" not in draft.text


ANSWERS = {
    "sv": {"det är gjort": "done", "15 april": "moved", "nej": "slipped", "släpp det": "dropped"},
    "en": {"it's done": "done", "15 April": "moved", "no": "slipped", "let it go": "dropped"},
}


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_overdue_is_ticked_off_or_made_anew_in_words_that_fit(lang):
    days = [SAID_ON] * len(PLAN[lang])
    for text, what in ANSWERS[lang].items():
        step = PlanMode().step([*PLAN[lang], text], lang, LATER, [*days, LATER])
        last = step.paper.log[-1]
        assert (last.what, last.on) == (what, LATER)
        assert (step.question.key if step.question else "") == ("slipped" if what == "slipped" else "")
        lunch = next(rung for rung in step.paper.rungs if "Eva" in rung.words)
        assert lunch.day == datetime.date(2027, 4 if what == "moved" else 1, 15)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_overdue_is_told_in_the_persons_own_words_too(lang):
    text = {"sv": "Lunchen med Eva blev inte av", "en": "The lunch with Eva didn't happen"}[lang]
    days = [SAID_ON] * len(PLAN[lang])
    step = PlanMode().step([*PLAN[lang], text], lang, LATER, [*days, LATER])
    assert [one.what for one in step.paper.log] == ["slipped"]
    assert step.question.key == "slipped"


@pytest.mark.parametrize("lang", LANGS)
def test_by_friday_is_the_friday_after_the_day_it_was_said_in_every_mode(open_coach, lang):
    coach = open_coach(today=SAID_ON)
    friday = datetime.date(2026, 12, 4)
    talks = {
        "email": {
            "sv": "Möte med Maria.\nJag skickar budgeten på fredag.",
            "en": "Met Maria.\nI'll send the budget by Friday.",
        },
        "prepare": {
            "sv": "roll: medarbetare\nUtvecklingssamtal på fredag kl 10",
            "en": "role: employee\nMy review is on Friday at 10",
        },
        "received": {
            "sv": "Du skickade rapporten två dagar för sent.",
            "en": "You sent the report two days late.",
        },
        "goal": {
            "sv": "hålla tre kundpresentationer senast på fredag",
            "en": "give three customer presentations by Friday",
        },
    }
    answers = {
        "received": {
            "sv": ("Skicka ett utkast dagen innan", "på fredag"),
            "en": ("Send a draft the day before", "on Friday"),
        }
    }
    read = {
        "email": lambda paper: paper.actions[0].when,
        "prepare": lambda paper: paper.when.day,
        "received": lambda paper: paper.back,
        "goal": lambda paper: paper.deadline,
    }
    for mode, text in talks.items():
        more = answers.get(mode, {}).get(lang, ())
        session = said(at(coach, SAID_ON), mode, lang, [text[lang], *more])
        assert read[mode](again(coach, session)[0]) == friday
        assert read[mode](again(at(coach, LATER), session)[0]) == friday


def test_a_message_left_out_for_danger_takes_its_day_with_it(open_coach):
    coach = open_coach(today=SAID_ON)
    session = said(coach, "goal", "sv", ["Jag vill bli bättre på att presentera"])
    said(at(coach, LATER), "goal", "sv", ["jag tänker ta livet av mig i kväll"], session)
    said(at(coach, SAID_ON), "goal", "sv", ["hålla tre kundpresentationer senast på fredag"], session)
    assert again(at(coach, LATER), session)[0].deadline == datetime.date(2026, 12, 4)


def test_a_conversation_kept_without_days_is_read_on_the_day_it_was_begun(open_coach):
    coach = open_coach(today=LATER)
    old = Session(
        "0a1b2c3d4e5f", "goal", "sv", "mål", "2026-12-01T09:00:00+01:00", "2026-12-01T09:00:00+01:00"
    )
    kept = coach.put_back(old, [Turn(1, "person", "hålla tre kundpresentationer senast 15 januari")])
    assert again(coach, kept)[0].deadline == datetime.date(2027, 1, 15)


def test_an_export_keeps_the_days_and_one_of_an_earlier_version_is_taken_in_without(open_coach, tmp_path):
    coach = open_coach(today=SAID_ON)
    session = said(coach, "goal", "sv", ["hålla tre kundpresentationer senast på fredag"])
    coach.keep.export(tmp_path / "out", "2026-12-01")
    [file] = (tmp_path / "out" / "conversations").glob("*.json")
    coach.erase(session)
    coach.keep.take_in(tmp_path / "out")
    assert coach.turns(session)[0].day == "2026-12-01"
    coach.erase(session)
    kept = json.loads(file.read_text("utf-8"))
    del kept["origin"]
    for turn in kept["turns"]:
        del turn["day"]
    file.write_text(json.dumps(kept), "utf-8")
    coach.keep.take_in(tmp_path / "out")
    assert coach.turns(session)[0].day == ""
