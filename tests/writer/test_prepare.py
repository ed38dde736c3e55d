"""A prepared review as a page: everything in its place, nothing that was not said."""

import dataclasses
import datetime
import json
import re
from pathlib import Path

import pytest

from coach.checks.facts import unsupported
from coach.domain.draft import Draft
from coach.domain.mode import Order
from coach.modes.prepare import PrepareMode
from coach.writer.prepare import compose, request
from coach.writer.prepare_sheet import as_json, sheet

TODAY = datetime.date(2026, 11, 25)
CASES = Path(__file__).parents[2] / "evals" / "sets" / "prepare_cases.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
PREPARE = PrepareMode()
SKIP = {"sv": "hoppa över", "en": "skip"}
BLANK = re.compile(r"\[[^\]\n]{1,60}\?\]")


def told(row):
    """Return everything the person says until nothing is asked; a question without an answer is skipped."""
    said = [row["opening"]]
    left = {key: [one] if isinstance(one, str) else [*one] for key, one in row["answers"].items()}
    for _ in range(20):
        question = PREPARE.step(said, row["lang"], TODAY).question
        if question is None:
            return said
        answers = left.get(question.key)
        said.append(answers.pop(0) if answers else SKIP[row["lang"]])
    raise AssertionError(f"{row['id']} never ends")


def worded(lang, said):
    found = PREPARE.step(said, lang, TODAY)
    text = compose(Order("prepare", found, lang, TODAY))
    return found, Draft(text, lang, "guided", unconfirmed=tuple(dict.fromkeys(BLANK.findall(text))))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_sheets_of_the_cases_are_what_a_reviewer_read(lang, golden):
    pages = []
    for row in ROWS:
        if row["lang"] == lang:
            found, draft = worded(lang, told(row))
            pages.append(f"<!-- {row['id']} -->\n\n{sheet(found.paper, draft)}")
    assert len(pages) >= 10
    golden(f"prepare.{lang}.md", "\n\n".join(pages) + "\n")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_nothing_in_a_note_or_message_is_invented(row):
    said = told(row)
    found, draft = worded(row["lang"], said)
    order = Order("prepare", found, row["lang"], TODAY, guided=draft.text)
    assert PREPARE.refusals(draft.text, order) == ()
    when = found.paper.when
    days = [day for day in (when.day, found.paper.feedback_by) if day]
    sources = [*said, when.clock, f"{when.minutes} min", *draft.unconfirmed]
    letter = request(found.paper, row["lang"])
    assert unsupported(letter, sources, row["lang"], days=days) == ()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_data_has_every_key_and_agrees_with_the_sheet(row):
    found, draft = worded(row["lang"], told(row))
    data = as_json(found.paper, draft)
    json.dumps(data)
    assert {"agenda", "questions", "checklist", "self_assessment", "feedback_request"} <= data.keys()
    page = sheet(found.paper, draft)
    if data["minutes"]:
        assert sum(line["minutes"] for line in data["agenda"]) == data["minutes"]
    assert all(line["stage"] in page for line in data["agenda"])
    assert all(set(item) == {"item", "done"} for item in data["checklist"])
    assert set(BLANK.findall(page)) == set(draft.unconfirmed)


def test_what_is_known_is_ticked_and_what_is_not_is_not():
    row = next(row for row in ROWS if row["id"] == "prepare-sv-12")
    found, draft = worded("sv", told(row))
    done = {item["item"].split(":")[0]: item["done"] for item in as_json(found.paper, draft)["checklist"]}
    assert done["Arbetsplatsens formulär ifyllt"]
    assert done["Uppföljning bokad innan ni skiljs åt"]
    assert done["Tid"]
    assert not done["Ostörd plats"]
    not_yet = worded("sv", ["Jag har utvecklingssamtal på torsdag. Formuläret är inte ifyllt.", "det räcker"])
    items = as_json(not_yet[0].paper, not_yet[1])["checklist"]
    assert not any(item["done"] for item in items)


