"""The goal conversation: one missing thing at a time, and nothing that was not said."""

import datetime

import pytest

from coach.domain.mode import Order
from coach.modes import MODES
from coach.writer import GuidedWriter

TODAY = datetime.date(2026, 11, 25)
GOAL = MODES[0]
OPENING = {"sv": "Jag vill bli bättre på att presentera", "en": "I want to get better at presenting"}
SKIP = {"sv": "vet inte", "en": "I don't know"}


def step(lang, *said):
    return GOAL.step(list(said), lang, TODAY)


def text(lang, *said):
    return "".join(GuidedWriter().write(Order("goal", step(lang, *said), lang, TODAY)))


def asked(lang, *said):
    return step(lang, *said).question.key


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_vague_goal_is_asked_for_what_with_two_examples_that_fit(lang):
    question = step(lang, OPENING[lang]).question
    assert question.key == "specific"
    assert len(question.examples) == 2
    assert all("present" in example.lower() for example in question.examples)


@pytest.mark.parametrize(
    ("lang", "answer"),
    [
        ("sv", "hålla tre kundpresentationer senast 30 april för att kunna leda projekt"),
        ("en", "give three customer presentations by 30 April so that I can lead projects"),
    ],
)
def test_several_answers_in_one_message_are_all_taken(lang, answer):
    found = step(lang, OPENING[lang], answer)
    assert {"specific", "measurable", "time_bound", "relevant"} <= found.paper.parts.keys()
    assert found.paper.deadline == datetime.date(2027, 4, 30)
    assert found.question.key not in found.paper.parts


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("word", ["skip", "dont_know", "question_mark"])
def test_not_knowing_is_an_answer_and_leaves_a_marked_blank(lang, word):
    said = {
        "skip": {"sv": "hoppa över", "en": "skip"},
        "dont_know": SKIP,
        "question_mark": {"sv": "?", "en": "?"},
    }
    found = step(lang, OPENING[lang], said[word][lang])
    assert "specific" in found.paper.given_up
    assert found.question.key != "specific"
    assert "[" in text(lang, OPENING[lang], said[word][lang])


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_someone_who_never_knows_is_let_go_after_a_few_questions(lang):
    said = [OPENING[lang]]
    while (question := step(lang, *said).question) and len(said) < 15:
        assert question.text
        said.append(SKIP[lang])
    assert len(said) <= 9


@pytest.mark.parametrize(
    ("lang", "specific", "when", "shown"),
    [
        ("sv", "hålla tre kundpresentationer", "sista april", "fredag 30 april 2027"),
        ("en", "give three customer presentations", "end of April", "Friday 30 April 2027"),
        ("sv", "hålla tre kundpresentationer", "v. 24", "söndag 20 juni 2027"),
        ("sv", "hålla tre kundpresentationer", "sommaren", "måndag 31 maj 2027"),
        ("en", "give three customer presentations", "March", "Wednesday 31 March 2027"),
    ],
)
def test_a_date_is_resolved_and_shown_with_its_weekday(lang, specific, when, shown):
    found = step(lang, OPENING[lang], specific, when)
    assert shown in found.question.note
    assert shown in text(lang, OPENING[lang], specific, when)


@pytest.mark.parametrize(
    ("lang", "specific", "soon"),
    [("sv", "hålla tre kundpresentationer", "snart"), ("en", "give three customer presentations", "soon")],
)
def test_soon_is_asked_again_once_and_then_left_blank(lang, specific, soon):
    again = step(lang, OPENING[lang], specific, soon)
    assert again.question.key == "time_bound"
    assert soon in again.question.note
    after = step(lang, OPENING[lang], specific, soon, soon)
    assert after.question.key != "time_bound"
    assert after.paper.deadline is None


@pytest.mark.parametrize(
    ("lang", "specific", "wrong", "weekday"),
    [
        ("sv", "hålla tre kundpresentationer", "fredag 14 mars 2027", "söndag"),
        ("en", "give three customer presentations", "Friday 14 March 2027", "Sunday"),
    ],
)
def test_a_weekday_that_is_not_the_dates_is_pointed_out(lang, specific, wrong, weekday):
    found = step(lang, OPENING[lang], specific, wrong)
    assert found.question.key == "time_bound"
    assert weekday in found.question.note


