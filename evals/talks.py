"""Do whole conversations end in drafts that hold up: ``coach eval talks``.

Every case of ``sets/<mode>_cases.jsonl`` is played through its mode with the guided writer: the question
asked gets the answer the case has for it, or "skip". Judged is the last draft.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from coach.checks.feedback import PROBLEMS, check_feedback
from coach.domain.draft import find_blanks
from coach.domain.errors import CoachError
from coach.domain.mode import Mode, Order
from coach.domain.text import Both, Lang
from coach.modes import MODES
from coach.writer import GuidedWriter
from evals.cases import SETS, TODAY, lines

SKIP: Both = {"sv": "hoppa över", "en": "skip"}
_LONGEST = 60
"""Answers after which a conversation is given up on."""
_JUDGING = frozenset(PROBLEMS)


@dataclass(frozen=True, slots=True)
class Talk:
    """What one conversation came to."""

    mode: str
    id: str
    lang: str
    finished: bool
    draft: str
    blanks: int
    """Blanks left although every question was answered."""
    refused: tuple[str, ...]
    """Why the mode itself would refuse the draft: invented facts above all."""
    problems: tuple[str, ...]
    """Problem labels of the feedback check on a draft meant for a person."""


def play(mode: Mode, row: Mapping[str, object]) -> Talk:
    """Play one case to its end and judge the last draft."""
    lang: Lang = "sv" if row["lang"] == "sv" else "en"
    answers = row.get("answers")
    given: Mapping[str, object] = answers if isinstance(answers, dict) else {}
    said = [str(row["opening"])]
    step = mode.step(said, lang, TODAY)
    while step.question and len(said) < _LONGEST:
        said.append(str(given.get(step.question.key) or SKIP[lang]))
        step = mode.step(said, lang, TODAY)
    order = Order(mode.name, step, lang, TODAY)
    draft = "".join(GuidedWriter().write(order))
    order = replace(order, guided=draft)
    blanks = len(find_blanks(draft)) if SKIP[lang] not in said else 0
    labels = check_feedback(draft, lang).labels if mode.name in ("feedback", "received") else {}
    problems = tuple(label for label, true in labels.items() if true and label in _JUDGING)
    refused = mode.refusals(draft, order)
    return Talk(mode.name, str(row["id"]), lang, step.question is None, draft, blanks, refused, problems)


def talks(folder: Path = SETS, say: Callable[[str], None] = lambda line: None) -> Iterator[Talk]:
    """Yield every case of every mode that has a case file; ``say`` gets a line a mode."""
    for mode in MODES:
        path = folder / f"{mode.name}_cases.jsonl"
        if not path.exists():
            continue
        rows = list(lines(path))
        say(f"{mode.name}: {len(rows)} conversations")
        for row in rows:
            try:
                yield play(mode, row)
            except CoachError as error:
                yield Talk(mode.name, str(row["id"]), row["lang"], False, "", 0, (str(error),), ())


def report(found: Sequence[Talk]) -> str:
    """Return the table by mode and language, and a line for each draft with something against it."""
    lines = [
        "| mode | language | talks | finished | blanks left | refused by its checks | problem labels |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for mode, lang in dict.fromkeys((talk.mode, talk.lang) for talk in found):
        own = [talk for talk in found if (talk.mode, talk.lang) == (mode, lang)]
        counts = (
            len(own),
            sum(talk.finished for talk in own),
            sum(talk.blanks > 0 for talk in own),
            sum(bool(talk.refused) for talk in own),
            sum(bool(talk.problems) for talk in own),
        )
        lines.append(f"| {mode} | {lang} | " + " | ".join(map(str, counts)) + " |")
    notes = [
        f"- {talk.id}: "
        + "; ".join((*talk.refused, *talk.problems, *(["blank left"] if talk.blanks else [])))
        for talk in found
        if talk.refused or talk.problems or talk.blanks or not talk.finished
    ]
    return "\n".join([*lines, "", *notes]).rstrip() + "\n"


def run(arguments: list[str]) -> int:
    """Play all cases, print the table, write ``talks.md`` and ``talks.json`` with the drafts; return 0."""
    parser = argparse.ArgumentParser(prog="coach eval talks", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("report"), help="folder for talks.md and talks.json")
    options = parser.parse_args(arguments)
    found = list(talks(say=lambda line: print(line, file=sys.stderr)))
    options.out.mkdir(parents=True, exist_ok=True)
    text = report(found)
    (options.out / "talks.md").write_text(text, encoding="utf-8")
    raw = json.dumps([asdict(talk) for talk in found], ensure_ascii=False, indent=1)
    (options.out / "talks.json").write_text(raw, encoding="utf-8")
    print(text)
    return 0
