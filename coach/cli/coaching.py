"""One-shot coaching: what the page would show, printed."""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from coach.app import Coach
from coach.app.accept import check_text
from coach.checks.dates import show_date
from coach.cli.show import citations, out, question, rows, say, settings, speak, tell, text_of, verdict
from coach.domain.draft import Draft, Question
from coach.domain.errors import CoachError
from coach.domain.events import Asked, Drafted, Event, Noticed, Understood
from coach.domain.goal import CRITERIA, GoalPaper
from coach.domain.text import Lang
from coach.writer.sheet import sheet


@dataclass(slots=True)
class Outcome:
    """What one run of a mode came to."""

    draft: Draft | None = None
    asked: Question | None = None
    paper: object = None
    notices: list[str] = field(default_factory=list)


def collect(events: Iterable[Event]) -> Outcome:
    """Return what a stream of events comes to."""
    outcome = Outcome()
    for event in events:
        if isinstance(event, Drafted):
            outcome.draft = event.draft
        elif isinstance(event, Asked):
            outcome.asked = event.question
        elif isinstance(event, Understood):
            outcome.paper = event.paper
        elif isinstance(event, Noticed):
            outcome.notices.append(event.text)
    return outcome


def goal(options: argparse.Namespace) -> int:
    """Print the goal as far as it has come, and the next question."""
    text = check_text(text_of(options.text), opening=True)
    answers = [check_text(answer, opening=False) if answer.strip() else "" for answer in options.answer]
    with Coach.open(settings(options)) as coach:
        lang = coach.language(text)
        outcome = collect(coach.run("goal", [text, *answers], lang))
    draft, paper = outcome.draft, outcome.paper
    assert draft
    assert isinstance(paper, GoalPaper)
    for notice in outcome.notices:
        tell(f"coach: {notice}")
    if options.json:
        out(_goal_json(draft, paper, outcome.asked))
        return 0
    say(sheet(paper, draft, final=outcome.asked is None))
    if outcome.asked:
        say()
        for part in (outcome.asked.note, outcome.asked.text):
            if part:
                say(part)
        for example in outcome.asked.examples:
            say(f"  – {example}")
    return 0


def _goal_json(draft: Draft, paper: GoalPaper, asked: Question | None) -> Mapping[str, object]:
    return {
        "goal": draft.text,
        "lang": draft.lang,
        "writer": draft.writer,
        "before": verdict(paper.before),
        "after": verdict(draft.verdict) if draft.verdict else None,
        "question": question(asked),
        "kind": paper.kind,
        "criteria": {name: paper.parts[name].words if name in paper.parts else None for name in CRITERIA},
        "deadline": paper.deadline.isoformat() if paper.deadline else None,
        "deadline_text": show_date(paper.deadline, draft.lang) if paper.deadline else None,
        "confidence": paper.confidence,
        "first_step": paper.first_step.words if paper.first_step else None,
        "first_step_by": paper.first_step_by.isoformat() if paper.first_step_by else None,
        "if_then": {"if": paper.obstacle.words, "then": paper.response.words if paper.response else None}
        if paper.obstacle
        else None,
        "check_ins": [day.isoformat() for day in paper.check_ins],
        "citations": citations(draft.citations),
        "unconfirmed": list(draft.unconfirmed),
        "refused": list(draft.refused),
        "markdown": sheet(paper, draft),
    }


def ask(options: argparse.Namespace) -> int:
    """Print an answer from the guides, or one a line."""
    if options.jsonl:
        with Coach.open(settings(options)) as coach:
            for row in _asked(coach):
                out(row)
        return 0
    text = check_text(text_of(options.question), opening=True)
    with Coach.open(settings(options)) as coach:
        answer = _answer(coach, text, coach.language(text))
    if options.json:
        out(answer)
    else:
        say(str(answer["answer"]))
    return 1 if options.strict and not answer["supported"] else 0


def _asked(coach: Coach) -> Iterator[Mapping[str, object]]:
    for row in rows():
        if isinstance(row, str):
            yield {"id": None, "error": row}
            continue
        text = row.get("question")
        try:
            if not isinstance(text, str):
                yield {"id": row.get("id"), "error": "no question"}
                continue
            said = row.get("lang")
            kept = check_text(text, opening=True)
            lang: Lang = "sv" if said == "sv" else "en" if said == "en" else coach.language(kept)
            yield {"id": row.get("id"), **_answer(coach, kept, lang)}
        except CoachError as error:
            yield {
                "id": row.get("id"),
                "error": error.text(speak(None, text if isinstance(text, str) else "")),
            }


def _answer(coach: Coach, text: str, lang: Lang) -> Mapping[str, object]:
    draft = collect(coach.run("ask", [text], lang)).draft
    assert draft
    return {
        "question": text,
        "lang": lang,
        "answer": draft.text,
        "supported": draft.supported,
        "writer": draft.writer,
        "citations": citations(draft.citations),
        "unconfirmed": list(draft.unconfirmed),
    }
