"""The chat model over a model server, against one on loopback that misbehaves."""

import importlib.util
import re
import sys
import threading
import time
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, Field

from coach.domain.address import Address
from coach.domain.errors import ModelFailed, ModelMissing
from coach.domain.text import LANGS
from coach.llm.server import ServerChat, open_server
from coach.llm.server_client import Server
from coach.llm.server_exchange import Limits
from coach.llm.trouble import troubles

spec = importlib.util.spec_from_file_location("model_server", Path(__file__).parent / "model_server.py")
double = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = double
spec.loader.exec_module(double)

HASTY = Limits(connect=1, silence=0.5, beat=0.02, backoff=0.01, patience=0.5, crashes=1000)
TALK = [SystemMessage("Du är en coach."), HumanMessage("Hej!")]


class Step(BaseModel):
    what: str = Field(max_length=40)
    score: int = Field(ge=0, le=4)


@pytest.fixture
def serve():
    """Make a chat model over a server that answers each reply with ``answer(handler, asked)``."""
    made = []

    def make(answer, names=("tiny",), key="", limits=HASTY, **options):
        server = double.Scripted(answer, names)
        made.append(server)
        chat = open_server(Address.parse(server.url), key=key, limits=limits, **options)
        return chat, server

    yield make
    for server in made:
        server.close()


def say(text="Hej på dig", **options):
    return lambda handler, asked: double.stream(handler, text, **options)


def test_a_reply_is_streamed_and_says_who_wrote_it_and_what_was_read(serve):
    chat, server = serve(say())
    chunks = list(chat.stream(TALK))
    assert "".join(str(chunk.content) for chunk in chunks) == "Hej på dig"
    assert chunks[-1].chunk_position == "last"
    reply = chat.invoke(TALK)
    assert reply.content == "Hej på dig"
    assert reply.response_metadata == {"model_name": "tiny", "finish_reason": "stop"}
    assert reply.usage_metadata["input_tokens"] == 30
    assert reply.usage_metadata["input_token_details"]["cache_read"] == 20
    assert server.asked[0].path == "/v1/chat/completions"
    assert server.asked[0].body["messages"] == [
        {"role": "system", "content": "Du är en coach."},
        {"role": "user", "content": "Hej!"},
    ]


def test_thinking_is_switched_off_and_a_thought_that_comes_all_the_same_is_left_out(serve):
    chat, server = serve(say("<thi nk>".replace(" ", "") + " hm hm </think> \n\n Ja du"))
    assert str(chat.invoke(TALK).content).strip() == "Ja du"
    assert server.asked[0].body["chat_template_kwargs"] == {"enable_thinking": False}


def test_control_strings_in_a_text_are_harmless_before_they_leave(serve):
    chat, server = serve(say())
    chat.invoke("a <|im_end|> b </s> c [INST] d")
    sent = server.asked[0].body["messages"][0]["content"]
    assert not {"<|im_end|>", "</s>", "[INST]"} & set(sent.split())
    assert "im_end" in sent


def test_the_key_is_sent_to_the_server_and_without_one_nothing_is(serve):
    chat, server = serve(say(), key="s3cret")
    chat.invoke(TALK)
    assert server.asked[0].headers["Authorization"] == "Bearer s3cret"
    chat, server = serve(say())
    chat.invoke(TALK)
    assert server.asked[0].headers["Authorization"] is None
    assert "s3cret" not in repr(chat)


def test_a_structured_reply_is_bound_by_the_server_and_becomes_the_class(serve):
    chat, server = serve(say('{"what": "ring Åsa", "score": 3}'))
    assert chat.with_structured_output(Step).invoke("Hej") == Step(what="ring Åsa", score=3)
    wanted = server.asked[0].body["response_format"]
    assert wanted["type"] == "json_schema"
    assert wanted["json_schema"]["schema"] == Step.model_json_schema()


def test_a_server_that_refuses_a_wish_is_asked_for_less_and_the_wish_is_not_repeated(serve):
    def answer(handler, asked):
        wishes = asked.body.keys() & {"response_format", "chat_template_kwargs"}
        if wishes:
            double.whole(handler, {"error": {"message": "unknown field"}}, 400)
        else:
            double.stream(handler, "bara text")

    chat, server = serve(answer)
    for _ in range(2):
        assert chat.invoke("Hej", json_schema=Step).content == "bara text"
    assert len(server.asked) == 4 + 1


@pytest.mark.parametrize(
    ("reply", "finish", "why"),
    [('{"what": "ring', "length", "cut"), ("Visst! {}", "stop", "no JSON")],
)
def test_a_bound_reply_that_is_no_json_fails(serve, reply, finish, why):
    chat, _ = serve(say(reply, finish=finish))
    with pytest.raises(ModelFailed, match=why):
        chat.invoke("Hej", json_schema=Step)


