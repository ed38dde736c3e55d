"""Texts are made comparable without losing the way back to what was typed."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from coach.checks.normal import normalise
from coach.checks.words import sentences, tokens


@given(st.text(max_size=80))
def test_every_character_knows_where_it_came_from(text):
    normal = normalise(text)
    assert len(normal.offsets) == len(normal.text) + 1
    assert list(normal.offsets) == sorted(normal.offsets)
    assert normal.offsets[-1] == len(text)


def test_a_composed_letter_covers_all_it_was_made_of():
    text = unicodedata.normalize("NFD", "två möten")
    normal = normalise(text)
    start = normal.text.index("möten")
    assert unicodedata.normalize("NFC", text[slice(*normal.original(start, start + 5))]) == "möten"


def test_quotes_spaces_and_invisible_characters_become_plain():
    assert normalise("\u201chej\u201d\u00a0d\u00e5\u200b \u2019s\0").text == '"hej" då \'s '


def test_abbreviations_end_no_sentence():
    text = "Jag mejlar t.ex. Eva kl. 9. Sedan ringer jag."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Jag mejlar t.ex. Eva kl. 9.",
        "Sedan ringer jag.",
    ]


def test_words_have_lemmas_and_places():
    text = "Sprang hon till mötena?"
    found = tokens(text, "sv")
    assert [t.lemma for t in found][:1] == ["springa"]
    assert all(text[t.start : t.end] == t.text for t in found)
