import json

import pytest

from evals import inventions, twins
from evals.__main__ import EVALUATIONS, run
from evals.cases import cases
from evals.checks import measure
from evals.metrics import Count, count, interval, macro_f1, share_interval
from evals.naive import NAIVE
from evals.report import write

TRUE, FALSE = {"a": True, "b": False}, {"a": False, "b": False}


def test_precision_recall_and_f1_are_counted_by_hand():
    pairs = [(TRUE, TRUE), (TRUE, FALSE), (FALSE, TRUE), (FALSE, FALSE), (TRUE, TRUE)]
    counted = count(pairs, "a")
    assert counted == Count(hit=2, alarm=1, miss=1)
    assert counted.precision == counted.recall == counted.f1 == pytest.approx(2 / 3)


def test_a_label_that_never_occurs_leaves_the_macro_f1_alone():
    assert macro_f1([(TRUE, TRUE), (TRUE, FALSE)], ["a", "b"]) == pytest.approx(2 / 3)
    assert macro_f1([(FALSE, FALSE)], ["a", "b"]) == 1.0


def test_a_label_found_where_none_is_scores_nothing():
    assert macro_f1([(FALSE, TRUE)], ["a", "b"]) == 0.0


def test_the_interval_is_the_same_each_time_and_holds_the_score():
    pairs = [(TRUE, TRUE)] * 8 + [(TRUE, FALSE)] * 2 + [(FALSE, FALSE)] * 10
    low, high = interval(pairs, ["a"])
    assert (low, high) == interval(pairs, ["a"])
    assert 0.6 < low < macro_f1(pairs, ["a"]) < high <= 1.0


def test_wilsons_interval_of_none_missed_in_300_is_about_one_in_a_hundred():
    low, high = share_interval(300, 300)
    assert 0.985 < low < 0.99
    assert high == pytest.approx(1.0)
    assert share_interval(0, 0) == (0.0, 1.0)


@pytest.fixture
def tiny(tmp_path):
    for part in ("dev", "test"):
        rows = [
            {
                "id": f"{part}1",
                "lang": "sv",
                "text": f"Ämne: {part}hemligt\n\nHej!\n\nTack!",
                "labels": {"subject": False},
            },
            {"id": f"{part}2", "lang": "en", "text": "Hi", "labels": {"subject": False}},
        ]
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / f"email.{part}.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_report_shows_wrong_development_texts_and_never_a_test_text(tiny, tmp_path):
    outcome = measure(["email"], folder=tiny)
    text = write(outcome, tmp_path / "report")
    assert "devhemligt" in text
    assert "testhemligt" not in text
    data = (tmp_path / "report" / "checks.json").read_text(encoding="utf-8")
    assert "testhemligt" not in data
    assert {score["part"] for score in json.loads(data)["scores"]} == {"dev", "test"}
    assert (tmp_path / "report" / "checks.md").read_text(encoding="utf-8") == text


def test_every_language_and_both_together_are_scored_beside_three_naive_checkers(tiny):
    scores = measure(["email"], ["dev"], folder=tiny).scores
    assert [score.lang for score in scores] == ["sv", "en", "both"]
    assert all(
        set(score.naive)
        == {"rules alone", *NAIVE}
        == {"rules alone", "any digit", "keyword list", "always yes"}
        for score in scores
    )


def test_a_set_that_is_missing_is_said_to_be(tmp_path):
    assert "email dev: no labelled texts" in measure(["email"], ["dev"], folder=tmp_path).notes


def test_the_email_check_beats_every_naive_checker_on_the_development_part():
    (*_, both) = measure(["email"], ["dev"]).scores
    assert both.macro > max(both.naive[name] for name in NAIVE) + 0.2


def test_a_wrong_deadline_counts_as_a_miss_and_an_invented_one_as_an_alarm():
    case = next(case for case in cases("dates", "dev") if case.deadline)
    from evals.cases import _deadline

    assert _deadline(case, case.deadline) == {"deadline": True}
    assert _deadline(case, None) == {"deadline": False}
    assert _deadline(case, case.today.replace(year=1999)) == {"deadline": False}


def test_the_evaluations_are_listed_and_an_unknown_one_is_refused_in_one_line(capsys):
    assert run(["list"]) == 0
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == set(EVALUATIONS)
    assert run(["nonsense"]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert len(error.splitlines()) == 1
    assert "'nonsense'" in error


def test_at_least_two_hundred_inventions_of_every_kind_are_planted_and_nearly_all_caught():
    pairs = inventions.pairs()
    cases = [*inventions.planted(pairs), *inventions.changed(pairs)]
    assert len(pairs) >= 60
    assert len(cases) >= 200
    assert {case.kind for case in cases} == {"number", "date", "name", "email", "quote"}
    assert sum(map(inventions.caught, cases)) >= 0.98 * len(cases)


def test_an_invention_stands_where_it_is_said_to_stand():
    for case in inventions.planted(inventions.pairs()[:8]):
        start, end = case.span
        assert 0 <= start < end <= len(case.draft)
        assert case.draft[start:end] not in " ".join(case.pair.sources)


def test_clean_drafts_raise_no_alarm():
    assert [(pair.id, marks) for pair in inventions.pairs() if (marks := inventions.alarms(pair))] == []


def test_two_hundred_twins_differ_and_their_flaws_are_found_but_not_in_the_clean_ones():
    every = twins.twins()
    assert len(every) >= 200
    assert all(twin.clean != twin.flawed for twin in every)
    assert len({twin.kind for twin in every}) == 7
    assert sum(1 for _ in twins.missed(every)) <= 0.05 * len(every)
    assert sum(1 for _ in twins.alarmed(every)) <= 0.02 * len(every)
