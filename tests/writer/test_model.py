"""A model words a draft; the checks decide whether the person sees it."""

import datetime
import json

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from coach.app import Coach
from coach.app.writers import Writers
from coach.domain.errors import ModelFailed
from coach.domain.events import Delta, Drafted, Noticed
from coach.domain.mode import Order
from coach.modes import MODES
from coach.settings import load
from coach.shelf import Shelf
from coach.writer import GuidedWriter
from coach.writer.model import ModelWriter, TextField
from coach.writer.prompts import fill, prompt

TODAY = datetime.date(2026, 11, 25)
SAID = {
    "sv": [
        "Jag vill bli bättre på att presentera",
        "hålla tre kundpresentationer",
        "sista april",
        "för att kunna leda projekt",
        "det räcker",
    ],
    "en": [
        "I want to get better at presenting",
        "give three customer presentations",
        "end of April",
        "to be able to lead projects",
        "that's enough",
    ],
}
GOOD = {
    "sv": "Senast fredag 30 april 2027 ska jag ha hållit tre kundpresentationer för att kunna leda projekt.",
    "en": "By Friday 30 April 2027, I will give three customer presentations to be able to lead projects.",
}
BAD = {
    "sv": "Senast fredag 30 april 2027 ska jag hålla femtio presentationer med Birgitta.",
    "en": "By Friday 30 April 2027, I will give fifty presentations with Barbara.",
}


class Scripted(Writers):
    """A model that answers what it is told to, in order; ``heard`` keeps what it was asked."""

    def __init__(self, settings, *replies):
        super().__init__(settings)
        self.heard = heard = []

        class Heard(GenericFakeChatModel):
            def _generate(self, messages, *args, **kwargs):
                heard.append([m.text for m in messages])
                return super()._generate(messages, *args, **kwargs)

        self._writer = ModelWriter(
            Heard(messages=iter([AIMessage(r) for r in replies])), "scripted", structured=False
        )

    def get(self):
        return self._writer


@pytest.fixture(scope="module")
def shelf():
    with Shelf(None) as made:
        yield made


def run(shelf, lang, *replies):
    settings = load({"today": TODAY}, environ={})
    writers = Scripted(settings, *(json.dumps({"text": reply}, ensure_ascii=False) for reply in replies))
    events = list(Coach(settings, shelf=shelf, writers=writers).run("goal", SAID[lang], lang))
    return next(e.draft for e in events if isinstance(e, Drafted)), events, writers.heard


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_good_draft_of_a_model_is_shown_and_streamed(shelf, lang):
    draft, events, heard = run(shelf, lang, GOOD[lang])
    assert (draft.writer, draft.text, draft.refused) == ("scripted", GOOD[lang], ())
    assert "".join(e.text for e in events if isinstance(e, Delta)) == GOOD[lang]
    assert len([e for e in events if isinstance(e, Delta)]) > 3
    assert len(heard) == 1


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_invention_is_sent_back_with_the_reason_and_repaired(shelf, lang):
    draft, _, heard = run(shelf, lang, BAD[lang], GOOD[lang])
    assert draft.text == GOOD[lang]
    assert len(draft.refused) == 1
    assert {"sv": "Birgitta", "en": "Barbara"}[lang] in heard[1][-1]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_after_two_repairs_the_guided_writer_takes_over_and_says_so(shelf, lang):
    draft, events, heard = run(shelf, lang, BAD[lang], BAD[lang], BAD[lang], GOOD[lang])
    assert draft.writer == "guided"
    assert len(draft.refused) == len(heard) == 3
    assert any(isinstance(e, Noticed) for e in events)


def test_a_model_that_says_nothing_fails_cleanly():
    writer = ModelWriter(GenericFakeChatModel(messages=iter([AIMessage("{}")])), "scripted", structured=False)
    step = MODES[0].step(SAID["sv"], "sv", TODAY)
    with pytest.raises(ModelFailed):
        list(writer.write(Order("goal", step, "sv", TODAY, values=MODES[0].values(step, ()))))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('{"text": "hej å \\"ä\\" ö"}', 'hej å "ä" ö'),
        ('{"text": "\\u00e5\\n\\ud83d\\ude00"}', "å\n😀"),
        ('```json\n{"text": "x"}\n```', "x"),
        ("bara text", "bara text"),
        ('{"text": "cut off he', "cut off he"),
        ('{"other": 1}', ""),
        ("", ""),
    ],
)
def test_the_text_is_read_while_it_is_written_however_it_is_cut(raw, text):
    for size in (1, 2, 3, 7, 100):
        reader = TextField()
        pieces = [reader.feed(raw[at : at + size]) for at in range(0, len(raw), size)]
        assert "".join((*pieces, reader.finish())) == text


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_prompt_is_what_a_reviewer_read(golden, lang):
    mode = MODES[0]
    step = mode.step(SAID[lang], lang, TODAY)
    order = Order("goal", step, lang, TODAY, values=mode.values(step, ()))
    guided = "".join(GuidedWriter().write(order))
    made = prompt("goal", lang)
    user = fill(made.user, {**order.values, "draft": guided, "passages": "", "refused": ""})
    golden(f"prompt.goal.{lang}.md", f"{made.system}\n\n---\n\n{user}\n")
