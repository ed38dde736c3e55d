"""``coach plan``: JSON as in the contract, and a document, a calendar and a picture that others can open."""

import datetime
import io
import json
import struct

import docx
import pytest
from icalendar import Calendar

from coach.cli import main

STARTS = {
    "sv": [
        *("Jag vill bli projektledare", "fast tjänst i Umeå", "när vi löser saker ihop"),
        *("Om fyra år leder jag egna projekt", "leda ett delprojekt senast 30 juni 2027"),
        "- boka lunch med Åsa Öberg senast 4 december\n- gå kursen i planering senast 1 mars",
        *("jag", "1: inget, 2: två dagar", "1: den är bokad, 2: kursintyget", "varannan vecka med Åsa"),
    ],
    "en": [
        *("I want to become a project manager", "a permanent post in Leeds", "solving things together"),
        *("In four years I lead my own projects", "lead a sub-project by 30 June 2027"),
        "- book lunch with Zoë by 4 December\n- take the planning course by 1 March",
        *("me", "1: nothing, 2: two days", "1: it's booked, 2: the certificate", "every other week with Zoë"),
    ],
}


@pytest.fixture
def plan(tmp_path, capsys):
    """Run ``coach plan`` in this process over an opening and its answers: the JSON object."""

    def run(opening, *answers, files=()):
        options = [f"--{kind}={tmp_path / f'p.{kind}'}" for kind in files]
        given = [part for answer in answers for part in ("--answer", answer)]
        common = [
            "--json",
            "--today",
            "2026-11-25",
            "--writer",
            "guided",
            "--data-dir",
            str(tmp_path / "data"),
        ]
        assert main(["plan", opening, *given, *options, *common]) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_ladder_comes_as_data_with_writer_and_citations(plan, lang):
    found = plan(*STARTS[lang])
    assert [rung["level"] for rung in found["ladder"]] == ["long", "short", "action", "action"]
    assert [rung["parent"] for rung in found["ladder"]] == [None, 0, 1, 1]
    assert found["ladder"][2]["date"] == "2026-12-04"
    assert (found["writer"], found["question"], found["unconfirmed"]) == ("guided", None, [])
    assert found["citations"]
    assert plan(*STARTS[lang][:3])["question"]["key"] == "long"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_calendar_holds_dated_steps_goals_and_recurring_check_ins(plan, tmp_path, lang):
    plan(*STARTS[lang], files=("ics",))
    made = Calendar.from_ical((tmp_path / "p.ics").read_bytes())
    events = {str(event["summary"]): event for event in made.walk("VEVENT")}
    name = {"sv": "Boka lunch med Åsa Öberg", "en": "Book lunch with Zoë"}[lang]
    assert events[name].decoded("dtstart") == datetime.date(2026, 12, 4)
    rhythm = [event for event in made.walk("VEVENT") if "rrule" in event]
    assert len(rhythm) == 1
    assert rhythm[0]["rrule"]["interval"] == [2]
    assert rhythm[0]["rrule"]["until"][0] < datetime.date(2027, 6, 30)
    assert all("AI" in str(event["description"]) for event in events.values())
    starts = sorted(event.decoded("dtstart") for event in made.walk("VEVENT"))
    assert starts[0] < datetime.date(2026, 12, 4)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_document_holds_table_timeline_with_its_text_and_who_helped(plan, tmp_path, lang):
    plan(*STARTS[lang], files=("docx", "png"))
    made = docx.Document(io.BytesIO((tmp_path / "p.docx").read_bytes()))
    assert made.paragraphs[0].style.name == "Title"
    assert len(made.tables[0].rows) == 3
    shapes = made.inline_shapes
    assert len(shapes) == 1
    assert {"sv": "Tidslinje", "en": "Timeline"}[lang] in shapes[0]._inline.docPr.get("descr")
    assert "AI" in made.paragraphs[-1].text
    assert "AI" in made.sections[0].footer.paragraphs[0].text
    wide, high = struct.unpack(">II", (tmp_path / "p.png").read_bytes()[16:24])
    assert wide == 1640
    assert high > 500


def test_an_unfinished_plan_can_be_written_too(plan, tmp_path):
    plan("Jag vill bli projektledare", files=("docx", "png", "ics"))
    assert all((tmp_path / f"p.{kind}").stat().st_size for kind in ("docx", "png", "ics"))
