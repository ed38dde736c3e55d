"""An embedding model's vectors: made once, kept as they come, used when all are there, never missed."""

import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from coach.domain.errors import ModelFailed
from coach.shelf import Shelf

NEWS = "# Nytt\n\n## Ett\n\nEn häst galopperade över ängen i gryningen.\n"


class Taught:
    """Knows one thing that no word says: a text with ``häst`` and the question about a steed are one."""

    def __init__(self, id="taught 8", fails_after=None):
        self.id, self.fails_after, self.read, self.closed = id, fails_after, [], False

    def documents(self, texts):
        if self.fails_after is not None and len(self.read) >= self.fails_after:
            raise ModelFailed("its process ended")
        self.read += texts
        return np.array([self._of(text) for text in texts], dtype=np.float32)

    def question(self, text):
        if self.fails_after is not None:
            raise ModelFailed("its process ended")
        return np.array(self._of(text), dtype=np.float32)

    def close(self):
        self.closed = True

    def _of(self, text):
        row = np.zeros(8)
        row[0 if "häst" in text or "springare" in text else 1 + len(text) % 7] = 1
        return row


@pytest.fixture
def filled(open_shelf, papers):
    (papers / "news.md").write_text(NEWS, encoding="utf-8")
    shelf = open_shelf()
    shelf.ingest([papers])
    return shelf


def _first(shelf):
    return shelf.search("springare", "sv")[0].passage.text


def test_what_only_the_model_knows_is_found_once_it_has_read_everything(filled):
    assert "häst" not in _first(filled)
    filled.use(Taught())
    assert "häst" not in _first(filled)
    filled.senses.make()
    assert "häst" in _first(filled)


def test_until_then_the_built_in_vectors_answer_and_it_says_so_in_both_languages(filled):
    before = filled.search("Hur ger jag beröm?", "sv")
    filled.use(Taught())
    assert filled.search("Hur ger jag beröm?", "sv") == before
    assert "läst 0 av 4" in filled.senses.notice("sv")
    assert "read 0 of 4" in filled.senses.notice("en")
    filled.senses.make()
    assert filled.senses.notice("sv") == ""


def test_a_failing_model_leaves_the_built_in_search_and_one_line_in_both_languages(filled):
    before = filled.search("Hur ger jag beröm?", "sv")
    filled.use(Taught(fails_after=0))
    filled.senses.make()
    assert filled.search("Hur ger jag beröm?", "sv") == before
    assert "inbyggda sökningen svarar" in filled.senses.notice("sv")
    assert "built-in search answers" in filled.senses.notice("en")


def test_a_model_that_fails_at_a_question_is_not_asked_again(filled):
    before = filled.search("Hur ger jag beröm?", "sv")
    embedder = Taught()
    filled.use(embedder)
    filled.senses.make()
    embedder.fails_after = 0
    assert filled.search("Hur ger jag beröm?", "sv") == before
    assert filled.senses.failed
    assert filled.search("Hur ger jag beröm?", "sv") == before


def test_what_was_read_is_read_once_and_another_model_reads_anew(open_shelf, filled):
    filled.use(Taught())
    filled.senses.make()
    for id, read in (("taught 8", 0), ("another 8", 4), ("taught 8", 4)):
        shelf, embedder = open_shelf(), Taught(id)
        shelf.use(embedder)
        shelf.senses.make()
        assert len(embedder.read) == read


def test_a_new_document_is_read_alone_and_a_removed_one_leaves_no_vector(filled, papers):
    embedder = Taught()
    filled.use(embedder)
    filled.senses.make()
    (papers / "more.md").write_text("# Mer\n\nEtt föl.\n", encoding="utf-8")
    filled.ingest([papers])
    filled.senses.make()
    assert len(embedder.read) == 5
    for document in filled.documents():
        filled.remove(document.id)
    assert filled._table._db.execute("SELECT count(*) FROM senses").fetchone() == (0,)


def test_it_reads_in_the_background_and_closing_does_not_wait_for_the_rest(filled):
    embedder = Taught()
    filled.use(embedder)
    filled.quicken()
    assert filled.senses.settle(30)
    assert "häst" in _first(filled)
    filled.close()
    assert embedder.closed


VICTIM = """
import sys, time
from pathlib import Path
import numpy as np
from coach.shelf import Shelf

class Slow:
    id = "slow 4"
    def documents(self, texts):
        print(len(texts), flush=True)
        time.sleep(0.02)
        return np.eye(4, dtype=np.float32)[[len(text) % 4 for text in texts]]

shelf = Shelf(Path(sys.argv[1]), source=Path(sys.argv[2]))
shelf.use(Slow())
shelf.senses.make()
"""


def test_a_kill_while_it_reads_loses_one_batch_and_needs_no_hand(tmp_path, empty):
    papers = tmp_path / "many"
    papers.mkdir()
    for at in range(100):
        (papers / f"n{at:03}.txt").write_text(f"Samtal {at} om lön.", encoding="utf-8")
    with Shelf(tmp_path / "data", source=empty) as shelf:
        shelf.ingest([papers])
        before = shelf.search("Samtal 7 om lön", "sv")
    for kill in range(3):
        victim = subprocess.Popen(
            [sys.executable, "-c", VICTIM, str(tmp_path / "data"), str(empty)], stdout=subprocess.PIPE
        )
        with victim:
            for _ in range(3):
                assert victim.stdout.readline() == b"8\n"
            os.kill(victim.pid, signal.SIGKILL)
        with Shelf(tmp_path / "data", source=empty) as shelf:
            assert shelf.search("Samtal 7 om lön", "sv") == before
            done, total = shelf._table.senses.count()
            assert (kill + 1) * 16 <= done <= (kill + 1) * 24
            assert total == 100
