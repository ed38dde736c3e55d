"""A text's content is its telling words, and expressions that live by their small words are words too."""

import pytest

from coach.shelf.terms import content, ideas_of
from evals.cases import SETS, lines
from evals.concepts import sections


@pytest.mark.parametrize(
    ("one", "two", "lang"),
    [
        ("Put myself in their shoes", "He put himself in her shoes", "en"),
        ("Hon satte sig in i min vardag", "Hon har satt sig in i deras vardag", "sv"),
    ],
)
def test_an_expression_is_the_same_whoever_it_is_about(one, two, lang):
    first, second = set(content(one, lang)), set(content(two, lang))
    assert any(word.startswith("x") and word in second for word in first)


def test_a_question_of_small_words_only_still_says_something():
    asked = content("How do I get more than a yes or no out of someone?", "en")
    assert set(ideas_of(asked, "en")) & set(ideas_of(content("Be om mer än ett ja eller nej", "sv"), "sv"))


def test_small_words_alone_say_nothing():
    assert content("Hur är det med den?", "sv") == ()
    assert content("What about it, then?", "en") == ()


def test_what_is_left_of_an_expression_does_not_stand_for_it():
    shoes = set(ideas_of(content("in their shoes", "en"), "en"))
    assert shoes
    assert not shoes & set(ideas_of(content("I bought shoes", "en"), "en"))


def test_every_saying_belongs_to_a_section_that_exists_in_both_languages():
    said = sum(len(one.said) for one in sections())
    assert said == 2 * sum(1 for _ in lines(SETS / "sayings.jsonl"))
