"""A model server words drafts only where the person named it, and agreed where it is another machine."""

import importlib.util
import io
import json
import sys
from pathlib import Path

import pytest

from coach.app import Coach
from coach.app.servers import AGREED, POINTER, agree, agreed, chosen_file, chosen_server
from coach.cli import main
from coach.cli.agree import agreed_to
from coach.domain.address import Address
from coach.domain.errors import ModelMissing, UsageError
from coach.domain.events import Drafted, Noticed
from coach.modes import MODES
from coach.settings import load
from coach.shelf import Shelf

spec = importlib.util.spec_from_file_location(
    "model_server", Path(__file__).parents[1] / "llm" / "model_server.py"
)
double = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = double
spec.loader.exec_module(double)

AWAY = Address.parse("https://models.example/v1")
SAID = [
    "Jag vill bli bättre på att presentera",
    "Hålla tre presentationer för ledningsgruppen",
    "för att få gehör för våra förslag",
    "senast 30 juni 2027",
    *["hoppa över"] * 12,
]


@pytest.fixture(scope="module")
def shelf():
    with Shelf(None) as made:
        yield made


@pytest.fixture
def make_coach(shelf, tmp_path):
    def make(**options):
        given = {"data_dir": tmp_path / "data", "writer": "guided", "today": "2026-11-25", **options}
        return Coach(load(given, environ={}), shelf=shelf)

    return make


