"""Preparing a review: everything is asked for once, minutes add up, and the words stay the person's."""

import dataclasses
import datetime
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.checks.turn import check_turn
from coach.domain.mode import Order
from coach.domain.prepare import STAGES
from coach.modes.prepare import PrepareMode
from coach.modes.prepare_minutes import counts, lines, share
from coach.writer.prepare import compose

TODAY = datetime.date(2026, 11, 25)
ROOT = Path(__file__).parents[2]
PREPARE = PrepareMode()
SKIP = {"sv": "hoppa över", "en": "skip"}
ENOUGH = {"sv": "det räcker", "en": "that's enough"}
OPENING = {
    "sv": "Jag har utvecklingssamtal på torsdag kl 10, 60 minuter",
    "en": "I've got my annual review on Thursday at 10, 60 minutes",
}


def step(lang, *said):
    return PREPARE.step(list(said), lang, TODAY)


def asked(lang, *said):
    return step(lang, *said).question.key


POINTS = st.dictionaries(st.sampled_from(STAGES[1:]), st.integers(1, 5), max_size=8)


@given(minutes=st.integers(15, 180), points=POINTS)
def test_the_minutes_add_up_to_the_slot_and_no_line_is_empty(minutes, points):
    agenda = lines(minutes, points)
    got = share(minutes, agenda, counts(agenda, points))
    assert sum(got) == minutes
    assert min(got) >= 1
    assert tuple(stage for line in agenda for stage in line) == STAGES


@given(minutes=st.integers(15, 180), points=POINTS)
def test_a_line_with_points_is_never_shorter_than_one_without(minutes, points):
    agenda = lines(minutes, points)
    held = counts(agenda, points)
    got = share(minutes, agenda, held)
    with_points = [time for time, count in zip(got, held, strict=True) if count]
    without = [time for time, count in zip(got, held, strict=True) if not count]
    assert not with_points or not without or min(with_points) >= max(without)


@pytest.mark.parametrize("minutes", range(60, 181, 30))
def test_a_long_meeting_has_round_minutes_and_more_where_a_point_is(minutes):
    agenda = lines(minutes, {"environment": 1})
    got = dict(zip(agenda, share(minutes, agenda, counts(agenda, {"environment": 1})), strict=True))
    assert all(time % 5 == 0 for time in got.values())
    assert got[("environment",)] > got[("cooperation",)]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_date_with_weekday_time_and_length_are_read_from_the_opening(lang):
    found = step(lang, OPENING[lang])
    assert found.paper.when.day == datetime.date(2026, 11, 26)
    assert (found.paper.when.clock, found.paper.when.minutes) == ("10", 60)
    assert {"sv": "torsdag 26 november 2026", "en": "Thursday 26 November 2026"}[lang] in found.question.note
    assert found.question.key == "points"


@pytest.mark.parametrize(
    ("lang", "text", "role"),
    [
        ("sv", "Jag har utvecklingssamtal på torsdag", "employee"),
        ("sv", "Medarbetarsamtal med min chef Karin på torsdag", "employee"),
        ("sv", "Jag är chef och ska ha samtal med Lina på torsdag", "manager"),
        ("sv", "Jag ska hålla medarbetarsamtal med en av mina medarbetare", "manager"),
        ("sv", "roll: chef\nUtvecklingssamtal på torsdag", "manager"),
        ("sv", "roll: medarbetare\nSamtal med Lina på torsdag", "employee"),
        ("en", "I'm meeting my report Lina for her review next week, 45 min", "manager"),
        ("en", "I've got my appraisal on Thursday", "employee"),
        ("en", "My manager wants to do my review on Thursday", "employee"),
        ("en", "role: manager\nReview on Thursday", "manager"),
        ("en", "role: employee\nReview on Thursday", "employee"),
    ],
)
def test_whose_preparation_it_is_follows_from_the_words(lang, text, role):
    found = step(lang, text)
    assert found.question.key != "role"
    assert found.paper.role == role


@pytest.mark.parametrize(
    ("lang", "text", "answer"),
    [("sv", "Samtal med Lina på torsdag", "jag är chefen"), ("en", "Review with Lina", "I'm the manager")],
)
def test_where_the_words_do_not_tell_the_role_is_asked_for(lang, text, answer):
    assert asked(lang, text) == "role"
    assert step(lang, text, answer).paper.role == "manager"


