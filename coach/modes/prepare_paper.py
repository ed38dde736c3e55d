"""What a preparation comes to: the agenda with its minutes, and the questions worth asking."""

from collections.abc import Sequence
from typing import Literal

from coach.domain.prepare import STAGES, PreparePaper, Row, Stage
from coach.domain.text import Lang
from coach.modes.phrasebook import line, table
from coach.modes.prepare_minutes import counts, lines, share
from coach.modes.prepare_read import begins
from coach.modes.prepare_talk import Talk

_MODE = "prepare"
_QUESTIONS = 5
_PER_STAGE = 2
_SMALL = frozenset(
    (
        *("Jag", "Vi", "Hon", "Han", "De", "Det", "Att", "En", "Ett"),
        *("We", "She", "He", "They", "That", "To", "A", "An", "The"),
    )
)
_ALWAYS: tuple[Stage, ...] = ("past", "future")
"""Stages a good review asks about whatever was raised."""


def paper(talk: Talk) -> PreparePaper:
    """Return what is known now, with agenda and questions."""
    to_manager, to_employee = questions(talk, "manager"), questions(talk, "employee")
    return PreparePaper(
        opening=talk.said[0],
        said=tuple(talk.said),
        role=talk.role or "employee",
        other=talk.other,
        when=talk.when,
        points=tuple(talk.points),
        pay=tuple(talk.pay),
        achievements=tuple(talk.achievements),
        colleagues=talk.colleagues,
        feedback_by=talk.by,
        feedback_by_words=talk.by_words,
        last=talk.last,
        no_last="" if talk.last else talk.no_last,
        hope=talk.hope,
        given_up=tuple(talk.given_up),
        settled=frozenset(talk.settled),
        agenda=agenda(talk),
        to_manager=to_manager,
        to_employee=to_employee,
        declined=talk.declined,
    )


def agenda(talk: Talk) -> tuple[Row, ...]:
    """Return the stages in order with their minutes and what the person has for each."""
    of = {stage: _of(talk, stage) for stage in STAGES}
    held = {stage: len(found) for stage, found in of.items()}
    minutes = talk.when.minutes
    rows = lines(minutes, held)
    shares: Sequence[int | None] = share(minutes, rows, counts(rows, held)) if minutes else [None] * len(rows)
    return tuple(
        Row(row, *_words(row, talk.lang, each, tuple(words for stage in row for words in of[stage])))
        for row, each in zip(rows, shares, strict=True)
    )


def _words(
    row: tuple[Stage, ...], lang: Lang, minutes: int | None, points: tuple[str, ...]
) -> tuple[str, int | None, tuple[str, ...], str, str]:
    stages = table(_MODE, "stages", lang)
    found = [entry for stage in row if isinstance(entry := stages[stage], dict)]
    shared = stages["shared"]
    assert isinstance(shared, dict)
    title = found[0]["title"] if len(found) == 1 else shared[row[0]]
    brings = ("; ".join(entry[side] for entry in found) for side in ("employee", "manager"))
    return title, minutes, points, *brings


def _of(talk: Talk, stage: Stage) -> tuple[str, ...]:
    """Return what the person has for a stage, in their own words."""
    found = [point.words for point in talk.points if point.stage == stage]
    if stage == "past":
        found = [*_labelled(talk, "last", talk.last), *_labelled(talk, "achievement", _actions(talk)), *found]
    if stage == "plan" and talk.hope:
        found += _labelled(talk, "hope", (talk.hope,))
    return tuple(found)


def _actions(talk: Talk) -> tuple[str, ...]:
    return tuple(row.action for row in talk.achievements)


def _labelled(talk: Talk, name: str, words: Sequence[str]) -> list[str]:
    return [line(_MODE, talk.lang, "label", name, words=_small(one)) for one in words]


def _small(words: str) -> str:
    """Return a phrase with a small first letter where its first word is no name."""
    first = words.split(" ", 1)[0]
    return words[0].lower() + words[1:] if first in _SMALL else words


def questions(talk: Talk, to: Literal["manager", "employee"]) -> tuple[str, ...]:
    """Return the questions to one side that matter most for what the person raised, in the stages' order."""
    listed = table(_MODE, "powerful", talk.lang)["question"]
    assert isinstance(listed, list)
    raised = [*(point.words for point in talk.points), *talk.last, *_actions(talk), talk.hope]
    low = "\n".join(raised).lower()[:20_000]
    stages = {point.stage for point in talk.points}
    scored: list[tuple[int, int]] = []
    for at, one in enumerate(listed):
        about = sum(begins(low, word, talk.lang) for word in one["about"])
        if one["to"] == to and (about or not one["about"]):
            scored.append((_score(one["stage"], about, stages), at))
    picked: list[int] = []
    for _, at in sorted(scored, key=lambda pair: (-pair[0], pair[1])):
        same = sum(listed[other]["stage"] == listed[at]["stage"] for other in picked)
        if len(picked) < _QUESTIONS and same < _PER_STAGE:
            picked.append(at)
    return tuple(str(listed[at]["text"]) for at in sorted(picked))


def _score(stage: Stage, about: int, stages: set[Stage]) -> int:
    return 4 * min(about, 2) + 3 * (stage in stages) + (stage in _ALWAYS)
