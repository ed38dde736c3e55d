import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.checks.facts import unsupported
from coach.checks.numbers import numbers, value_of

CLEAN = [
    ("sv", "Jag har tre mål", "Du har 3 mål."),
    ("en", "I have 3 goals", "You have three goals."),
    ("sv", "Anna hjälper mig", "Annas hjälp gör att det går."),
    ("en", "Anna helps me", "Anna's help makes it work."),
    ("sv", "Klart 2027-04-30", "Klart den 30 april 2027."),
    ("sv", "Klart 2027-04-30", "Klart fredag den 30 april."),
    ("sv", "Klart den 30 april", "Klart den 30:e."),
    ("sv", "klart 30/4", "Klart den 30 april."),
    ("en", "by the 30th", "I'll finish by the 30th."),
    ("en", "by 30 April 2027", "Done by April 30, 2027."),
    ("en", "by Friday", "On Friday I will send it."),
    ("sv", "på fredag", "Fredagens möte är viktigt."),
    ("en", "at 2pm", "We meet at 14:00."),
    ("sv", "kl 14", "Vi ses kl. 14.00."),
    ("en", "10,000 visits", "The goal is 10 000 visits."),
    ("sv", "halvera felen", "Felen ska minska med 50 %."),
    ("en", "a SMART goal", "SMART goals help. I think so. I'm sure."),
    ("en", "learn it in April", "In April, learn it."),
    ("sv", "lära mig svenska", "Målet är att lära sig svenska."),
    ("en", "learn Swedish", "Learning Swedish is the goal."),
    ("sv", "börja", "Börja nu. Sedan följer resten. Det går bra. Nästa steg är ditt."),
    ("sv", "tre saker: a, b", "Det här gäller:\n1. Första\n2. Andra"),
    ("en", "steps", "# Next Steps\n\n- Start small\n- Ask for help"),
    ("sv", 'hon sa "det räcker nu"', "Hon sa ”Det räcker nu”."),
    ("en", "write to a.b@example.org", "Write to a.b@example.org today."),
    ("en", "Q2 and the B12 room", "In Q2 we use room B12."),
]


@pytest.mark.parametrize(("lang", "source", "draft"), CLEAN)
def test_a_fact_of_the_source_stands_in_any_form(lang, source, draft):
    assert unsupported(draft, [source], lang) == ()


INVENTED = [
    ("sv", "Jag har tre mål", "Du har fyra mål.", "number", "fyra"),
    ("en", "I have three goals", "You have 4 goals.", "number", "4"),
    ("sv", "Klart 30 april", "Klart den 30 maj.", "date", "den 30 maj"),
    ("sv", "Klart 30 april", "Klart 30 april 2029.", "date", "30 april 2029"),
    ("en", "by 30 April 2027", "By Monday 30 April 2027.", "date", "Monday 30 April 2027"),
    ("en", "by Friday", "See you on Tuesday.", "date", "Tuesday"),
    ("en", "some day", "I'll do it tomorrow.", "date", "tomorrow"),
    ("sv", "Anna hjälper mig", "Tack till Anna och Erik.", "name", "Erik"),
    ("sv", "Anna hjälper mig", "Erik hjälper mig.", "name", "Erik"),
    ("en", "Anna Berg called", "Anna Holm called.", "name", "Holm"),
    ("en", "our client", "The client is Northwind Trading.", "name", "Northwind Trading"),
    ("sv", "mejla mig", "Mejla till info@bolaget.se.", "email", "info@bolaget.se"),
    ("en", "he was pleased", "He said “never been better”.", "quote", "“never been better”"),
    ("sv", "kl 14", "Vi ses kl. 15.30.", "number", "15.30"),
    ("en", "room B12", "See you in room B14.", "number", "B14"),
]


@pytest.mark.parametrize(("lang", "source", "draft", "kind", "text"), INVENTED)
def test_what_no_source_holds_is_found_where_it_stands(lang, source, draft, kind, text):
    (found,) = unsupported(draft, [source], lang)
    assert (found.kind, found.text) == (kind, text)
    assert draft[slice(*found.span)] == text


def test_days_that_code_resolved_are_known_with_weekday_month_and_year():
    draft = "Klart senast fredag den 30 april 2027."
    assert unsupported(draft, ["om fem månader"], "sv")
    assert unsupported(draft, ["om fem månader"], "sv", days=[date(2027, 4, 30)]) == ()
    assert unsupported("Klart torsdag den 30 april.", ["x"], "sv", days=[date(2027, 4, 30)])


def test_a_source_may_be_in_the_other_language():
    assert (
        unsupported("We meet on 3 May with twenty people.", ["Vi ses den 3 maj, tjugo personer"], "en") == ()
    )


def test_blanks_to_fill_are_no_names():
    assert unsupported("Hej [Namn], vi ses.", ["vi ses"], "sv") == ()


@pytest.mark.parametrize(
    ("text", "lang", "values"),
    [
        ("tre av tjugofem, 4,5 och 10 000", "sv", [3, 25, 4.5, 10000]),
        ("twenty-five of 1,200 and 3rd", "en", [25, 1200, 3]),
        ("2027-04-30 and room B12", "en", []),
        ("tvåhundra", "sv", [200]),
    ],
)
def test_figures_and_number_words_have_the_same_values(text, lang, values):
    found = [float(number.value) for number in numbers(text, lang) if number.value > 1]
    assert found == values


def test_a_word_that_is_no_number_has_no_value():
    assert value_of("hus", "sv") is None
    assert value_of("third", "en") == 3


@given(st.text(max_size=200), st.text(max_size=100), st.sampled_from(["sv", "en"]))
@settings(max_examples=60, deadline=None)
def test_no_draft_makes_it_fail_and_spans_give_the_text(draft, source, lang):
    for found in unsupported(draft, [source], lang):
        assert draft[slice(*found.span)] == found.text


@given(st.text(alphabet="aåÄö 1. \n\"'@-AnnaErik\u0301\u200b\ud800", max_size=120))
@settings(max_examples=60, deadline=None)
def test_a_draft_is_always_supported_by_itself(draft):
    assert unsupported(draft, [draft], "sv") == ()


@pytest.mark.parametrize("piece", ["Anna Berg ", "3 maj ", "1.", '"a', "a@b.", "1 000 ", "kl "])
def test_a_hundred_thousand_characters_take_under_two_seconds(piece):
    draft = (piece * 100_000)[:100_000]
    start = time.process_time()
    unsupported(draft, [""], "sv")
    assert time.process_time() - start < 2
