"""The chat model over llama.cpp's own server, with a small model and a key."""

import importlib.util
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, Field

from coach.domain.address import Address
from coach.domain.errors import ModelFailed, ModelMissing
from coach.llm.server import open_server

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None, reason="xllamacpp is not installed"
)
TALK = [SystemMessage("Du är en coach."), HumanMessage("Hej!")]


class Step(BaseModel):
    what: str = Field(max_length=30)
    score: int = Field(ge=0, le=4)


@pytest.fixture(scope="module")
def address(tiny):
    command = [sys.executable, str(Path(__file__).parent / "real_server.py"), str(tiny), "s3cret"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        yield Address.parse(server.stdout.readline().strip())
        server.kill()


@pytest.fixture
def chat(address):
    return open_server(address, key="s3cret")


def test_a_real_server_streams_a_reply_and_counts_it(chat):
    chunks = list(chat.stream(TALK, max_tokens=12, seed=1))
    said = "".join(str(chunk.content) for chunk in chunks)
    assert said
    usage = chunks[-1].usage_metadata
    assert usage["output_tokens"] == 12
    assert usage["input_tokens"] > 20
    assert chunks[-1].response_metadata["finish_reason"] == "length"
    assert str(chat.invoke(TALK, max_tokens=12, seed=1).content) == said


def test_what_a_real_server_has_read_is_not_read_again(chat):
    chat.invoke(TALK, max_tokens=1)
    usage = chat.invoke(TALK, max_tokens=1).usage_metadata
    assert usage["input_token_details"]["cache_read"] >= usage["input_tokens"] - 1


def test_a_real_server_keeps_to_a_schema(chat):
    for seed in range(5):
        reply = chat.invoke(TALK, json_schema=Step, max_tokens=400, seed=seed)
        assert Step.model_validate_json(str(reply.content)).score in range(5)


def test_a_real_server_is_left_within_a_second_while_it_writes_and_answers_the_next(chat):
    chunks = chat.stream(TALK, max_tokens=1500)
    while not next(chunks).content:
        pass
    begun = time.monotonic()
    chunks.close()
    assert time.monotonic() - begun < 1
    assert chat.invoke(TALK, max_tokens=1).content is not None
    threading.Timer(0.2, chat.cancel).start()
    begun = time.monotonic()
    last = list(chat.stream([HumanMessage("lång text " * 150)], max_tokens=1000))[-1]
    assert time.monotonic() - begun < 3
    assert last.response_metadata["finish_reason"] in {"cancelled", "length"}


def test_a_real_server_refuses_a_wrong_key_in_a_clear_line(address):
    with pytest.raises(ModelMissing, match=r"refused the key \(401\)"):
        open_server(address, key="wrong")


def test_a_schema_a_real_server_can_not_take_is_asked_for_as_any_json(chat):
    schema = {"type": "object", "properties": {"a": {"type": "string", "pattern": "(["}}, "required": ["a"]}
    with pytest.raises(ModelFailed, match="cut by its token limit"):
        chat.invoke(TALK, json_schema=schema, max_tokens=10)
