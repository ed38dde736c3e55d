"""Whatever dies in mid-answer, the person's text and what was said before are kept."""

import os
import signal
from contextlib import closing

import pytest

from coach.app import Coach
from coach.domain.events import Drafted, Noticed
from coach.llm import Limits, open_model
from coach.settings import Settings
from coach.shelf import Shelf
from coach.store import Sessions
from coach.writer.model import ModelWriter
from evals.kill_model import Result, _held, kill_model
from evals.kill_model_victim import Given

pytestmark = pytest.mark.llama


@pytest.fixture
def roomy(build_gguf):
    """A model whose window holds a whole prompt although each letter is a token."""
    return build_gguf(ends=False, context=16_384)


@pytest.mark.slow
def test_a_few_kills_in_mid_answer_lose_nothing_and_leave_nothing_running(tmp_path, roomy):
    result = kill_model(4, tmp_path, roomy, seed=3)
    assert result.good, result.markdown()
    assert (result.model, result.program) == (2, 2)
    assert result.writing > 0
    assert result.turns > 6


def test_the_harness_notices_a_turn_that_is_not_there_as_it_was_told(tmp_path):
    with closing(Sessions(tmp_path / "a.db")) as sessions:
        result = Result()
        _held(sessions, {("s1", 1): "0123456789abcdef"}, result)
    assert result.lost == ["s1 1"]
    assert not result.good


class Mortal(ModelWriter):
    """Words drafts with a model whose process dies at the first word of each."""

    def write(self, order, refused=()):
        pieces = super().write(order, refused)
        first = next(pieces)
        os.kill(self._chat.worker.pid, signal.SIGKILL)
        yield first
        yield from pieces


@pytest.mark.slow
def test_after_three_deaths_the_guided_writer_answers_at_once_with_a_clear_line(roomy, tmp_path):
    settings = Settings(data_dir=tmp_path, writer="model")
    with closing(open_model(roomy, threads=1, limits=Limits(backoff=0))) as chat, Shelf(None) as shelf:
        coach = Coach(settings, shelf=shelf, writers=Given(settings, Mortal(chat, chat.model_id)))
        for lang, deaths, why in (
            ("sv", 1, "modellens process dog (SIGKILL)"),
            ("en", 2, "the model process ended: SIGKILL"),
            ("sv", 3, "modellens process dog (SIGKILL)"),
            ("sv", 3, "dog 3 gånger på 5 minuter; utan modell tills vidare"),
            ("en", 3, "failed 3 times in 5 minutes; going on without the model for now"),
        ):
            question = {"sv": "Vad är ett SMART mål?", "en": "What is a SMART goal?"}[lang]
            events = list(coach.run("ask", [question], lang))
            assert why in next(event.text for event in events if isinstance(event, Noticed))
            draft = next(event.draft for event in events if isinstance(event, Drafted))
            assert draft.writer == "guided"
            assert draft.citations
            assert len(chat.worker._crashes) == deaths
    assert chat.worker.pid is None
