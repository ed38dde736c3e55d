"""Documents, models and the undo of an erase: what the drawers show and do, without a browser."""

import hashlib
import http.server
import json
import threading
import time

import pytest

from coach.app.documents import add
from coach.app.models import Models
from coach.app.writers import Writers
from coach.domain.errors import SetupError
from coach.domain.session import Session, Turn
from coach.settings import Settings
from coach.shelf import Shelf
from ui.desk import Desk, Place
from ui.models import duration, progress
from ui.undo import Undo
from ui.words import WORDS

GOAL = "Jag vill bli bättre på att presentera för kunder"
SESSION = Session("s1", "goal", "sv", GOAL, "2026-11-25T09:00:00+01:00")
TURNS = (Turn(1, "person", GOAL),)


def said(desk, place=Place("sv", "goal")):  # noqa: B008  a frozen value
    page = {}
    for parts in desk.say(GOAL, place):
        page |= parts
    return page


def test_an_erase_can_be_undone_for_a_while_and_the_store_has_nothing_meanwhile(scripted):
    desk = Desk(scripted)
    session = said(desk)["session"]
    gone = desk.act("erase", session, "", Place("sv", "goal", session))
    assert scripted.sessions() == ()
    assert f'data-act="undo" data-value="{session}"' in gone["notice"]
    back = desk.act("undo", session, "", Place("sv", "goal"))
    assert GOAL in back["log"]
    assert "tillbaka" in back["notice"]
    assert "för gott" in desk.act("undo", session, "", Place("sv", "goal"))["notice"]


def test_what_is_held_is_let_go_after_its_time_or_when_another_takes_its_place():
    undo = Undo(seconds=0.05)
    undo.hold(SESSION, TURNS)
    time.sleep(0.3)
    assert undo.take("s1") is None
    undo = Undo()
    undo.hold(SESSION, TURNS)
    undo.hold(Session("s2", "goal", "sv", "", ""), ())
    assert undo.take("s1") is None
    assert undo.take("s2") is not None


def test_an_erased_conversation_is_gone_to_the_byte_while_it_can_still_be_undone(tmp_path):
    from coach.app import Coach

    word = "Kvastskaft"
    with Coach.open(Settings(data_dir=tmp_path / "data", writer="guided")) as coach:
        desk = Desk(coach)
        place = Place("sv", "goal")
        page = {}
        for parts in desk.say(f"Jag vill bli bättre på {word}", place):
            page |= parts
        assert any(word.encode() in path.read_bytes() for path in _files(tmp_path))
        desk.act("erase", page["session"], "", place)
        assert not [path for path in _files(tmp_path) if word.encode() in path.read_bytes()]
        assert word in desk.act("undo", page["session"], "", place)["log"]


def _files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_documents_are_listed_with_what_became_of_each_file_and_removed(scripted):
    desk, place = Desk(scripted), Place("en")
    add(scripted.shelf, scripted.settings.data_dir, "handbok.md", b"# Handbok", "en")
    results = [
        {"name": "handbok.md", "status": "added", "reason": "", "passages": 1},
        {"name": "<img src=x>.exe", "status": "refused", "reason": "unknown kind"},
    ]
    header = desk.act("docs", json.dumps(results), "", place)["header"]
    assert "<strong>handbok.md</strong> added" in header
    assert "&lt;img src=x&gt;.exe</strong> not added: unknown kind" in header
    assert 'data-act="docs-remove" data-value="handbok.md"' in header
    gone = desk.act("docs-remove", "handbok.md", "", place)
    assert 'data-value="handbok.md"' not in gone["header"]
    assert "removed" in gone["notice"]


@pytest.mark.parametrize("results", ["{", "[1]", '"x"', "{}"])
def test_what_a_page_sends_back_that_is_no_result_is_left_out(scripted, results):
    assert '<ul class="results"></ul>' in Desk(scripted).act("docs", results, "", Place("sv"))["header"]


