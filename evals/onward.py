"""Is anything typed twice: ``coach eval onward``.

Every case of ``sets/<mode>_cases.jsonl`` and ``sets/<mode>_talks.jsonl`` is played to its end and carried on
in each mode it leads to. Counted is what of it is in the next paper, at once and when the message is sent
three weeks later; which of its days stand on the finished page; and which questions ask for what was handed
on. A rehearsal has no place for tasks and days, so only its questions count.
"""

import argparse
import datetime
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.checks.dates import show_short
from coach.domain.agreed import ONWARD, Agreed
from coach.domain.draft import Draft
from coach.domain.email import EmailPaper
from coach.domain.mode import Mode, Order, Paper, Step
from coach.domain.plan import PlanPaper
from coach.domain.prepare import PreparePaper
from coach.domain.text import Lang
from coach.modes import MODES
from coach.modes.agreed import agreed
from coach.modes.onward import opening
from coach.writer import GuidedWriter
from coach.writer.sheets import sheet
from evals.cases import SETS, TODAY, lines
from evals.talks import SKIP

_LONGEST = 40
_LATER = datetime.timedelta(days=21)
_MODE = {mode.name: mode for mode in MODES}


@dataclass(frozen=True, slots=True)
class Passage:
    """One conversation carried on in one mode."""

    source: str
    target: str
    id: str
    tasks: int
    whole: int
    """Tasks that are in the next paper with their words, their day and who does them."""
    days: int
    """Days ahead."""
    told: int
    """Of them, those that stand on the finished page."""
    later: int
    """Tasks that are whole when the message is sent three weeks later."""
    again: tuple[str, ...]
    """Questions that ask for what was handed on."""


def passages(folder: Path = SETS) -> Iterator[Passage]:
    """Yield every passage of every case."""
    for source, targets in ONWARD.items():
        rows = [row for kind in ("cases", "talks") for row in lines(folder / f"{source}_{kind}.jsonl")]
        for row in rows:
            lang: Lang = "sv" if row["lang"] == "sv" else "en"
            said = _played(_MODE[source], str(row["opening"]), row.get("answers", {}), lang)
            found = agreed(_MODE[source].step(said, lang, TODAY).paper, lang, TODAY)
            for target in targets if found else ():
                assert found
                if message := opening(found, target, TODAY):
                    yield _passage(str(row["id"]), found, target, message)


def _passage(id: str, found: Agreed, target: str, message: str) -> Passage:
    mode, lang = _MODE[target], found.lang
    step = mode.step([message], lang, TODAY)
    later = mode.step([message], lang, TODAY + _LATER)
    ahead = [day for day in found.days if day > TODAY]
    page, keys = _finished(mode, message, lang)
    tasks = () if target == "rehearse" else found.tasks
    ahead = [] if target == "rehearse" else ahead
    at_once, then = _kept(step.paper), _kept(later.paper)
    return Passage(
        source=found.source,
        target=target,
        id=id,
        tasks=len(tasks),
        whole=sum(_whole(task.what, task.when, task.who, at_once) for task in tasks),
        later=sum(_whole(task.what, task.when, task.who, then) for task in tasks),
        days=len(ahead),
        told=sum(show_short(day, lang).rsplit(" ", 1)[0] in page for day in ahead),
        again=tuple(key for key in dict.fromkeys(keys) if key in _known(found, target)),
    )


def _played(mode: Mode, first: str, answers: Mapping[str, object], lang: Lang) -> list[str]:
    """Return everything the person says in a case."""
    left = {key: [*one] if isinstance(one, list) else [one] for key, one in answers.items()}
    said = [first]
    while len(said) < _LONGEST and (question := mode.step(said, lang, TODAY).question):
        given = left.get(question.key, [])
        said.append(str(given.pop(0)) if given else SKIP[lang])
    return said


def _finished(mode: Mode, message: str, lang: Lang) -> tuple[str, list[str]]:
    """Return the page after every question was skipped, and the questions' keys."""
    said, keys = [message], list[str]()
    step: Step = mode.step(said, lang, TODAY)
    while len(said) < _LONGEST and step.question:
        keys.append(step.question.key)
        said.append(SKIP[lang])
        step = mode.step(said, lang, TODAY)
    text = "".join(GuidedWriter().write(Order(mode.name, step, lang, TODAY)))
    return sheet(step.paper, Draft(text, lang, "guided")), keys


Kept = frozenset[tuple[str, datetime.date | None, str]]
"""What a paper holds: words, day and who does it; "" where the paper has no place for who."""


def _kept(paper: Paper) -> Kept:
    match paper:
        case PlanPaper():
            return frozenset((rung.words.lower(), rung.day, rung.owner) for rung in paper.rungs)
        case EmailPaper():
            rows = {(item.what.lower(), item.when, item.who) for item in paper.actions}
            return frozenset(rows | {(point.words.lower(), None, "") for point in paper.points})
        case PreparePaper():
            points = (*paper.last, *(point.words for point in paper.points))
            return frozenset((words.lower(), None, "") for words in points)
    return frozenset((text.lower(), None, "") for text in getattr(paper, "said", ()))


def _whole(what: str, when: datetime.date | None, who: str, kept: Kept) -> bool:
    if any((what.lower(), when, doer) in kept for doer in (who, "")):
        return True
    shown = {show_short(when, lang).lower() for lang in ("sv", "en")} if when else {""}
    return any(
        what.lower() in words and any(day in words for day in shown) for words, _, doer in kept if not doer
    )


def _known(found: Agreed, target: str) -> frozenset[str]:
    """Return the keys of questions that would ask for what was handed on."""
    ahead = found.next_talk and found.next_talk >= TODAY
    every = all(task.when for task in found.tasks) and bool(found.tasks)
    asked: Mapping[str, Mapping[str, object]] = {
        "email": {"receiver": found.other, "own": found.own, "next": ahead, "actions": found.tasks},
        "plan": {"owner": found.tasks and all(task.who for task in found.tasks), "when": every},
        "prepare": {"other": found.other, "day": ahead, "when": ahead, "points": found.goal or found.points},
        "rehearse": {"who": found.other, "about": True},
        "goal": {},
    }
    return frozenset(key for key, known in asked[target].items() if known)


def report(found: Sequence[Passage]) -> str:
    """Return the table by pair of modes, and a line for each passage that lost something."""
    rows = [
        "| from | to | talks | tasks | whole | whole later | days ahead | on the page | asked again |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for pair in dict.fromkeys((one.source, one.target) for one in found):
        own = [one for one in found if (one.source, one.target) == pair]
        sums = (
            len(own),
            *(sum(getattr(one, name) for one in own) for name in ("tasks", "whole", "later", "days", "told")),
            sum(len(one.again) for one in own),
        )
        rows.append(f"| {pair[0]} | {pair[1]} | " + " | ".join(map(str, sums)) + " |")
    notes = [
        f"- {one.id} to {one.target}: tasks lost {one.tasks - one.whole}, later {one.tasks - one.later}; "
        f"days off the page {one.days - one.told}; asked again: {', '.join(one.again) or '–'}"
        for one in found
        if min(one.whole, one.later) < one.tasks or one.told < one.days or one.again
    ]
    return "\n".join([*rows, "", *notes]).rstrip() + "\n"


def run(arguments: list[str]) -> int:
    """Carry every case on, print the table and write ``onward.md``; return 0."""
    parser = argparse.ArgumentParser(prog="coach eval onward", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("report"), help="folder for onward.md")
    options = parser.parse_args(arguments)
    text = report(list(passages()))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "onward.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
