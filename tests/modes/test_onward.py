"""Nothing is typed twice: what one conversation came to is whole in the next one's paper."""

import dataclasses
import datetime
import json
from functools import cache
from pathlib import Path

import pytest

from coach.checks.dates import show_short
from coach.domain.agreed import ONWARD, Agreed
from coach.domain.rehearse import Debrief, Setting
from coach.modes import MODES
from coach.modes.agreed import agreed
from coach.modes.onward import opening
from coach.modes.rehearse_data import personas
from coach.modes.rehearse_own import scenario_of

TODAY = datetime.date(2026, 11, 25)
SETS = Path(__file__).parents[2] / "evals" / "sets"
MODE = {mode.name: mode for mode in MODES}
SKIP = {"sv": "hoppa över", "en": "skip"}
LANGS = ("sv", "en")
EACH = 3
"""Every third case, so that the tests stay quick."""


def rows(mode):
    name = "goal_talks" if mode == "goal" else f"{mode}_cases"
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()][::EACH]


def listed(given):
    return list(given) if isinstance(given, list) else [given]


@cache
def talks(mode):
    """Return what every case of a mode hands on, by its id."""
    found = {}
    for row in rows(mode):
        given = {key: listed(one) for key, one in row.get("answers", {}).items()}
        said = [row["opening"]]
        while (question := MODE[mode].step(said, row["lang"], TODAY).question) and len(said) < 40:
            left = given.get(question.key, [])
            said.append(left.pop(0) if left else SKIP[row["lang"]])
        found[row["id"]] = agreed(MODE[mode].step(said, row["lang"], TODAY).paper, row["lang"], TODAY)
    return {id: one for id, one in found.items() if one}


def handed(source, target):
    """Yield what is handed on and the step the other mode takes with it."""
    for id, found in talks(source).items():
        if text := opening(found, target, TODAY):
            yield id, found, MODE[target].step([text], found.lang, TODAY)


def pairs(target):
    return [source for source in ONWARD if target in ONWARD[source] and source != "rehearse"]


def tasks_of(found):
    return [(task.what.lower(), task.when) for task in found.tasks]


@pytest.mark.parametrize("source", pairs("plan"))
def test_every_task_date_and_name_is_in_the_plan(source):
    for id, found, step in handed(source, "plan"):
        rungs = {(rung.words.lower(), rung.day) for rung in step.paper.rungs}
        assert set(tasks_of(found)) <= rungs, id
        owners = {rung.words.lower(): rung.owner for rung in step.paper.rungs}
        assert all(owners[task.what.lower()] == task.who for task in found.tasks), id
        days = {rung.day for rung in step.paper.rungs} | set(step.paper.check_ins.days)
        assert {day for day in found.days if day > TODAY} <= days, id


@pytest.mark.parametrize("source", pairs("email"))
def test_every_task_date_and_name_is_in_the_email_and_nothing_known_is_asked(source):
    for id, found, step in handed(source, "email"):
        paper = step.paper
        items = {(item.what.lower(), item.when) for item in paper.actions}
        # "I always wait …" is no task to tick off: it stands among what was said.
        items |= {(point.words.lower(), None) for point in paper.points}
        assert set(tasks_of(found)) <= items, id
        doers = {item.what.lower(): item.who for item in paper.actions}
        assert all(doers.get(task.what.lower(), task.who) == task.who for task in found.tasks), id
        assert paper.receiver == found.other, id
        later = found.next_talk if found.next_talk and found.next_talk >= TODAY else None
        assert (paper.next_contact.day if paper.next_contact else None) == later, id
        asked = step.question.key if step.question else ""
        assert asked != "receiver" or not found.other, id
        assert asked != "next" or not later, id


@pytest.mark.parametrize("source", pairs("prepare"))
def test_every_task_and_date_is_brought_to_the_talk(source):
    for id, found, step in handed(source, "prepare"):
        paper = step.paper
        kept = "\n".join((*paper.last, *(point.words for point in paper.points))).lower()
        for what, day in tasks_of(found)[:8]:
            assert what in kept, id
            assert day is None or show_short(day, found.lang).lower() in kept, id
        assert paper.when.day == found.next_talk, id
        assert paper.other == found.other, id
        known = {
            "points",
            *(("when", "day") if found.next_talk else ()),
            *(("other",) if found.other else ()),
        }
        assert not step.question or step.question.key not in known, id


@pytest.mark.parametrize("source", pairs("rehearse"))
def test_a_talk_of_ones_own_is_not_asked_what_it_is_about_again(source):
    for id, found, step in handed(source, "rehearse"):
        assert step.paper.stage == "own", id
        assert step.question.key == ("says" if found.other else "who"), id


PROMISE = {
    "sv": "Jag skickar ett utkast på fredag. Vi går igenom det tillsammans den 30 november.",
    "en": "I'll send a draft on Friday. We'll go through it together on 30 November.",
}
SEND, GO = {"sv": "skicka ett utkast", "en": "send a draft"}, {"sv": "gå igenom", "en": "go through"}


def rehearsed(lang):
    """Return a rehearsal of a talk of one's own with Sara in which she agreed to two things."""
    paper = (
        MODE["rehearse"]
        .step(
            [opening(Agreed("feedback", lang, other="Sara", points=(SEND[lang],)), "rehearse", TODAY)],
            lang,
            TODAY,
        )
        .paper
    )
    debrief = Debrief((), (), (0, 0), {}, PROMISE[lang])
    setting = Setting(scenario_of({"who": "Sara", **paper.own}, lang), personas()["quiet"], 1)
    return dataclasses.replace(paper, debrief=debrief, setting=setting)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("target", ONWARD["rehearse"])
def test_what_was_promised_in_a_rehearsal_keeps_its_days_when_it_is_taken_on_a_week_later(lang, target):
    found = agreed(rehearsed(lang), lang, TODAY)
    later = TODAY + datetime.timedelta(days=7)
    step = MODE[target].step([opening(found, target, later)], lang, later)
    friday, monday = datetime.date(2026, 11, 27), datetime.date(2026, 11, 30)
    if target == "plan":
        assert [(SEND[lang] in rung.words, rung.day) for rung in step.paper.rungs] == [
            (True, friday),
            (False, monday),
        ]
    elif target == "email":
        assert [item.when for item in step.paper.actions] == [friday, monday]
        assert step.paper.receiver == "Sara"
    else:
        assert show_short(friday, lang) in step.paper.opening
