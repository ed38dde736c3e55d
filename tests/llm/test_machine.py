"""What is chosen from the machine: threads, and how long a window its memory holds."""

import pytest

from coach.llm.machine import _physical, _share, cores, fitting

GB = 1 << 30


@pytest.fixture
def processors(tmp_path):
    """Four logical processors of two cores, as the system lists them."""
    for number, siblings in enumerate(("0,2", "1,3", "0,2", "1,3")):
        folder = tmp_path / f"cpu{number}" / "topology"
        folder.mkdir(parents=True)
        (folder / "thread_siblings_list").write_text(f"{siblings}\n", encoding="ascii")
    return tmp_path


@pytest.mark.parametrize(("usable", "count"), [({0, 1, 2, 3}, 2), ({0, 2}, 1), ({0, 1}, 2), ({7, 8, 9}, 3)])
def test_two_processors_of_one_core_are_one_thread(processors, usable, count):
    assert _physical(usable, processors) == count


@pytest.mark.parametrize(
    ("said", "count"),
    [("150000 100000", 1), ("400000 100000", 4), ("50000 100000", 1), ("max 100000", None), ("", None)],
)
def test_a_container_s_share_bounds_the_threads(tmp_path, said, count):
    path = tmp_path / "cpu.max"
    path.write_text(said, encoding="ascii")
    assert _share(path) == count
    assert _share(tmp_path / "nothing") is None


def test_there_is_always_a_thread():
    assert cores() >= 1


@pytest.mark.parametrize(
    ("there", "context"), [(None, 8192), (9 * GB, 8192), (5 * GB, 4096), (3 * GB, 2048), (1 * GB, 2048)]
)
def test_where_memory_is_short_the_window_is_halved_down_to_what_a_prompt_needs(there, context):
    assert fitting(lambda tokens: tokens << 20, 8192, there) == context
