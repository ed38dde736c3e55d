"""One word put in through every feature is in no log at any level, and after an erase in no byte at all."""

import io
import json
import logging
import shutil
import sys
import tempfile

import pytest

from coach.app import Coach
from coach.app.documents import add
from coach.app.files import KINDS, made
from coach.cli import main
from coach.domain.errors import CoachError
from coach.domain.events import Drafted, Saved, Understood
from coach.modes import MODES
from coach.modes.about import about
from coach.settings import load
from coach.shelf import Shelf

CANARY = "Zyxqvarnen"


@pytest.fixture(scope="module")
def guides(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guides")
    Shelf(folder).close()
    return folder / "shelf.db"


@pytest.fixture
def data(tmp_path, guides):
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(guides, folder / "shelf.db")
    return folder


@pytest.fixture
def temp(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def log(tmp_path):
    """Everything that any library says at any level, with tracebacks, in a file."""
    path = tmp_path / "everything.log"
    root, handler = logging.getLogger(), logging.FileHandler(path, encoding="utf-8")
    before, off = root.level, logging.root.manager.disable
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s %(args)s"))
    root.addHandler(handler)
    root.setLevel(1)
    logging.disable(logging.NOTSET)
    yield path
    root.removeHandler(handler)
    handler.close()
    root.setLevel(before)
    logging.disable(off)


def holding(word, *folders):
    """Return the files whose name or bytes hold a word, whatever its case, in UTF-8, UTF-16 or JSON."""
    low = word.lower()
    signs = {low.encode(), low.encode("utf-16-le"), json.dumps(low)[1:-1].encode()}
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [p for p in files if low in str(p).lower() or any(s in p.read_bytes().lower() for s in signs)]


def talk(coach, mode, papers):
    """Say the canary as an opening and as an answer, keep every kind of file, come back to the talk."""
    session = ""
    for text in (f"{about(mode).examples['sv'][0]} {CANARY} var med.", f"Jag frågade {CANARY} om det."):
        events = list(coach.say(text, mode=mode, lang="sv", session=session or None))
        session = next(one.session for one in events if isinstance(one, Saved))
    events = list(coach.replay(session))
    paper = next((one.paper for one in events if isinstance(one, Understood)), None)
    draft = next((one.draft for one in events if isinstance(one, Drafted)), None)
    for kind in KINDS if paper and draft else ():
        made(paper, draft, kind, day=coach.settings.day(), final=True)
    coach.rename(session, f"Om {CANARY}")
    return session


def wrong(coach, papers):
    """Go every wrong way with the canary in it; return how many ended in an error of ours."""
    ways = (
        lambda: list(coach.say(CANARY, mode=CANARY)),
        lambda: list(coach.say(f"{CANARY} " * 20_000, mode="goal")),
        lambda: list(
            coach.say("нет, это другой язык, я не понимаю ничего из того, что здесь стоит", mode="goal")
        ),
        lambda: list(coach.say("hej", mode="goal", session=CANARY)),
        lambda: coach.keep.of_document(CANARY),
        lambda: coach.keep.of_session(CANARY),
        lambda: coach.keep.take_in(papers),
        lambda: coach.keep.export(papers, "2026-11-28"),
    )
    failed = 0
    for way in ways:
        try:
            way()
        except CoachError:
            failed += 1
    return failed


def everything(coach, papers):
    """Go through every feature with the canary."""
    papers.mkdir(parents=True)
    (papers / f"{CANARY}.md").write_text(f"# {CANARY}\n\nHär står om {CANARY} och lönen.\n", encoding="utf-8")
    (papers / f"{CANARY}.html").write_text(f"<p>Här står om {CANARY} och schemat.</p>", encoding="utf-8")
    (papers / f"{CANARY}.pdf").write_bytes(f"%PDF-1.4 {CANARY}".encode())
    (papers / f"{CANARY}.docx").write_bytes(b"PK" + CANARY.encode())
    coach.shelf.ingest([papers])
    add(coach.shelf, coach.settings.data_dir, f"../{CANARY}.txt", f"Anteckning om {CANARY}.".encode(), "sv")
    coach.shelf.search(f"Vad står om {CANARY}?", "sv")
    sessions = [talk(coach, mode.name, papers) for mode in MODES]
    assert wrong(coach, papers) >= 7
    coach.keep.backup(coach.settings.day())
    coach.erase(sessions[0])
    return sessions[1:]


@pytest.mark.slow
def test_a_word_put_in_everywhere_is_in_no_log_and_gone_from_every_byte_when_all_is_erased(
    data, temp, log, tmp_path, monkeypatch, capsys
):
    with Coach.open(load({"data_dir": data, "writer": "guided"}, environ={})) as coach:
        sessions = everything(coach, tmp_path / "papers")
        logging.getLogger("coach").debug("the log is heard")
    monkeypatch.setenv("COACH_DATA_DIR", str(data))
    for words in (
        ["goal", f"Jag vill hjälpa {CANARY}"], ["check", "goal", CANARY], ["search", CANARY],
        ["ask", CANARY], ["ingest", f"/nowhere/{CANARY}.md"], ["shelf", "remove", CANARY],
        ["export", str(tmp_path / "papers")], ["erase", "--session", CANARY],
        ["models", "use", f"/nowhere/{CANARY}.gguf"],
        ["email", "--notes", f"Möte med {CANARY}. Jag skickar listan."], ["nonsense", CANARY],
    ):  # fmt: skip
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        try:
            main([*words])
        except SystemExit:
            continue
    capsys.readouterr()
    assert "the log is heard" in log.read_text("utf-8")
    assert CANARY.lower() not in log.read_text("utf-8").lower()
    assert holding(CANARY, temp) == []
    assert {p.parts[len(data.parts)] for p in holding(CANARY, data)} >= {"coach.db", "shelf.db", "backups"}
    assert {p.name for p in holding(CANARY, data) if p.suffix not in {".db", ""}} <= {
        "coach.db-wal",
        "shelf.db-wal",
    }
    assert len(sessions) == len(MODES) - 1
    assert main(["erase", "--all", "--yes"]) == 0
    assert holding(CANARY, data, temp) == []
    assert CANARY.lower() not in log.read_text("utf-8").lower()


@pytest.mark.slow
def test_one_conversation_that_is_erased_takes_its_words_along_and_no_others(data, temp, tmp_path):
    with Coach.open(load({"data_dir": data, "writer": "guided"}, environ={})) as coach:
        kept = talk(coach, "goal", tmp_path)
        other = list(coach.say("Jag vill hålla tre möten med Kvastbergaren", mode="goal", lang="sv"))[
            -1
        ].session
        coach.keep.backup(coach.settings.day())
        coach.erase(other)
        assert holding("Kvastbergaren", data, temp) == []
        assert [one.id for one in coach.sessions()] == [kept]
        assert any(CANARY in turn.text for turn in coach.turns(kept))


@pytest.mark.llama
@pytest.mark.slow
def test_what_a_model_read_of_a_conversation_goes_with_it(data, build_gguf):
    """Tokens are text: the states a model keeps of a conversation go when it is erased."""
    settings = load({"data_dir": data, "writer": "model", "model": build_gguf(ends=False)}, environ={})
    with Coach.open(settings) as coach:
        session = ""
        for text in ("Vad står det om lön?", "Och om schemat?"):
            events = list(coach.say(text, mode="ask", lang="sv", session=session or None))
            session = next(one.session for one in events if isinstance(one, Saved))
        coach.erase(session)
        left = [path for path in data.rglob("*") if session in str(path)]
    assert left == []
    assert holding(session, data) == []