@pytest.mark.parametrize(
    ("lang", "wrong", "right"),
    [
        ("sv", "fredag 5 december kl 9, 60 min", "fredag 4 december kl 9"),
        ("en", "Friday 5 December at 9am, 60 min", "Friday 4 December at 9am"),
    ],
)
def test_a_weekday_that_is_not_the_dates_is_asked_about(lang, wrong, right):
    opening = {"sv": "Jag har utvecklingssamtal", "en": "I have my review"}[lang]
    found = step(lang, opening, wrong)
    assert found.question.key == "day"
    assert {"sv": "lördag 5 december", "en": "Saturday 5 December"}[lang] in found.question.note
    assert step(lang, opening, wrong, right).paper.when.day == datetime.date(2026, 12, 4)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_odd_length_is_asked_about_once_and_then_taken(lang):
    text = OPENING[lang].replace("60", "12")
    assert asked(lang, text) == "length"
    assert step(lang, text, {"sv": "ja", "en": "yes"}[lang]).paper.when.minutes == 12


@pytest.mark.parametrize(
    ("lang", "points", "stages"),
    [
        (
            "sv",
            "bemanningen på kvällarna, kursen i sårvård och samarbetet med Eva",
            "environment future cooperation",
        ),
        ("sv", "1. otydligt ansvar\n2. dokumentationen\n3. handlingsplan", "assignment tasks plan"),
        (
            "en",
            "staffing at night, the wound care course and working with Eve",
            "environment future cooperation",
        ),
        ("en", "- unclear responsibilities\n- the paperwork\n- my development plan", "assignment tasks plan"),
    ],
)
def test_points_stand_in_the_persons_words_under_their_stage(lang, points, stages):
    found = step(lang, OPENING[lang], points).paper
    assert [point.stage for point in found.points] == stages.split()
    assert all(point.words in points for point in found.points)
    shown = [point for row in found.agenda for point in row.points]
    assert sorted(shown) == sorted(point.words for point in found.points)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "Jag införde en checklista, missarna gick från åtta till två och det syns i avvikelserna"),
        ("sv", "Handling: en checklista. Resultat: färre missar. Bevis: avvikelserna."),
        ("en", "I brought in a checklist, misses went from eight to two, and it shows in the incident log"),
        ("en", "Action: a checklist. Result: fewer misses. Evidence: the incident log."),
    ],
)
def test_action_result_and_evidence_are_told_apart(lang, text):
    row = step(lang, OPENING[lang], SKIP[lang], text).paper.achievements[0]
    assert "checklist" in row.action
    assert "miss" in row.result
    assert row.evidence.split()[-1] in ("avvikelserna", "log")
    assert asked(lang, OPENING[lang], SKIP[lang], text) == "another"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_missing_of_an_achievement_is_asked_for_and_else_a_marked_blank(lang):
    action = {"sv": "Jag skrev en rutin", "en": "I wrote a guide"}[lang]
    said = [OPENING[lang], SKIP[lang], action]
    assert asked(lang, *said) == "result"
    assert asked(lang, *said, SKIP[lang]) == "evidence"
    text = compose(Order("prepare", step(lang, *said, SKIP[lang], SKIP[lang]), lang, TODAY))
    assert {"sv": "[vad blev resultatet?]", "en": "[what came of it?]"}[lang] in text
    assert {"sv": "[hur syns det?]", "en": "[how does it show?]"}[lang] in text


@pytest.mark.parametrize(
    ("lang", "trade", "figure"),
    [
        ("sv", "patienterna på avdelningen", "åtta till två"),
        ("en", "patients on the ward", "eight a month to two"),
    ],
)
def test_examples_show_the_numbers_of_the_trade(lang, trade, figure):
    said = [OPENING[lang], trade, {"sv": "Jag gjorde en lista", "en": "I made a list"}[lang], SKIP[lang]]
    question = step(lang, *said).question
    assert question.key == "evidence"
    assert any(figure in example for example in question.examples)
    assert len(question.examples) == 2


@pytest.mark.parametrize(("lang", "pay"), [("sv", "lönen och schemat"), ("en", "my salary and the rota")])
def test_pay_is_kept_for_its_own_talk(lang, pay):
    found = step(lang, OPENING[lang], pay)
    assert len(found.paper.pay) == 1
    assert not any(found.paper.pay[0] in point for row in found.paper.agenda for point in row.points)
    assert {"sv": "lönesamtalet", "en": "pay talk"}[lang] in found.question.note


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "Vilket betyg ska jag sätta på Lina? Ska jag säga upp henne?"),
        ("sv", "Rangordna mina medarbetare"),
        ("en", "Should I fire her? What rating should I give?"),
        ("en", "Rank my team for me"),
    ],
)
def test_marks_and_decisions_on_a_person_are_declined_kindly(lang, text):
    found = step(lang, OPENING[lang], text)
    assert found.paper.declined
    assert not found.paper.points
    assert {"sv": "hjälper jag dig att beskriva", "en": "help you describe"}[lang] in found.question.note


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_everything_can_be_skipped_and_enough_ends_it(lang):
    said = [{"sv": "samtal", "en": "review"}[lang]]
    while step(lang, *said).question and len(said) < 15:
        said.append(SKIP[lang])
    assert len(said) < 10
    assert step(lang, OPENING[lang], ENOUGH[lang]).question is None


