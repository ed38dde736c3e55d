"""What ``check_turn`` promises."""

import json
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.checks.lexicon import lexicon
from coach.checks.turn import check_turn
from coach.checks.turn_find import patterns
from coach.checks.turn_pattern import compile_pattern

ACTS = (
    "open_question",
    "closed_question",
    "reflection",
    "acknowledgement",
    "defence",
    "blame",
    "example",
    "next_step",
)
SETS = Path(__file__).parents[2] / "evals" / "sets"
# The guide's own examples and conventions, with those of its wordings that end in dots completed.
GUIDE = [
    ("en", "what would help you?", {"open_question"}),
    ("sv", "hur ser du på det?", {"open_question"}),
    ("en", "tell me more about the handover", {"open_question"}),
    ("en", "did you send it?", {"closed_question"}),
    ("sv", "när var det?", {"closed_question"}),
    ("en", "so you felt left out of the decision", {"reflection"}),
    ("sv", "om jag förstår dig rätt är det tempot som sliter", {"reflection"}),
    ("en", "thank you for telling me", {"acknowledgement"}),
    ("sv", "det förstår jag", {"acknowledgement"}),
    ("en", "you're right that I was late", {"acknowledgement"}),
    ("en", "that's not my fault", {"defence"}),
    ("sv", "alla gör så", {"defence"}),
    ("en", "nobody told me", {"defence"}),
    ("en", "you never listen", {"blame"}),
    ("sv", "det är du som ställer till det", {"blame"}),
    ("sv", "kan du ge ett exempel?", {"example"}),
    ("en", "I'll send a draft on Friday", {"next_step"}),
    ("sv", "ska vi boka en uppföljning?", {"next_step"}),
    ("en", "do you even care?", {"blame"}),
    ("en", "could you send it on Monday?", {"next_step"}),
    ("en", "shall we meet on Monday or Tuesday?", {"closed_question", "next_step"}),
    ("sv", "har du skickat den", {"closed_question"}),
    ("sv", "hur kändes det för dig", {"open_question"}),
    ("en", "I understand, but nobody told me", {"acknowledgement", "defence"}),
    ("en", "that's not true, you're lying", {"defence", "blame"}),
]
TEXTS = [
    "Så du kände dig utanför? Det är inte mitt fel, du lyssnar aldrig.",
    "Jag skickar ett utkast på fredag. Hur låter det för dig?",
    "I didn't know, but you're right. Shall we meet on Monday or Tuesday?",
    "You’re always late – it’s not my fault. I’ll call her tomorrow.",
]


def acts(text, lang):
    return {act for act, held in check_turn(text, lang).labels.items() if held}


@pytest.mark.parametrize(("lang", "text", "expected"), GUIDE)
def test_the_guides_examples_are_labelled_as_the_guide_says(lang, text, expected):
    assert acts(text, lang) == expected


@pytest.mark.parametrize("text", ["", " ", "?", "…", "\ud800", "\x00", "42", "🙂", "Måndag.", "Monday."])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_says_nothing_has_no_act_and_every_label_is_there(text, lang):
    verdict = check_turn(text, lang)
    assert tuple(verdict.labels) == ACTS
    assert not any(verdict.labels.values())


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_ways_to_type_the_same_characters_change_no_label(text, lang):
    plain = acts(text, lang)
    assert acts(unicodedata.normalize("NFD", text), lang) == plain
    assert acts(text.replace("'", "’"), lang) == plain
    assert acts(text.replace("’", "'"), lang) == plain
    assert acts(text.replace(" ", "\u00a0"), lang) == plain
    assert acts(text.replace("e", "e\u200b"), lang) == plain
    assert acts("\ufeff" + text + "\u2028", lang) == plain


@pytest.mark.parametrize("text", TEXTS)
def test_every_true_label_has_evidence_inside_the_text_and_no_other_has(text):
    for lang in ("sv", "en"):
        for typed in (text, unicodedata.normalize("NFD", text), text.replace(" ", " \u200b")):
            verdict = check_turn(typed, lang)
            assert {act for act, held in verdict.labels.items() if held} == set(verdict.spans)
            for spans in verdict.spans.values():
                assert spans == tuple(sorted(spans))
                assert all(
                    0 <= start < end <= len(typed) and typed[start:end].strip() for start, end in spans
                )


def test_evidence_points_at_the_words_that_do_it():
    text = "Tack för att du kom. Det är inte mitt fel."
    verdict = check_turn(text, "sv")
    assert verdict.evidence("acknowledgement", text).startswith("Tack")
    assert "inte mitt" in verdict.evidence("defence", text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["sv", "en"]))
def test_no_text_breaks_the_check(text, lang):
    verdict = check_turn(text, lang)
    assert all(0 <= start < end <= len(text) for spans in verdict.spans.values() for start, end in spans)
    assert len(verdict.advice) <= 2


@pytest.mark.parametrize("piece", ["you never ", "men jag ", "Why? ", ", ", "x"])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_hundred_thousand_characters_take_under_two_seconds(piece, lang):
    text = (piece * 100_000)[:100_000]
    check_turn("you men why", lang)
    before = time.process_time()
    check_turn(text, lang)
    assert time.process_time() - before < 2


def test_advice_is_given_where_the_other_side_stops_listening_and_is_silent_where_the_talk_moves():
    assert [piece.label for piece in check_turn("It's your fault, I did nothing.", "en").advice] == [
        "blame",
        "defence",
    ]
    assert check_turn("Tack. Vad behöver du?", "sv").advice == ()
    assert "open_question" in {
        piece.label for piece in check_turn("Mötesrummet är bokat till tre.", "sv").advice
    }


def test_what_is_only_leaned_to_is_marked_unsure():
    assert check_turn("Dagskiftet lämnade kroken så.", "sv").unsure == ("defence",)
    assert "defence" not in check_turn("Det är inte mitt fel.", "sv").unsure


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_pattern_compiles(lang):
    sample = check_turn("Hej.", lang)
    assert sample.lang == lang
    for key in lexicon("turn_acts", lang):
        for pattern in patterns(key, lang).every:
            pattern.build()


def test_a_pattern_that_names_no_class_is_refused():
    with pytest.raises(KeyError):
        compile_pattern("<nothing> .", {})


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_label_falls_below_its_floor_on_the_development_set(lang):
    hits: Counter[tuple[str, str]] = Counter()
    for line in (SETS / "turn.dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["lang"] == lang:
            found = check_turn(row["text"], lang).labels
            hits.update((act, f"{row['labels'][act]}{found[act]}") for act in ACTS)
    for act in ACTS:
        right, extra, missed = hits[act, "TrueTrue"], hits[act, "FalseTrue"], hits[act, "TrueFalse"]
        assert 2 * right / (2 * right + extra + missed) >= 0.9, act
