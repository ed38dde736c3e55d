"""Rehearse on the terminal: line by line, or a file of turns played to its end."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from coach.app import Coach
from coach.app.accept import check_text
from coach.app.onward import chosen
from coach.cli.coaching import shown
from coach.cli.outcome import Outcome, collect, handed
from coach.cli.show import out, say, settings, speak, tell
from coach.domain.errors import UsageError
from coach.domain.mode import Mode
from coach.domain.rehearse import RehearsePaper, Scenario
from coach.domain.text import Both, Lang
from coach.modes.rehearse import RehearseMode
from coach.modes.rehearse_check import missing_in_scenario
from coach.modes.rehearse_data import personas, raw_of, scenario_from, scenarios
from coach.modes.rehearse_setting import setting_line

_STOP: Both = {"sv": "avsluta", "en": "stop"}
_WHICH: Both = {
    "sv": "Välj ett samtal med --scenario; coach rehearse --list visar dem.",
    "en": "Choose a talk with --scenario; coach rehearse --list shows them.",
}
_UNKNOWN: Both = {
    "sv": "Det finns inget {what} {name!r}; välj bland {names}.",
    "en": "There is no {what} {name!r}; choose from {names}.",
}
_WHOLE: Both = {"sv": "inget saknas i {}", "en": "nothing is missing in {}"}


def rehearse(options: argparse.Namespace) -> int:
    """List the talks, check a file, play a script, or rehearse line by line."""
    if options.list:
        return _list(options)
    if options.check:
        return _check(Path(options.check), options)
    own = scenario_from(Path(options.scenario)) if (options.scenario or "").endswith(".toml") else None
    mode = RehearseMode(own)
    first = "" if options.origin and not options.scenario else _setting(options, own)
    script = _script(Path(options.script)) if options.script else None
    lang = speak(options.lang if options.lang != "auto" else None, " ".join(script or ()))
    with Coach.open(settings(options)) as coach:
        if not first:
            origin = chosen(coach.sessions(), options.origin, mode.name)
            first, lang = handed(coach, origin, mode.name), origin.lang
        if script is not None:
            return shown(_played(coach, mode, [first, *script], lang), options)
        return _talk(coach, mode, first, lang, options)


def _setting(options: argparse.Namespace, own: Scenario | None) -> str:
    """Return the message that names the setting.

    Raises:
        UsageError: No talk is named, or one, or a partner, that does not exist.
    """
    if not options.scenario:
        raise UsageError(_WHICH)
    name = own.id if own else options.scenario
    if not own and name not in scenarios():
        raise UsageError(_absent("scenario", name, tuple(scenarios())))
    partner = options.persona or (own or scenarios()[name]).partner
    if partner not in personas():
        raise UsageError(_absent("persona", partner, tuple(personas())))
    return setting_line(name, partner, options.level)


def _absent(what: str, name: str, names: Sequence[str]) -> Both:
    return {
        lang: text.format(what=what, name=name, names=", ".join(names)) for lang, text in _UNKNOWN.items()
    }


def _script(path: Path) -> list[str]:
    """Return the person's turns of a file, one a line.

    Raises:
        UsageError: It can't be read.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{str(path)!r}: {error.strerror}") from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _played(coach: Coach, mode: Mode, said: list[str], lang: Lang) -> Outcome:
    """Return what a script comes to: the talk stopped after the last turn, or where danger is heard."""
    heard, replies = said[:1], list[str]()
    outcome = collect(coach.run(mode, heard, lang))
    for text in said[1:]:
        heard.append(check_text(text, opening=False))
        replies.append(outcome.draft.text if outcome.draft else "")
        outcome = collect(coach.run(mode, heard, lang, replies))
        if outcome.care and not outcome.draft:
            return outcome
        if isinstance(outcome.paper, RehearsePaper) and outcome.paper.stage == "over":
            return outcome
    replies.append(outcome.draft.text if outcome.draft else "")
    return collect(coach.run(mode, [*heard, _STOP[lang]], lang, replies))


def _talk(coach: Coach, mode: Mode, first: str, lang: Lang, options: argparse.Namespace) -> int:
    said, replies = [first], list[str]()
    outcome = collect(coach.run(mode, said, lang))
    _turn(outcome, options)
    for text in _lines():
        said.append(text)
        replies.append(outcome.draft.text if outcome.draft else "")
        outcome = collect(coach.run(mode, said, lang, replies))
        _turn(outcome, options)
        if isinstance(outcome.paper, RehearsePaper) and outcome.paper.stage == "over":
            return shown(outcome, options)
    if said[1:]:
        replies.append(outcome.draft.text if outcome.draft else "")
        return shown(collect(coach.run(mode, [*said, _STOP[lang]], lang, replies)), options)
    return 0


def _turn(outcome: Outcome, options: argparse.Namespace) -> None:
    """Print what is said now; with ``--json`` only the whole at the end goes to standard output."""
    show = tell if options.json else say
    if outcome.care:
        show(outcome.care.text)
    elif outcome.draft:
        show(outcome.draft.text)
    for notice in outcome.notices:
        tell(f"coach: {notice}")


def _lines() -> Iterator[str]:
    """Yield what is typed, line by line; an empty line is silence."""
    while line := sys.stdin.readline():
        yield line.strip()


def _list(options: argparse.Namespace) -> int:
    lang = speak(options.lang)
    rows = [
        {
            "id": one.id,
            "side": one.side,
            "title": {key: text.title for key, text in one.text.items()},
            "persona": one.partner,
        }
        for one in scenarios().values()
    ]
    people = [
        {"id": one.id, "name": {key: text.name for key, text in one.text.items()}}
        for one in personas().values()
    ]
    if options.json:
        out({"scenarios": rows, "personas": people})
        return 0
    for one in scenarios().values():
        say(f"{one.id:32} {one.text[lang].title}")
    say()
    for each in personas().values():
        say(f"{each.id:32} {each.text[lang].name}")
    return 0


def _check(path: Path, options: argparse.Namespace) -> int:
    """Print what is missing in a scenario's file; exit code 1 when something is."""
    found = missing_in_scenario(raw_of(path))
    lang = speak(options.lang)
    if options.json:
        out({"file": str(path), "missing": {key: list(lines) for key, lines in found.items()}})
    else:
        for line in found[lang] or (_WHOLE[lang].format(path),):
            say(line)
    return 1 if found[lang] else 0
