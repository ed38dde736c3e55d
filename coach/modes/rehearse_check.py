"""What is missing in the file of a scenario or a persona, said in both languages."""

from collections import Counter
from collections.abc import Iterator, Mapping

from coach.checks.turn_acts import ACTS
from coach.domain.rehearse import LEVELS, PERSONA_LINES, SCENARIO_LINES
from coach.domain.text import LANGS, Both, Lang

_TEXTS = ("title", "you", "name", "role", "opening", "ending")
_LISTS: Mapping[str, int] = {"facts": 3, "interests": 1, "hints": 3}
_WORDINGS = 3
_WORDS = (2, 40)
"""The fewest and most words of a partner's line; the opening and what is hidden may have more."""

_SAY: Mapping[str, Both] = {
    "absent": {"sv": "{0} saknas", "en": "{0} is missing"},
    "few": {
        "sv": "{0} har {1} rader, det ska vara minst {2}",
        "en": "{0} has {1} lines, at least {2} are needed",
    },
    "choice": {"sv": "{0} är {1!r}, välj bland {2}", "en": "{0} is {1!r}, choose from {2}"},
    "twice": {"sv": "samma rad står två gånger: {0!r}", "en": "the same line stands twice: {0!r}"},
    "length": {"sv": "{0}: {1!r} har {2} ord", "en": "{0}: {1!r} has {2} words"},
    "range": {
        "sv": "{0} är {1!r}, det ska vara ett heltal 0–10",
        "en": "{0} is {1!r}, it must be a whole number 0–10",
    },
    "interest": {
        "sv": "ingen av hidden har interest = true",
        "en": "none of hidden has interest = true",
    },
}
_Flaw = tuple[str, tuple[object, ...]]


def table(raw: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Return the table under a key; an empty one where it is none."""
    found = raw.get(key)
    return found if isinstance(found, dict) else {}


def missing_in_scenario(raw: Mapping[str, object]) -> Mapping[Lang, tuple[str, ...]]:
    """Return what a scenario's file lacks, the same flaws in both languages; empty when it is whole."""
    return _told(_scenario(raw))


def missing_in_persona(raw: Mapping[str, object]) -> Mapping[Lang, tuple[str, ...]]:
    """Return what a persona's file lacks, the same flaws in both languages; empty when it is whole."""
    return _told(_persona(raw))


def _told(found: Iterator[_Flaw]) -> Mapping[Lang, tuple[str, ...]]:
    flaws = list(found)
    return {lang: tuple(_SAY[kind][lang].format(*values) for kind, values in flaws) for lang in LANGS}


def _scenario(raw: Mapping[str, object]) -> Iterator[_Flaw]:
    if raw.get("side") not in ("employee", "manager"):
        yield "choice", ("side", raw.get("side"), "employee, manager")
    if not _strings(raw, "topics"):
        yield "absent", ("topics",)
    if not isinstance(raw.get("partner"), str):
        yield "absent", ("partner",)
    ids: list[str] = []
    yield from _hidden(raw.get("hidden"), ids)
    for lang in LANGS:
        if lang in raw:
            yield from _scenario_text(table(raw, lang), lang, ids)
        else:
            yield "absent", (f"[{lang}]",)


def _hidden(found: object, ids: list[str]) -> Iterator[_Flaw]:
    rows = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    if len(rows) < 2:
        yield "few", ("hidden", len(rows), 2)
    for n, one in enumerate(rows, 1):
        for key in ("id", "acts", "interest"):
            if key not in one:
                yield "absent", (f"hidden {n}: {key}",)
        ids.append(str(one.get("id", n)))
        for act in _strings(one, "acts"):
            if act not in ACTS:
                yield "choice", (f"hidden {n}: acts", act, ", ".join(ACTS))
    if rows and not any(one.get("interest") is True for one in rows):
        yield "interest", ()


def _scenario_text(raw: Mapping[str, object], lang: Lang, ids: list[str]) -> Iterator[_Flaw]:
    for key in _TEXTS:
        if not str(raw.get(key, "")).strip():
            yield "absent", (f"{lang}.{key}",)
    for key, least in (*_LISTS.items(), *SCENARIO_LINES.items()):
        yield from _few(raw, key, lang, least)
    hidden = table(raw, "hidden")
    for name in ids:
        yield from _few(hidden, name, f"{lang}.hidden", _WORDINGS)
    lines = [*_all(raw, SCENARIO_LINES), *(line for name in ids for line in _strings(hidden, name))]
    yield from _twice([*lines, str(raw.get("opening", ""))])
    for key in SCENARIO_LINES:
        for line in _strings(raw, key):
            if not _WORDS[0] <= len(line.split()) <= _WORDS[1]:
                yield "length", (f"{lang}.{key}", line, len(line.split()))


def _persona(raw: Mapping[str, object]) -> Iterator[_Flaw]:
    levels = table(raw, "levels")
    for n in LEVELS:
        for key in ("trust", "tension", "gate"):
            value = table(levels, str(n)).get(key)
            if type(value) is not int or not 0 <= value <= 10:
                yield "range", (f"levels.{n}.{key}", value)
    for lang in LANGS:
        text = table(raw, lang)
        for key in ("name", "about"):
            if not str(text.get(key, "")).strip():
                yield "absent", (f"{lang}.{key}",)
        for key, least in PERSONA_LINES.items():
            yield from _few(text, key, lang, least)
        yield from _twice(_all(text, PERSONA_LINES))


def _few(raw: Mapping[str, object], key: str, where: str, least: int) -> Iterator[_Flaw]:
    lines = _strings(raw, key)
    if len(lines) < least:
        yield "few", (f"{where}.{key}", len(lines), least)


def _twice(lines: list[str]) -> Iterator[_Flaw]:

    counted = Counter(" ".join(line.lower().split()) for line in lines)
    yield from (("twice", (line,)) for line, n in counted.items() if n > 1)


def _all(raw: Mapping[str, object], keys: Mapping[str, int]) -> list[str]:
    return [line for key in keys for line in _strings(raw, key)]


def _strings(raw: Mapping[str, object], key: str) -> list[str]:
    found = raw.get(key)
    return [one for one in found if isinstance(one, str) and one.strip()] if isinstance(found, list) else []
