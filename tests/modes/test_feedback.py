"""Feedback: what was seen is kept, what judges is left out and shown, and nothing is made up."""

import datetime
import json
import re
from pathlib import Path

import pytest

from coach.checks.facts import unsupported
from coach.checks.feedback import PROBLEMS, check_feedback
from coach.checks.feedback_rules import found as ruled
from coach.checks.feedback_text import read
from coach.domain.feedback import FEEDBACK_BLANKS
from coach.domain.mode import Order
from coach.modes.feedback import FeedbackMode
from coach.modes.feedback_hints import hints
from coach.writer import GuidedWriter

TODAY = datetime.date(2026, 11, 25)
MODE = FeedbackMode()
ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "evals/sets/feedback_cases.jsonl")
    .read_text("utf-8")
    .splitlines()
]
NOTES = {
    "sv": "Johan kom sent till mötet två gånger i förra veckan. Han är så slarvig. "
    "Kunden fick vänta i tjugo minuter.",
    "en": "Tom came late to the meeting twice last week. He's so sloppy. "
    "The client had to wait for twenty minutes.",
}
REST = {
    "sv": ["ringa kunden om han blir sen", "han svarade lugnt när kunden blev arg i måndags", "varm"],
    "en": ["ring the client if he's late", "he stayed calm when the client got angry on Monday", "warm"],
}


def step(lang, *said):
    return MODE.step(list(said), lang, TODAY)


def text(lang, *said):
    return "".join(GuidedWriter().write(Order("feedback", step(lang, *said), lang, TODAY)))


def told(row):
    said = [row["opening"]]
    for _ in range(15):
        question = step(row["lang"], *said).question
        if question is None:
            return said
        skip = {"sv": "hoppa över", "en": "skip"}[row["lang"]]
        said.append(row["answers"].get(question.key) or skip)
    raise AssertionError(f"{row['id']} never ends")


DRAFTS = [(row, said := told(row), text(row["lang"], *said)) for row in ROWS]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_notes_about_somebody_are_said_to_them(lang):
    draft = text(lang, NOTES[lang])
    assert {"sv": "Du kom sent till mötet två gånger i förra veckan", "en": "You came late to the meeting"}[
        lang
    ] in draft
    assert not re.search(r"\b(?:Johan|Tom|han|he)\b", draft)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_judgement_is_left_out_and_shown_with_the_reason(lang):
    found = step(lang, NOTES[lang]).paper
    assert [kept.label for kept in found.problems] == ["person_judgement"]
    assert found.problems[0].text in NOTES[lang]
    assert found.problems[0].advice
    assert not {"slarvig", "sloppy"} & set(text(lang, NOTES[lang]).split())


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_missing_is_asked_one_thing_at_a_time(lang):
    said, keys = [NOTES[lang]], []
    for answer in REST[lang]:
        keys.append(step(lang, *said).question.key)
        said.append(answer)
    assert keys == ["request", "strength", "relation"]
    assert step(lang, *said).question is None


@pytest.mark.parametrize(("lang", "notes"), [("sv", "Johan är lat."), ("en", "Tom is lazy.")])
def test_only_a_judgement_asks_what_a_camera_would_have_seen(lang, notes):
    question = step(lang, notes).question
    assert question.key == "behaviour"
    assert {"sv": "Johan", "en": "Tom"}[lang] in question.text
    assert len(question.examples) == 2


@pytest.mark.parametrize(
    ("lang", "notes", "answer"),
    [("sv", "Johan är lat.", "han är slarvig"), ("en", "Tom is lazy.", "he is sloppy")],
)
def test_a_judgement_as_an_answer_is_asked_again_with_the_reason(lang, notes, answer):
    question = step(lang, notes, answer).question
    assert question.key == "behaviour"
    assert {"sv": "slarvig", "en": "sloppy"}[lang] in question.note
    assert step(lang, notes, answer, answer).question.key != "behaviour"
    assert FEEDBACK_BLANKS[lang]["behaviour"] in text(lang, notes, answer, answer)