def test_an_answer_that_comes_whole_is_taken_too(serve):
    reply = {"choices": [{"message": {"content": "Hej"}, "finish_reason": "stop"}]}
    chat, _ = serve(lambda handler, asked: double.whole(handler, reply))
    assert chat.invoke(TALK).content == "Hej"


def test_a_busy_server_is_asked_again_when_it_says_so(serve):
    def answer(handler, asked):
        if asked.number == 0:
            double.whole(handler, {"error": "busy"}, 429, Retry_After="0.3".partition(".")[0])
        elif asked.number == 1:
            double.whole(handler, b"", 503)
        else:
            double.stream(handler, "nu")

    chat, server = serve(answer)
    assert chat.invoke(TALK).content == "nu"
    assert len(server.asked) == 3


def test_a_server_that_asks_for_a_long_wait_is_given_up_at_once(serve):
    chat, server = serve(lambda handler, asked: double.whole(handler, b"", 429, Retry_After="3600"))
    begun = time.monotonic()
    with pytest.raises(ModelFailed, match=r"could not keep up \(429\)"):
        chat.invoke(TALK)
    assert time.monotonic() - begun < 1
    assert len(server.asked) == 1


def test_a_failing_server_is_asked_a_bounded_number_of_times(serve):
    chat, server = serve(lambda handler, asked: double.whole(handler, b"", 503))
    with pytest.raises(ModelFailed, match="503"):
        chat.invoke(TALK)
    assert len(server.asked) == 3


def odd(handler, asked):
    double.begin(handler)
    double.event(handler, double.delta("Hej"))
    double.event(handler, b"{oops")


def cut(handler, asked):
    double.begin(handler)
    double.event(handler, double.delta("Hej"))


def chunk_cut(handler, asked):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"80\r\ndata: ")


def silent(handler, asked):
    double.begin(handler)
    double.event(handler, double.delta("Hej"))
    time.sleep(1)


def pings(handler, asked):
    double.begin(handler)
    for _ in range(100):
        handler.wfile.write(b": ping\n\n")
        time.sleep(0.02)


def endless(handler, asked):
    double.begin(handler)
    while True:
        double.event(handler, double.delta("bla "))


def one_line(handler, asked):
    double.begin(handler)
    while True:
        handler.wfile.write(b"data: " + b"a" * 65_536)


def problem(handler, asked):
    double.begin(handler)
    double.event(handler, double.delta("Hej"))
    double.event(handler, {"error": {"message": "out of\nmemory\x07"}})


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda h, a: double.whole(h, {"error": "no"}, 401), r"refused the key \(401\).*COACH_API_KEY"),
        (lambda h, a: double.whole(h, b"", 403), r"refused the key \(403\)"),
        (lambda h, a: double.whole(h, {"error": {"message": "no such model"}}, 404), "no such model"),
        (lambda h, a: double.whole(h, b"", 500), r"could not keep up \(500\)"),
        (lambda h, a: double.whole(h, b"<html>Hi</html>", kind="text/html"), "answered with text/html"),
        (lambda h, a: h.wfile.write(b"\x00\xff garbage\r\n\r\n"), "did not answer like a model server"),
        (lambda h, a: double.whole(h, b"[1, 2]"), "did not answer like a model server"),
        (lambda h, a: double.whole(h, b"[" * 100_000), "did not answer like a model server"),
        (lambda h, a: double.whole(h, {"choices": [{"message": {"content": 7}}]}), "no text"),
        (lambda h, a: None, "broke off"),
        (lambda h, a: time.sleep(1), r"silent for 0\.5 s"),
        (odd, "did not answer like a model server"),
        (cut, "broke off in mid-answer"),
        (chunk_cut, "broke off in mid-answer"),
        (silent, r"silent for 0\.5 s"),
        (pings, r"silent for 0\.5 s"),
        (endless, "went on when the answer should have ended"),
        (one_line, "went on when the answer should have ended"),
        (problem, "reported an error: out of memory$"),
    ],
)
def test_what_a_server_does_wrong_is_one_clear_line_in_both_languages(serve, answer, why):
    chat, _ = serve(answer)
    begun = time.monotonic()
    with pytest.raises(ModelFailed, match=why) as failed:
        chat.invoke(TALK, max_tokens=50)
    assert time.monotonic() - begun < 2
    lines = [failed.value.text(lang) for lang in LANGS]
    assert lines[0] != lines[1]
    assert not any("\n" in line or "\x07" in line for line in lines)


def test_what_was_said_before_a_cut_is_given(serve):
    chat, _ = serve(cut)
    got = []
    with pytest.raises(ModelFailed):
        keep(got, chat.stream(TALK))
    assert "".join(got) == "Hej"


def keep(got, chunks):
    for chunk in chunks:
        got.append(str(chunk.content))


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirection_is_refused_and_nothing_is_sent_there(serve, code):
    elsewhere = double.Scripted(say())
    try:
        chat, _ = serve(
            lambda handler, asked: double.whole(handler, b"", code, Location=elsewhere.url), key="s3cret"
        )
        with pytest.raises(ModelFailed, match="pointed to another address"):
            chat.invoke(TALK)
        assert elsewhere.asked == []
    finally:
        elsewhere.close()


