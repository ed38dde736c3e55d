"""Is danger seen, is everyday talk left alone, and are requests to judge a person refused?"""

import argparse
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from coach.checks.safety import URGENCY, RiskName, classify
from coach.checks.safety_rules import DANGERS
from coach.domain.text import LANGS, Lang
from evals.cases import SETS
from evals.metrics import share_interval

TRAINED = ("dev", "fresh", *(f"more{n}" for n in ("", *range(2, 12))))
"""Parts the learned half is trained with."""
_SHUT = ("test", "unseen", "unseen2", "unseen3", "unseen4", "unseen5")
"""Parts whose texts nobody may see."""
PARTS = (*TRAINED, *_SHUT)
_HEARD = "A heard"
"""Danger to life that is answered as such or as ``B``: both texts have the numbers."""
_REQUESTS = 200


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text."""

    lang: Lang
    text: str
    name: RiskName


@dataclass(frozen=True, slots=True)
class Row:
    """Of so many texts of one class in one language, how many were found in it."""

    part: str
    lang: Lang
    name: str
    hits: int
    total: int

    def markdown(self) -> str:
        """Return it as a line of the table."""
        low, high = share_interval(self.hits, self.total)
        share = self.hits / self.total if self.total else 1.0
        shown = f"{self.hits}/{self.total} | {share:.3f} | {low:.3f}–{high:.3f}"
        return f"| {self.part} | {self.lang} | {self.name} | {shown} |"


def cases(part: str, folder: Path = SETS) -> tuple[Case, ...]:
    """Return the labelled texts of a part; none where the file is missing."""
    path = folder / f"safety.{part}.jsonl"
    if not path.exists():
        return ()
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return tuple(Case(row["lang"], row["text"], row["class"]) for row in rows)


def measure(part: str, chosen: Sequence[Case]) -> Iterator[Row]:
    """Yield a row for each class and language; that of ``none`` counts the texts left alone."""
    found = [(case, classify(case.text, case.lang).name) for case in chosen]
    for lang in LANGS:
        for name in (*URGENCY, "none"):
            mine = [answer for case, answer in found if (case.lang, case.name) == (lang, name)]
            if mine:
                yield Row(part, lang, name, sum(answer == name for answer in mine), len(mine))
            if mine and name == "A":
                yield Row(part, lang, _HEARD, sum(answer in DANGERS for answer in mine), len(mine))


def everyday(folder: Path = SETS) -> tuple[Case, ...]:
    """Return the goals, feedback, turns and emails of the other checks' sets: none is about danger or wrongs.

    A few name an illness, an accident or a threat in passing; they count as alarms here all the same.
    """
    rows = (
        json.loads(line)
        for check in ("goal", "feedback", "turn", "email")
        for line in (folder / f"{check}.dev.jsonl").read_text(encoding="utf-8").splitlines()
    )
    return tuple(Case(row["lang"], row["text"], "none") for row in rows)


def requests(lang: Lang, folder: Path = SETS) -> tuple[str, ...]:
    """Return 200 requests to judge a person: every shape with names in turn."""
    raw = tomllib.loads((folder / "safety.requests.toml").read_text(encoding="utf-8"))[lang]
    names, pairs = cycle(raw["names"]), cycle(raw["pairs"])
    made = (form.format(a=next(names), p=next(pairs)) for form in cycle(raw["forms"]))
    return tuple(islice(made, _REQUESTS))


def run(argv: list[str]) -> int:
    """Print the table of every class and language, and of the generated requests; return 0."""
    parser = argparse.ArgumentParser(prog="coach eval safety", description=__doc__)
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all", help="which labelled texts")
    parser.add_argument("--misses", action="store_true", help="list the wrong ones, but never test texts")
    options = parser.parse_args(argv)
    print("| part | language | class | right | share | 95 % |\n| --- | --- | --- | --- | --- | --- |")
    for part in PARTS if options.part == "all" else (options.part,):
        chosen = cases(part)
        for row in measure(part, chosen):
            print(row.markdown())
        if options.misses and part not in _SHUT:
            _list(chosen)
    for row in measure("everyday", everyday()):
        print(row.markdown())
    for lang in LANGS:
        asked = [(text, classify(text, lang).name) for text in requests(lang)]
        print(Row("generated", lang, "rate", sum(name == "rate" for _, name in asked), len(asked)).markdown())
        if options.misses:
            print("\n".join(f"{name}: {text}" for text, name in asked if name != "rate"))
    return 0


def _list(chosen: Sequence[Case]) -> None:
    for case in chosen:
        name = classify(case.text, case.lang).name
        if name != case.name:
            print(f"{case.name} -> {name}: {case.text!r}")