@pytest.mark.parametrize(
    ("lang", "one", "many", "greeting"),
    [("sv", "Malin", "Malin och Ali", "Hej Malin!"), ("en", "Megan", "Megan and Ali", "Hi Megan,")],
)
def test_one_colleague_is_greeted_by_name_and_several_are_not(lang, one, many, greeting):
    opening = {
        "sv": "Jag har utvecklingssamtal på torsdag kl 10, 60 minuter",
        "en": "I have my review on Thursday at 10, 60 minutes",
    }
    said = [opening[lang], SKIP[lang], SKIP[lang]]
    assert request(worded(lang, [*said, one])[0].paper, lang).startswith(greeting)
    assert not request(worded(lang, [*said, many])[0].paper, lang).startswith(greeting[:4] + " ")
    assert request(worded(lang, [*said, SKIP[lang]])[0].paper, lang) == ""


def test_words_that_look_like_markdown_stay_words():
    found, draft = worded(
        "sv", ["Jag har utvecklingssamtal på torsdag kl 10, 60 min", "a | b ![x](http://y) <b>", "det räcker"]
    )
    page = sheet(found.paper, draft)
    assert "\n- a \\| b !\\[x\\](http://y) \\<b\\>" in page or "a \\| b" in page
    assert "![x](" not in page


NOTHING = {
    "sv": [
        ("nej", "inget avtalat"),
        ("Det är mitt första samtal", "inget avtalat"),
        ("vet inte", "minns inte"),
    ],
    "en": [
        ("no", "Nothing was agreed"),
        ("It's my first", "Nothing was agreed"),
        ("no idea", "don't remember"),
    ],
}


@pytest.mark.parametrize(("lang", "said", "line"), [(k, *case) for k, v in NOTHING.items() for case in v])
def test_a_no_to_what_was_agreed_last_time_leaves_a_sentence_and_no_blank(lang, said, line):
    opening = {
        "sv": "Jag har utvecklingssamtal på torsdag kl 10, 60 minuter",
        "en": "I have my review on Thursday at 10, 60 minutes",
    }
    found, draft = worded(lang, [opening[lang], *[SKIP[lang]] * 3, said, SKIP[lang]])
    assert line in draft.text
    assert "last" in found.paper.given_up
    assert {"sv": "[vad kom ni överens om?]", "en": "[what did you agree?]"}[lang] not in draft.text
    told_after_all = {"sv": "nej, men jag skulle få en kurs", "en": "no, but I was to get a course"}[lang]
    assert worded(lang, [opening[lang], *[SKIP[lang]] * 3, told_after_all])[0].paper.last


@pytest.mark.parametrize(
    ("lang", "said", "line"),
    [
        (
            "sv",
            "Automatiserade avstämningen, vilket sparar två timmar i veckan",
            "- jag automatiserade avstämningen – resultat: det sparar två timmar i veckan",
        ),
        (
            "en",
            "Automated the reconciliation, which saves two hours a week",
            "- I automated the reconciliation – result: it saves two hours a week",
        ),
    ],
)
def test_what_is_said_in_half_a_sentence_stands_as_a_whole_one(lang, said, line):
    opening = {
        "sv": "Jag har utvecklingssamtal på torsdag kl 10, 60 minuter",
        "en": "I have my review on Thursday at 10, 60 minutes",
    }
    assert line in worded(lang, [opening[lang], SKIP[lang], said])[1].text


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_without_a_day_answers_are_wanted_before_the_meeting(lang):
    opening = {
        "sv": "Jag har utvecklingssamtal på torsdag kl 10, 60 minuter",
        "en": "I have my review on Thursday at 10, 60 minutes",
    }
    found, draft = worded(lang, [opening[lang], SKIP[lang], SKIP[lang], "Malin", SKIP[lang]])
    before = {"sv": "före samtalet", "en": "before the meeting"}[lang]
    assert before in draft.text
    assert before in request(found.paper, lang)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_says_that_an_ai_helped_and_which_writer(lang):
    found, draft = worded(lang, told(next(row for row in ROWS if row["lang"] == lang)))
    assert "AI" in sheet(found.paper, draft).splitlines()[-1]
    assert "qwen-4b" in sheet(found.paper, dataclasses.replace(draft, writer="qwen-4b")).splitlines()[-1]