@pytest.mark.parametrize(
    ("lang", "notes", "pick"),
    [
        ("sv", "Petra missade betygen i fredags.\nHon kom sent till arbetslaget i tisdags.", "2"),
        (
            "en",
            "Helen missed the marks on Friday.\nShe came late to the department on Tuesday.",
            "the second",
        ),
    ],
)
def test_several_topics_are_raised_one_at_a_time_and_the_rest_is_kept(lang, notes, pick):
    assert step(lang, notes).question.key == "topic"
    found = step(lang, notes, pick).paper
    assert len(found.parts["behaviour"]) == 1
    assert found.parts["behaviour"][0].words == notes.splitlines()[1]
    assert found.later == (notes.splitlines()[0],)
    both = step(lang, notes, {"sv": "båda", "en": "both"}[lang]).paper
    assert len(both.parts["behaviour"]) == 2


@pytest.mark.parametrize(
    ("lang", "notes"),
    [
        ("sv", "Kim avbröt Alex i onsdags och hen gick ut."),
        ("en", "Sam interrupted Alex on Monday and he walked out."),
    ],
)
def test_whoever_a_pronoun_may_mean_the_sentence_is_quoted_as_it_stands(lang, notes):
    assert notes.rstrip(".") in text(lang, notes)


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("tone", ["direct", "warm", "formal"])
def test_the_tone_changes_no_fact(lang, tone):
    word = {
        "sv": {"direct": "rak", "warm": "varm", "formal": "formell"},
        "en": {t: t for t in ("direct", "warm", "formal")},
    }
    said = [NOTES[lang], *REST[lang][:2], word[lang][tone]]
    assert step(lang, *said).paper.relation == tone
    draft = text(lang, *said).lower()
    facts = {
        "sv": ("två gånger", "förra veckan", "tjugo minuter", "måndags"),
        "en": ("twice", "last week", "twenty", "monday"),
    }
    assert all(fact in draft for fact in facts[lang])


def test_three_tones_are_three_texts():
    drafts = {text("sv", NOTES["sv"], *REST["sv"][:2], tone) for tone in ("varm", "rak", "formell")}
    assert len(drafts) == 3


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_skipping_is_an_answer_and_leaves_a_blank_but_never_a_made_up_strength(lang):
    skip = {"sv": "hoppa över", "en": "skip"}[lang]
    said = [{"sv": "Johan är lat.", "en": "Tom is lazy."}[lang], *[skip] * 6]
    assert step(lang, *said).question is None
    assert step(lang, *said).paper.relation == "warm"
    draft = text(lang, *said)
    assert set(re.findall(r"\[[^\]\n]{1,60}\?\]", draft)) == set(FEEDBACK_BLANKS[lang].values())


@pytest.mark.parametrize(("lang", "enough"), [("sv", "det räcker"), ("en", "that's enough")])
def test_enough_is_enough(lang, enough):
    assert step(lang, NOTES[lang], enough).question is None


@pytest.mark.parametrize(
    ("lang", "notes"),
    [
        ("sv", "Fatima tog kassan i går och kunderna slapp vänta. Riktigt bra gjort."),
        ("en", "Aisha took the till yesterday and the customers thanked her. Really well done."),
    ],
)
def test_praise_is_not_asked_what_should_change(lang, notes):
    found = step(lang, notes)
    assert found.paper.praise
    assert found.question.key in ("impact", "relation")


@pytest.mark.parametrize(
    ("lang", "coded", "plain"),
    [
        ("sv", "Hon är aggressiv på mötena.", "Vi har en aggressiv tidsplan."),
        ("sv", "Sara är för gammal för det nya systemet.", "Det är ett gammalt system."),
        ("en", "She is aggressive in meetings.", "We have an aggressive timeline."),
        ("en", "He's too old for the new system.", "It is an old system."),
        ("en", "Laura is emotional.", "The timeline is aggressive."),
    ],
)
def test_a_coded_word_is_hinted_at_when_said_of_a_person_only(lang, coded, plain):
    assert hints([coded], lang)[0].reason
    assert hints([plain], lang) == ()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_a_model_invents_is_refused(lang):
    said = [NOTES[lang], *REST[lang]]
    found, guided = step(lang, *said), text(lang, *said)
    order = Order("feedback", found, lang, TODAY, guided=guided)
    assert MODE.refusals(guided, order) == ()
    assert any("47" in reason for reason in MODE.refusals(f"{guided} 47.", order))
    assert any(
        "Birgitta" in reason for reason in MODE.refusals(guided.rstrip(".?") + " med Birgitta.", order)
    )
    judged = {"sv": " Du är slarvig.", "en": " You are sloppy."}[lang]
    assert any("person_judgement" in reason for reason in MODE.refusals(guided + judged, order))
    assert any(
        "lost" in reason for reason in MODE.refusals({"sv": "Du kom.", "en": "You came."}[lang], order)
    )
    assert any("long" in reason for reason in MODE.refusals(guided + " du" * 120, order))
    assert MODE.refusals("", order)


