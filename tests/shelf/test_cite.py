"""A quote is the passage's own words or it is not shown, and no answer is better than a wrong one."""

from dataclasses import replace

import pytest

from coach.domain.knowledge import Passage
from coach.shelf import answer, verify
from coach.shelf.cite import cite, quote

UNANSWERABLE = [
    ("Vad blir det för väder i Malmö på fredag?", "sv"),
    ("Hur byter jag vinterdäck?", "sv"),
    ("How long should I boil an egg?", "en"),
    ("What is the population of Norway?", "en"),
]


@pytest.mark.parametrize(
    "changed",
    [
        lambda quote: quote.replace("SMART", "smart"),
        lambda quote: quote + "x",
        lambda quote: quote[:-1] + "!",
        lambda quote: quote.replace(" ", "  ", 1),
        lambda quote: "",
        lambda quote: "   ",
    ],
)
def test_a_changed_quote_is_refused(guides, changed):
    hit = guides.search("Vad betyder SMART?", "sv")[0]
    good = cite(hit, "Vad betyder SMART?", "sv")
    assert "SMART" in good.quote
    assert verify(good, hit.passage)
    assert not verify(replace(good, quote=changed(good.quote)), hit.passage)


def test_a_quote_of_another_passage_is_refused(guides):
    one, two = guides.search("Vad betyder SMART?", "sv")[:2]
    assert not verify(cite(one, "Vad betyder SMART?", "sv"), two.passage)
    assert not verify(replace(cite(one, "x", "sv"), document="other"), one.passage)


def test_every_quote_of_an_answer_stands_in_its_passage(guides):
    for question, lang in (("Hur skriver jag ett tackmejl?", "sv"), ("How do I receive criticism?", "en")):
        given = answer(guides, question, lang)
        assert given.supported
        assert given.citations
        for citation in given.citations:
            passage = guides.passage(citation.id)
            assert citation.quote in passage.text
            assert citation.title == passage.title


def test_the_sentence_that_answers_is_the_one_quoted(guides):
    hit = guides.search("Vad ska stå i ämnesraden på ett tackmejl?", "sv")[0]
    assert "mnesrad" in quote(hit.passage, "Vad ska stå i ämnesraden på ett tackmejl?", "sv")


@pytest.mark.parametrize(("question", "lang"), UNANSWERABLE)
def test_what_no_guide_says_is_not_answered(guides, question, lang):
    given = answer(guides, question, lang)
    assert not given.supported
    assert given.citations == ()


@pytest.mark.parametrize("question", ["", "?", "och att det", "\ud800\x00"])
def test_a_question_without_content_is_not_answered(guides, question):
    assert not answer(guides, question, "sv").supported


def _passage(text):
    return Passage("p#1", "p", "Guide", "", "sv", text, False)


def test_a_bare_heading_is_not_quoted_but_what_stands_under_it():
    passage = _passage(
        "Samtalet handlar om framtiden och om trivseln på jobbet.\n\nÅret som gått\n\n"
        "Titta tillbaka tillsammans. Vad blev gjort?\n\nLön\n\nDen tas vid ett annat tillfälle."
    )
    said = quote(passage, "Hur pratar vi om året som gått?", "sv")
    assert said.startswith("Titta tillbaka")
    assert said in passage.text


def test_a_numbered_heading_is_not_quoted():
    said = quote(
        _passage("# 4. Sätt SMART-mål\n\nMålet är mätbart och har ett datum."), "Vad är SMART-mål?", "sv"
    )
    assert said == "Målet är mätbart och har ett datum."


@pytest.mark.parametrize("text", ["#lön #chef", "# Lön", "Lön"])
def test_what_has_no_sentence_is_quoted_as_it_is(text):
    assert quote(_passage(text), "Hur pratar jag om lön?", "sv") == text


def test_a_list_is_quoted_with_the_line_that_leads_to_it():
    passage = _passage(
        "Den som väntar förlorar fart.\n\nTa med till mötet:\n- planen från i fjol\n- tre exempel"
    )
    assert quote(passage, "Vad ska jag ta med till mötet?", "sv").startswith("Ta med till mötet:\n- planen")


def test_a_quote_does_not_end_inside_somebody_elses_words():
    long = " ".join(["och sedan räknar en kollega"] * 12)
    passage = _passage(
        f"Träna på frågan om planen. Svara kort på frågan: ”Planen var för ljus. Nu {long}.” Sov gott."
    )
    said = quote(passage, "Vad svarar jag på frågan om planen?", "sv")
    assert said.count("”") % 2 == 0


def test_the_mark_before_a_lone_item_is_not_quoted():
    passage = _passage("Den som väntar förlorar fart.\n\n- Läs planen från i fjol.\n\nSov gott.")
    assert quote(passage, "Ska jag läsa planen?", "sv") == "Läs planen från i fjol."


def test_what_is_only_short_lines_is_quoted_all_the_same():
    assert quote(_passage("Nivå 2\n\nBaskompetens"), "Vad är baskompetens?", "sv") == "Baskompetens"
