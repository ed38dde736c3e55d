"""Do the checks label as two people would, and do they beat what anyone would write in a minute?"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coach.domain.text import LANGS
from evals import inventions, twins
from evals.cases import CHECKS, PARTS, SETS, Case, cases, judge
from evals.metrics import Count, count, interval, macro_f1, share_interval
from evals.naive import NAIVE
from evals.report import write

_SHOWN = 40
"""Most confused texts a report shows."""

Pair = tuple[Mapping[str, bool], Mapping[str, bool]]


@dataclass(frozen=True, slots=True)
class Scores:
    """One check on one part in one language."""

    check: str
    part: str
    lang: str
    texts: int
    labels: Mapping[str, Count]
    intervals: Mapping[str, tuple[float, float]]
    macro: float
    macro_interval: tuple[float, float]
    naive: Mapping[str, float]
    """Macro F1 of the rules without the learned score, and of each naive checker, on the same texts."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """One wrong label of a development text."""

    check: str
    id: str
    label: str
    found: bool
    text: str


@dataclass(frozen=True, slots=True)
class Share:
    """Hits of so many, with a 95 % interval."""

    name: str
    hits: int
    total: int

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval."""
        return share_interval(self.hits, self.total)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything one run measured."""

    scores: tuple[Scores, ...]
    confusions: tuple[Confusion, ...] = ()
    shares: tuple[Share, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What could not be measured, and what was missed by the twins and inventions."""


def measure(
    checks: Sequence[str] = CHECKS,
    parts: Sequence[str] = PARTS,
    *,
    folder: Path = SETS,
    say: Callable[[str], None] = lambda line: None,
) -> Outcome:
    """Score the checks on their labelled sets.

    Args:
        checks: Names out of ``CHECKS``.
        parts: Names out of ``PARTS``; only texts of ``dev`` are ever kept.
        folder: Where the sets lie.
        say: Gets a line of progress now and then.
    """
    scores: list[Scores] = []
    confusions: list[Confusion] = []
    notes: list[str] = []
    for check in checks:
        try:
            ask, by_rules = judge(check), judge(check, by_rules=True)
        except ModuleNotFoundError as error:
            notes.append(f"{check}: not measured, {error}")
            continue
        for part in parts:
            chosen = cases(check, part, folder)
            say(f"{check} {part}: {len(chosen)} texts")
            if not chosen:
                notes += [f"{check} {part}: no labelled texts"] if part != "unseen" else []
                continue
            found = [ask(case) for case in chosen]
            ruled = [by_rules(case) for case in chosen]
            scores += _by_language(check, part, chosen, found, ruled)
            if part == "dev":
                confusions += _confused(check, chosen, found)
    return Outcome(tuple(scores), tuple(confusions), notes=tuple(notes))


def _by_language(
    check: str,
    part: str,
    chosen: Sequence[Case],
    found: Sequence[Mapping[str, bool]],
    ruled: Sequence[Mapping[str, bool]],
) -> Iterator[Scores]:
    for lang in (*LANGS, "both"):
        kept = [row for row in zip(chosen, found, ruled, strict=True) if lang in {row[0].lang, "both"}]
        if kept:
            yield _scores(check, part, lang, kept)


def _scores(
    check: str, part: str, lang: str, kept: Sequence[tuple[Case, Mapping[str, bool], Mapping[str, bool]]]
) -> Scores:
    pairs: list[Pair] = [(case.labels, found) for case, found, _ in kept]
    labels = list(kept[0][0].labels)
    naive = {
        name: macro_f1([(case.labels, guess(case, labels)) for case, _, _ in kept], labels)
        for name, guess in NAIVE.items()
    }
    rules = macro_f1([(case.labels, ruled) for case, _, ruled in kept], labels)
    return Scores(
        check,
        part,
        lang,
        len(kept),
        {label: count(pairs, label) for label in labels},
        {label: interval(pairs, [label]) for label in labels},
        macro_f1(pairs, labels),
        interval(pairs, labels),
        {"rules alone": rules, **naive},
    )


def _confused(check: str, chosen: Sequence[Case], found: Sequence[Mapping[str, bool]]) -> Iterator[Confusion]:
    for case, labels in zip(chosen, found, strict=True):
        for label, gold in case.labels.items():
            if labels.get(label, False) != gold:
                yield Confusion(check, case.id, label, not gold, case.text)


def shares() -> tuple[tuple[Share, ...], tuple[str, ...]]:
    """Return the shares of the planted inventions and the twins, and what was missed, one line each."""
    pairs = inventions.pairs()
    sets = {
        "inventions caught": tuple(inventions.planted(pairs)),
        "changed figures caught": tuple(inventions.changed(pairs)),
    }
    missed = {name: [case for case in cases if not inventions.caught(case)] for name, cases in sets.items()}
    found = [Share(name, len(cases) - len(missed[name]), len(cases)) for name, cases in sets.items()]
    noisy = [(pair.id, marks) for pair in pairs if (marks := inventions.alarms(pair))]
    found.append(Share("clean drafts without an alarm", len(pairs) - len(noisy), len(pairs)))
    every = twins.twins()
    unseen, alarmed = list(twins.missed(every)), list(twins.alarmed(every))
    found.append(Share("twins: flaw found", len(every) - len(unseen), len(every)))
    found.append(Share("twins: clean one raises none", len(every) - len(alarmed), len(every)))
    for kind in dict.fromkeys(twin.kind for twin in every):
        of_kind = [twin for twin in every if twin.kind == kind]
        found.append(
            Share(f"twins: {kind} found", len(of_kind) - sum(t.kind == kind for t in unseen), len(of_kind))
        )
    notes = [
        f"{name}: {case.kind} missed in {case.pair.id}" for name, cases in missed.items() for case in cases
    ]
    notes += [f"alarm in {pair}: {'; '.join(marks)}" for pair, marks in noisy]
    notes += [f"{twin.id}: {twin.flaw} not found" for twin in unseen]
    notes += [f"{twin.id}: {twin.flaw} raised in the clean text" for twin in alarmed]
    return tuple(found), tuple(notes)


def run(arguments: list[str]) -> int:
    """Measure, print the Markdown report and write ``checks.md`` and ``checks.json``; return 0."""
    parser = argparse.ArgumentParser(prog="coach eval checks", description=__doc__)
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all", help="which labelled texts")
    parser.add_argument(
        "--out", type=Path, default=Path("report"), help="folder for checks.md and checks.json"
    )
    options = parser.parse_args(arguments)
    parts = PARTS if options.part == "all" else (options.part,)
    outcome = measure(parts=parts, say=lambda line: print(line, file=sys.stderr))
    print("inventions and twins", file=sys.stderr)
    found, notes = shares()
    whole = Outcome(outcome.scores, outcome.confusions[:_SHOWN], found, (*outcome.notes, *notes))
    print(write(whole, options.out))
    return 0
