"""The shipped talks and partners are whole, and whoever adds one is told what is missing."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from coach.domain.errors import UsageError
from coach.domain.rehearse import LEVELS, PERSONA_LINES, SCENARIO_LINES
from coach.domain.text import LANGS
from coach.modes.rehearse_check import missing_in_persona, missing_in_scenario
from coach.modes.rehearse_data import personas, scenario, scenario_from, scenarios
from coach.modes.rehearse_read import foreign, hear
from coach.modes.rehearse_refuse import LONGEST

KNOWLEDGE = Path(__file__).parents[1] / "knowledge"
SCENARIOS = sorted((KNOWLEDGE / "scenarios").glob("*.toml"))
PERSONAS = sorted((KNOWLEDGE / "personas").glob("*.toml"))


def raw(path):
    return tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_shipped_talk_is_whole(path):
    assert missing_in_scenario(raw(path)) == {"sv": (), "en": ()}
    assert scenarios()[path.stem].partner in personas()
    for topic in scenarios()[path.stem].topics:
        assert (KNOWLEDGE / f"{topic}.sv.md").exists(), topic


@pytest.mark.parametrize("path", PERSONAS, ids=lambda path: path.stem)
def test_a_shipped_partner_is_whole(path):
    assert missing_in_persona(raw(path)) == {"sv": (), "en": ()}


def test_both_sides_have_talks_and_every_partner_three_levels():
    assert {one.side for one in scenarios().values()} == {"employee", "manager"}
    assert len(personas()) >= 7
    for one in personas().values():
        gates = [one.levels[n] for n in LEVELS]
        assert [g.gate for g in gates] == sorted(g.gate for g in gates)
        assert gates[0].trust >= gates[-1].trust


@pytest.mark.parametrize("lang", LANGS)
def test_no_line_stands_twice_over_all_partners(lang):
    lines = [
        line for one in personas().values() for key in PERSONA_LINES for line in one.text[lang].lines[key]
    ]
    assert not [line for line, n in Counter(map(str.lower, lines)).items() if n > 1]
    assert all(
        len([x for k in PERSONA_LINES for x in p.text[lang].lines[k]]) >= 40 for p in personas().values()
    )


@pytest.mark.parametrize("lang", LANGS)
def test_no_partner_insults_threatens_or_talks_for_long(lang):
    for one in scenarios().values():
        talk = one.text[lang]
        lines = [line for key in SCENARIO_LINES for line in talk.lines[key]]
        for line in (*lines, *(w for told in talk.hidden.values() for w in told)):
            assert len(line.split()) <= LONGEST
            assert not hear(line, lang).insult, line
            assert not hear(line, lang).threat, line
    for person in personas().values():
        for line in (x for key in PERSONA_LINES for x in person.text[lang].lines[key]):
            assert not hear(line, lang).insult, line
            assert not hear(line, lang).threat, line


@pytest.mark.parametrize("lang", LANGS)
def test_long_lines_are_in_their_language(lang):
    for one in scenarios().values():
        for line in (x for key in SCENARIO_LINES for x in one.text[lang].lines[key]):
            if len(line.split()) >= 8:
                assert not foreign(line, lang), line


def test_the_checker_says_what_is_missing_in_both_languages(tmp_path):
    whole = raw(SCENARIOS[0])
    broken = {**whole, "side": "friend", "hidden": whole["hidden"][:1], "sv": {**whole["sv"], "closes": []}}
    del broken["en"]
    found = missing_in_scenario(broken)
    assert len(found["sv"]) == len(found["en"]) >= 4
    for part in ("side", "hidden", "sv.closes", "[en]"):
        assert any(part in line for line in found["en"]), part
    with pytest.raises(UsageError, match="side"):
        scenario("mine", broken)


def test_a_file_of_ones_own_is_read_like_a_shipped_one(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text(SCENARIOS[0].read_text("utf-8"), encoding="utf-8")
    assert scenario_from(mine).text == scenarios()[SCENARIOS[0].stem].text
    with pytest.raises(UsageError):
        scenario_from(tmp_path / "none.toml")
