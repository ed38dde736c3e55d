"""What people really paste, through the command line: asked about or told in a line, and nothing is lost."""

import json

import pytest

from coach.cli import main

TODAY = ["--today", "2026-11-25", "--writer", "guided", "--json"]
# What is asked about, in the order: notes, the question's key, words that must still stand somewhere.
ASKED = {
    "no actions": {
        "sv": ("Sammanfatta mötet med Bosse i går. Han trivs och vill lära sig inköp.", "actions", "inköp"),
        "en": (
            "Summarise yesterday's talk with Bob. He enjoys it and wants to learn buying.",
            "actions",
            "buying",
        ),
    },
    "two of one name": {
        "sv": (
            "Sammanfatta mötet i går.\nAnna Berg och Anna Lind var med.\n"
            "Anna lämnar in önskemål senast 2 december.",
            "receiver double_row",
            "önskemål",
        ),
        "en": (
            "Summarise yesterday's meeting.\nAnna Berry and Anna Lynn were there.\n"
            "Anna will hand in her wishes by 2 December.",
            "receiver double_row",
            "wishes",
        ),
    },
    "contradicting dates": {
        "sv": (
            "Sammanfatta.\njag skickar planen till Maria senast torsdag 27 november",
            "conflict",
            "planen",
        ),
        "en": ("Summarise.\nI'll send the plan to Maria by Thursday 27 November", "conflict", "plan"),
    },
    "past deadline": {
        "sv": ("Sammanfatta.\njag skickar planen till Maria senast 20 november", "past", "planen"),
        "en": ("Summarise.\nI'll send the plan to Maria by 20 November", "past", "plan"),
    },
}
CASES = [(kind, lang) for kind in ASKED for lang in ("sv", "en")]


@pytest.fixture
def run(capsys, tmp_path):
    """Run a command in this process: (exit code, its JSON)."""

    def call(*words):
        code = main([*words, *TODAY, "--data-dir", str(tmp_path / "data")])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.mark.parametrize(("kind", "lang"), CASES)
def test_what_notes_leave_open_is_asked_about_and_kept(run, kind, lang):
    notes, keys, kept = ASKED[kind][lang]
    code, found = run("email", "--notes", notes, "--lang", lang)
    assert code == 0
    assert found["question"]["key"] in keys.split()
    assert found["question"]["text"]
    shown = json.dumps(
        [found["body"], found["actions"], found["left_out"], found["markdown"]], ensure_ascii=False
    )
    assert kept in shown


@pytest.mark.parametrize(
    ("lang", "notes"),
    [
        (
            "sv",
            "Sammanfatta mötet med Roger i går.\nRoger mejlar listan till ekonomi@lager.example på fredag.",
        ),
        (
            "en",
            "Summarise the meeting with Roger yesterday.\nRoger emails the list to accounts@lager.example.",
        ),
    ],
)
def test_an_address_in_the_notes_is_no_receiver_and_stays_whole(run, lang, notes):
    code, found = run("email", "--notes", notes, "--lang", lang)
    assert code == 0
    assert "@lager.example" in found["body"]
    assert found["to"] is None
    assert found["receiver"] == "Roger"


def test_thirty_pages_become_an_email_and_are_all_there(run):
    line = "Bo went through section {} and told us how it has gone since last time."
    notes = "\n".join(("Summarise yesterday's meeting with Bo.", *map(line.format, range(1000, 1900))))
    code, found = run("email", "--notes", notes, "--lang", "en")
    assert code == 0
    assert len(found["body"].split()) < 200
    everything = json.dumps([found["body"], found["left_out"]])
    assert all(str(n) in everything for n in range(1000, 1900))


@pytest.mark.parametrize(
    ("lang", "text"),
    [("sv", "Excel 7, kundmöten 2, avtal -1"), ("en", "Excel 7, customer meetings 2, contracts -1")],
)
def test_a_level_outside_0_to_4_is_asked_about_and_never_put(run, lang, text):
    code, found = run("competence", text, "--lang", lang)
    assert code == 0
    assert found["question"]["key"] == "doubt"
    assert [one["own"] for one in found["ratings"] if one["own"] is not None] == [2]