@pytest.mark.parametrize(
    ("lang", "who", "by"),
    [("sv", "Malin och Ali", "dagen före"), ("en", "Megan and Ali", "the day before")],
)
def test_a_date_for_answers_is_resolved_also_from_the_meeting(lang, who, by):
    later = {
        "sv": "Jag har utvecklingssamtal den 14 december kl 10, 60 min",
        "en": "I have my review on 14 December at 10, 60 min",
    }
    said = [later[lang], SKIP[lang], SKIP[lang], who]
    two = {"sv": "två dagar före samtalet", "en": "two days before the meeting"}[lang]
    assert step(lang, *said, two).paper.feedback_by == datetime.date(2026, 12, 12)
    assert step(lang, *said, by).paper.feedback_by_words == by
    after = {"sv": "20 december", "en": "20 December"}[lang]
    assert asked(lang, *said, after) == "by"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_questions_are_open_and_there_are_enough_in_both_directions(lang):
    found = tomllib.loads((ROOT / f"prompts/prepare/powerful.{lang}.toml").read_text("utf-8"))["question"]
    assert len(found) >= 40
    assert {one["stage"] for one in found if one["to"] == "manager"} == set(STAGES) - {"opening"}
    assert {one["stage"] for one in found if one["to"] == "employee"} == set(STAGES) - {"opening"}
    for one in found:
        labels = check_turn(one["text"], lang).labels
        assert labels["open_question"], one["text"]
        assert not any(labels[name] for name in ("closed_question", "blame", "defence")), one["text"]


@pytest.mark.parametrize(
    ("lang", "points", "word"),
    [("sv", "belastningen på jouren", "belastningen"), ("en", "the workload on call", "workload")],
)
def test_what_is_raised_decides_which_questions_are_chosen(lang, points, word):
    paper = step(lang, OPENING[lang], points).paper
    other = step(lang, OPENING[lang], {"sv": "kursen", "en": "the course"}[lang]).paper
    assert any(word in question for question in paper.to_manager)
    assert not any(word in question for question in other.to_manager)
    assert len(paper.to_manager) == len(paper.to_employee) == 5


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_a_model_invents_or_loses_is_refused(lang):
    points = {"sv": "bemanningen på kvällarna", "en": "staffing in the evenings"}[lang]
    found = step(lang, OPENING[lang], points, *[SKIP[lang]] * 4)
    order = Order("prepare", found, lang, TODAY)
    guided = compose(order)
    order = dataclasses.replace(order, guided=guided)
    assert PREPARE.refusals(guided, order) == ()
    assert any("47" in reason for reason in PREPARE.refusals(guided + " 47.", order))
    assert any("Birgitta" in reason for reason in PREPARE.refusals(guided + "\n\nTack, Birgitta", order))
    assert any("lost" in reason for reason in PREPARE.refusals(guided.replace(points, ""), order))
    assert any("lost" in reason for reason in PREPARE.refusals(guided.split("[")[0], order))
    assert PREPARE.refusals(" ", order) == ("empty",)
    assert "too long" in PREPARE.refusals(guided + " och" * 100, order)


HOSTILE = {
    "controls": "\x00\x07\x1b[31m torsdag kl 10 \ud800 \u200b å\u0308",
    "marks": "| # ** _ ~~ <b> `x` ![](http://a.b/c.png) [x](y) {0} {words} %s",
    "long": "jag vill ta upp schemat och lönen, eftersom det är viktigt. " * 900,
    "unbroken": "a" * 60_000,
    "commas": "x, " * 20_000,
    "empty": "   ",
}


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_as_opening_or_answer_changes_nothing_but_the_words(lang, name):
    text = HOSTILE[name]
    opened = PREPARE.step([text or " ", SKIP[lang], text, text], lang, TODAY)
    assert opened.paper.agenda
    said = [OPENING[lang], text, text, text, text, text, text, text, text]
    found = step(lang, *said)
    assert sum(row.minutes for row in found.paper.agenda) == 60
    assert compose(Order("prepare", found, lang, TODAY))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_both_languages_ask_the_same_things(lang):
    raw = tomllib.loads((ROOT / f"prompts/prepare/questions.{lang}.toml").read_text("utf-8"))
    other = tomllib.loads((ROOT / "prompts/prepare/questions.sv.toml").read_text("utf-8"))
    assert {name: list(section) for name, section in raw.items()} == {
        name: list(section) for name, section in other.items()
    }
    for row in map(json.loads, (ROOT / "evals/sets/prepare_cases.jsonl").read_text("utf-8").splitlines()):
        assert set(row["answers"]) <= set(raw["ask"]), row["id"]
