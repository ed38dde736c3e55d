"""Tabs that send at once lose and double nothing, and the harness would see it if they did."""

import sys

import pytest

from evals.load import Result, Sample, held, soak, storm


@pytest.mark.slow
def test_five_tabs_of_the_real_page_lose_and_double_nothing():
    """F13, over HTTP with the page's own queue; twenty tabs of fifty messages are ``coach eval load``."""
    result = storm(5, 4)
    assert result.sent == 20
    assert result.wrong == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_page_in_use_is_measured_and_keeps_what_it_is_told():
    result = soak(0.1)
    assert result.sent >= 3
    assert result.wrong == []
    assert len(result.samples) > 5
    assert all(one.memory > 20_000_000 and one.threads >= 2 and one.files > 5 for one in result.samples)


def test_what_is_lost_doubled_or_strange_is_seen(open_coach, tmp_path):
    coach = open_coach()
    events = [*coach.say("Hur tar jag emot kritik?", mode="ask", lang="sv")]
    session = events[-1].session
    coach.close()
    data = tmp_path / "data"
    assert held(data, {session: ["Hur tar jag emot kritik?"]}) == []
    assert held(data, {session: ["Hur tar jag emot kritik?", "Mer?"]})[0].endswith("sent 2, kept 1")
    assert held(data, {session: []})
    assert held(data, {})


def test_growth_is_seen_after_the_warm_up_and_a_flat_course_is_flat():
    def course(memory, files):
        return Result(samples=[Sample(n, memory(n), files(n), 8) for n in range(40)])

    steady = course(lambda n: 300 if n > 8 else 100, lambda n: 20 + n % 3)
    assert abs(steady.growth) < 0.001
    assert steady.flat
    assert course(lambda n: 100 + n, lambda n: 20).growth > 0.05
    assert not course(lambda n: 100, lambda n: 20 + n).flat
