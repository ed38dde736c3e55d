"""Texts are cut into words with lemmas and into sentences, each with its way back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.checks.words import lemma, sentences, tokens


@pytest.mark.parametrize(
    ("word", "lang", "base"),
    [("sköter", "sv", "sköta"), ("mötena", "sv", "möte"), ("took", "en", "take"), ("happier", "en", "happy")],
)
def test_a_word_has_its_dictionary_form(word, lang, base):
    assert lemma(word, lang) == base


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_numbers_keep_their_points_and_words_their_hyphens(lang):
    text = "4,5 av 10 kl. 9:30, e-post"
    found = [token.text for token in tokens(text, lang)]
    assert {"4,5", "10", "9:30", "e-post"} <= set(found)


def test_an_abbreviation_ends_no_sentence():
    text = "Jag ringer t.ex. Anna. Sedan skriver jag."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Jag ringer t.ex. Anna.",
        "Sedan skriver jag.",
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=150), st.sampled_from(["sv", "en"]))
def test_every_word_and_sentence_is_where_it_says(text, lang):
    assert all(text[token.start : token.end] == token.text for token in tokens(text, lang))
    spans = sentences(text)
    assert all(text[start:end].strip() for start, end in spans)
    assert list(spans) == sorted(spans)
