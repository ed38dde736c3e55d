"""The words in memory are those of the file: FTS5's own index is the oracle."""

from collections import defaultdict

from coach.shelf.postings import Postings, pack
from coach.shelf.records import Features

WEIGHTS = {"title": 0.4, "head": 1.2, "body": 1.0, "ideas": 1.0}


def _counted_by_fts5(db):
    db.execute("CREATE VIRTUAL TABLE temp.spots USING fts5vocab(main, words, instance)")
    found = defaultdict(lambda: defaultdict(float))
    for word, number, column in db.execute("SELECT term, doc, col FROM spots"):
        found[word][number] += WEIGHTS[column]
    return found


def test_each_word_stands_where_and_as_often_as_the_full_text_index_says(guides):
    postings = Postings(guides._table)
    counted = _counted_by_fts5(guides._table._db)
    assert len(counted) > 3000
    for word, wanted in counted.items():
        places, counts = postings.of(word)
        numbers = postings.numbers[places].tolist()
        assert numbers == sorted(wanted)
        assert all(abs(count - wanted[n]) < 1e-9 for n, count in zip(numbers, counts, strict=True))


def test_a_word_that_stands_nowhere_has_no_place(guides):
    places, counts = Postings(guides._table).of("finnsingenstans")
    assert not places.size
    assert not counts.size


def test_a_word_said_a_thousand_times_is_counted_up_to_a_byte():
    bag = pack(Features("", "", "lön " * 1000, ""))
    assert bag[-1] == 255
    assert len(bag) == 9


def test_a_file_from_before_words_were_counted_finds_the_same(open_shelf, papers):
    shelf = open_shelf()
    shelf.ingest([papers])
    before = shelf.search("Hur ger jag beröm?", "sv")
    assert before
    shelf._table._db.execute("DROP TABLE bags")
    assert open_shelf().search("Hur ger jag beröm?", "sv") == before


def test_a_removed_document_leaves_no_bag(open_shelf, papers):
    shelf = open_shelf()
    shelf.ingest([papers])
    for document in shelf.documents():
        shelf.remove(document.id)
    assert shelf._table._db.execute("SELECT count(*) FROM bags").fetchone() == (0,)
