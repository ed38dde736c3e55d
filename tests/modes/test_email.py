"""From notes to an email: one missing thing at a time, and nothing that was not said."""

import datetime
import json
import time
from pathlib import Path

import pytest

from coach.checks.email import PROBLEMS
from coach.checks.facts import unsupported
from coach.domain.mode import Order
from coach.modes import MODES
from coach.modes.email import opening
from coach.writer import GuidedWriter
from coach.writer.sheets import as_json, sheet

TODAY = datetime.date(2026, 11, 25)
EMAIL = next(mode for mode in MODES if mode.name == "email")
CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "evals/sets/email_cases.jsonl").read_text("utf-8").splitlines()
]
SKIP = {"sv": "hoppa över", "en": "skip"}
NOTES = {
    "sv": "Sammanfatta mötet med Maria i går om budgeten. Jag heter Elin.\n"
    "- Maria visade siffrorna för hösten\n"
    "- jag skickar underlaget senast fredag\n"
    "- boka lokal senast 3 december\n"
    "- nästa möte 15 december kl 10",
    "en": "Summarise the meeting with Maria yesterday about the budget. My name is Ellen.\n"
    "- Maria showed the figures for the autumn\n"
    "- I'll send the figures by Friday\n"
    "- book the room by 3 December\n"
    "- next meeting 15 December at 10",
}


def step(lang, *said):
    return EMAIL.step(list(said), lang, TODAY)


def text(lang, *said):
    return "".join(GuidedWriter().write(Order("email", step(lang, *said), lang, TODAY)))


def told(row):
    """Return everything the person says until nothing is asked, and the keys asked for."""
    said, keys = [row["opening"]], []
    for _ in range(15):
        question = step(row["lang"], *said).question
        if question is None:
            return said, keys
        given = row["answers"].get(question.key, SKIP[row["lang"]])
        said.append(given[keys.count(question.key)] if isinstance(given, list) else given)
        keys.append(question.key)
    raise AssertionError(f"{row['id']} never ends")


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["id"])
def test_every_case_ends_in_an_email_without_problems_or_inventions(row):
    said, _ = told(row)
    found = step(row["lang"], *said)
    draft = text(row["lang"], *said)
    labels = EMAIL.verdict(draft, row["lang"], TODAY).labels
    assert [name for name, there in labels.items() if there == (name in PROBLEMS)] == []
    assert len(draft.split()) < 200
    sources = [*said, "[när?] [ditt namn?] [when?] [your name?]"]
    assert unsupported(draft, sources, row["lang"], days=found.paper.days) == ()
    complete = SKIP[row["lang"]] not in said
    assert ("?]" in draft) != complete


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_emails_of_all_cases_are_what_a_reviewer_read(golden, lang):
    blocks = []
    for row in CASES:
        if row["lang"] == lang:
            said, keys = told(row)
            blocks.append(f"## {row['id']} ({', '.join(keys)})\n\n{text(lang, *said)}")
    golden(f"email.{lang}.md", "\n\n".join(blocks) + "\n")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_rows_say_who_does_what_by_when_and_where_it_stands(lang):
    paper = step(lang, NOTES[lang]).paper
    first, second = paper.actions
    assert first.who == {"sv": "jag", "en": "I"}[lang]
    assert (first.when, second.when) == (datetime.date(2026, 11, 27), datetime.date(2026, 12, 3))
    assert second.who == ""
    start, end = first.source_span
    assert NOTES[lang][start:end].endswith({"sv": "senast fredag", "en": "by Friday"}[lang])
    assert step(lang, NOTES[lang]).question.key == "who"


@pytest.mark.parametrize(
    ("lang", "said", "row", "expected"),
    [
        ("sv", "nej, det är Sara som gör det", 1, ("Sara", "boka lokal", "2026-12-03")),
        ("sv", "rad 2: fredag i stället", 1, ("", "boka lokal", "2026-11-27")),
        ("sv", "rad 1: Sara", 0, ("Sara", "skicka underlaget", "2026-11-27")),
        ("sv", "rad 2: Johan bokar salen senast måndag", 1, ("Johan", "boka salen", "2026-11-30")),
        ("en", "no, it's Sara who does it", 1, ("Sara", "book the room", "2026-12-03")),
        ("en", "row 2: by Friday", 1, ("", "book the room", "2026-11-27")),
        ("en", "row 1: Sara", 0, ("Sara", "send the figures", "2026-11-27")),
        ("en", "row 2: Sara will book the hall by Monday", 1, ("Sara", "book the hall", "2026-11-30")),
    ],
)  # fmt: skip
def test_an_answer_can_correct_a_row(lang, said, row, expected):
    item = step(lang, NOTES[lang], said).paper.actions[row]
    assert (item.who, item.what, item.when.isoformat()) == expected


@pytest.mark.parametrize(("lang", "said"), [("sv", "ta bort rad 2"), ("en", "delete row 2")])
def test_a_row_can_be_taken_out_and_an_unknown_one_is_said_to_be_missing(lang, said):
    assert len(step(lang, NOTES[lang], said).paper.actions) == 1
    missing = step(lang, NOTES[lang], {"sv": "rad 9: fredag", "en": "row 9: Friday"}[lang])
    assert len(missing.paper.actions) == 2
    assert "2" in missing.question.note


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_kind_can_be_chosen_before_the_notes(lang):
    notes = NOTES[lang].split("\n", 1)[1]
    for kind in ("thanks", "recap", "clarify"):
        assert step(lang, opening(notes, kind, lang)).paper.kind == kind
    assert step(lang, opening(notes, None, lang)).question.key == "kind"


