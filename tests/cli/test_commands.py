"""The command line keeps the contract: JSON, exit codes, one line for an error, never a traceback."""

import io
import json
import os
import subprocess
import sys

import pytest

from coach.cli import main

TODAY = ["--today", "2026-11-25"]


class Bytes(io.TextIOWrapper):
    """Standard input from a text, lone surrogates and all."""

    def __init__(self, text):
        super().__init__(io.BytesIO(text.encode("utf-8", "surrogatepass")), encoding="utf-8")


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run a command in this process: (exit code, standard output, standard error)."""

    def call(*words, said=""):
        monkeypatch.setattr(sys, "stdin", Bytes(said))
        monkeypatch.setenv("COACH_DATA_DIR", str(tmp_path / "data"))
        try:
            code = main([*words])
        except SystemExit as left:
            code = left.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_help_answers_without_a_heavy_library():
    code = "import sys; sys.argv = ['coach', '--help']; from coach.cli import main; main()"
    command = [sys.executable, "-X", "importtime", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    loaded = {line.split("|")[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert not loaded & {
        "gradio",
        "chromadb",
        "llama_cpp",
        "numpy",
        "langchain_core",
        "simplemma",
        "sqlite3",
        "pydantic",
    }


def test_a_check_needs_no_data_folder(run, tmp_path):
    code, out, _ = run("check", "goal", "Senast 30 juni ska jag hålla två workshoppar", "--json", *TODAY)
    found = json.loads(out)
    assert code == 0
    assert found["labels"]["time_bound"]
    assert found["dates"][0]["end"] == "2027-06-30"
    assert not (tmp_path / "data").exists()


def test_lines_come_back_in_order_and_a_bad_one_is_answered_in_place(run):
    first, last = '{"id": "a", "text": "halvera antalet fel till jul"}', '{"id": "c", "text": "become CEO"}'
    lines = f'{first}\nnonsense\n[1]\n{{"id": "b"}}\n{last}\n'
    code, out, _ = run("check", "goal", "--jsonl", *TODAY, said=lines)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["id"] for row in rows] == ["a", None, None, "b", "c"]
    assert ["error" in row for row in rows] == [False, True, True, True, False]
    assert [row["lang"] for row in rows if "lang" in row] == ["sv", "en"]


def test_a_deadline_is_an_iso_date_or_null(run):
    first = '{"id": 1, "text": "klart v. 24", "lang": "sv"}'
    second = '{"id": 2, "text": "I may do it", "lang": "en", "today": "2027-01-01"}'
    _, out, _ = run("check", "dates", "--jsonl", *TODAY, said=f"{first}\n{second}\n")
    assert [json.loads(line)["deadline"] for line in out.splitlines()] == ["2027-06-20", None]


def test_strict_gates(run):
    assert run("check", "goal", "bli bättre", "--strict", *TODAY)[0] == 1
    assert run("ask", "Vad kostar en biljett till Mars?", "--strict")[0] == 1


def test_spans_are_characters_of_the_input_as_given(run):
    text = "a\u030akej da\u030a: ha\u030alla tva\u030a mo\u0308ten senast 30 juni"
    _, out, _ = run("check", "goal", text, "--lang", "sv", "--json", *TODAY)
    spans = json.loads(out)["spans"]["time_bound"]
    assert "30 juni" in text[spans[0][0] : spans[-1][1]]


@pytest.mark.parametrize(
    ("words", "goal"),
    [
        (
            [
                "Jag vill bli bättre på att presentera",
                "--answer",
                "hålla tre kundpresentationer senast sista april",
            ],
            "fredag 30 april 2027",
        ),
        (
            [
                "I want to get better at presenting",
                "--answer",
                "give three customer presentations by the end of April",
            ],
            "April",
        ),
    ],
)
def test_a_goal_says_before_after_and_the_next_question(run, words, goal):
    code, out, _ = run("goal", *words, "--json", *TODAY)
    found = json.loads(out)
    assert code == 0
    assert found["writer"] == "guided"
    assert not found["before"]["labels"]["specific"]
    assert found["after"]["labels"]["specific"]
    assert found["after"]["labels"]["time_bound"]
    assert found["question"]["text"]
    assert found["deadline"] == "2027-04-30"
    assert goal in found["markdown"]


def test_citations_stand_verbatim_in_their_passages(run, tmp_path):
    from coach.shelf import Shelf

    _, out, _ = run("ask", "Hur tar jag emot kritik?", "--json")
    found = json.loads(out)
    assert found["supported"]
    assert found["citations"]
    with Shelf(None) as shelf:
        for citation in found["citations"]:
            assert citation["quote"] in shelf.passage(citation["id"]).text


def test_an_unsupported_question_cites_nothing_and_says_so(run):
    _, out, _ = run("ask", "Vilken tid går tåget till Kiruna?", "--json")
    found = json.loads(out)
    assert not found["supported"]
    assert found["citations"] == []
    assert "inte" in found["answer"]


def test_many_questions_take_one_start(run):
    lines = (
        '{"id": 1, "question": "What makes a goal measurable?"}\n{"id": 2}\n{"id": 3, "question": "   "}\n'
    )
    _, out, _ = run("ask", "--jsonl", said=lines)
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert rows[0]["supported"]
    assert "error" in rows[1]
    assert "error" in rows[2]


def test_documents_are_added_searched_and_removed(run, tmp_path):
    note = tmp_path / "note.md"
    note.write_text(
        "# Parkering\n\nParkeringsplatsen vid lastkajen bokas hos Gunilla i receptionen.\n", encoding="utf-8"
    )
    _, out, _ = run("ingest", str(note), str(tmp_path / "no.xyz"), "--json")
    files = json.loads(out)["files"]
    assert [one["status"] for one in files] == ["added", "refused"]
    _, out, _ = run("search", "Vem bokar parkeringsplatsen?", "--only", "own", "--json")
    hits = json.loads(out)["hits"]
    assert "Gunilla" in hits[0]["text"]
    assert not hits[0]["shipped"]
    assert run("shelf", "remove", hits[0]["document"])[0] == 0
    assert run("shelf", "remove", hits[0]["document"])[0] == 2
    _, out, _ = run("search", "Vem bokar parkeringsplatsen?", "--only", "own", "--json")
    assert json.loads(out)["hits"] == []


BAD = [
    "",
    " ",
    "a",
    "🎉🎉",
    "x" * 100_000,
    "\0\0",
    "Wie kann ich meine Präsentationen vor den Kunden besser halten und was soll ich tun?",
]


@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize("command", ["goal", "ask"])
def test_bad_input_gets_one_line_and_exit_2(run, command, text):
    code, out, err = run(command, text)
    assert code == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_a_question_is_no_goal_and_is_told_where_to_go(run):
    code, _, err = run("goal", "Hur sätter jag ett bra mål?", "--lang", "sv")
    assert code == 2
    assert "fråga" in err.lower()


def test_surrogates_and_nul_inside_a_text_do_no_harm(run):
    lines = '{"id": 1, "text": "halvera \\ud800 antalet fel\\u0000 till jul", "lang": "sv"}\n'
    code, out, _ = run("check", "goal", "--jsonl", *TODAY, said=lines)
    assert code == 0
    assert json.loads(out)["labels"]["time_bound"]
    code, out, _ = run("goal", "halvera antalet fel\0 till jul", "--json", *TODAY)
    assert code == 0


@pytest.mark.parametrize("what", ["nonsense", "goals"])
def test_wrong_usage_is_exit_2(run, what):
    code, _, err = run("check", what, "text")
    assert code == 2
    assert "Traceback" not in err


def test_a_folder_in_use_is_exit_3_in_the_language_asked_for(run, tmp_path):
    from coach.store import Folder

    with Folder(tmp_path / "data"):
        code, out, err = run("ask", "Hur tar jag emot kritik?", "--lang", "sv")
    assert code == 3
    assert out == ""
    assert len(err.strip().splitlines()) == 2
    assert "redan igång" in err


def test_the_model_writer_without_a_model_is_exit_3(run):
    said = ["--answer", "det räcker"]
    code, _, err = run(
        "goal", "Jag vill hålla tre presentationer", *said, "--writer", "model", "--lang", "sv"
    )
    assert code == 3
    assert "coach models" in err


def test_doctor_names_what_is_missing_and_the_command(run):
    code, out, _ = run("doctor", "--json", "--lang", "en")
    found = json.loads(out)
    assert code == 0
    names = {one["name"] for one in found["findings"]}
    # How a model would be run is told where one can be.
    assert names - {"running"} == {"program", "folder", "library", "model", "search"}
    model = next(one for one in found["findings"] if one["name"] == "model")
    assert not model["ok"]
    assert model["fix"] == "coach models list"
    assert found["settings"]["data_dir"]["source"] == "COACH_DATA_DIR"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_whom_to_call_is_one_command_away(run, lang):
    code, out, _ = run("urgent", "--lang", lang)
    assert code == 0
    assert "112" in out.splitlines()[0]
    assert all(number in out for number in ("90101", "1177", "020-50 50 50"))
    assert json.loads(run("urgent", "--json", "--lang", lang)[1])["urgent"] == out.splitlines()[0]


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    code = "import sys; from coach.cli import main; sys.exit(main(['modes', '--json']))"
    env = {**os.environ, "COACH_DATA_DIR": str(tmp_path)}
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=writer, stderr=subprocess.PIPE, env=env, check=False
    )
    os.close(writer)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_behind_standard_output_is_one_line(tmp_path):
    code = "import sys; from coach.cli import main; sys.exit(main(['modes', '--lang', 'sv']))"
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 3
    assert "disken är full" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unforeseen_error_shows_no_traceback_unless_asked(run, monkeypatch):
    import coach.cli.doctor

    def broken(options):
        raise ZeroDivisionError("secret text")

    monkeypatch.setattr(coach.cli.doctor, "modes", broken)
    code, _, err = run("modes", "--lang", "sv")
    assert code == 3
    assert "--debug" in err
    assert "secret" not in err
    with pytest.raises(ZeroDivisionError):
        main(["modes", "--debug"])


def test_interrupting_is_130(run, monkeypatch):
    import coach.cli.doctor

    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(coach.cli.doctor, "modes", interrupted)
    assert run("modes")[0] == 130


def test_notes_become_an_email_a_draft_message_and_a_calendar(run, tmp_path):
    import email
    import email.policy

    from icalendar import Calendar

    thanks = "Tacka Maria för samtalet i går. Hon berättade hur hon blev teamledare."
    notes = f"{thanks} Jag skickar min plan senast 4 december."
    eml, ics = tmp_path / "m.eml", tmp_path / "m.ics"
    code, out, _ = run(
        "email", "--notes", notes, "--kind", "thanks", "--eml", str(eml), "--ics", str(ics), "--json", *TODAY
    )
    found = json.loads(out)
    assert code == 0
    assert found["subject"]
    assert "Maria" in found["body"]
    assert any(action["when"] == "2026-12-04" for action in found["actions"])
    assert found["after"]["labels"]["thanks"]
    message = email.message_from_bytes(eml.read_bytes(), policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    days = [event["DTSTART"].dt.isoformat() for event in Calendar.from_ical(ics.read_bytes()).walk("VEVENT")]
    assert "2026-12-04" in days


def test_a_file_that_can_not_be_written_is_exit_3_and_leaves_nothing(run, tmp_path):
    notes = "Thank Maria for our talk yesterday. I'll send my plan by Friday."
    code, _, err = run("email", "--notes", notes, "--ics", str(tmp_path / "no" / "m.ics"), *TODAY)
    assert code == 3
    assert "m.ics" in err


def test_danger_is_answered_before_anything_else(run):
    text = "jag orkar inte leva längre, jag tänker ta livet av mig i kväll"
    code, out, _ = run("goal", text, "--lang", "sv")
    assert code == 0
    assert out.startswith("Ring 112")
    _, out, _ = run("goal", text, "--lang", "sv", "--json")
    assert json.loads(out)["safety"]["class"] == "A"
    _, out, _ = run("check", "safety", text, "--json")
    assert json.loads(out)["class"] == "A"


def test_a_preparation_becomes_a_document(run, tmp_path):
    from docx import Document

    target = tmp_path / "p.docx"
    text = "Jag har utvecklingssamtal på torsdag kl 10, 60 minuter"
    code, out, _ = run("prepare", text, "--role", "employee", "--docx", str(target), "--json", *TODAY)
    found = json.loads(out)
    assert code == 0
    assert sum(row["minutes"] for row in found["agenda"]) == 60
    assert found["questions"]
    assert found["checklist"]
    assert Document(str(target)).tables


@pytest.mark.parametrize(
    ("lang", "notes"),
    [
        ("sv", "Johan är slarvig. Han lämnade rapporten två dagar för sent i tisdags, så kunden fick vänta."),
        (
            "en",
            "John is sloppy. He handed in the report two days late on Tuesday, so the client had to wait.",
        ),
    ],
)
def test_notes_become_feedback_without_the_judgement(run, lang, notes):
    code, out, _ = run("feedback", notes, "--lang", lang, "--json", *TODAY)
    found = json.loads(out)
    assert code == 0
    assert found["before"]["labels"]["person_judgement"]
    assert found["question"]
    assert {"sv": "slarvig", "en": "sloppy"}[lang] not in found["draft"]
