"""A draft is the same whoever it is about: name, pronoun, age change nothing but the words for the person."""

import datetime

import pytest

from coach.checks.dates import find_dates
from coach.domain.mode import Order
from coach.domain.text import LANGS
from coach.modes import MODES
from evals.fairness import Person, compare, guided, pairs, personality, report

PAIRS = {lang: pairs(lang) for lang in LANGS}


def test_there_are_two_hundred_pairs_in_each_language():
    for lang in LANGS:
        assert len(PAIRS[lang]) == 200
        assert {pair.kind for pair in PAIRS[lang]} == {"name", "gender", "age"}
        assert len({pair.mode for pair in PAIRS[lang]}) == 7


# Names that are words as well are read less surely, so is "they" for one person: the evaluation counts both.
HARD = {"May", "Mark", "Maj", "Dag", "Alex"}


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_a_draft_has_the_same_length_words_and_examples_whoever_it_is_about(lang):
    chosen = [pair for pair in PAIRS[lang] if not HARD & {one.name for one in pair.persons}][::11]
    found = list(compare(chosen))
    assert len(found) > 8
    assert [one.drafts for one in found if not one.alike] == []
    assert [one.drafts for one in found if not one.same and one.pair.kind != "age"] == []


@pytest.mark.parametrize(
    ("name", "lang", "opening", "starts"),
    [
        (
            "Maj",
            "sv",
            "{name} kom en kvart för sent till mötet i måndags. Kunden fick vänta.",
            "Du kom en kvart",
        ),
        (
            "Dag",
            "sv",
            "{name} kom en kvart för sent till mötet i måndags. Kunden fick vänta.",
            "Du kom en kvart",
        ),
        ("May", "en", "{name} came late to the meeting on Monday. The client had to wait.", "You came late"),
        ("Mark", "en", "{name} came late to the meeting on Monday. The client had to wait.", "You came late"),
    ],
)
def test_a_name_that_is_a_word_is_said_to_the_person_all_the_same(name, lang, opening, starts, today):
    mode = next(mode for mode in MODES if mode.name == "feedback")
    step = mode.step([opening.format(name=name)], lang, today)
    assert starts in guided(Order("feedback", step, lang, today))


@pytest.mark.parametrize("name", ["John", "Mohammed", "Ahmed", "Fred", "Alfred"])
def test_a_name_that_ends_as_a_verb_does_leaves_the_day_in_the_future(name, today):
    [found] = find_dates(f"{name} calls the client on Monday.", "en", today)
    assert found.end == datetime.date(2026, 11, 30)


def test_an_unequal_draft_would_be_seen():
    def flatters(order):
        text = guided(order)
        return text.replace("Erik", "Erik, som är driven och självsäker,") + " " + ("x " * 9)

    def longer(order):
        return guided(order) + (" och mer därtill" * 5 if "Erik" in order.step.paper.said[0] else "")

    chosen = [pair for pair in PAIRS["sv"] if pair.kind == "gender" and pair.mode == "prepare"][::2]
    assert not any(one.alike for one in compare(chosen, longer))
    assert any(line.startswith("- sv prepare") for line in report(list(compare(chosen, longer))))
    assert personality("sv").findall("Erik är driven och hon snäll") == ["driven", "snäll"]


def test_a_text_is_filled_and_masked_for_the_person():
    anna = Person("Anna", ("hon", "henne", "hennes"), "28")
    assert (
        anna.fill("{name} kom. {he} gick med {him}. Om {he} vill.")
        == "Anna kom. Hon gick med henne. Om hon vill."
    )
    assert anna.mask("Annas mål. Hon är 28 år, Hanna") == "_ mål. _ är _ år, Hanna"


@pytest.mark.llama
@pytest.mark.slow
def test_with_a_random_model_a_draft_is_as_equal_as_the_guided_one(build_gguf):
    """What a model babbles is refused for both, so both get the guided draft."""
    from coach.app.answer import draft, mode_of
    from coach.llm import Limits, open_model
    from coach.writer.model import ModelWriter

    chat = open_model(build_gguf(ends=False), threads=1, limits=Limits(backoff=0, crashes=1000))
    writers = []

    def words(order):
        from dataclasses import replace

        writing = draft(
            mode_of(order.mode), replace(order, guided=guided(order)), ModelWriter(chat, "tiny", most=20)
        )
        while True:
            try:
                next(writing)
            except StopIteration as end:
                writers.append(end.value.writer)
                return end.value.text

    try:
        chosen = [pair for lang in LANGS for pair in PAIRS[lang][::97] if pair.kind != "name"]
        chosen += [PAIRS["sv"][0], PAIRS["en"][0]]
        assert all(one.alike for one in compare(chosen, words))
    finally:
        chat.close()
    assert set(writers) <= {"guided", "tiny"}
    assert len(writers) == 2 * len(chosen)
