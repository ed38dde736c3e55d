"""What was told is exported whole, erased to the byte, copied daily, and never gone unasked."""

import datetime
import io
import json
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from coach.app import Coach
from coach.app.keep import Keeper
from coach.app.names import names, plain
from coach.cli import main
from coach.domain.errors import UsageError
from coach.domain.events import Saved
from coach.domain.session import Turn
from coach.modes import MODES
from coach.modes.about import about
from coach.settings import load
from coach.store import Backups, Sessions

CANARY = "Zyxqvarn"
ENDED = 4_000_000
"""A process number Linux does not give out."""


@pytest.fixture(scope="session")
def guides(tmp_path_factory):
    """A data folder whose shelf has read the guides already: that takes most of a first start."""
    folder = tmp_path_factory.mktemp("guides")
    Coach.open(load({"data_dir": folder}, environ={})).close()
    return folder / "shelf.db"


@pytest.fixture
def data(tmp_path, guides):
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(guides, folder / "shelf.db")
    return folder


@pytest.fixture
def run(capsys, monkeypatch, data):
    """Run a command in this process: (exit code, standard output, standard error)."""

    def call(*words, said=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(said))
        monkeypatch.setenv("COACH_DATA_DIR", str(data))
        code = main([*words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def opened(data):
    def make(**options):
        return Coach.open(load({"data_dir": data, "writer": "guided", **options}, environ={}))

    return make


@pytest.fixture
def temp(tmp_path, monkeypatch):
    """A folder for temporary files that only this test uses."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def tell(coach, text, mode="goal", session=None):
    return [e for e in coach.say(text, mode=mode, session=session) if isinstance(e, Saved)][-1].session


def hits(word, *folders):
    """Return the files whose bytes or name hold a word, whatever its case, in UTF-8 or UTF-16."""
    low = word.lower()
    signs = (low.encode(), low.encode("utf-16-le"))
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [p for p in files if low in str(p).lower() or any(s in p.read_bytes().lower() for s in signs)]


def fill(coach, papers):
    """Put the canary in through every mode: opening, answer, title; and as a document and its name."""
    sessions = []
    for mode in MODES:
        opening = f"{about(mode.name).examples['sv'][0]} {CANARY} var med."
        session = tell(coach, opening, mode.name)
        tell(coach, f"Jag pratade med {CANARY}s chef om det.", mode.name, session)
        sessions.append(session)
    coach.rename(sessions[0], f"Om {CANARY}")
    papers.mkdir()
    (papers / f"{CANARY}.md").write_text(f"# {CANARY}\n\nHär står om {CANARY} och lönen.\n", encoding="utf-8")
    assert [one.status for one in coach.shelf.ingest([papers])] == ["added"]
    return sessions


def test_an_erased_name_is_in_no_byte_of_folder_copies_index_or_temporary_files(
    run, opened, data, temp, tmp_path
):
    with opened() as coach:
        kept = tell(coach, "Jag vill hålla tre möten")
        fill(coach, tmp_path / "papers")
        coach.keep.backup(datetime.date(2026, 11, 27))
        coach.keep.backup(datetime.date(2026, 11, 28))
        coach.keep.export(tmp_path / "out", "2026-11-28")
    assert run("restore", Backups(data).all()[0].name)[0] == 0
    (temp / f"coach-page-{ENDED}").mkdir()
    (temp / f"coach-page-{ENDED}" / "draft.eml").write_text(CANARY, encoding="utf-8")
    before = {path.parts[len(data.parts)] for path in hits(CANARY, data)}
    assert before == {"coach.db", "shelf.db", "backups", "aside"}
    code, out, err = run("erase", "--person", CANARY.lower(), "--yes", "--lang", "sv")
    assert code == 0, err
    assert f"samtal {len(MODES)}, dokument 1" in out
    assert hits(CANARY, data, temp) == []
    assert len(hits(CANARY, tmp_path / "out")) > len(MODES)
    with opened() as coach:
        assert [one.id for one in coach.sessions()] == [kept]
        assert coach.turns(kept)[0].text == "Jag vill hålla tre möten"


def test_the_vector_index_forgets_with_the_document(opened, data, tmp_path):
    paper = tmp_path / "note.md"
    paper.write_text(f"# Lön\n\n{CANARY} ska ha mer i lön.\n", encoding="utf-8")
    with Coach.open(load({"data_dir": data}, environ={}), vectors="chroma") as coach:
        coach.shelf.ingest([paper])
        assert coach.shelf.settle()
    with opened() as coach:
        assert coach.keep.erase(coach.keep.of_person(CANARY)).documents == 1
    assert hits(CANARY, data) == []
    assert not (data / "chroma").exists()


def test_erasing_everything_leaves_no_conversation_document_or_copy(run, opened, data, tmp_path):
    with opened() as coach:
        fill(coach, tmp_path / "papers")
        coach.keep.backup(datetime.date(2026, 11, 27))
    code, out, _ = run("erase", "--json")
    assert code == 1
    assert json.loads(out)["erased"]["sessions"] == 0
    code, out, _ = run("erase", "--all", "--yes", "--json")
    assert code == 0
    assert json.loads(out)["erased"]["sessions"] == len(MODES)
    assert hits(CANARY, data) == []
    assert not (data / "backups").exists()


def test_copies_are_not_deleted_unasked_where_nothing_else_is_left(run, opened, data):
    with opened() as coach:
        tell(coach, "Jag vill hålla tre möten")
        coach.keep.erase_everything()
        coach.keep.backup(datetime.date(2026, 11, 27))
    assert run("erase", said="\n")[0] == 1
    assert Backups(data).all()
    assert run("erase", said="ja\n")[0] == 0
    assert Backups(data).all() == ()


@pytest.mark.parametrize(
    ("text", "names_her"),
    [
        ("Jag pratade med Anna igår", True),
        ("Det var Annas förslag", True),
        ("it was Anna's idea", True),
        ("anna sa nej", True),
        ("ANNA:s mål", True),
        ("Anna-mötet", True),
        ("HR-Anna", True),
        ("A\u200bnna skrev det", True),
        ("anna.berg@example.org", True),
        ("Annabel sa nej", False),
        ("Hanna sa nej", False),
        ("Eva-Anna och Anna-Karin sa nej", False),
    ],
)
def test_a_person_is_found_however_the_name_is_inflected(text, names_her):
    assert bool(names("Anna").search(plain(text))) == names_her


@pytest.mark.parametrize("name", ["Åsa Öberg", "A\u030asa O\u0308berg", "åsa  öberg"])
def test_a_full_name_is_found_in_every_way_of_writing_its_letters(name):
    assert names(name).search(plain("Det var Åsas Öbergs plan"))
    assert names(name).search(plain("A\u030asa O\u0308bergs plan"))
    assert not names(name).search(plain("Åsa Östbergs plan"))


def test_what_is_no_name_erases_nothing(run):
    assert run("erase", "--person", " - ", "--yes")[0] == 2


def test_erasing_lists_and_asks_and_no_is_no(run, opened):
    with opened() as coach:
        session = tell(coach, "Annas grupp ska hålla tre möten")
    code, out, err = run("erase", "--person", "Anna", "--lang", "sv", said="nej\n")
    assert code == 1
    assert session in out
    assert "Radera det här för gott?" in err
    assert "Inget raderades" in err
    code, out, _ = run("erase", "--person", "Anna", "--lang", "en", said="yes\n")
    assert code == 0
    assert "conversations 1" in out
    assert run("erase", "--session", session)[0] == 2


def test_an_export_is_readable_and_comes_back_to_the_same(run, opened, data, tmp_path):
    with opened() as coach:
        fill(coach, tmp_path / "papers")
    assert run("export", str(tmp_path / "out"))[0] == 0
    manifest = json.loads((tmp_path / "out" / "export.json").read_text("utf-8"))
    assert manifest["conversations"] == len(MODES)
    assert manifest["documents"] == 1
    talk = sorted((tmp_path / "out" / "conversations").glob("*.md"))[0].read_text("utf-8")
    assert talk.startswith(f"# Om {CANARY}\n")
    assert "## Du\n" in talk
    assert {p.stat().st_mode & 0o077 for p in (tmp_path / "out").rglob("*")} == {0}
    data.rename(tmp_path / "before")
    code, out, _ = run("import", str(tmp_path / "out"), "--json")
    assert code == 0
    assert json.loads(out) == {"conversations": len(MODES), "documents": 1, "already": 0}
    assert run("export", str(tmp_path / "again"))[0] == 0
    assert content(tmp_path / "again") == content(tmp_path / "out")
    assert json.loads(run("import", str(tmp_path / "out"), "--json")[1])["already"] == len(MODES) + 1
    with opened() as coach:
        assert coach.shelf.search(f"Vad står om {CANARY}?", "sv", only="own")


def content(folder):
    files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    del files["export.json"]
    return files


def test_an_export_never_writes_over_anything(run, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mitt", encoding="utf-8")
    code, _, err = run("export", str(tmp_path / "full"), "--lang", "sv")
    assert code == 2
    assert "finns redan" in err
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["mine.txt"]


BROKEN = [
    lambda row: row.update(id="../../x"),
    lambda row: row.update(lang="de"),
    lambda row: row["turns"][0].update(n=2),
    lambda row: row["turns"][0].update(role="system"),
    lambda row: row["turns"][0].update(text=7),
    lambda row: row["turns"][0].update(text="\ud800"),
    lambda row: row.update(turns="none"),
    lambda row: row.update(format="other/1"),
]


def test_an_import_with_one_bad_file_takes_nothing_in(run, opened, tmp_path):
    with opened() as coach:
        tell(coach, "Jag vill hålla tre möten")
        tell(coach, "Jag vill hålla fyra möten")
        coach.keep.export(tmp_path / "out", "2026-11-28")
        coach.keep.erase_everything()
        path = max((tmp_path / "out" / "conversations").glob("*.json"))
        sound = path.read_text("utf-8")
        for harm in BROKEN:
            row = json.loads(sound)
            harm(row)
            path.write_text(json.dumps(row), encoding="utf-8")
            with pytest.raises(UsageError) as refused:
                coach.keep.take_in(tmp_path / "out")
            assert "inget togs in" in refused.value.text("sv")
            assert "nothing was taken in" in refused.value.text("en")
            assert coach.sessions() == ()
        path.write_text("[" * 100_000, encoding="utf-8")
    code, _, err = run("import", str(tmp_path / "out"), "--lang", "sv")
    assert code == 2
    assert "inget togs in" in err


def test_ten_years_of_clock_jump_erase_nothing_unasked(opened, run, data):
    """Nothing goes at the start; by age only after a question that --yes does not answer then."""
    with opened() as coach:
        for n in range(5):
            tell(coach, f"Jag vill hålla {n + 2} möten")
    later = datetime.datetime.now().astimezone() + datetime.timedelta(days=3653)
    with opened() as coach:
        keep: Keeper = coach.keep
        assert len(keep.past_keeping(later).sessions) == 5
        assert keep.clock_jumped(later)
        assert keep.daily(later.date()) is None
        assert keep.daily(later.date() - datetime.timedelta(days=7300)) is None
        assert len(coach.sessions()) == 5
        assert len(Backups(data).all()) == 3
    age_all(data, days=4000)
    code, out, err = run("erase", "--old", "--yes", "--lang", "sv")
    assert code == 1
    assert "Klockan står mer än ett år" in err
    assert out.count("\n") == 5
    with opened() as coach:
        assert len(coach.sessions()) == 5
        assert "5 samtal" in coach.keep.notes[0]["sv"]
        assert "coach erase --old" in coach.keep.notes[0]["en"]
    assert run("erase", "--old", said="ja\n")[0] == 0
    with opened() as coach:
        assert coach.sessions() == ()
        assert coach.keep.notes == ()


def age_all(data, days, mode=None):
    """Let conversations be last used so long ago."""
    import sqlite3

    then = (datetime.datetime.now().astimezone() - datetime.timedelta(days=days)).isoformat()
    db = sqlite3.connect(data / "coach.db")
    with db:
        db.execute("UPDATE sessions SET used = ? WHERE mode = coalesce(?, mode)", (then, mode))
    db.close()


def test_goals_are_kept_longer_than_chats_and_both_are_the_persons_to_set(opened, data):
    with opened() as coach:
        goal = tell(coach, "Jag vill hålla tre möten")
        chat = tell(coach, "Hur tar jag emot kritik?", "ask")
    age_all(data, days=100)
    with opened() as coach:
        assert [one.id for one in coach.keep.past_keeping(now()).sessions] == [chat]
    (data / "coach.toml").write_text("keep_chats_days = 0\nkeep_goals_days = 99\n", encoding="utf-8")
    with opened() as coach:
        assert [one.id for one in coach.keep.past_keeping(now()).sessions] == [goal]
        assert {one.id for one in coach.keep.older_than(99, now()).sessions} == {goal, chat}
        assert not coach.keep.older_than(101, now())
        tell(coach, "tre möten till", session=goal)
        assert not coach.keep.past_keeping(now())


def now():
    return datetime.datetime.now().astimezone()


def test_a_day_has_one_copy_and_seven_are_kept_by_number_not_by_day(opened, data):
    with opened() as coach:
        tell(coach, "Jag vill hålla tre möten")
        coach.keep.backup(datetime.date(2036, 1, 1))
    backups = Backups(data)
    assert len(backups.all()) == 2
    with opened() as coach:
        # The newest is of 2036, so there is one more of today.
        for day in range(1, 11):
            coach.keep.backup(datetime.date(2026, 12, day))
    names = [path.name for path in backups.all()]
    assert names == [f"{n:04}-2026-12-{n - 3:02}" for n in range(13, 6, -1)]
    assert {p.stat().st_mode & 0o077 for p in (data / "backups").rglob("*")} == {0}


def damage_zeroed(path):
    path.write_bytes(bytes(200) + path.read_bytes()[200:])


def damage_cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage_garbled(path):
    raw = bytearray(path.read_bytes())
    for at in range(4096, len(raw), 3):
        raw[at] ^= 0xA5
    path.write_bytes(bytes(raw))


@pytest.mark.parametrize("harm", [damage_zeroed, damage_cut, damage_garbled])
@pytest.mark.parametrize("file", ["coach.db", "shelf.db"])
def test_a_damaged_file_names_restore_which_brings_the_copy_back(run, opened, data, tmp_path, harm, file):
    """F6: three kinds of damage are found; the file is put aside, never deleted; the copy takes its place."""
    (tmp_path / "p.md").write_text("# Lön\n\nHär står om lönen.\n", encoding="utf-8")
    with opened() as coach:
        session = tell(coach, "Jag vill hålla tre möten")
        coach.shelf.ingest([tmp_path / "p.md"])
        coach.keep.backup(datetime.date(2026, 11, 27))
    harm(data / file)
    damaged = (data / file).read_bytes()
    for lang, line in (("sv", "coach restore"), ("en", "coach restore")):
        code, _, err = run("shelf", "--lang", lang)
        assert code == 3
        assert file in err.splitlines()[0]
        assert line in err.splitlines()[1]
        assert len(err.splitlines()) == 2
    code, out, _ = run("restore", "--json")
    assert code == 0
    [row] = json.loads(out)["restored"]
    assert (row["file"], row["how"]) == (file, "copy")
    assert Path(row["aside"]).read_bytes() == damaged
    with opened() as coach:
        assert len(coach.turns(session)) == 2
        assert [one.document.source for one in coach.shelf.own()] == ["p.md"]


def test_without_a_copy_what_can_be_read_is_saved(run, opened, data):
    kept = Sessions(data / "coach.db")
    sessions = [kept.begin("goal", "sv", "mål", "2026-11-25").id for _ in range(30)]
    for session in sessions:
        kept.add(session, Turn(0, "person", f"Jag vill hålla tre möten i {CANARY * 200}"))
        kept.add(session, Turn(0, "coach", "När?"))
    kept.close()
    raw = bytearray((data / "coach.db").read_bytes())
    for at in range(len(raw) // 2, len(raw) // 2 + 3 * 4096):
        raw[at] ^= 0xA5
    (data / "coach.db").write_bytes(bytes(raw))
    assert run("goal", "hålla tre möten")[0] == 3
    code, out, _ = run("restore", "--lang", "sv")
    assert code == 0
    assert "det som gick att läsa är räddat" in out
    with opened() as coach:
        kept = {one.id for one in coach.sessions()}
        assert kept <= set(sessions)
        assert sum(len(coach.turns(one)) for one in kept) > len(sessions)


def test_an_erased_conversation_also_leaves_files_put_aside_that_can_not_be_read(run, opened, data):
    with opened() as coach:
        session = tell(coach, f"Jag vill hålla tre möten med {CANARY}")
        coach.keep.backup(datetime.date(2026, 11, 27))
    damage_cut(data / "coach.db")
    assert run("restore")[0] == 0
    assert {p.parts[len(data.parts)] for p in hits(CANARY, data)} == {"coach.db", "backups", "aside"}
    code, out, _ = run("erase", "--session", session, "--yes", "--json")
    assert code == 0
    assert json.loads(out)["erased"] == {"sessions": 1, "documents": 0, "dropped": 1}
    assert hits(CANARY, data) == []


def test_an_answer_that_was_cut_is_told_when_the_conversation_is_opened_again(opened):
    """F1: the message is there, the answer is worked out again, and one line says so."""
    for lang, text, line in (
        ("sv", "Jag vill hålla tre möten", "avbröts"),
        ("en", "I want to hold three meetings", "interrupted"),
    ):
        with opened() as coach:
            session = next(coach.say(text, mode="goal", lang=lang)).session
        with opened() as coach:
            first = next(coach.replay(session))
            assert line in first.text
            tell(coach, "till sista april", session=session)
            assert not [e for e in coach.replay(session) if getattr(e, "key", "") == "cut"]


def test_the_options_before_a_command_are_heard(capsys, tmp_path):
    main(["--data-dir", str(tmp_path / "chosen"), "--json", "shelf"])
    assert json.loads(capsys.readouterr().out)["documents"]
    assert (tmp_path / "chosen" / "coach.db").exists()


def test_a_removed_document_leaves_the_copies_whoever_removes_it_and_what_a_kill_left_of_an_upload_goes(
    opened, run, data, tmp_path
):
    for n in (1, 2):
        (tmp_path / f"{n}.md").write_text(f"# Lön {n}\n\n{CANARY}{n} ska ha mer i lön.\n", encoding="utf-8")
    with opened() as coach:
        coach.shelf.ingest([tmp_path / "1.md", tmp_path / "2.md"])
        coach.keep.backup(datetime.date(2026, 11, 27))
        first, second = (one.document.id for one in coach.shelf.own())
        coach.shelf.remove(first)
        assert hits(f"{CANARY}1", data) == []
        assert {path.parent.name[:4] for path in hits(f"{CANARY}2", data)} == {"data", "0001"}
    assert run("shelf", "remove", second)[0] == 0
    (data / "added").mkdir()
    (data / "added" / "cv.txt").write_text(CANARY, encoding="utf-8")
    opened().close()
    assert hits(CANARY, data) == []
    assert Backups(data).all()[-1].name == "0001-2026-11-27"