def test_closing_the_stream_cuts_the_connection_within_a_second(serve):
    chat, server = serve(say("bla " * 500, wait=0.01))
    chunks = chat.stream(TALK, max_tokens=1000)
    while not next(chunks).content:
        pass
    begun = time.monotonic()
    chunks.close()
    assert time.monotonic() - begun < 0.5
    assert server.gone.wait(1)


@pytest.mark.parametrize("when", ["reading", "writing", "waiting"])
def test_another_thread_cancels_within_a_second_whatever_the_server_is_at(serve, when):
    def answer(handler, asked):
        if when == "waiting":
            double.whole(handler, b"", 503, Retry_After="20")
        elif when == "writing":
            double.stream(handler, "bla " * 200, wait=0.02)
        else:
            time.sleep(3)

    chat, _ = serve(answer, limits=Limits(beat=0.02, silence=20, patience=60))
    threading.Timer(0.2, chat.cancel).start()
    begun = time.monotonic()
    last = list(chat.stream(TALK, max_tokens=1000))[-1]
    assert time.monotonic() - begun < 1.2
    assert last.response_metadata["finish_reason"] == "cancelled"


def test_after_three_failures_the_server_is_left_alone_for_a_while(serve):
    chat, server = serve(cut, limits=Limits(beat=0.02, crashes=3, window=300))
    for _ in range(3):
        with pytest.raises(ModelFailed, match="broke off"):
            chat.invoke(TALK)
    with pytest.raises(ModelFailed, match="3 times in 5 minutes; going on without it"):
        chat.invoke(TALK)
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("names", "wanted", "why"),
    [
        ((), "", "has no model"),
        (("a", "b"), "", "several models: a, b; choose one"),
        (("a", "b"), "c", "has no model 'c'; it has a, b"),
    ],
)
def test_a_model_that_is_not_clear_is_told_with_those_there_are(serve, names, wanted, why):
    with pytest.raises(ModelMissing, match=why):
        serve(say(), names=names, model=wanted)


def test_one_of_several_models_can_be_named(serve):
    chat, server = serve(say(), names=("a", "b"), model="b")
    chat.invoke(TALK)
    assert chat.model_id == server.asked[0].body["model"] == "b"


def test_a_server_that_is_not_there_is_told_with_what_to_do():
    with pytest.raises(ModelMissing, match=r"no model server answers at 127\.0\.0\.1:9") as missing:
        open_server(Address.parse("http://127.0.0.1:9"), limits=HASTY)
    assert "start the server" in missing.value.fix_text("en")


def test_a_server_that_can_not_prove_who_it_is_gets_nothing(serve):
    _, server = serve(say())
    chat = ServerChat(
        server=Server(Address.parse(server.url.replace("http:", "https:")), "s3cret", limits=HASTY),
        model_id="x",
    )
    with pytest.raises(ModelFailed, match="can't prove"):
        chat.invoke(TALK)
    assert server.asked == []


def test_the_environment_s_proxy_sees_nothing(serve, monkeypatch):
    proxy = double.Scripted(say("från ombudet"))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    try:
        chat, _ = serve(say())
        assert chat.invoke(TALK).content == "Hej på dig"
        assert proxy.asked == []
    finally:
        proxy.close()


def test_a_name_of_this_machine_that_leads_elsewhere_is_refused(serve, monkeypatch):
    """What answers is judged by its address, not by its name."""
    import coach.llm.server_exchange as exchange

    chat, server = serve(say())
    monkeypatch.setattr(exchange, "loopback", lambda host: False)
    with pytest.raises(ModelFailed, match="is not this machine"):
        chat.invoke(TALK)
    assert server.asked == []


def test_an_unknown_option_is_refused(serve):
    chat, _ = serve(say())
    with pytest.raises(TypeError, match="temprature"):
        chat.invoke("Hej", temprature=1)


def test_every_line_about_a_server_exists_in_both_languages():
    for name, said in troubles().items():
        for part in said.values():
            assert set(part) == set(LANGS), name


def test_tokens_are_guessed_without_asking_anyone():
    chat = ServerChat(server=Server(Address.parse("http://127.0.0.1:9")), model_id="x")
    assert 8 < chat.get_num_tokens_from_messages(TALK) < 100


def test_a_failure_of_a_reply_is_told_in_both_languages():
    """No line that starts with the model is left in English for a Swedish reader."""
    names = {name for name in troubles() if name.startswith(("server_", "model_", "reply_"))}
    assert len(names) > 30
    for name in names:
        swedish, english = (troubles()[name]["problem"][lang] for lang in LANGS)
        assert swedish != english
        fields = [sorted(re.findall(r"\{(\w+)", line)) for line in (swedish, english)]
        assert fields[0] == fields[1], name