def test_a_new_skill_gets_a_learning_goal_and_a_known_task_a_performance_goal():
    assert step("sv", "Lära mig Rust").paper.kind == "learning"
    assert step("en", "I want to learn to run meetings").paper.kind == "learning"
    assert step("sv", "Svara kunder snabbare").paper.kind == "performance"
    assert "lärandemål" in step("sv", "Lära mig Rust").question.text
    assert "learning goal" in step("en", "Learn Rust").question.text


FULL = {
    "sv": [OPENING["sv"], "hålla tre kundpresentationer", "sista april", "för att kunna leda projekt"],
    "en": [OPENING["en"], "give three customer presentations", "end of April", "to be able to lead projects"],
}


@pytest.mark.parametrize(
    ("lang", "smaller"), [("sv", "hålla två kundpresentationer"), ("en", "give two customer presentations")]
)
def test_below_seven_the_goal_is_made_smaller(lang, smaller):
    assert asked(lang, *FULL[lang]) == "confidence"
    assert asked(lang, *FULL[lang], "5") == "shrink"
    after = step(lang, *FULL[lang], "5", smaller)
    assert after.question.key == "confidence_again"
    assert after.paper.parts["specific"].words == smaller
    assert smaller.split()[1] in text(lang, *FULL[lang], "5", smaller)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_seven_or_more_is_sure_enough(lang):
    assert asked(lang, *FULL[lang], "7") == "obstacle"
    assert asked(lang, *FULL[lang], {"sv": "åtta", "en": "eight"}[lang]) == "obstacle"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_later_date_makes_the_goal_smaller_too(lang):
    later = {"sv": "senast sista maj", "en": "by the end of May"}[lang]
    assert step(lang, *FULL[lang], "5", later).paper.deadline == datetime.date(2027, 5, 31)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_it_ends_with_a_plan_and_check_ins_before_the_deadline(lang):
    plan = {
        "sv": ["8", "Om jag blir sjuk, då bokar jag om", "boka en tid på fredag"],
        "en": ["8", "If I fall ill, then I'll rebook", "book a slot on Friday"],
    }[lang]
    found = step(lang, *FULL[lang], *plan)
    paper = found.paper
    assert found.question is None
    assert paper.confidence == 8
    assert paper.obstacle.words
    assert paper.response.words
    assert paper.first_step_by == datetime.date(2026, 11, 27)
    assert paper.check_ins
    assert all(TODAY < day < paper.deadline and day.weekday() < 5 for day in paper.check_ins)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_first_step_further_off_than_a_week_is_asked_again(lang):
    said = {
        "sv": ["8", "regn, då går jag in", "boka den 20 januari"],
        "en": ["8", "rain, then I'll go in", "book it on 20 January"],
    }
    assert asked(lang, *FULL[lang], *said[lang]) == "first_step"


@pytest.mark.parametrize(("lang", "enough"), [("sv", "det räcker"), ("en", "that's enough")])
def test_enough_is_enough(lang, enough):
    assert step(lang, OPENING[lang], enough).question is None


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_a_model_invents_is_refused(lang):
    found = step(lang, *FULL[lang])
    guided = text(lang, *FULL[lang])
    order = Order("goal", found, lang, TODAY, guided=guided)
    assert GOAL.refusals(guided, order) == ()
    assert any("47" in reason for reason in GOAL.refusals(guided + " 47.", order))
    assert any("Birgitta" in reason for reason in GOAL.refusals(guided.rstrip(".") + " med Birgitta.", order))
    assert any(
        "lost" in reason
        for reason in GOAL.refusals({"sv": "Jag ska bli bra.", "en": "I will be good."}[lang], order)
    )
    assert GOAL.refusals("", order)


def test_examples_fall_back_on_general_ones():
    assert (
        step("sv", "Bli bättre på att gnugga bort fläckar")
        .question.examples[0]
        .startswith("ta fram ett första utkast")
    )


def test_of_ten_thousand_words_the_wish_is_taken_and_nothing_breaks():
    story = "Vi har haft många möten med kunderna under året och det har varit roligt. " * 700
    assert text("sv", f"{story}Jag vill bli bättre på att lyssna.") == "Jag ska bli bättre på att lyssna."
    assert text("sv", story) == "Mitt mål är [vad, konkret?]."