@pytest.mark.parametrize(
    ("lang", "notes", "key"),
    [
        ("sv", "jag skickar planen till Maria senast 20 november", "past"),
        ("en", "I'll send the plan to Maria by 20 November", "past"),
        ("sv", "jag skickar planen till Maria senast torsdag 27 november", "conflict"),
        ("en", "I'll send the plan to Maria by Thursday 27 November", "conflict"),
        ("sv", "jag skickar planen till Maria senast 1/12\njag skickar planen till Maria 3/12", "two"),
        ("en", "I'll send the plan to Maria by 1 December\nI'll send the plan to Maria on 3 December", "two"),
    ],
)
def test_a_doubtful_day_is_asked_about_and_not_sent_if_nobody_knows(lang, notes, key):
    order = {"sv": "Sammanfatta.", "en": "Summarise."}[lang]
    assert step(lang, f"{order}\n{notes}").question.key == key
    after = step(lang, f"{order}\n{notes}", SKIP[lang])
    assert after.paper.actions[0].when is None
    assert "[" in text(lang, f"{order}\n{notes}", SKIP[lang])


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_not_knowing_leaves_a_blank_and_none_leaves_nothing(lang):
    row = [NOTES[lang], SKIP[lang]]
    assert "?]" in text(lang, *row)
    notes = NOTES[lang].replace({"sv": " senast fredag", "en": " by Friday"}[lang], "")
    none = text(lang, notes, {"sv": "inget datum", "en": "no date"}[lang], "Sara")
    assert "?]" not in none


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_someone_who_never_knows_is_let_go(lang):
    said = [{"sv": "anteckningar från ett möte", "en": "notes from a meeting"}[lang]]
    while step(lang, *said).question and len(said) < 15:
        said.append(SKIP[lang])
    assert len(said) <= 8


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_thirty_pages_become_one_email_and_nothing_is_lost(lang):
    long = {
        "sv": "Maria berättade om projekt {} och hur det gick.",
        "en": "Maria talked about project {} and how it went.",
    }
    notes = NOTES[lang] + "\n" + "\n".join(long[lang].format(n) for n in range(1000, 1900))
    began = time.perf_counter()
    found = step(lang, notes, "Sara")
    draft = text(lang, notes, "Sara")
    assert time.perf_counter() - began < 15
    assert len(draft.split()) < 200
    assert len(found.paper.points) + len(found.paper.left_out) >= 900
    assert {"sv": "underlaget", "en": "figures"}[lang] in draft


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    "odd",
    [
        "\ud800 Maria \0",
        "Ma\u0308rta\u00a0\u200b:",
        "- \n" * 500 + "ab",
        ":;" * 2000 + "ab",
        "1/2 " * 2000,
        "[who?] {x} $y",
    ],
)
def test_odd_characters_break_nothing(lang, odd):
    for said in ([odd], [NOTES[lang], odd], [NOTES[lang] + odd, "Sara"]):
        assert text(lang, *said)
        for item in step(lang, *said).paper.actions:
            start, end = item.source_span
            assert 0 <= start < end <= len(said[item.turn])


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_a_model_invents_loses_or_demands_is_refused(lang):
    said = [NOTES[lang], "Sara"]
    guided = text(lang, *said)
    order = Order("email", step(lang, *said), lang, TODAY, guided=guided)
    assert EMAIL.refusals(guided, order) == ()
    assert any("Birgitta" in r for r in EMAIL.refusals(guided.replace("Sara", "Birgitta"), order))
    wrong = guided.replace("27 november", "28 november").replace("27 November", "28 November")
    assert any("28" in r for r in EMAIL.refusals(wrong, order))
    assert any("lost" in r for r in EMAIL.refusals(guided.split("\n\n", 1)[1], order))
    blame = {"sv": "\n\nDu glömde underlaget.\n\n", "en": "\n\nYou forgot the figures.\n\n"}[lang]
    assert "blame" in EMAIL.refusals(blame.join(guided.rsplit("\n\n", 1)), order)
    assert EMAIL.refusals("", order)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_accusation_in_the_notes_stays_out_of_the_email_and_is_shown(lang, open_coach):
    row = next(row for row in CASES if row["id"] == f"email-{lang}-11")
    paper = step(lang, row["opening"]).paper
    draft = text(lang, row["opening"])
    assert {"sv": "glömde", "en": "forgot"}[lang] not in draft
    from coach.domain.draft import Draft

    made = Draft(draft, lang, "guided")
    assert {"sv": "glömde", "en": "forgot"}[lang] in sheet(paper, made)
    data = as_json(paper, made)
    assert data["to"].startswith("roger")
    assert data["subject"]
    assert data["body"].startswith(("Hej", "Hi"))
    assert [set(action) >= {"who", "what", "when"} for action in data["actions"]] == [True, True]


@pytest.mark.parametrize(
    ("lang", "notes"),
    [
        ("sv", "Tacka Maria. Jag skickar min plan 4 december. Jag ringer 3 kunder."),
        ("en", "Thank Maria. I'll send my plan December 4. I'll call 3 clients."),
    ],
)
def test_a_day_without_by_or_on_dates_its_action_and_a_count_dates_none(lang, notes):
    rows = step(lang, notes).paper.actions
    assert [row.when for row in rows] == [datetime.date(2026, 12, 4), None]
