"""What the papers promise is held: each test they name is there, each command and setting too."""

import re
from pathlib import Path

import pytest

from coach.cli.parser import parser
from coach.settings import Settings, load

ROOT = Path(__file__).parents[1]


def words(name):
    return (ROOT / name).read_text("utf-8")


def test_every_test_that_security_names_is_in_the_suite():
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    named = set(re.findall(r"`(test_\w+)`", words("SECURITY.md")))
    assert len(named) > 40
    assert named <= there, named - there


def test_every_fault_of_a_laptop_has_its_row():
    rows = re.findall(r"^\| F(\d+) \|.*`test_\w+`", words("SECURITY.md"), re.MULTILINE)
    assert [int(row) for row in rows] == [*range(1, 21), 23, 24]


def test_the_kept_days_are_those_the_paper_says():
    chosen = load({}, environ={})
    for text in words("PRIVACY.md").split("## English"):
        assert f"{chosen.keep_chats_days} da" in text
        assert f"{chosen.keep_goals_days} da" in text
    fields = set(Settings.__slots__)
    assert set(re.findall(r"`(keep_\w+)", words("PRIVACY.md"))) <= fields


@pytest.mark.parametrize("paper", ["PRIVACY.md", "SECURITY.md"])
def test_every_command_that_a_paper_names_is_there(paper):
    for line in set(re.findall(r"`coach ([a-z]+(?: [^`]*)?)`", words(paper))):
        said = re.sub(r"\b(MAPP|DIR|NAMN|NAME|ID)\b", "x", line)
        said = re.sub(r"\b(DAGAR|DAYS)\b", "30", said)
        if " " in said:
            parser().parse_args(said.split())
            continue
        with pytest.raises(SystemExit) as left:
            parser().parse_args([said, "--help"])
        assert left.value.code == 0


def test_privacy_says_the_same_in_both_languages():
    swedish, english = words("PRIVACY.md").split("## English")
    assert swedish.count("\n### ") == english.count("\n### ")
    assert swedish.count("\n| ") == english.count("\n| ")
    for marked in (swedish, english):
        assert {"`coach.db`", "`shelf.db`", "`backups/`", "`aside/`"} <= set(re.findall(r"`[^`]+`", marked))
