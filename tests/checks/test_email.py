import json
import random
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.checks.email import LABELS, LONGEST, check_email
from coach.domain.text import Lang
from evals.cases import cases
from evals.metrics import macro_f1

TODAY = date(2026, 11, 24)
FRAME = {
    "sv": "Ämne: Sak\n\nHej Lo!\n\n{}\n\nHälsningar\nBo",
    "en": "Subject: Matter\n\nHi Lo,\n\n{}\n\nBest wishes\nBo",
}


def labels(text: str, lang: Lang) -> set[str]:
    return {label for label, true in check_email(text, lang, TODAY).labels.items() if true}


# Said in the annotation guide: (language, sentence, labels it makes true, labels it leaves false).
GUIDE = [
    ("sv", "Jag ringer dig på tisdag.", "action next_contact date", ""),
    ("en", "I'll call you.", "action next_contact", "date"),
    ("en", "Our next call is on the phone.", "next_contact", "action"),
    ("sv", "Vårt nästa samtal är på telefon.", "next_contact", "action"),
    ("sv", "Jag kontaktar kommunen på tisdag.", "action date", "next_contact"),
    ("en", "I'll contact the council on Tuesday.", "action date", "next_contact"),
    ("sv", "Mätningen görs vecka 18.", "date", "action"),
    ("en", "The count takes place in week 18.", "date", "action"),
    ("sv", "Du börjar på måndag.", "date", ""),
    ("en", "I'll send it as soon as I can.", "action", "date"),
    ("sv", "Jag skickar den så snart jag kan.", "action", "date"),
    ("sv", "Tack för rådet att börja med det svåraste.", "thanks recap", "action"),
    ("en", "Thank you for the advice to start with the hardest part.", "thanks recap", "action"),
    ("sv", "Tack!", "", "thanks"),
    ("en", "Thanks in advance for your help.", "", "thanks"),
    ("sv", "Det är ditt fel, även om jag säger det i all välmening.", "blame", ""),
    ("en", "With all due respect, it is your fault.", "blame", ""),
    ("sv", "Det var mitt fel att skriptet stannade.", "", "blame"),
    ("en", "It was my fault that the script stopped.", "", "blame"),
    ("sv", "Mötet är i sal [lokal].", "placeholder", ""),
    ("en", "See you on XX March.", "placeholder", ""),
    ("sv", "Tiden är <datum>.", "placeholder", ""),
    ("en", "The XX-200 prints A3 [paper, booklets and cards].", "", "placeholder"),
    ("sv", "Skriv till Anna <anna@exempel.se>.", "", "placeholder"),
    ("sv", "På mötet den 3 maj enades vi om att slå ihop köerna.", "recap", "date"),
    ("en", "On 3 May we agreed to merge the queues.", "recap", "date"),
    ("sv", "Jag tränar varje måndag.", "", "date"),
]


@pytest.mark.parametrize(("lang", "sentence", "there", "absent"), GUIDE, ids=[row[1][:40] for row in GUIDE])
def test_the_guides_sentences_get_the_guides_labels(lang, sentence, there, absent):
    found = labels(FRAME[lang].format(sentence), lang)
    assert set(there.split()) <= found
    assert not set(absent.split()) & found


@pytest.mark.parametrize(
    ("first", "lang", "named"),
    [
        ("Ämne: Mötet om budgeten", "sv", True),
        ("Ärende: Protokoll", "sv", True),
        ("Re: Site meeting", "en", True),
        ("RE:", "en", False),
        ("Subject: Hi!", "en", False),
        ("Ämne: [ämne]", "sv", False),
        ("**Subject:** The rota", "en", True),
    ],
)
def test_a_subject_line_must_name_a_matter(first, lang, named):
    assert ("subject" in labels(f"{first}\n\nHej\n\nTack för i går.", lang)) is named


def test_a_greeting_is_no_subject():
    assert "subject" not in labels("Hej Anna,\n\ntack för samtalet.", "sv")


def test_words_are_counted_over_the_whole_text_and_250_are_not_too_many():
    assert "too_long" not in labels("Subject: A " + "word " * (LONGEST - 2), "en")
    verdict = check_email("Subject: A " + "word " * (LONGEST - 1), "en", TODAY)
    assert verdict.labels["too_long"]
    assert "251" in next(a.text for a in verdict.advice if a.label == "too_long")


def test_every_label_stands_in_the_guides_order_and_each_fault_has_advice_in_the_texts_language():
    sv, en = check_email("Hej", "sv", TODAY), check_email("Hi", "en", TODAY)
    assert tuple(sv.labels) == LABELS
    assert [a.label for a in sv.advice] == ["subject", "thanks", "recap", "action", "date", "next_contact"]
    assert [a.label for a in en.advice] == [a.label for a in sv.advice]
    assert not {a.text for a in sv.advice} & {a.text for a in en.advice}


def test_spans_point_into_the_text_as_typed_also_past_decomposed_and_invisible_characters():
    text = "A\u0308mne: Mo\u0308tet\n\nHej A\u030asa,\n\n"
    text += "\u200btack\u00a0fo\u0308r r\u00e5det. Vi ses p\u00e5 tisdag."
    verdict = check_email(text, "sv", TODAY)
    assert verdict.evidence("thanks", text).startswith("tack\u00a0fo\u0308r")
    assert verdict.evidence("next_contact", text) == "Vi ses p\u00e5 tisdag."


@given(st.text(max_size=300), st.sampled_from(["sv", "en"]))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_it_fail_and_every_span_lies_inside(text, lang):
    verdict = check_email(text, lang, TODAY)
    for spans in verdict.spans.values():
        assert all(0 <= start <= end <= len(text) for start, end in spans)


def test_shuffled_pieces_of_real_emails_never_make_it_fail():
    dice = random.Random(3)
    pieces = [line for case in cases("email", "dev") for line in case.text.splitlines()]
    for _ in range(40):
        text = dice.choice(["\n", " ", "\x00", "\ud800"]).join(dice.sample(pieces, 8))
        assert set(check_email(text, dice.choice(["sv", "en"]), TODAY).labels) == set(LABELS)


@pytest.mark.parametrize(
    "piece",
    ["you ", "tack ", "du har inte ", "[" * 10, "jag ska ", "a", "vi ses på ", "\n- ", "thank you so "],
)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_hundred_thousand_characters_take_under_two_seconds(piece, lang):
    check_email("Hej", lang, TODAY)
    start = time.process_time()
    check_email((piece * 100_000)[:100_000], lang, TODAY)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_development_part_keeps_its_floor(lang):
    chosen = [case for case in cases("email", "dev") if case.lang == lang]
    pairs = [(case.labels, check_email(case.text, lang, TODAY).labels) for case in chosen]
    assert macro_f1(pairs, LABELS) >= 0.97


def test_emails_written_apart_from_the_labelled_sets_keep_their_floor():
    path = Path(__file__).parents[2] / "evals" / "sets" / "email.fresh.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 60
    pairs = [(row["labels"], check_email(row["text"], row["lang"], TODAY).labels) for row in rows]
    assert macro_f1(pairs, LABELS) >= 0.92
