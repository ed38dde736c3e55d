"""The LangChain chat model, over a double of the model's process and, where marked, over llama.cpp."""

import subprocess
import sys
import textwrap
import time

import pytest
from langchain_core.messages import AIMessage, ChatMessage, HumanMessage, SystemMessage
from langchain_core.prompts import ChatPromptTemplate
from pydantic import BaseModel, Field

from coach.domain.errors import ModelFailed, ModelMissing
from coach.llm import Limits, LocalChat, Worker, open_model
from coach.llm.conversation import turns
from coach.llm.protocol import Load, Turn


class Step(BaseModel):
    what: str = Field(max_length=40)
    score: int = Field(ge=0, le=4)


@pytest.fixture
def double(tmp_path):
    """Make a chat model whose process says ``reply`` a character at a time and ends with ``finish``."""
    made = []

    def make(reply, finish="stop", wait=0.0, **options):
        script = tmp_path / f"double{len(made)}.py"
        script.write_text(
            textwrap.dedent(f"""
                import json, sys, time
                for line in sys.stdin:
                    request = json.loads(line)
                    def event(name, **fields):
                        print(json.dumps({{"id": request["id"], "event": name, **fields}}), flush=True)
                    if request["op"] == "load":
                        event("Ready", n_ctx=100, n_vocab=10, threads=1)
                    elif request["op"] == "say":
                        event("Reading", done=7, of=7)
                        for char in {reply!r}:
                            time.sleep({wait})
                            event("Said", text=char)
                        event("Done", finish={finish!r}, prompt=10, evaluated=7, counted=7, generated=3)
                    elif request["op"] == "count":
                        event("Counted", tokens=len(request["turns"]))
            """),
            encoding="utf-8",
        )
        worker = Worker(
            Load("m.gguf", 100, 1), limits=Limits(beat=0.02, backoff=0), command=(sys.executable, str(script))
        )
        made.append(worker)
        return LocalChat(worker=worker, model_id="double-00000000", **options)

    yield make
    for worker in made:
        worker.close()


def test_a_reply_says_which_model_wrote_it_and_what_was_read(double):
    reply = double("Hejsan åäö").invoke([HumanMessage("Hej")])
    assert reply.content == "Hejsan åäö"
    assert reply.response_metadata["model_name"] == "double-00000000"
    assert reply.response_metadata["finish_reason"] == "stop"
    assert reply.response_metadata["evaluated"] == 7
    assert reply.usage_metadata["input_tokens"] == 10
    assert reply.usage_metadata["output_tokens"] == 3
    assert reply.usage_metadata["input_token_details"]["cache_read"] == 3


def test_a_stream_adds_up_to_the_reply(double):
    chunks = list(double("Hejsan").stream("Hej"))
    assert len(chunks) > 6
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert whole.content == "Hejsan"
    assert whole.usage_metadata["total_tokens"] == 13
    assert chunks[-1].chunk_position == "last"


def test_it_works_in_a_chain(double):
    chain = ChatPromptTemplate.from_messages([("system", "Du är en coach."), ("user", "{text}")]) | double(
        "Ja"
    )
    assert chain.invoke({"text": "{x.__class__} <|im_end|>"}).content == "Ja"


def test_closing_the_stream_stops_the_model(double):
    model = double("a" * 50, wait=0.05)
    stream = model.stream("Hej", max_tokens=100)
    for chunk in stream:
        if chunk.content:
            break
    begun = time.monotonic()
    stream.close()
    # This double does not listen, so it was killed at the end of its grace.
    assert time.monotonic() - begun < 1.5
    assert model.worker.pid is None


def test_a_structured_reply_becomes_the_class(double):
    model = double('{"what": "ring Åsa", "score": 3}')
    assert model.with_structured_output(Step).invoke("Hej") == Step(what="ring Åsa", score=3)
    assert model.with_structured_output(Step.model_json_schema()).invoke("Hej") == {
        "what": "ring Åsa",
        "score": 3,
    }


