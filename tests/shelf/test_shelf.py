"""What the shelf promises: found again, unchanged for free, replaced, gone for good, private."""

import stat
import unicodedata
from pathlib import Path

import pytest

from coach.domain.errors import SetupError, UsageError
from coach.shelf import Shelf


def test_an_added_document_is_found_after_a_restart(open_shelf, papers):
    assert [r.status for r in open_shelf().ingest([papers])] == ["added", "added"]
    hits = open_shelf().search("Hur ger jag beröm?", "sv")
    assert hits[0].passage.heading == "Berömmet"
    assert not hits[0].passage.shipped


def test_the_same_files_again_cost_nothing_and_change_nothing(open_shelf, papers):
    shelf = open_shelf()
    shelf.ingest([papers])
    before = shelf.documents(), [h.passage.id for h in shelf.search("beröm", "sv")]
    again = shelf.ingest([papers])
    assert [(r.status, r.passages) for r in again] == [("unchanged", 1), ("unchanged", 2)]
    assert before == (shelf.documents(), [h.passage.id for h in shelf.search("beröm", "sv")])


def test_a_changed_file_replaces_what_it_said(open_shelf, papers):
    shelf = open_shelf()
    shelf.ingest([papers])
    (papers / "bread.md").write_text("# Bread\n\nUse sourdough instead of yeast.\n", encoding="utf-8")
    assert [r.status for r in shelf.ingest([papers])] == ["updated", "unchanged"]
    texts = [h.passage.text for h in shelf.search("sourdough dough overnight", "en")]
    assert texts == ["Use sourdough instead of yeast."]


def test_progress_is_told_file_by_file(open_shelf, papers):
    seen = []
    results = open_shelf().ingest([papers], seen.append)
    assert tuple(seen) == results


def test_a_removed_document_leaves_no_byte_behind(open_shelf, papers, tmp_path):
    (papers / "secret.txt").write_text(
        "Kanariefågel Zebulon förhandlar om lön.\n\nZebulon är hemlig.", encoding="utf-8"
    )
    shelf = open_shelf(vectors="chroma")
    shelf.ingest([papers])
    shelf.settle()
    [secret] = [d for d in shelf.documents() if "secret" in d.id]
    assert shelf.search("Zebulon", "sv")
    assert shelf.remove(secret.id)
    assert not shelf.remove(secret.id)
    shelf.settle()
    assert secret.id not in {h.passage.document for h in shelf.search("Zebulon", "sv")}
    shelf.close()
    bytes_left = b"".join(p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file())
    assert b"zebulon" not in bytes_left.lower()
    assert b"kanarief" not in bytes_left.lower()
    assert b"secret" not in bytes_left


def test_an_updated_document_leaves_no_byte_of_what_it_said_before(open_shelf, papers, tmp_path):
    shelf = open_shelf()
    (papers / "bread.md").write_text("Quetzalcoatlus bread.", encoding="utf-8")
    shelf.ingest([papers])
    (papers / "bread.md").write_text("Plain bread.", encoding="utf-8")
    shelf.ingest([papers])
    shelf.close()
    bytes_left = b"".join(p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file())
    assert b"quetzalcoatlus" not in bytes_left.lower()


