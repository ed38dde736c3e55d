"""``coach rehearse``: play a file, talk line by line, list and check."""

import io
import json
import sys
from pathlib import Path

import pytest

from coach.cli import main

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
TURNS = {
    "sv": ["Hur ser det ut från ditt håll?", "Ska vi stämma av på fredag?"],
    "en": ["How does it look from your side?", "Shall we check in on Friday?"],
}


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    def go(*words, typed=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        code = main(["rehearse", *words, "--data-dir", str(tmp_path / "data")])
        return code, *capsys.readouterr()

    return go


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_script_is_played_and_debriefed(run, tmp_path, lang):
    script = tmp_path / "turns.txt"
    script.write_text("\n".join(TURNS[lang]), encoding="utf-8")
    words = ("--scenario", "late-deliveries", "--persona", "quiet", "--level", "2", "--script", str(script))
    code, out, _ = run(*words, "--lang", lang, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["scenario"], found["persona"], found["level"]) == ("late-deliveries", "quiet", 2)
    assert [row["you"] for row in found["transcript"]] == ["", *TURNS[lang]]
    assert found["debrief"]["worked"][0]["quote"] in TURNS[lang]
    assert all(one["quote"] for one in found["citations"])
    code, page, _ = run(*words, "--lang", lang)
    assert code == 0
    assert all(turn in page for turn in TURNS[lang])


def test_line_by_line_the_partner_answers_and_the_end_brings_the_debrief(run):
    typed = "Hur ser det ut från ditt håll?\n\ntips\navsluta\n"
    code, out, err = run("--scenario", "late-deliveries", "--lang", "sv", typed=typed)
    assert code == 0
    assert out.count("Robin: ") >= 3
    assert "Coachen: " in out
    assert "## Det som fungerade" in out
    assert "tystnad" in err


def test_danger_stops_the_talk_with_the_fixed_text(run, tmp_path):
    script = tmp_path / "turns.txt"
    script.write_text("Jag orkar inte leva längre.\nHur ser du på det?\n", encoding="utf-8")
    code, out, _ = run("--scenario", "late-deliveries", "--script", str(script), "--lang", "sv", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["safety"]["class"] in {"A", "B"}
    assert "112" in found["safety"]["text"] or "1177" in found["safety"]["text"]
    assert "transcript" not in found


def test_the_list_names_every_talk_and_partner(run):
    code, out, _ = run("--list", "--json")
    found = json.loads(out)
    assert code == 0
    assert {one["id"] for one in found["scenarios"]} == {
        p.stem for p in (KNOWLEDGE / "scenarios").glob("*.toml")
    }
    assert {one["id"] for one in found["personas"]} == {
        p.stem for p in (KNOWLEDGE / "personas").glob("*.toml")
    }


def test_a_file_of_ones_own_is_checked_and_played(run, tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text((KNOWLEDGE / "scenarios" / "late-deliveries.toml").read_text("utf-8"), encoding="utf-8")
    assert run("--check", str(mine))[0] == 0
    script = tmp_path / "turns.txt"
    script.write_text("Hur ser det ut från ditt håll?\n", encoding="utf-8")
    code, out, _ = run("--scenario", str(mine), "--script", str(script), "--lang", "sv", "--json")
    assert (code, json.loads(out)["scenario"]) == (0, "mine")
    mine.write_text('side = "manager"\n', encoding="utf-8")
    code, out, _ = run("--check", str(mine), "--lang", "sv")
    assert code == 1
    assert "saknas" in out
    assert run("--scenario", str(mine))[0] == 2


@pytest.mark.parametrize(
    "words",
    [(), ("--scenario", "nowhere"), ("--scenario", "late-deliveries", "--persona", "nobody")],
)
def test_what_does_not_exist_is_wrong_usage(run, words):
    assert run(*words)[0] == 2


@pytest.mark.parametrize(
    ("lang", "turn", "guide"),
    [
        ("sv", "Du är slarvig och bryr dig inte.", "giving-feedback.sv"),
        ("en", "You're sloppy and you don't care.", "giving-feedback.en"),
    ],
)
def test_an_accusation_is_answered_with_the_guide_on_what_to_describe(run, tmp_path, lang, turn, guide):
    script = tmp_path / "turns.txt"
    script.write_text(turn, encoding="utf-8")
    words = ("--scenario", "late-deliveries", "--script", str(script), "--lang", lang)
    found = json.loads(run(*words, "--json")[1])
    assert found["debrief"]["try"][0]["about"] == "accusation"
    cited = next(one for one in found["citations"] if one["document"] == guide)
    remark = found["markdown"].split(turn)[1].split("\n\n")[0]
    assert cited["quote"] in remark