@pytest.fixture
def serve():
    made = []

    def make(answer, names=("tiny",)):
        made.append(double.Scripted(answer, names))
        return made[-1]

    yield make
    for server in made:
        server.close()


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run a command without a terminal: (exit code, standard output, standard error)."""
    monkeypatch.setenv("COACH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))

    def call(*words):
        code = main([*words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def ended(coach, lang="sv"):
    """Return the events of the message with which a goal is finished."""
    day = coach.settings.day()
    count = next(n for n in range(1, len(SAID)) if MODES[0].step(SAID[:n], lang, day).question is None)
    return list(coach.run("goal", SAID[:count], lang))


def drafted(events):
    return next(event.draft for event in events if isinstance(event, Drafted))


def test_a_draft_worded_by_a_server_is_checked_like_any_other_and_names_its_model(
    make_coach, serve, tmp_path
):
    guided = drafted(ended(make_coach(data_dir=tmp_path / "guided"))).text
    reply = json.dumps({"text": guided}, ensure_ascii=False)
    server = serve(lambda handler, asked: double.stream(handler, reply))
    coach = make_coach(writer="auto", server=server.url)
    draft = drafted(ended(coach))
    assert (draft.writer, draft.text) == ("tiny", guided)
    assert server.asked[0].body["response_format"]["type"] == "json_schema"
    assert "127.0.0.1" in coach.writer_note("sv")


def test_what_a_server_writes_and_the_checks_refuse_is_repaired_twice_and_then_guided(make_coach, serve):
    server = serve(lambda handler, asked: double.stream(handler, '{"text": "Du ska bli chef 2031."}'))
    draft = drafted(ended(make_coach(writer="auto", server=server.url)))
    assert draft.writer == "guided"
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("lang", "why"), [("sv", "bröt av mitt i svaret"), ("en", "broke off in mid-answer")]
)
def test_when_a_server_fails_the_guided_writer_takes_over_and_says_why(make_coach, serve, lang, why):
    def cut(handler, asked):
        double.begin(handler)
        double.event(handler, double.delta('{"text": "Jag'))

    coach = make_coach(writer="auto", server=serve(cut).url)
    events = ended(coach, lang)
    assert drafted(events).writer == "guided"
    assert why in next(event.text for event in events if isinstance(event, Noticed))


def test_a_server_that_is_started_later_is_found(make_coach, serve):
    server = serve(lambda handler, asked: double.stream(handler, "x"), names=())
    coach = make_coach(writer="auto", server=server.url)
    assert coach._writers.get().id == "guided"
    assert "har ingen modell" in coach.writer_note("sv")
    coach._writers._tried -= 60
    server.names = ("later",)
    assert coach._writers.get().id == "later"
    assert "later" in coach.writer_note("sv")


def test_nothing_is_sent_to_another_machine_that_nobody_agreed_to(make_coach):
    coach = make_coach(writer="auto", server=str(AWAY))
    events = ended(coach)
    assert drafted(events).writer == "guided"
    assert "models.example är en annan dator" in coach.writer_note("sv")
    with pytest.raises(ModelMissing, match="is another machine") as missing:
        make_coach(writer="model", server=str(AWAY), data_dir=coach.settings.data_dir / "b")._writers.get()
    assert f"coach models use {AWAY}" in missing.value.fix_text("en")


def test_where_text_leaves_the_machine_the_page_says_so(make_coach, tmp_path):
    agree(tmp_path / "data", AWAY)
    note = make_coach(writer="auto", server=str(AWAY)).writer_note
    assert "lämnar din dator" in note("sv")
    assert "leaves your machine" in note("en")


def test_agreeing_is_told_and_kept_for_that_server_alone(tmp_path, capsys):
    assert agreed_to(tmp_path, AWAY, "en", said_yes=True)
    assert "leaves your machine" in capsys.readouterr().err
    assert agreed_to(tmp_path, AWAY, "en", said_yes=False)
    assert capsys.readouterr().err == ""
    assert (tmp_path / AGREED).stat().st_mode & 0o777 == 0o600
    for other in ("https://models.example:8443", "https://other.example", "https://models.example.org"):
        assert not agreed(tmp_path, Address.parse(other))


@pytest.mark.parametrize("words", [("models", "use", str(AWAY)), ("--server", str(AWAY), "doctor")])
def test_without_a_terminal_the_answer_is_no_and_nothing_is_kept(run, tmp_path, words):
    code, _, err = run(*words, "--lang", "sv")
    assert code == (1 if words[0] == "models" else 0)
    assert "texten lämnar din dator" in err
    assert "--yes" in err
    assert not (tmp_path / "data" / AGREED).exists()


def test_a_server_is_chosen_listed_and_checked_by_one_command_each(run, serve, tmp_path):
    server = serve(lambda handler, asked: None, names=("a", "b"))
    assert run("models", "use", server.url)[0] == 3
    code, out, _ = run("models", "use", server.url, "--server-model", "b", "--json")
    assert (code, json.loads(out)) == (0, {"server": server.url, "id": "b", "local": True})
    assert (tmp_path / "data" / POINTER).read_text(encoding="utf-8") == f"{server.url}\nb\n"
    assert json.loads(run("models", "list", "--json")[1])["using"] == server.url
    assert json.loads(run("models", "check", "--json")[1])["id"] == "b"
    rows = json.loads(run("doctor", "--json")[1])["findings"]
    assert "model server 127.0.0.1" in next(row["what"] for row in rows if row["name"] == "model")


def test_a_file_named_in_the_command_comes_before_a_server_named_elsewhere(tmp_path):
    environ = {"COACH_SERVER": "http://127.0.0.1:1"}
    both = load({"data_dir": tmp_path, "model": "m.gguf"}, environ)
    assert chosen_server(both) is None
    assert chosen_file(both) == Path("m.gguf")
    server = load({"data_dir": tmp_path, "server": "http://127.0.0.1:2"}, {"COACH_MODEL": "m.gguf"})
    assert chosen_server(server).address.port == 2
    assert chosen_file(server) is None


@pytest.mark.parametrize("pointer", ["http://10.0.0.7/v1", "https://", "http://[oops"])
def test_a_pointer_changed_by_another_hand_sends_nothing(tmp_path, pointer):
    (tmp_path / POINTER).write_text(pointer, encoding="utf-8")
    settings = load({"data_dir": tmp_path}, {})
    assert chosen_server(settings) is None
    assert chosen_file(settings) is None


def test_a_key_in_place_of_its_variable_is_refused_and_not_shown(tmp_path):
    with pytest.raises(UsageError) as refused:
        load({"data_dir": tmp_path}, {"COACH_KEY_VARIABLE": "sk-s3cret"})
    assert "s3cret" not in str(refused.value)


def test_the_key_is_read_from_the_variable_the_settings_name(make_coach, serve, monkeypatch):
    monkeypatch.setenv("TEAM_KEY", "s3cret")
    server = serve(lambda handler, asked: double.stream(handler, "x"))
    ended(make_coach(writer="auto", server=server.url, key_variable="TEAM_KEY"))
    assert server.asked[0].headers["Authorization"] == "Bearer s3cret"
