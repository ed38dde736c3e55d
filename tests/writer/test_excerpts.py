"""A model is given what stands around the quotes, verbatim, and no more."""

import datetime

from coach.domain.ask import AskPaper
from coach.domain.knowledge import Citation, Hit, Passage
from coach.domain.mode import Order, Step
from coach.writer.excerpts import BESIDE, ROOM, around, excerpts

LINES = [f"Mening {n} har sju ord i sig." for n in range(40)]
TEXT = " ".join(LINES)


def _order(citations, hits):
    step = Step(AskPaper("Hur?"), None, ("Hur?",))
    return Order("ask", step, "sv", datetime.date(2026, 11, 29), hits, citations)


def _hit(id, text=TEXT):
    return Hit(Passage(id, "doc", "Titel", "", "sv", text, False), 1.0)


def _piece(text, *quotes):
    start, end = around(text, quotes)
    return text[start:end]


def test_an_excerpt_is_a_piece_of_the_passage_that_holds_the_quote_and_fits():
    for line in LINES:
        piece = _piece(TEXT, line)
        assert line in piece
        assert piece in TEXT
        assert ROOM / 2 < len(piece.split()) <= ROOM


def test_a_short_passage_is_given_whole():
    text = " ".join(LINES[:5])
    assert _piece(text, LINES[4]) == text


def test_a_quote_longer_than_the_room_is_kept_whole():
    quote = " ".join(LINES[:20])
    assert quote in _piece(TEXT, quote)


def test_only_passages_that_are_quoted_are_given():
    hits = tuple(_hit(f"doc#{n}") for n in range(5))
    given = excerpts(_order((Citation("doc#3", "doc", "Titel", LINES[0]),), hits))
    assert [id.split("@")[0] for id, _, _ in given] == ["doc#3"]


def test_the_first_excerpt_has_most_room():
    hits = tuple(_hit(f"doc#{n}") for n in range(3))
    quotes = tuple(Citation(f"doc#{n}", "doc", "Titel", LINES[20]) for n in range(3))
    first, *others = [len(text.split()) for _, _, text in excerpts(_order(quotes, hits))]
    assert BESIDE < first <= ROOM
    assert all(size <= BESIDE for size in others)


def test_two_quotes_of_one_passage_are_one_excerpt():
    quotes = (Citation("doc#1", "doc", "Titel", LINES[2]), Citation("doc#1", "doc", "Titel", LINES[7]))
    ((_, _, text),) = excerpts(_order(quotes, (_hit("doc#1"),)))
    assert LINES[2] in text
    assert LINES[7] in text


def test_another_excerpt_of_the_same_passage_has_another_id():
    hits = (_hit("doc#1"),)
    first, second = (
        excerpts(_order((Citation("doc#1", "doc", "Titel", line),), hits))[0]
        for line in (LINES[0], LINES[35])
    )
    assert first[0] != second[0]
    assert LINES[35] in second[2]


def test_without_quotes_the_first_passages_are_given():
    given = excerpts(_order((), tuple(_hit(f"doc#{n}") for n in range(5))))
    assert [id for id, _, _ in given] == ["doc#0", "doc#1", "doc#2"]
