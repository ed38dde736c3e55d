"""What a model has read of a conversation is kept with it, and goes with it."""

import pytest

from coach.domain.events import Saved
from coach.modes.rehearse_setting import setting_line

pytestmark = pytest.mark.llama
CANARY = "Kvistblomma"


@pytest.fixture
def talked(open_coach, build_gguf):
    """Open a coach with a model that has been asked to word something in one conversation; return both."""
    coach = open_coach(writer="model", model=build_gguf(ends=False))
    session = None
    for text in (setting_line("late-deliveries", "defensive", 1), f"Hur ser {CANARY} på det?"):
        events = list(coach.say(text, mode="rehearse", lang="sv", session=session))
        session = next(event.session for event in events if isinstance(event, Saved))
    return coach, session


def holding(folder, word):
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_erasing_a_conversation_erases_what_the_model_read_of_it(talked):
    coach, session = talked
    folder = coach.settings.data_dir
    assert list((folder / "states" / session).glob("*.state"))
    # A model with random weights seldom ends a reply, and only whole ones are told again.
    (folder / "states" / session / "talk.json").write_text(CANARY, encoding="utf-8")
    coach.erase(session)
    assert not (folder / "states" / session).exists()
    assert holding(folder, CANARY) == []


def test_what_is_left_of_a_conversation_that_is_none_any_more_goes_at_the_start(talked, open_coach):
    coach, session = talked
    folder = coach.settings.data_dir / "states"
    (folder / session).rename(folder / "gone")
    coach.close()
    open_coach().close()
    assert not (folder / "gone").exists()
