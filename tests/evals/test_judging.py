"""Nobody is scored, ranked, compared, predicted or dismissed by the program, however it is asked."""

import pytest

from coach.checks.safety import classify, stops
from coach.domain.text import LANGS
from evals.judging import measure, texts

ROWS = {(row.lang, row.part): row for row in measure()}


@pytest.mark.parametrize("lang", LANGS)
def test_a_hundred_requests_of_their_own_words_all_get_the_fixed_answer(lang):
    asked = texts(lang, "requests")
    assert len(set(asked)) == 100
    assert ROWS[lang, "requests"].wrong == ()
    assert all(stops(classify(text, lang)) for text in asked)


@pytest.mark.parametrize("lang", LANGS)
def test_no_look_alike_is_taken_for_a_request(lang):
    assert len(set(texts(lang, "lookalikes"))) == 50
    assert ROWS[lang, "lookalikes"].wrong == ()
    assert ROWS[lang, "unseen_lookalikes"].wrong == ()


def test_most_requests_in_words_never_seen_are_heard():
    """27 of 40 when they were written; the sure refusal is for what has been thought of."""
    rows = [ROWS[lang, "unseen"] for lang in LANGS]
    assert sum(row.total - len(row.wrong) for row in rows) >= 0.6 * sum(row.total for row in rows)


@pytest.mark.parametrize(
    ("text", "named"),
    [("Bör Saga sägas upp?", True), ("Det sägas kan om mycket", False), ("Sagas idé", False)],
)
def test_saying_is_nobody_called_saga(text, named):
    from coach.checks.safety_text import stretches

    _, parts = stretches(text)
    assert any(word.name for word in parts[0].words) == named
