"""From one command to the next: what was kept is listed, carried on and gone on with."""

import json

import pytest

from coach.cli import main

GOAL = {
    "sv": ("Jag vill hålla tre kundpresentationer senast 30 juni", "genom att öva med Eva", "", "8"),
    "en": ("I want to give three customer presentations by 30 June", "by practising with Eve", "", "8"),
}
STEP = {"sv": "- boka lunch med Eva senast 15 januari", "en": "- book lunch with Eve by 15 January"}
DONE = {"sv": "det är gjort", "en": "it's done"}


@pytest.fixture
def coach(tmp_path, capsys):
    """Run a command in this process on one data folder: its exit code, its JSON or None, its errors."""

    def run(*words, day="2026-12-01"):
        common = ("--json", "--today", day, "--writer", "guided", "--data-dir", str(tmp_path / "data"))
        code = main([*words, *common])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    return run


def answers(*texts):
    return [part for text in texts for part in ("--answer", text)]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_kept_goal_becomes_a_plan_that_is_opened_again_in_march(coach, lang):
    opening, *rest = GOAL[lang]
    _, goal, _ = coach("goal", opening, *answers(*rest), "--keep")
    _, plan, _ = coach("plan", STEP[lang], "--from", "last", "--keep")
    assert plan["ladder"][0]["date"] == "2027-06-30"
    assert plan["ladder"][1]["date"] == "2027-01-15"
    _, listed, _ = coach("sessions")
    assert [(one["id"], one["origin"]) for one in listed["sessions"]] == [
        (plan["session"], goal["session"]),
        (goal["session"], None),
    ]
    _, later, _ = coach("plan", "--session", plan["session"], day="2027-03-01")
    assert later["question"]["key"] == "overdue"
    assert later["ladder"][1]["date"] == "2027-01-15"
    _, ticked, _ = coach("plan", "--session", plan["session"], *answers(DONE[lang]), day="2027-03-01")
    assert ticked["progress"][0]["on"] == "2027-03-01"


def test_a_conversation_is_named_by_its_id_its_mode_or_as_the_last(coach):
    _, goal, _ = coach("goal", GOAL["sv"][0], "--keep")
    wanted = [coach("plan", "--from", name)[1]["ladder"] for name in (goal["session"], "goal", "last")]
    assert wanted[0] == wanted[1] == wanted[2]
    _, email, _ = coach("email", "--from", "goal", "--kind", "thanks")
    assert email["actions"][0]["when"] == "2027-06-30"
    _, review, _ = coach("prepare", "--from", "goal", "--role", "employee")
    assert "30 juni 2027" in review["markdown"]


@pytest.mark.parametrize(
    "words", [("plan", "--from", "last"), ("plan", "--from", "0123456789ab"), ("plan", "--session", "x")]
)
def test_what_is_not_there_is_told_in_one_line(coach, words):
    code, found, err = coach(*words)
    assert (code, found) == (2, None)
    assert err.count("\n") == 1


def test_another_modes_conversation_is_told_with_the_command_that_opens_it(coach):
    _, goal, _ = coach("goal", GOAL["en"][0], "--keep")
    code, _, err = coach("plan", "--session", goal["session"])
    assert code == 2
    assert f"coach goal --session {goal['session']}" in err
    assert coach("competence", "--from", goal["session"])[0] == 2


def test_nothing_is_kept_unasked(coach):
    coach("goal", GOAL["en"][0])
    assert coach("sessions")[1] == {"sessions": []}


def test_a_goal_is_what_a_talk_of_ones_own_is_about(coach, tmp_path):
    script = tmp_path / "turns.txt"
    script.write_text("min chef Anders\n\n\n\n1\nHur ser du på det?\n", encoding="utf-8")
    coach("goal", GOAL["sv"][0], "--keep")
    code, found, _ = coach("rehearse", "--from", "last", "--script", str(script))
    assert code == 0
    assert "kundpresentationer" in json.dumps(found, ensure_ascii=False)