def test_an_added_document_is_read_and_its_file_is_not_kept(tmp_path):
    with Shelf(tmp_path) as shelf:
        text = "# Rutiner\n\nVi har utvecklingssamtal i mars varje år.".encode()
        first = add(shelf, tmp_path, "../../rutiner.md", text, "sv")
        again = add(shelf, tmp_path, "C:\\mapp\\rutiner.md", text, "sv")
        refused = add(shelf, tmp_path, "bild.exe", b"MZ", "sv")
        assert (first.status, again.status, refused.status) == ("added", "unchanged", "refused")
        assert refused.reason
        assert [one.title for one in shelf.documents() if not one.shipped] == ["Rutiner"]
        assert list((tmp_path / "added").iterdir()) == []
        assert not (tmp_path.parent / "rutiner.md").exists()


class _Hub(http.server.BaseHTTPRequestHandler):
    body = b""
    pause = 0.0

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        for at in range(0, len(self.body), 1 << 18):
            time.sleep(self.pause)
            try:
                self.wfile.write(self.body[at : at + (1 << 18)])
            except OSError:
                return

    def log_message(self, *_):
        pass


@pytest.fixture
def hub():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def fetched(models, hub, body, pause=0.0):
    """Fetch bytes as if they were a model of the catalogue."""
    _Hub.body, _Hub.pause = body, pause
    models.fetch(f"{hub}/x", models.folder / "x.gguf", len(body), hashlib.sha256(body).hexdigest(), name="x")


def until(models, *states):
    end = time.monotonic() + 10
    while models.fetching()["state"] not in states and time.monotonic() < end:
        time.sleep(0.02)
    return models.fetching()


def test_a_download_tells_how_far_it_is_and_stops_when_told_to(tmp_path, hub):
    settings = Settings(data_dir=tmp_path)
    models = Models(settings, Writers(settings))
    fetched(models, hub, b"x" * (8 << 20), pause=0.05)
    end = time.monotonic() + 10
    while not models.fetching()["done"] and time.monotonic() < end:
        time.sleep(0.02)
    state = models.fetching()
    assert 0 < state["done"] < state["total"] == 8 << 20
    html = progress(state, "en", WORDS["en"])
    assert "<progress" in html
    assert 'data-act="model-cancel"' in html
    models.cancel()
    assert until(models, "cancelled")["state"] == "cancelled"
    assert (models.folder / "x.gguf.part").stat().st_size > 0
    assert not (models.folder / "x.gguf").exists()


def test_what_is_fetched_but_no_model_is_said_so_and_the_guided_writer_stays(tmp_path, hub):
    settings = Settings(data_dir=tmp_path)
    models = Models(settings, Writers(settings))
    fetched(models, hub, b"no model at all")
    state = until(models, "failed", "done")
    assert state["state"] == "failed"
    assert state["sv"]
    assert models.used() is None
    assert 'role="alert"' in progress(state, "sv", WORDS["sv"])


def test_changing_the_model_keeps_the_conversation_and_is_remembered(scripted, build_gguf):
    tiny = build_gguf()
    desk, models = Desk(scripted), scripted.models
    page = said(desk)
    models.folder.mkdir(parents=True)
    place = Place("sv", "goal", page["session"])
    models.use(tiny)
    assert Models(scripted.settings, Writers(scripted.settings)).used() == tiny
    shown = desk.act("model-use", "", "", place)
    assert models.used() is None
    assert "log" not in shown
    assert "Utan språkmodell" in shown["notice"]
    assert GOAL in desk.arrive(place)["log"]


def test_a_file_outside_the_models_own_folder_is_not_used(scripted, build_gguf):
    tiny = build_gguf()
    shown = Desk(scripted).act("model-use", str(tiny), "", Place("en"))
    assert 'role="alert"' in shown["notice"]
    assert scripted.models.used() is None


def test_a_model_that_can_not_be_used_is_refused_before_anything_changes(tmp_path):
    settings = Settings(data_dir=tmp_path)
    models = Models(settings, Writers(settings))
    broken = tmp_path / "x.gguf"
    broken.write_bytes(b"GGUF")
    with pytest.raises(SetupError):
        models.use(broken)
    assert models.used() is None


def test_a_short_time_is_told_shortly():
    assert (duration(0), duration(40), duration(600)) == ("…", "40 s", "10 min")
