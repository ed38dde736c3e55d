"""``coach competence`` keeps the contract: ratings, gaps, picture, document, calendar."""

import json
import re
import sys
import zipfile

import pytest

from coach.cli import main

TODAY = ["--today", "2026-11-25"]
TEXT = {
    "sv": "Excel 3, kundmöten 2, avtal 2. Chefen: Excel 2, kundmöten 2",
    "en": "Excel 3, customer meetings 2, contracts 2. Manager: Excel 2, customer meetings 2",
}
ANSWERS = {
    "sv": ["hoppa över", "jag byggde budgetfilen", "Excel", "4", "lära upp två kollegor", "en timme i veckan",
           "de klarar det själva", "30 april 2027", "1 mars 2027"],
    "en": ["skip", "I built the budget file", "Excel", "4", "teach two colleagues", "an hour a week",
           "they manage on their own", "30 April 2027", "1 March 2027"],
}  # fmt: skip


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run a command in this process: (exit code, standard output, standard error)."""

    def call(*words):
        monkeypatch.setenv("COACH_DATA_DIR", str(tmp_path / "data"))
        try:
            code = main([*words])
        except SystemExit as left:
            code = left.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def answers(lang):
    return [word for answer in ANSWERS[lang] for word in ("--answer", answer)]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_one_run_gives_ratings_gaps_a_picture_a_document_and_a_calendar(run, tmp_path, lang):
    from docx import Document
    from icalendar import Calendar

    png, docx, ics = (tmp_path / name for name in ("c.png", "c.docx", "c.ics"))
    files = ["--png", str(png), "--docx", str(docx), "--ics", str(ics)]
    code, out, _ = run("competence", TEXT[lang], *answers(lang), *files, "--lang", lang, "--json", *TODAY)
    found = json.loads(out)
    assert code == 0
    assert found["question"] is None
    assert [(one["own"], one["manager"]) for one in found["ratings"]] == [(3, 2), (2, 2), (2, None)]
    assert [gap["competence"] for gap in found["gaps"]] == ["Excel"]
    assert found["plan"][0]["date"] == "2027-04-30"
    assert png.read_bytes()[:4] == b"\x89PNG"
    with zipfile.ZipFile(docx) as archive:
        assert archive.read("word/media/image1.png") == png.read_bytes()
        body = archive.read("word/document.xml").decode()
    assert re.search(r'descr="[^"]*Excel: (?:Du|You) 3', body)
    document = Document(str(docx))
    assert len(document.tables) == 2
    assert "AI" in document.sections[0].footer.paragraphs[0].text
    days = sorted(
        event["dtstart"].dt.isoformat() for event in Calendar.from_ical(ics.read_bytes()).walk("VEVENT")
    )
    assert days == ["2027-03-01", "2027-04-30"]


@pytest.mark.parametrize(
    ("lang", "trade", "first"), [("sv", "kock", "matlagning"), ("en", "electrician", "installation")]
)
def test_a_trade_begins_with_its_list(run, lang, trade, first):
    code, out, _ = run("competence", "--trade", trade, "--lang", lang, "--json", *TODAY)
    found = json.loads(out)
    assert code == 0
    assert found["ratings"][0]["competence"] == first
    assert found["question"]["key"] == "own"


def test_a_trade_without_a_list_is_said_in_one_line_with_what_to_run(run):
    code, out, err = run("competence", "--trade", "trollkarl", "--lang", "sv", *TODAY)
    assert code == 2
    assert out == ""
    assert "--list-trades" in err


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_trades_are_listed(run, lang):
    _, out, _ = run("competence", "--list-trades", "--lang", lang)
    assert len(out.splitlines()) >= 12


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "Ranka Anna och Erik efter kompetens, vem är bäst?"),
        ("en", "Rank Anna and Erik by competence, who is best?"),
    ],
)
def test_a_ranking_gets_the_fixed_text_and_no_draft(run, lang, text):
    code, out, _ = run("competence", text, "--lang", lang, "--json", *TODAY)
    found = json.loads(out)
    assert code == 0
    assert found["safety"]["class"] == "rate"
    assert "ratings" not in found


def test_the_command_line_does_not_load_the_drawing_library_for_help():
    import subprocess

    code = "import sys; sys.argv = ['coach', 'competence', '--help']; from coach.cli import main; main()"
    command = [sys.executable, "-X", "importtime", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "matplotlib" not in done.stderr