def test_files_are_the_persons_alone(open_shelf, papers, tmp_path):
    shelf = open_shelf(vectors="chroma")
    shelf.ingest([papers])
    shelf.settle()
    shelf.close()
    for path in (tmp_path / "data", *(tmp_path / "data").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_in_memory_it_finds_the_guides_and_takes_no_documents(guides, papers):
    assert guides.search("How do I write a SMART goal?", "en")[0].passage.document == "smart-goals.en"
    with pytest.raises(UsageError):
        guides.ingest([papers])


def test_a_damaged_file_says_what_to_do(tmp_path, empty):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "shelf.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(SetupError, match=r"shelf\.db") as raised:
        Shelf(tmp_path / "data", source=empty)
    assert "coach ingest" in raised.value.fix_text("en")
    assert "coach restore" in raised.value.fix_text("sv")


def test_only_narrows_to_shipped_or_own(tmp_path, papers):
    with Shelf(tmp_path / "data") as shelf:
        shelf.ingest([papers])
        question = "Beröm väger mest när det är konkret"
        for only, kinds in (("own", {False}), ("shipped", {True}), ("all", {True, False})):
            assert {h.passage.shipped for h in shelf.search(question, "sv", k=10, only=only)} == kinds


def test_changed_word_lists_make_own_documents_anew(open_shelf, papers, tmp_path, empty):
    shelf = open_shelf()
    shelf.ingest([papers])
    shelf._table.note("shipped", "made long ago")
    shelf._table.note("made", "made long ago")
    shelf._table._db.execute("DELETE FROM words")
    assert open_shelf().search("beröm", "sv")[0].passage.heading == "Berömmet"


@pytest.mark.parametrize(
    "question",
    ['"beröm" OR NEAR(', "beröm* AND NOT", "^ beröm : {x}", "beröm'; DROP TABLE passages;--", "%beröm_"],
)
def test_search_operators_in_a_question_are_plain_words(open_shelf, papers, question):
    shelf = open_shelf()
    shelf.ingest([papers])
    assert shelf.search(question, "sv")[0].passage.heading == "Berömmet"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_decomposed_letters_find_the_same(open_shelf, papers, form):
    shelf = open_shelf()
    shelf.ingest([papers])
    hits = shelf.search(unicodedata.normalize(form, "återkoppling på något du såg och hörde"), "sv")
    assert hits[0].passage.heading == "Situationen"


@pytest.mark.parametrize(
    "question", ["", " ", "?", "😀", "\x00", "\ud800", "och att", "x" * 100_000, "beröm " * 20_000]
)
def test_odd_questions_neither_crash_nor_take_long(open_shelf, papers, question):
    shelf = open_shelf()
    shelf.ingest([papers])
    assert len(shelf.search(question, "sv")) <= 5


def test_a_question_in_the_other_language_finds_the_document(open_shelf, papers):
    shelf = open_shelf()
    shelf.ingest([papers])
    assert shelf.search("How do I praise a colleague?", "en")[0].passage.heading == "Berömmet"


def test_a_guide_is_offered_once_in_the_language_of_the_question(guides):
    for question, lang in (("Hur tar jag emot kritik?", "sv"), ("How do I take criticism?", "en")):
        assert {h.passage.lang for h in guides.search(question, lang)} == {lang}


def test_one_passage_by_its_id(guides):
    hit = guides.search("lyssna", "sv")[0]
    assert guides.passage(hit.passage.id) == hit.passage
    assert guides.passage("no such passage") is None


def test_a_path_that_is_a_folder_inside_is_walked_and_hidden_files_left(open_shelf, papers):
    (papers / "deep" / ".git").mkdir(parents=True)
    (papers / "deep" / "more.txt").write_text("Mer om beröm på jobbet.", encoding="utf-8")
    (papers / "deep" / ".git" / "note.txt").write_text("gömd", encoding="utf-8")
    (papers / "deep" / "picture.png").write_bytes(b"\x89PNG")
    added = {Path(r.path).name for r in open_shelf().ingest([papers])}
    assert added == {"bread.md", "feedback.md", "more.txt"}


def test_a_removal_killed_before_the_file_is_rewritten_is_finished_at_the_next_start(
    open_shelf, papers, tmp_path
):
    shelf = open_shelf()
    (papers / "note.md").write_text("# Om lönen\n\nHär står om Zyxqvarnska lönen.\n", encoding="utf-8")
    shelf.ingest([papers])
    [id] = [d.id for d in shelf.documents() if d.source == "note.md"]
    shelf._table.replace([], gone=[id])
    assert shelf._table.meta("scrub")
    shelf = open_shelf()
    assert not shelf._table.meta("scrub")
    left = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir()).lower()
    assert b"zyxqvarn" not in left
