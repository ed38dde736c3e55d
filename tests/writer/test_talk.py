"""What a model is told: all of it once, then only what is new."""

import json
from itertools import pairwise

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from coach.domain.knowledge import Hit, Passage
from coach.domain.mode import Order, Step
from coach.modes import MODES
from coach.writer.model import ModelWriter
from coach.writer.talk import Talk, Talks, added, numbered


class Heard(GenericFakeChatModel):
    """Answers in order; ``heard`` keeps what each call was given."""

    heard: list

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        self.heard.append(([m.text for m in messages], kwargs))
        yield from super()._stream(messages, stop, run_manager)


@pytest.fixture
def model():
    """Make a writer over a model that answers with these texts, and the list of what it heard."""

    def make(*replies, **options):
        texts = (AIMessage(json.dumps({"text": text}, ensure_ascii=False)) for text in replies)
        chat = Heard(messages=iter(texts), heard=[])
        return ModelWriter(chat, "scripted", talks=options.pop("talks", Talks()), **options), chat.heard

    return make


@pytest.fixture
def order(today):
    """Make the order of a mode after these messages."""

    def make(mode, said, *, conversation="abc", hits=(), lang="sv"):
        chosen = next(one for one in MODES if one.name == mode)
        step = chosen.step(said, lang, today)
        values = chosen.values(Step(step.paper, None), hits)
        return Order(
            mode, step, lang, today, hits, guided="Ett utkast.", values=values, conversation=conversation
        )

    return make


def passage(id, text="Lyssna färdigt innan du svarar."):
    return Hit(Passage(id, id, f"Titel {id}", "", "sv", text, True), 1.0)


def write(writer, order, refused=()):
    return "".join(writer.write(order, refused))


def test_a_conversation_is_only_added_to(model, order):
    writer, heard = model("ett", "två", "tre")
    said = ["Jag vill bli bättre på att presentera", "hålla tre kundpresentationer", "sista april"]
    for n in range(1, 4):
        write(writer, order("plan", said[:n]))
    messages = [given for given, _ in heard]
    for before, after in pairwise(messages):
        assert after[: len(before)] == before
    assert said[1] in messages[1][-1]
    assert said[2] in messages[2][-1]
    assert said[0] not in messages[1][-1] + messages[2][-1], "what was told is told again"
    assert said[1] not in messages[2][-1]


def test_a_refused_reply_is_followed_by_the_reason_alone(model, order):
    writer, heard = model("bad", "good")
    one = order("plan", ["Jag vill bli bättre på att presentera"], conversation="")
    write(writer, one)
    write(writer, one, ["not the person's: Birgitta"])
    first, second = (given for given, _ in heard)
    assert second[: len(first)] == first
    assert len(second[-1]) < 200
    assert "Birgitta" in second[-1]


def test_what_is_kept_nowhere_goes_on_with_nothing(model, order):
    writer, heard = model("ett", "två")
    for _ in range(2):
        write(writer, order("plan", ["Jag vill bli bättre på att presentera"], conversation=""))
    assert heard[0][0] == heard[1][0]


def test_a_passage_is_told_once_and_named_by_its_number_after_that(model, order):
    writer, heard = model("ett", "två")
    a, b = passage("a", "Lyssna färdigt innan du svarar."), passage("b", "Fråga vad som hände sedan.")
    write(writer, order("ask", ["Hur lyssnar jag?"], hits=(a,)))
    write(writer, order("ask", ["Hur frågar jag?"], hits=(b, a)))
    last = heard[1][0][-1]
    assert "[2] (Titel b) Fråga vad som hände sedan." in last
    assert "[1] (Titel a) står redan ovan." in last
    assert a.passage.text not in last


def test_a_full_window_begins_anew_with_the_paper(model, order):
    writer, heard = model("ett", "två", "tre", fits=lambda messages, _: len(messages) < 5)
    said = ["Jag vill bli bättre på att presentera", "hålla tre kundpresentationer", "sista april"]
    for n in range(1, 4):
        write(writer, order("plan", said[:n]))
    third = heard[2][0]
    assert len(third) == 2, "instructions and one message"
    assert third[0] == heard[0][0][0]
    assert all(text in third[1] for text in said)


def test_a_talk_outlives_the_program_beside_its_states(model, order, tmp_path):
    (tmp_path / "abc").mkdir()
    first, heard = model("ett", talks=Talks(tmp_path))
    write(first, order("plan", ["Jag vill bli bättre på att presentera"]))
    second, again = model("två", talks=Talks(tmp_path))
    write(second, order("plan", ["Jag vill bli bättre på att presentera", "sista april"]))
    assert again[0][0][:2] == heard[0][0]
    assert again[0][1]["conversation"] == "abc"


def test_a_forgotten_talk_is_gone_and_nothing_more_is_written(tmp_path):
    (tmp_path / "abc").mkdir()
    talks = Talks(tmp_path)
    talks.put("abc", Talk("p").after("Anna", "ja"))
    assert "Anna" in (tmp_path / "abc" / "talk.json").read_text("utf-8")
    talks.forget("abc")
    talks.put("abc", Talk("p").after("Anna", "ja"))
    assert list((tmp_path / "abc").iterdir()) == []
    assert talks.get("abc", "p") == Talk("p")


@pytest.mark.parametrize("raw", ["", "{", "[]", '{"prompt": "p"}', '{"prompt": "p", "exchanges": [1]}'])
def test_a_damaged_talk_is_told_again(tmp_path, raw):
    (tmp_path / "abc").mkdir()
    (tmp_path / "abc" / "talk.json").write_text(raw, encoding="utf-8")
    assert Talks(tmp_path).get("abc", "p") == Talk("p")


def test_other_instructions_begin_a_talk_anew():
    talks = Talks()
    talks.put("abc", Talk("one").after("a", "b"))
    assert talks.get("abc", "other") == Talk("other")


@pytest.mark.parametrize(
    ("old", "new", "said", "expected"),
    [
        ("a\nb", "a\nb\nc", "", "c"),
        ("Ja", "Ja\nJa", "", "Ja"),
        ("what: x\nwhen: y", "what: x\nwhen: z\nwhy: w", "", "when: z\nwhy: w"),
        ("a", "a", "", ""),
        ("1", "10", "", "10"),
        ("a", "a\nEva: Det låter rimligt för mig.\nb", '{"text": "Eva: Det låter rimligt för mig."}', "b"),
    ],
)
def test_only_lines_a_model_has_not_read_are_new(old, new, said, expected):
    assert added(old, new, said) == expected


def test_passages_are_numbered_in_the_order_they_were_given():
    text, given = numbered(["x"], [("y", "Y", "ny"), ("x", "X", "gammal")], "ovan")
    assert text == "[2] (Y) ny\n\n[1] (X) ovan"
    assert given == ("x", "y")
