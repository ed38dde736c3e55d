"""Highlights and quotes point at the very characters they claim."""

import datetime
import re

import pytest

from coach.domain.goal import CRITERIA
from ui.marks import find_quote, highlight, long_date
from ui.smart import picture
from ui.words import WORDS

SV, EN = WORDS["sv"], WORDS["en"]


def test_overlapping_evidence_is_marked_without_losing_a_character():
    text = "Hålla tre workshoppar <snart> senast 30 april"
    spans = {"specific": ((0, 21),), "measurable": ((6, 21),), "time_bound": ((30, 45),)}
    html = highlight(text, spans, SV)
    plain = re.sub(r"<sup.*?</sup>|<span class=\"unseen\">.*?</span>|<[^>]+>", "", html)
    assert plain.replace("&lt;", "<").replace("&gt;", ">") == text
    assert "(Mätbart)" in html
    assert '<mark class="measurable">tre workshoppar' in html, "the narrower evidence gives the colour"


def test_spans_outside_the_text_and_labels_that_are_no_criterion_do_no_harm():
    assert highlight("kort", {"specific": ((9, 99), (3, 1)), "is_goal": ((0, 4),)}, EN) == "kort"


def test_evidence_kept_apart_by_a_space_is_one_mark():
    html = highlight("senast fredag 30 april", {"time_bound": ((0, 13), (14, 22))}, SV)
    assert html.count("<mark") == 1


def test_blanks_are_framed():
    assert '<span class="blank">[varför?]</span>' in highlight("mål [varför?]", {}, SV, ("[varför?]",))


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("Ett. Två tre. Fyra", "Två tre.", "Två tre."),
        ("Ett. Två\n  tre. Fyra", "Två tre.", "Två\n  tre."),
        ("Ett", "Två", ""),
        ("Ett", "", ""),
    ],
)
def test_a_quote_is_found_in_its_passage_over_line_breaks_or_not_at_all(text, quote, found):
    start, end = find_quote(text, quote)
    assert text[start:end] == found


def test_dates_are_written_as_each_language_writes_them():
    day = datetime.date(2027, 4, 30)
    assert long_date(day, SV) == "fredag 30 april 2027"
    assert long_date(day, EN) == "Friday 30 April 2027"


def test_the_picture_tells_its_state_in_words():
    filled = dict.fromkeys(CRITERIA, False) | {"specific": True}
    assert 'aria-label="SMART: 1 of 5 in place. Missing: measurable, achievable' in picture(filled, EN)
    assert "Alla fem är på plats" in picture(dict.fromkeys(CRITERIA, True), SV)


def test_every_string_exists_in_both_languages():
    for field in WORDS["sv"].__dataclass_fields__:
        swedish, english = (getattr(WORDS[lang], field) for lang in ("sv", "en"))
        assert bool(swedish) == bool(english), field
        if isinstance(swedish, str):
            assert re.findall(r"\{\w+\}", swedish) == re.findall(r"\{\w+\}", english), field


def test_a_source_of_several_parts_is_titled_by_the_part_the_quote_stands_in():
    from coach.domain.draft import Draft
    from coach.domain.knowledge import Citation, Passage
    from ui.board import Board
    from ui.sources import panel

    text = "## Först\n\nEn sak.\n\n## Sedan\n\nEn <annan> sak."
    passage = Passage("d#1", "d", "Guide", "Först · Sedan", "sv", text, True)
    draft = Draft("x", "sv", "guided", (Citation("d#1", "d", "Guide", "En <annan> sak."),))
    html = panel(Board(draft=draft), SV, lambda _: passage)
    assert "Guide – Sedan</summary>" in html
    assert "<strong>Först</strong>" in html
    assert "##" not in html
    assert '<mark class="quote">En &lt;annan&gt; sak.</mark>' in html