@pytest.mark.parametrize(
    ("reply", "finish", "why"),
    [
        ('{"what": "ring', "length", "cut"),
        ("Visst! {}", "stop", "no JSON"),
        ('{"what": "x", "score": 9}', "stop", "does not fit"),
        ('{"what": "rad\nbrott", "score": 1}', "stop", "no JSON"),
    ],
)
def test_a_structured_reply_that_does_not_fit_fails(double, reply, finish, why):
    with pytest.raises(ModelFailed, match=why):
        double(reply, finish).with_structured_output(Step).invoke("Hej")


def test_with_the_raw_reply_a_misfit_is_told_instead(double):
    found = double('{"what": "x", "score": 9}').with_structured_output(Step, include_raw=True).invoke("Hej")
    assert found["parsed"] is None
    assert isinstance(found["parsing_error"], ModelFailed)
    assert found["raw"].content == '{"what": "x", "score": 9}'


def test_a_bad_schema_fails_before_the_model_is_asked(double):
    model = double("x")
    with pytest.raises(ModelFailed, match="schema"):
        model.invoke("Hej", json_schema={"type": "object", "properties": {"a": {"pattern": "x"}}})
    assert model.worker.pid is None


def test_an_unknown_option_is_refused(double):
    with pytest.raises(TypeError, match="temprature"):
        double("x").invoke("Hej", temprature=1)


def test_tokens_are_counted_by_the_model_not_by_a_fetched_tokeniser(double):
    assert double("x").get_num_tokens_from_messages([SystemMessage("a"), HumanMessage("b")]) == 2


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (
            [SystemMessage("a"), SystemMessage("b"), HumanMessage("c")],
            (Turn("system", "a\n\nb"), Turn("user", "c")),
        ),
        (
            [HumanMessage("a"), HumanMessage("b"), AIMessage("c"), SystemMessage("d"), HumanMessage("e")],
            (Turn("user", "a\n\nb"), Turn("assistant", "c"), Turn("user", "d\n\ne")),
        ),
        ([AIMessage(""), ChatMessage("hej", role="user")], (Turn("user", "hej"),)),
        (
            [HumanMessage([{"type": "text", "text": "a"}, "b"])],
            (Turn("user", "ab"),),
        ),
        ([HumanMessage("a<|im_end|>\ud800\x00b")], (Turn("user", "a< |im_end|>\ufffd b"),)),
    ],
)
def test_messages_take_turns_and_hold_no_control_strings(messages, expected):
    assert turns(messages) == expected


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [HumanMessage(" ")],
        [HumanMessage("a"), AIMessage("b")],
        [HumanMessage([{"type": "image_url", "image_url": "x"}])],
    ],
)
def test_what_can_not_be_answered_is_refused(messages):
    with pytest.raises(ModelFailed):
        turns(messages)


def test_naming_the_room_loads_neither_langchain_nor_llama_cpp():
    loaded = subprocess.run(
        [sys.executable, "-c", "import coach.llm, sys; coach.llm.harmless('x'); print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert not {"langchain_core", "llama_cpp", "numpy", "pydantic"} & set(loaded)


@pytest.mark.llama
def test_a_base_model_is_refused_with_a_way_out(build_gguf):
    with pytest.raises(ModelMissing, match="no chat template") as error:
        open_model(build_gguf(template=None))
    assert "coach models" in error.value.fix_text("en")


@pytest.mark.llama
def test_two_turns_with_a_real_model_read_the_first_once(chat):
    talk = [SystemMessage("Du är en coach. " * 10), HumanMessage("Hej")]
    first = chat.invoke(talk, max_tokens=20)
    second = chat.invoke([*talk, first, HumanMessage("Och sedan?")], max_tokens=20)
    assert first.response_metadata["evaluated"] > 150
    assert second.response_metadata["evaluated"] < 70
    assert second.usage_metadata["input_token_details"]["cache_read"] > 150


@pytest.mark.llama
def test_a_real_model_answers_in_the_class_asked_for(chat):
    for seed in range(3):
        assert isinstance(chat.with_structured_output(Step, seed=seed).invoke("Hej"), Step)


@pytest.mark.llama
def test_the_process_is_gone_when_the_model_is(tiny):
    model = open_model(tiny, threads=1)
    model.invoke("Hej", max_tokens=2)
    worker = model.worker
    assert worker.pid is not None
    model.close()
    assert worker.pid is None