@pytest.mark.parametrize(
    "odd", ["\0" * 5 + "x y", "a\u0308" * 50, "\ud800 du", "😀 " * 30, "Johan " * 600, "- " * 500 + "x"]
)
def test_odd_text_crashes_nothing(odd):
    for lang in ("sv", "en"):
        for said in ([odd], [NOTES[lang], odd, odd, odd]):
            assert isinstance(text(lang, *said), str)


def test_spans_point_into_the_notes_as_typed():
    notes = "Johan a\u0308r lat.\u00a0 Han kom  sent till mo\u0308tet i tisdags."
    found = step("sv", notes).paper.before
    assert found.spans["person_judgement"]
    assert all(0 <= a < b <= len(notes) for spans in found.spans.values() for a, b in spans)
    assert "lat" in found.evidence("person_judgement", notes)
    assert "tisdags" in found.evidence("situation", notes)


def test_planted_flaws_are_found_in_the_notes_and_none_of_them_is_in_the_draft():
    planted = [flaw for row in ROWS for flaw in row["flaws"]]
    found = [
        flaw
        for row, said, _ in DRAFTS
        for flaw in row["flaws"]
        if flaw in {k.label for k in step(row["lang"], *said).paper.problems}
    ]
    assert len(found) >= 0.9 * len(planted)
    for row, said, draft in DRAFTS:
        assert not [
            k.text for k in step(row["lang"], *said).paper.problems if len(k.text) > 8 and k.text in draft
        ], row["id"]


def test_no_draft_has_a_problem_in_its_words_and_next_to_none_is_mistaken_for_one():
    mistaken = 0
    for row, _, draft in DRAFTS:
        plain = re.sub(r"\[[^\]\n]{1,60}\?\]", " ", draft)
        labels = [name for name in PROBLEMS if check_feedback(plain, row["lang"]).labels[name]]
        rules = ruled(read(plain)[1], row["lang"])
        assert not [name for name in labels if any(rules[name].values())], row["id"]
        mistaken += bool(labels)
    assert mistaken <= len(DRAFTS) // 8


def test_every_draft_is_short_and_holds_only_what_was_said():
    for row, said, draft in DRAFTS:
        assert 0 < len(draft.split()) <= 120, row["id"]
        sources = [*said, *FEEDBACK_BLANKS[row["lang"]].values()]
        assert unsupported(draft, sources, row["lang"]) == (), row["id"]


def test_a_page_of_notes_ends_in_at_most_120_words():
    notes = " ".join(
        f"Johan glömde att stänga grind {n} i tisdags så att korna gick ut på vägen." for n in range(40)
    )
    assert len(text("sv", notes, "båda", "stänga grinden", "hoppa över", "varm").split()) <= 120


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_drafts_are_what_a_reviewer_read(golden, lang):
    from coach.app.answer import made
    from coach.writer.sheets import sheet

    blocks = []
    for row, said, draft in DRAFTS:
        if row["lang"] == lang:
            found = step(lang, *said)
            order = Order("feedback", found, lang, TODAY, guided=draft)
            page = sheet(found.paper, made(MODE, order, draft, "guided"))
            blocks.append(f"<!-- {row['id']}: {row['opening']} -->\n\n{page}")
    golden(f"feedback.{lang}.md", "\n\n---\n\n".join(blocks) + "\n")
