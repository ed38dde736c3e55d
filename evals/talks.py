"""Do whole conversations end in drafts that hold up: ``coach eval talks``.

Every case of ``sets/<mode>_cases.jsonl`` and ``<mode>_talks.jsonl`` is played through its mode with the
guided writer: the question asked gets the next answer the case has for it, or "skip" where it has none left.
Judged is the last draft. Besides, the texts of ``sets/feedback.calm.jsonl``, which hold no problem and which
nothing was trained on, are read by the check that judges the drafts: what it finds there are false alarms.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from coach.checks.email import check_email
from coach.checks.feedback import PROBLEMS, check_feedback
from coach.domain.draft import find_blanks
from coach.domain.errors import CoachError
from coach.domain.mode import Mode, Order
from coach.domain.text import Both, Lang
from coach.modes import MODES
from coach.writer import GuidedWriter
from evals.cases import SETS, TODAY, lines

SKIP: Both = {"sv": "hoppa över", "en": "skip"}
_STOP: Both = {"sv": "det räcker", "en": "that's enough"}
_PASTE: Mapping[Lang, tuple[str, str]] = {
    "sv": (
        "Vi gick igenom läget och hur bemanningen har sett ut, utan att bestämma något. ",
        "Jag ska gå igenom pärm {n} senast {n} mars 2027.",
    ),
    "en": (
        "We went through the situation and how staffing has been, without deciding anything. ",
        "I'll go through binder {n} by {n} March 2027.",
    ),
}
_LONGEST = 60
"""Answers after which a conversation is given up on."""
_EMAIL_PROBLEMS = ("placeholder", "blame", "too_long")


@dataclass(frozen=True, slots=True)
class Talk:
    """What one conversation came to."""

    mode: str
    id: str
    lang: str
    finished: bool
    draft: str
    blanks: int
    """Blanks left although no question was skipped."""
    refused: tuple[str, ...]
    """Why the mode itself would refuse the draft: invented facts above all."""
    problems: tuple[str, ...]
    """Problem labels of the email check on an email, of the feedback check on any other draft."""


def play(mode: Mode, row: Mapping[str, object]) -> Talk:
    """Play one case to its end and judge the last draft."""
    lang: Lang = "sv" if row["lang"] == "sv" else "en"
    said, skipped = _told(mode, row, lang)
    step = mode.step(said, lang, TODAY)
    order = Order(mode.name, step, lang, TODAY)
    draft = "".join(GuidedWriter().write(order))
    order = replace(order, guided=draft)
    blanks = 0 if skipped else len(find_blanks(draft))
    problems = _problems(mode.name, draft, lang, blanks_known=skipped)
    refused = mode.refusals(draft, order)
    return Talk(mode.name, str(row["id"]), lang, step.question is None, draft, blanks, refused, problems)


def _told(mode: Mode, row: Mapping[str, object], lang: Lang) -> tuple[list[str], bool]:
    """Return everything the person says, and whether a question was skipped."""
    answers = row.get("answers")
    given = {key: _listed(one) for key, one in answers.items()} if isinstance(answers, dict) else {}
    said, then, skipped = [opening(row)], _listed(row.get("then", ())), False
    while len(said) < _LONGEST:
        question = mode.step(said, lang, TODAY).question
        if question is None:
            return [*said, *then], skipped
        left = given.get(question.key, [])
        said.append(left.pop(0) if left else SKIP[lang])
        skipped = skipped or said[-1] in (SKIP[lang], _STOP[lang])
    return said, skipped


def opening(row: Mapping[str, object]) -> str:
    """Return a case's opening; a paste of thirty parts is made here, so that the file stays readable."""
    if row.get("flaw") != "paste":
        return str(row["opening"])
    filler, step = _PASTE["sv" if row["lang"] == "sv" else "en"]
    parts = (filler * 8 + "\n" + step.format(n=n) for n in range(1, 31))
    return "\n\n".join((str(row["opening"]), *parts))


def _listed(given: object) -> list[str]:
    return [str(one) for one in given] if isinstance(given, list | tuple) else [str(given)]


def _problems(name: str, draft: str, lang: Lang, *, blanks_known: bool) -> tuple[str, ...]:
    """Return the problem labels of a draft; a blank for what the person left open is none."""
    if name == "email":
        found = check_email(draft, lang, TODAY).labels
        return tuple(p for p in _EMAIL_PROBLEMS if found[p] and not (p == "placeholder" and blanks_known))
    labels = check_feedback(draft, lang).labels
    return tuple(problem for problem in PROBLEMS if labels[problem])


def calm(folder: Path = SETS) -> tuple[list[str], int]:
    """Return the ids of the calm texts in which the check finds a problem, and how many texts there are."""
    rows = list(lines(folder / "feedback.calm.jsonl"))
    alarms = [row["id"] for row in rows if set(PROBLEMS) & _true(row)]
    return alarms, len(rows)


def _true(row: Mapping[str, object]) -> set[str]:
    lang: Lang = "sv" if row["lang"] == "sv" else "en"
    return {label for label, true in check_feedback(str(row["text"]), lang).labels.items() if true}


def talks(folder: Path = SETS, say: Callable[[str], None] = lambda line: None) -> Iterator[Talk]:
    """Yield every case of every mode that has a case file; ``say`` gets a line a mode."""
    for mode in MODES:
        rows = [row for kind in ("cases", "talks") for row in lines(folder / f"{mode.name}_{kind}.jsonl")]
        if not rows:
            continue
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
    alarms, texts = calm()
    text = report(found) + f"\nCalm texts with a problem label: {len(alarms)} of {texts}\n"
    text += "".join(f"- {one}\n" for one in alarms)
    (options.out / "talks.md").write_text(text, encoding="utf-8")
    raw = json.dumps([asdict(talk) for talk in found], ensure_ascii=False, indent=1)
    (options.out / "talks.json").write_text(raw, encoding="utf-8")
    print(text)
    return 0
