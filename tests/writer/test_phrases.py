"""What a person writes is told apart, so that it can be joined on without bending it."""

import pytest

from coach.writer import goal_en, goal_sv, phrase_en, phrase_sv
from coach.writer.phrase import trim


@pytest.mark.parametrize(
    ("said", "form", "text"),
    [
        ("Jag vill gärna hålla tre presentationer", "verb", "hålla tre presentationer"),
        (
            "Jag håller två möten och skriver protokoll efteråt",
            "verb",
            "hålla två möten och skriva protokoll efteråt",
        ),
        ("Mitt mål är att genomföra fyra övningar.", "verb", "genomföra fyra övningar"),
        ("Tre genomförda besök", "noun", "tre genomförda besök"),
        ("Min chef Åsa hjälper mig", "clause", "min chef Åsa hjälper mig"),
        ("appen vi redan betalar för", "noun", "appen vi redan betalar för"),
        ("genom att öva", "linked", "genom att öva"),
        ("I höst vill jag hålla två kurser", "whole", "I höst ska jag hålla två kurser"),
        ("Vi ska införa en fast start", "verb", "införa en fast start"),
        ("inte svara på mejl efter sex", "verb", "inte svara på mejl efter sex"),
        ("SBAR-mallen", "noun", "SBAR-mallen"),
    ],
)
def test_swedish_phrases_have_their_form(said, form, text):
    phrase = phrase_sv.read(said)
    assert (phrase.form, phrase.text) == (form, text)


@pytest.mark.parametrize(
    ("said", "form", "text"),
    [
        ("I'd really like to hold three presentations", "verb", "hold three presentations"),
        ("My goal is to complete four exercises.", "verb", "complete four exercises"),
        ("weigh the waste every evening", "verb", "weigh the waste every evening"),
        ("Taking a course", "verb", "take a course"),
        ("Three signed contracts", "noun", "three signed contracts"),
        ("my boss says no", "clause", "my boss says no"),
        ("the children calm down", "clause", "the children calm down"),
        ("two extra trips a month at most", "noun", "two extra trips a month at most"),
        ("by shadowing Sue", "linked", "by shadowing Sue"),
        ("HR's template", "noun", "HR's template"),
    ],
)
def test_english_phrases_have_their_form(said, form, text):
    phrase = phrase_en.read(said)
    assert (phrase.form, phrase.text) == (form, text)


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("take", "taking"),
        ("run", "running"),
        ("see", "seeing"),
        ("plan", "planning"),
        ("visit", "visiting"),
        ("travel", "travelling"),
    ],
)
def test_english_verbs_take_ing(verb, form):
    assert phrase_en.gerund(verb) == form


def test_verbs_added_with_and_follow_the_first():
    assert (
        phrase_en.gerunds("take a course and practise with Sue") == "taking a course and practising with Sue"
    )
    assert phrase_en.gerunds("write tips and tricks") == "writing tips and tricks"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("kunderna kan lita på datumet", "Det gör jag så att kunderna kan lita på datumet"),
        ("vi hinner inte svara", "Det är viktigt eftersom vi inte hinner svara"),
        ("så slipper jag bli uppringd", "Då slipper jag bli uppringd"),
        ("jag vill bli arbetsledare", "Det gör jag för att bli arbetsledare"),
        ("bättre stämning", "Syftet är bättre stämning"),
        ("annars tappar vi dem", "Annars tappar vi dem"),
    ],
)
def test_a_swedish_why_keeps_its_meaning_and_its_word_order(words, sentence):
    assert goal_sv.why(words, False) == sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("customers can trust the date", "I'm doing this so that customers can trust the date"),
        ("I missed my bonus last year", "It matters because I missed my bonus last year"),
        ("so I don't get rung up", "I'm doing this so that I don't get rung up"),
        ("I want to become a shift lead", "I'm doing this to become a shift lead"),
        ("fewer complaints", "The purpose is fewer complaints"),
        ("otherwise we lose them", "Otherwise we lose them"),
    ],
)
def test_an_english_why_keeps_its_meaning(words, sentence):
    assert goal_en.why(words, False) == sentence


@pytest.mark.parametrize(
    ("obstacle", "response", "plan"),
    [
        ("jag hinner inte", "då flyttar jag ett möte", "Om jag inte hinner, då flyttar jag ett möte."),
        ("regn", "vi tar vindskyddet", "Om regn kommer i vägen, då tar vi vindskyddet."),
        ("Om Eva är sjuk", "boka om", "Om Eva är sjuk, då ska jag boka om."),
        ("kunderna svarar inte", "", "Om kunderna inte svarar, då [vad gör du?]."),
    ],
)
def test_a_swedish_if_then_plan_is_one_sentence(obstacle, response, plan):
    assert goal_sv.if_then(obstacle, response) == plan


@pytest.mark.parametrize(
    ("obstacle", "response", "plan"),
    [
        ("I don't have time", "then I'll move a meeting", "If I don't have time, then I'll move a meeting."),
        ("rain", "we'll use the shelter", "If rain gets in the way, then we'll use the shelter."),
        ("walk-ins", "they get the gap", "If walk-ins get in the way, then they get the gap."),
        ("the train is cancelled", "take the car", "If the train is cancelled, then I'll take the car."),
    ],
)
def test_an_english_if_then_plan_is_one_sentence(obstacle, response, plan):
    assert goal_en.if_then(obstacle, response) == plan


def test_bullets_quotes_and_stops_are_no_part_of_a_phrase():
    assert trim(' – "hålla tre möten."\n') == "hålla tre möten"
