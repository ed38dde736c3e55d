"""The debrief: the person's own words, at most two things to try, no mark."""

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from coach.app.answer import made
from coach.domain.mode import Order
from coach.modes.rehearse import RehearseMode
from coach.modes.rehearse_debrief import FLAWS, passes
from coach.modes.rehearse_setting import setting_line
from coach.writer import GuidedWriter
from coach.writer.sheets import as_json, sheet

TODAY = datetime.date(2026, 11, 25)
SETS = Path(__file__).parents[2] / "evals" / "sets"
MODE = RehearseMode()
ROWS = [json.loads(line) for line in (SETS / "debrief.jsonl").read_text("utf-8").splitlines()]
STOP = {"sv": "avsluta", "en": "stop"}
LANGS = pytest.mark.parametrize("lang", ["sv", "en"])


def ended(row, turns):
    said = [setting_line(row["scenario"], "defensive", 1), *turns, STOP[row["lang"]]]
    return MODE.step(said, row["lang"], TODAY)


DONE = [(row, ended(row, row["turns"]), ended(row, row["twin"])) for row in ROWS]


@pytest.mark.parametrize("flaw", FLAWS)
@LANGS
def test_a_planted_flaw_is_among_the_two_points_and_not_in_the_clean_twin(flaw, lang):
    chosen = [one for one in DONE if one[0]["flaw"] == flaw and one[0]["lang"] == lang]
    named = [flaw in {p.key for p in flawed.paper.debrief.attempt} for _, flawed, _ in chosen]
    alarms = [flaw in {p.key for p in clean.paper.debrief.attempt} for _, _, clean in chosen]
    assert len(chosen) == 10
    assert sum(named) >= 9
    assert sum(alarms) <= 1


def test_every_quote_is_a_piece_of_the_turn_it_names():
    for _, *steps in DONE:
        for found in steps:
            said = {one.n: one.said for one in found.paper.exchanges}
            points = (*found.paper.debrief.worked, *found.paper.debrief.attempt)
            assert points
            assert all(point.quote and point.quote in said[point.turn] for point in points)


def test_there_are_two_things_to_try_at_most_and_each_wording_passes_the_checks():
    for row, *steps in DONE:
        for found in steps:
            debrief = found.paper.debrief
            assert len(debrief.attempt) <= 2
            assert len(debrief.worked) <= 2
            for point in debrief.attempt:
                assert point.wording
                assert passes(point.key, point.wording, row["lang"]), point.wording


@pytest.mark.parametrize(
    ("key", "lang", "text"),
    [
        ("accusation", "sv", "Du är slarvig och lyssnar aldrig."),
        ("only_directives", "en", "You must do it. What do you think?"),
        ("no_agreement", "sv", "Det var bra att vi pratade."),
        ("no_example", "en", "Things are often late."),
    ],
)
def test_a_wording_that_does_not_do_what_is_asked_for_does_not_pass(key, lang, text):
    assert not passes(key, text, lang)


def test_a_fact_that_would_accuse_is_not_put_into_another_wording():
    shipped = MODE.library.scenarios["late-deliveries"]
    facts = ("Annars får det konsekvenser för alla.",)
    mine = replace(
        shipped, id="mine", text={**shipped.text, "sv": replace(shipped.text["sv"], facts=(facts[0],) * 3)}
    )
    said = [setting_line("mine", "quiet", 1), "Du är slarvig och bryr dig inte.", STOP["sv"]]
    point = RehearseMode(mine).step(said, "sv", TODAY).paper.debrief.attempt[0]
    assert point.key == "accusation"
    assert facts[0] not in point.wording
    assert passes("accusation", point.wording, "sv")


def test_a_long_turn_is_quoted_in_part_and_still_word_for_word():
    long = "du är slarvig och bryr dig inte  om någon " + "och så vidare " * 40
    row = {"scenario": "late-deliveries", "lang": "sv"}
    point = ended(row, [long]).paper.debrief.attempt[0]
    assert point.quote in long
    assert len(point.quote.split()) <= 40


