"""What was said to be added is there after any kill; ``make kill-shelf`` does it a hundred times."""

from evals.kill_shelf import kill


def test_a_kill_during_ingest_loses_no_acknowledged_document_and_the_collection_comes_back(tmp_path):
    result = kill(4, tmp_path, documents=400, settle_every=4)
    assert result.kills == 4
    assert result.acknowledged
    assert result.settled == 1
    assert result.good, result.line()
