"""Which talk, partner and level the person's words name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coach.checks.words import tokens
from coach.domain.rehearse import LEVELS, Persona, Scenario
from coach.domain.text import Lang

_KEYS: Mapping[str, str] = {
    "scenario": "scenario",
    "samtal": "scenario",
    "talk": "scenario",
    "partner": "persona",
    "motpart": "persona",
    "level": "level",
    "nivå": "level",
}
_PAIR = re.compile(rf"\b({'|'.join(_KEYS)})\s*[:=]\s*([^·|;,\n]+)", re.IGNORECASE)
_LEVEL = re.compile(r"(?<!\d)([1-3])(?!\d)")
_TELLING = 3
"""Letters of a word that can tell one title from another."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a message names; "" and 0 where it names nothing."""

    scenario: str = ""
    persona: str = ""
    level: int = 0


def setting_line(scenario: str, persona: str, level: int) -> str:
    """Return the message that names a setting, as ``named`` reads it."""
    return f"scenario: {scenario} · partner: {persona} · level: {level}"


def named(text: str, scenarios: Mapping[str, Scenario], personas: Mapping[str, Persona]) -> Named:
    """Return the talk, partner and level a message names, by their keys, ids or titles in either language."""
    pairs = {_KEYS[key.lower()]: value.strip() for key, value in _PAIR.findall(text)}
    scenario = scenario_named(pairs.get("scenario", "" if pairs else text), scenarios)
    persona = persona_named(pairs.get("persona", "" if pairs else text), personas)
    found = _LEVEL.search(pairs.get("level", "" if pairs else text))
    return Named(scenario, persona, int(found[1]) if found and int(found[1]) in LEVELS else 0)


def scenario_named(text: str, scenarios: Mapping[str, Scenario]) -> str:
    """Return the id of the talk whose id or title is the text or stands in it; "" for none."""
    low = _flat(text)
    for one in scenarios.values():
        titles = {_flat(talk.title) for talk in one.text.values()}
        if low and (low == _flat(one.id) or low in titles or any(title in low for title in titles)):
            return one.id
    return ""


def persona_named(text: str, personas: Mapping[str, Persona]) -> str:
    """Return the id of the persona whose id or name stands in the text; "" for none."""
    low = f" {_flat(text)} "
    for one in personas.values():
        if any(f" {_flat(name)} " in low for name in (one.id, *(t.name for t in one.text.values()))):
            return one.id
    return ""


def nearest(text: str, scenarios: Mapping[str, Scenario], lang: Lang) -> str:
    """Return the id of the talk whose title shares most words with the text; "" when none shares two."""
    said = _words(text, lang)
    shared = {
        name: len(said & _words(f"{one.text[lang].title} {one.text[lang].you}", lang))
        for name, one in scenarios.items()
        if lang in one.text
    }
    best = max(shared, key=lambda name: shared[name], default="")
    return best if best and shared[best] >= 2 else ""


def _words(text: str, lang: Lang) -> frozenset[str]:
    return frozenset(t.lemma for t in tokens(text, lang) if t.is_word and len(t.lemma) > _TELLING)


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
