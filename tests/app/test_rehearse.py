"""A kept rehearsal: resumed as it was said, left in danger, erased for good, whoever words it."""

import datetime
import json

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from coach.app import Coach
from coach.app.writers import Writers
from coach.domain.events import Asked, Drafted, Noticed, Understood
from coach.modes.rehearse_setting import setting_line
from coach.settings import load
from coach.shelf import Shelf
from coach.store import Sessions
from coach.writer.model import ModelWriter

TODAY = datetime.date(2026, 11, 25)
SETTING = setting_line("late-deliveries", "defensive", 1)
ASK = "Hur ser det ut från ditt håll?"
PUSH = "Du måste lämna in i tid, så är det."


def said(coach, text, session=None):
    events = list(coach.say(text, mode="rehearse", lang="sv", session=session))
    return events, next(event.session for event in events if hasattr(event, "session"))


def last(events, kind):
    return next((event for event in reversed(events) if isinstance(event, kind)), None)


def test_a_kept_rehearsal_is_resumed_and_erased(open_coach):
    coach = open_coach()
    _, session = said(coach, SETTING)
    events, _ = said(coach, ASK, session)
    again = list(coach.replay(session))
    assert last(again, Understood).paper == last(events, Understood).paper
    assert last(again, Drafted).draft.text == last(events, Drafted).draft.text
    coach.erase(session)
    assert session not in {one.id for one in coach.sessions()}


def test_danger_leaves_the_role_until_the_person_goes_on(open_coach):
    coach = open_coach()
    _, session = said(coach, SETTING)
    said(coach, ASK, session)
    events, _ = said(coach, "Jag orkar inte leva längre.", session)
    assert last(events, Drafted) is None
    assert last(events, Noticed).key.startswith("safety:")
    after, _ = said(coach, "Vad tänker du om det?", session)
    assert last(after, Understood).paper.voice == "coach"
    assert len(last(after, Understood).paper.exchanges) == 2
    back, _ = said(coach, "fortsätt", session)
    assert last(back, Understood).paper.voice == "partner"


def test_the_coachs_questions_before_the_talk_are_asked_as_questions(open_coach):
    coach = open_coach()
    events, session = said(coach, "Visa vilka samtal som går att öva")
    assert last(events, Asked).question.key == "choose"
    title = last(events, Asked).question.examples[0]
    events, _ = said(coach, title, session)
    assert last(events, Asked).question.key == "partner"


class Scripted(Writers):
    """A model that says what it is told to, in order."""

    def __init__(self, settings, *lines):
        super().__init__(settings)
        replies = iter([AIMessage(json.dumps({"text": line}, ensure_ascii=False)) for line in lines])
        self._writer = ModelWriter(GenericFakeChatModel(messages=replies), "scripted", structured=False)

    def get(self):
        return self._writer


@pytest.fixture
def with_lines(tmp_path):
    opened = []

    def make(*lines):
        settings = load({"today": TODAY, "writer": "model", "data_dir": tmp_path}, environ={})
        coach = Coach(
            settings,
            shelf=Shelf(None),
            sessions=Sessions(tmp_path / "coach.db"),
            writers=Scripted(settings, *lines),
        )
        opened.append(coach)
        return coach

    yield make
    for coach in opened:
        coach.close()


def test_a_models_line_is_said_and_stays_in_the_talk(with_lines):
    coach = with_lines("Robin: Så enkelt är det inte, det vet du.", "Robin: Det hänger inte bara på mig.")
    _, session = said(coach, SETTING)
    events, _ = said(coach, PUSH, session)
    assert last(events, Drafted).draft.writer == "scripted"
    events, _ = said(coach, "Det är viktigt för testarna.", session)
    lines = [one.line for one in last(events, Understood).paper.exchanges]
    assert lines[1] == "Så enkelt är det inte, det vet du."
    assert last(list(coach.replay(session)), Understood).paper.exchanges[1].line == lines[1]


def test_a_model_that_gives_in_is_replaced_after_two_repairs_and_the_state_is_codes(with_lines):
    coach = with_lines(*["Robin: Okej, jag går med på det du säger."] * 3)
    _, session = said(coach, SETTING)
    events, _ = said(coach, PUSH, session)
    draft, paper = last(events, Drafted).draft, last(events, Understood).paper
    assert draft.writer == "guided"
    assert len(draft.refused) == 3
    assert draft.text == f"Robin: {paper.text}"
    assert not paper.state.agreed


@pytest.mark.llama
@pytest.mark.slow
def test_with_a_model_that_babbles_the_talk_goes_as_the_rules_say(build_gguf, tmp_path):
    from coach.llm import Limits, open_model

    class Given(Writers):
        def get(self):
            return writer

    chat = open_model(build_gguf(ends=False), threads=1, limits=Limits(backoff=0, crashes=1000))
    writer = ModelWriter(chat, chat.model_id, most=30)
    settings = load({"today": TODAY, "writer": "model"}, environ={})
    talk = [SETTING, ASK, "Om jag förstår dig rätt fick du underlaget för sent.", ASK]
    talk += ["Ska vi säga att jag ringer på måndag och att vi stämmer av på fredag?"]
    try:
        with Shelf(None) as shelf:
            coach = Coach(settings, shelf=shelf, writers=Given(settings))
            guided = Coach(load({"today": TODAY, "writer": "guided"}, environ={}), shelf=shelf)
            for n in range(2, len(talk) + 1):
                found, plain = (list(one.run("rehearse", talk[:n], "sv")) for one in (coach, guided))
                assert last(found, Drafted).draft.writer == "guided"
                assert last(found, Understood).paper.state == last(plain, Understood).paper.state
                assert last(found, Drafted).draft.text == last(plain, Drafted).draft.text
    finally:
        chat.close()
    assert last(found, Understood).paper.state.agreed
