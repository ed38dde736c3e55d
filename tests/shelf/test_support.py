"""Whether the shelf knows is judged by numbers that say what they claim."""

from dataclasses import fields

import pytest

from coach.shelf import Shelf
from coach.shelf.support import ENOUGH, Evidence, asks_for_fact, model, trust


def _evidence(**changed):
    return Evidence(**{**{field.name: 0.5 for field in fields(Evidence)}, **changed})


def test_the_trained_model_weighs_exactly_the_evidence_there_is():
    assert list(model().weights) == [field.name for field in fields(Evidence)]


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("covered", True),
        ("near", True),
        ("about", True),
        ("missing", False),
        ("names", False),
        ("size", False),
    ],
)
def test_what_speaks_for_an_answer_raises_trust_and_what_speaks_against_lowers_it(name, better):
    low, high = trust(_evidence(**{name: 0.1})), trust(_evidence(**{name: 0.9}))
    assert (high > low) == better


@pytest.mark.parametrize(
    ("question", "lang", "fact"),
    [
        ("Vem ansvarar för kaffet?", "sv", True),
        ("Hur många dagar får jag?", "sv", True),
        ("Var ligger kontoret?", "sv", True),
        ("Det var svårt, hur gör jag?", "sv", False),
        ("Which form do I use?", "en", True),
        ("How long does it take?", "en", True),
        ("How do I say no?", "en", False),
    ],
)
def test_a_question_for_a_fact_is_told_from_one_for_advice(question, lang, fact):
    assert asks_for_fact(question, lang) == fact


def test_a_document_from_another_walk_of_life_answers_its_questions_and_no_others(tmp_path):
    (tmp_path / "none").mkdir()
    text = (
        "# Regler\n\nFärgen ska torka i tolv timmar innan nästa lager. Penslar tvättas i linoljesåpa.\n\n"
        "Fönster målas när det är över tio grader ute, aldrig i regn. Skrapa först bort all lös färg."
    )
    (tmp_path / "regler.md").write_text(text, encoding="utf-8")
    with Shelf(tmp_path / "data", source=tmp_path / "none") as shelf:
        shelf.ingest([tmp_path / "regler.md"])
        asked = ("Hur länge ska färgen torka?", "Hur tvättar jag penslarna?")
        known = [shelf.trust(q, "sv", shelf.search(q, "sv")) for q in asked]
        unasked = ("Vem vann matchen i Malmö?", "Hur många semesterdagar får jag i Tyskland?")
        unknown = [shelf.trust(q, "sv", shelf.search(q, "sv")) for q in unasked]
    assert min(known) > ENOUGH > max(unknown)
