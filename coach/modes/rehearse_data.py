"""The scenarios and partners as data: read once, and a file of one's own read the same way."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from coach.domain.errors import UsageError
from coach.domain.rehearse import (
    LEVELS,
    PERSONA_LINES,
    SCENARIO_LINES,
    Hidden,
    Level,
    Persona,
    PersonaText,
    Scenario,
    ScenarioText,
    Side,
)
from coach.domain.text import LANGS, Lang
from coach.modes.rehearse_check import missing_in_persona, missing_in_scenario, table
from coach.resources import shipped

_PARTNERS = (
    "defensive",
    "quiet",
    "upset",
    "argumentative",
    "over-agreeable",
    "evasive",
    "matter-of-fact",
)
"""In the order they are offered; others follow by name."""


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Return the shipped scenarios by id, those for the employee first.

    Raises:
        UsageError: A file lacks something.
    """
    found = [scenario(name, raw) for name, raw in _files("scenarios")]
    # The partner plays the manager where the person rehearses as employee.
    return {one.id: one for one in sorted(found, key=lambda one: (one.side == "employee", one.id))}


@cache
def personas() -> Mapping[str, Persona]:
    """Return the shipped personas by id.

    Raises:
        UsageError: A file lacks something.
    """
    found = {name: persona(name, raw) for name, raw in _files("personas")}
    order = [name for name in _PARTNERS if name in found]
    return {name: found[name] for name in (*order, *sorted(found.keys() - set(order)))}


def scenario_from(path: Path) -> Scenario:
    """Return the scenario of a file of one's own.

    Raises:
        UsageError: It can't be read, or lacks something.
    """
    return scenario(path.stem, raw_of(path))


def raw_of(path: Path) -> Mapping[str, object]:
    """Return what a TOML file holds.

    Raises:
        UsageError: It can't be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            {
                "sv": f"{str(path)!r} gick inte att läsa: {error}",
                "en": f"{str(path)!r} could not be read: {error}",
            }
        ) from error


def scenario(name: str, raw: Mapping[str, object]) -> Scenario:
    """Return a scenario from the content of its file.

    Raises:
        UsageError: Something is missing in it.
    """
    _stop(name, missing_in_scenario(raw))
    hidden = tuple(
        Hidden(str(one["id"]), frozenset(map(str, cast(list[str], one["acts"]))), bool(one["interest"]))
        for one in cast(list[Mapping[str, object]], raw["hidden"])
    )
    return Scenario(
        id=name,
        side=cast(Side, raw["side"]),
        topics=_lines(raw, "topics"),
        partner=str(raw["partner"]),
        hidden=hidden,
        text={lang: _scenario_text(table(raw, lang)) for lang in LANGS},
    )


def persona(name: str, raw: Mapping[str, object]) -> Persona:
    """Return a persona from the content of its file.

    Raises:
        UsageError: Something is missing in it.
    """
    _stop(name, missing_in_persona(raw))
    levels = table(raw, "levels")
    return Persona(
        id=name,
        levels={n: _level(table(levels, str(n))) for n in LEVELS},
        text={lang: _persona_text(table(raw, lang)) for lang in LANGS},
    )


def _stop(name: str, missing: Mapping[Lang, tuple[str, ...]]) -> None:
    if missing["en"]:
        raise UsageError({lang: f"{name}: {'; '.join(missing[lang][:3])}" for lang in LANGS})


def _scenario_text(raw: Mapping[str, object]) -> ScenarioText:
    plain = {key: str(raw[key]) for key in ("title", "you", "name", "role", "opening", "ending")}
    hidden = table(raw, "hidden")
    return ScenarioText(
        **plain,
        facts=_lines(raw, "facts"),
        interests=_lines(raw, "interests"),
        hints=_lines(raw, "hints"),
        lines={key: _lines(raw, key) for key in SCENARIO_LINES},
        hidden={key: _lines(hidden, key) for key in hidden},
    )


def _persona_text(raw: Mapping[str, object]) -> PersonaText:
    lines = {key: _lines(raw, key) for key in PERSONA_LINES}
    return PersonaText(str(raw["name"]), str(raw["about"]), lines)


def _level(raw: Mapping[str, object]) -> Level:
    return Level(*(int(str(raw[key])) for key in ("trust", "tension", "gate")))


def _lines(raw: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(str(one).strip() for one in cast(list[object], raw[key]))


def _files(folder: str) -> list[tuple[str, Mapping[str, object]]]:
    place = shipped("knowledge").joinpath(folder)
    if not place.is_dir():
        return []
    files = sorted((f for f in place.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return [(f.name.removesuffix(".toml"), tomllib.loads(f.read_text(encoding="utf-8"))) for f in files]
