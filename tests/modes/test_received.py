"""Feedback one was given: sorted, answered calmly, and never defended against."""

import datetime
import json
from pathlib import Path

import pytest

from coach.checks.facts import unsupported
from coach.checks.turn import check_turn
from coach.domain.mode import Order
from coach.modes.received import ReceivedMode
from coach.writer import GuidedWriter

TODAY = datetime.date(2026, 11, 25)
MODE = ReceivedMode()
ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "evals/sets/received_cases.jsonl")
    .read_text("utf-8")
    .splitlines()
]
GIVEN = {
    "sv": "Du avbröt Lena två gånger på tisdagens möte och hon tappade tråden. Du är så självupptagen.",
    "en": "You interrupted Lena twice in Tuesday's meeting and she lost her thread. You're so self-absorbed.",
}
TRY = {"sv": "låta folk tala till punkt", "en": "let people finish"}


def step(lang, *said):
    return MODE.step(list(said), lang, TODAY)


def text(lang, *said):
    return "".join(GuidedWriter().write(Order("received", step(lang, *said), lang, TODAY)))


def told(row):
    said = [row["opening"]]
    for _ in range(8):
        question = step(row["lang"], *said).question
        if question is None:
            return said
        said.append(row["answers"][question.key])
    raise AssertionError(f"{row['id']} never ends")


DRAFTS = [(row, said := told(row), text(row["lang"], *said)) for row in ROWS]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_was_seen_and_what_was_judged_are_told_apart(lang):
    paper = step(lang, GIVEN[lang]).paper
    assert len(paper.facts) == 1
    assert paper.facts[0] in GIVEN[lang]
    assert [one.label for one in paper.judgements] == ["person_judgement"]
    assert len(paper.questions) == 2
    assert paper.judgements[0].text.strip(".") in paper.questions[0]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_reply_gives_back_the_act_as_mine(lang):
    assert {"sv": "jag avbröt Lena två gånger", "en": "I interrupted Lena twice"}[lang] in text(
        lang, GIVEN[lang]
    )


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_one_thing_to_try_and_a_day_are_asked_for_and_stand_in_the_reply(lang):
    assert step(lang, GIVEN[lang]).question.key == "attempt"
    assert step(lang, GIVEN[lang], TRY[lang]).question.key == "back"
    day = {"sv": "om två veckor", "en": "in two weeks"}[lang]
    found = step(lang, GIVEN[lang], TRY[lang], day)
    assert found.question is None
    assert found.paper.back == datetime.date(2026, 12, 9)
    draft = text(lang, GIVEN[lang], TRY[lang], day)
    assert TRY[lang] in draft
    assert {"sv": "onsdag 9 december 2026", "en": "Wednesday 9 December 2026"}[lang] in draft


@pytest.mark.parametrize(("lang", "past"), [("sv", "2026-11-01"), ("en", "2026-11-01")])
def test_a_day_that_has_been_is_asked_again_once(lang, past):
    question = step(lang, GIVEN[lang], TRY[lang], past).question
    assert question.key == "back"
    assert question.note
    assert step(lang, GIVEN[lang], TRY[lang], past, past).question is None


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_both_questions_may_be_skipped(lang):
    skip = {"sv": "hoppa över", "en": "skip"}[lang]
    assert step(lang, GIVEN[lang], skip, skip).question is None
    assert check_turn(text(lang, GIVEN[lang], skip, skip), lang).labels["acknowledgement"]


def test_feedback_that_is_told_about_is_read_as_it_was_said():
    paper = step("sv", "Min chef säger att jag är slarvig. Jag lämnade rapporten två dagar sent.").paper
    assert [one.label for one in paper.judgements] == ["person_judgement"]
    assert paper.facts == ("Du lämnade rapporten två dagar sent.",)


def test_every_reply_is_calm_short_and_the_persons_own():
    for row, said, draft in DRAFTS:
        labels = check_turn(draft, row["lang"]).labels
        assert labels["acknowledgement"], row["id"]
        assert labels["open_question"] or labels["closed_question"], row["id"]
        assert not labels["defence"], row["id"]
        assert not labels["blame"], row["id"]
        assert len(draft.split()) < 80, row["id"]
        day = step(row["lang"], *said).paper.back
        assert unsupported(draft, said, row["lang"], days=[day] if day else []) == (), row["id"]


def test_planted_judgements_are_found():
    planted = sum(len(row["flaws"]) for row in ROWS)
    found = sum(
        flaw in {one.label for one in step(row["lang"], row["opening"]).paper.judgements}
        for row in ROWS
        for flaw in row["flaws"]
    )
    assert found >= 0.8 * planted


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_a_model_invents_is_refused(lang):
    said = [GIVEN[lang], TRY[lang], {"sv": "hoppa över", "en": "skip"}[lang]]
    guided = text(lang, *said)
    order = Order("received", step(lang, *said), lang, TODAY, guided=guided)
    assert MODE.refusals(guided, order) == ()
    assert any("Birgitta" in reason for reason in MODE.refusals(guided + " Birgitta 47.", order))
    but = {"sv": " Tack, men det var inte mitt fel.", "en": " Thanks, but it wasn't my fault."}[lang]
    assert any("but" in reason for reason in MODE.refusals(guided + but, order))
    assert any("defence" in reason for reason in MODE.refusals(guided + but, order))
    assert any("lost" in reason for reason in MODE.refusals({"sv": "Jaha.", "en": "Right."}[lang], order))
    assert MODE.refusals("", order)


@pytest.mark.parametrize("odd", ["\0x y", "a\u0308" * 50, "\ud800 du", "😀 " * 30, "du " * 600])
def test_odd_text_crashes_nothing(odd):
    for lang in ("sv", "en"):
        assert text(lang, odd, odd, odd)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_replies_are_what_a_reviewer_read(golden, lang):
    from coach.app.answer import made
    from coach.writer.sheets import sheet

    blocks = []
    for row, said, draft in DRAFTS:
        if row["lang"] == lang:
            found = step(lang, *said)
            order = Order("received", found, lang, TODAY, guided=draft)
            page = sheet(found.paper, made(MODE, order, draft, "guided"))
            blocks.append(f"<!-- {row['id']}: {row['opening']} -->\n\n{page}")
    golden(f"received.{lang}.md", "\n\n---\n\n".join(blocks) + "\n")