@LANGS
def test_what_weighs_most_is_told_first(lang):
    turns = {
        "sv": ["Du är slarvig och bryr dig inte.", "Du måste skärpa dig.", "Du ska vara klar i tid."],
        "en": [
            "You're sloppy and you don't care.",
            "You must pull yourself together.",
            "You have to be on time.",
        ],
    }[lang]
    points = ended({"scenario": "late-deliveries", "lang": lang}, turns).paper.debrief.attempt
    assert [point.key for point in points] == ["accusation", "no_listening"]
    assert points[0].turn == 1


@LANGS
def test_a_clean_talk_has_strengths_and_one_smaller_thing_at_most(lang):
    clean = [done[2].paper.debrief for done in DONE if done[0]["lang"] == lang]
    assert all(one.worked for one in clean)
    assert sum(len(one.attempt) for one in clean) <= 0.4 * len(clean)


@LANGS
def test_counts_are_facts_of_the_talk_and_nothing_is_graded(lang):
    found = next(done[2] for done in DONE if done[0]["lang"] == lang).paper
    debrief = found.debrief
    assert debrief.words[0] == sum(len(one.said.split()) for one in found.exchanges)
    assert debrief.acts["next_step"] == sum("next_step" in one.heard.acts for one in found.exchanges)
    page = shown(found, lang)
    for word in ("poäng", "betyg:", "score", "grade", "/10"):
        assert word not in page.lower()


@LANGS
def test_what_was_agreed_is_handed_on_in_the_persons_words(lang):
    found = next(done[2] for done in DONE if done[0]["lang"] == lang and done[2].paper.state.agreed).paper
    assert found.debrief.handover
    said = " ".join(one.said for one in found.exchanges)
    assert all(part in said for part in found.state.agreed)
    assert found.state.agreed[0] in found.debrief.handover


def shown(paper, lang):
    found = MODE.step(paper.said, lang, TODAY)
    order = Order("rehearse", found, lang, TODAY)
    text = "".join(GuidedWriter().write(order))
    return sheet(found.paper, made(MODE, order, text, "guided"))


@LANGS
def test_the_page_keeps_the_two_voices_apart_and_shows_the_course(lang):
    row = next(row for row in ROWS if row["lang"] == lang and row["scenario"] == "late-deliveries")
    found = ended(row, row["twin"])
    page = shown(found.paper, lang)
    you = {"sv": "Du", "en": "You"}[lang]
    for one in found.paper.exchanges[1:]:
        assert f"**{you} ({one.n}):** " in page
    assert page.count("**Robin:** ") == len(found.paper.exchanges)
    assert "▁" in page or "▂" in page or "▃" in page
    trust = ", ".join(str(one.state.trust) for one in found.paper.exchanges)
    assert trust in page
    order = Order("rehearse", found, lang, TODAY)
    coach = "".join(GuidedWriter().write(order))
    assert coach.startswith({"sv": "Coachen: ", "en": "Coach: "}[lang])
    data = as_json(found.paper, made(MODE, order, coach, "guided"))
    assert json.loads(json.dumps(data))["debrief"]["acts"]["directive"] >= 0
    assert len(data["transcript"]) == len(found.paper.exchanges)


@LANGS
def test_each_remark_looks_up_the_guide_that_says_why(lang):
    for row, flawed, _ in DONE[:10]:
        if row["lang"] == lang:
            keys = {p.key for p in (*flawed.paper.debrief.attempt, *flawed.paper.debrief.worked)}
            assert 1 <= len(flawed.queries) <= len(keys)
    guides = {path.name for path in (SETS.parents[1] / "knowledge").glob(f"*.{lang}.md")}
    for _, flawed, clean in DONE:
        for found in (flawed, clean):
            for point in (*found.paper.debrief.attempt, *found.paper.debrief.worked):
                assert f"{point.topic}.{lang}.md" in guides


@pytest.mark.parametrize(
    ("lang", "turn"),
    [
        ("sv", "Jag ska ta ett exempel: leveransen som kom fyra dagar sent. Hur blev det så?"),
        ("en", "Let me give an example, then: the delivery that was four days late."),
    ],
)
def test_who_says_that_it_is_an_example_is_not_told_to_give_one(lang, turn):
    ask = {"sv": "Hur ser du på det?", "en": "How do you see it?"}[lang]
    found = ended({"scenario": "late-deliveries", "lang": lang}, [ask, turn, ask, ask]).paper.debrief
    assert "no_example" not in {point.key for point in found.attempt}
    assert found.acts["example"] == 1
