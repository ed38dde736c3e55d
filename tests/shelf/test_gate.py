"""A shelf that is opened to be filled later costs its opener nothing and answers the first who asks."""

import threading

import pytest

from coach.domain.errors import StorageFull
from coach.shelf import Shelf
from coach.shelf.gate import Gate


def test_whoever_comes_early_finds_the_guides_all_the_same(tmp_path, guides):
    with Shelf(tmp_path / "data", later=True) as shelf:
        assert shelf._table.documents() == ()
        assert not shelf.has_own()
        question = "Hur ger jag kritik utan att såra?"
        assert shelf.search(question, "sv") == guides.search(question, "sv")


def test_the_work_is_done_once_and_by_the_first(tmp_path):
    gate, done = Gate(), []
    gate.before(lambda: done.append(threading.current_thread().name))

    def enter():
        with gate, gate:
            pass

    threads = [threading.Thread(target=enter) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1


def test_what_goes_wrong_then_is_raised_to_everyone_and_locks_nobody_out():
    gate = Gate()

    def fail():
        raise StorageFull("full", fix="free some space")

    gate.before(fail)
    for _ in range(2):
        with pytest.raises(StorageFull), gate:
            pass
    other = []

    def enter():
        try:
            with gate:
                pass
        except StorageFull as error:
            other.append(error)

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join(5)
    assert len(other) == 1


def test_own_documents_are_indexed_anew_once_the_start_is_over(open_shelf, papers):
    shelf = open_shelf()
    shelf.ingest([papers])
    before = shelf.search("beröm", "sv")
    shelf._table.note("made", "made long ago")
    shelf._table._db.execute("DELETE FROM words WHERE 1")
    shelf._table._db.execute("UPDATE bags SET bag = x''")
    shelf = open_shelf(later=True)
    assert shelf._table.meta("made") == "made long ago"
    shelf.quicken()
    assert shelf.search("beröm", "sv") == before
