"""A question finds its passage however it is typed, in either language, and the same each time."""

import random

import pytest

from coach.shelf import Shelf
from coach.shelf.concepts import packed, project, project_lines, unpacked
from coach.shelf.query import corrected
from coach.shelf.spelling import Vocabulary, slips
from coach.shelf.terms import content

ASKED = [
    ("Hur skriver jag ett tackmejl efter samtalet?", "sv"),
    ("Vad betyder SMART för ett mål?", "sv"),
    ("Hur förbereder jag mitt medarbetarsamtal?", "sv"),
    ("Hur lyssnar jag utan att avbryta?", "sv"),
    ("How do I receive criticism without getting defensive?", "en"),
    ("What belongs in a development plan?", "en"),
    ("How do I ask open questions that make people think?", "en"),
    ("How can I negotiate my salary?", "en"),
]


def _slip(word: str, chance: random.Random) -> str:
    """Return a word with two inner letters changed about."""
    at = chance.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@pytest.mark.parametrize(("question", "lang"), ASKED)
def test_a_slip_in_every_long_word_still_finds_the_guide(guides, question, lang):
    chance = random.Random(question)
    words = question.strip("?").split()
    typed = " ".join(_slip(word, chance) if len(word) > 6 else word for word in words)
    wanted, found = (
        {hit.passage.document for hit in guides.search(asked, lang)[:3]} for asked in (question, typed)
    )
    assert wanted & found


@pytest.mark.parametrize(
    ("one", "two", "count"),
    [
        ("samtal", "samtal", 0),
        ("samtla", "samtal", 1),
        ("samtl", "samtal", 1),
        ("samxtal", "samtal", 1),
        ("mål", "lön", 2),
    ],
)
def test_two_letters_that_changed_places_are_one_slip(one, two, count):
    assert slips(one, two, 1) == count


def test_a_word_that_is_spelt_right_is_left_alone():
    known = Vocabulary({"samtal": 3, "förhandling": 1})
    assert corrected("Ett samtal om en förhandlnig", "sv", known) == {"förhandlnig": "förhandling"}


def test_words_of_one_family_and_words_inside_others_are_kin():
    known = Vocabulary(dict.fromkeys(("förberedelse", "medarbetarsamtal", "samtala", "samtal", "samt"), 1))
    assert set(known.family("samtal")) == {"medarbetarsamtal", "samtala"}
    assert "förberedelse" in known.family("förbereda")
    assert known.family("mål") == ()


@pytest.mark.parametrize(
    ("swedish", "english", "other"),
    [
        ("lyssna utan att avbryta", "listen without interrupting", "negotiate a pay rise"),
        ("högre lön", "a pay rise", "listen without interrupting"),
        ("delmål och uppföljning", "sub-goals and follow-up", "body language and silence"),
    ],
)
def test_the_same_thing_is_nearer_across_languages_than_another_thing(swedish, english, other):
    vector = project(content(swedish, "sv"), "sv")
    near, far = (float(project(content(text, "en"), "en") @ vector) for text in (english, other))
    assert near > far + 0.1


def test_sentence_vectors_survive_being_packed():
    lines = [content(text, "sv") for text in ("Lyssna först.", "", "Fråga sedan om målet.")]
    vectors = project_lines(lines, "sv")
    assert vectors.shape[0] == 2
    assert abs(unpacked(packed(vectors)) - vectors).max() < 0.01


def test_the_same_search_gives_the_same_answer_in_a_new_shelf(guides):
    question = "Hur ger jag kritik utan att såra?"
    with Shelf(None) as other:
        assert other.search(question, "sv") == guides.search(question, "sv")


def test_an_own_document_that_answers_comes_before_the_guides(tmp_path):
    (tmp_path / "papers").mkdir()
    rule = "Hos oss ska varje medarbetarsamtal förberedas med blankett B7 senast en vecka innan."
    (tmp_path / "papers" / "rules.txt").write_text(rule, encoding="utf-8")
    bread = "# Bröd\n\nBlanda mjöl och vatten och låt degen jäsa över natten i kylen."
    (tmp_path / "papers" / "bread.md").write_text(bread, encoding="utf-8")
    with Shelf(tmp_path / "data") as shelf:
        shelf.ingest([tmp_path / "papers"])
        hits = shelf.search("Hur förbereder jag mitt medarbetarsamtal?", "sv")
        assert hits[0].passage.text == rule
        assert all(hit.passage.shipped for hit in hits[1:])


def test_a_file_from_before_sentences_had_vectors_opens_and_searches(tmp_path, open_shelf, papers):
    shelf = open_shelf()
    shelf.ingest([papers])
    before = shelf.search("Hur ger jag beröm?", "sv")
    shelf._table._db.execute("ALTER TABLE passages DROP COLUMN pairs")
    for key in ("shipped", "made", "layout"):
        shelf._table.note(key, "old")
    assert open_shelf().search("Hur ger jag beröm?", "sv") == before


def test_trust_is_higher_for_what_the_guides_say_than_for_what_they_do_not(guides):
    known = [guides.trust(q, lang, guides.search(q, lang)) for q, lang in ASKED]
    unknown = [
        guides.trust(q, lang, guides.search(q, lang))
        for q, lang in (("Hur byter jag vinterdäck?", "sv"), ("How long should I boil an egg?", "en"))
    ]
    assert min(known) > max(unknown)
    assert all(0 <= trust <= 1 for trust in (*known, *unknown))


def test_an_unchanged_folder_takes_under_a_fiftieth_of_the_first_time(open_shelf, tmp_path):
    import time

    folder = tmp_path / "many"
    folder.mkdir()
    for at in range(40):
        text = "\n\n".join(f"Stycke {at} {part} handlar om mål, lön och samtal. " * 12 for part in range(12))
        (folder / f"{at}.txt").write_text(text, encoding="utf-8")
    shelf = open_shelf()
    times = []
    for _ in range(2):
        start = time.process_time()
        results = shelf.ingest([folder])
        times.append(time.process_time() - start)
    assert {one.status for one in results} == {"unchanged"}
    assert times[1] < times[0] / 50
