"""One-shot coaching: what the page would show, printed."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from coach.app import Coach
from coach.app.accept import check_text
from coach.app.care import KEY
from coach.cli.outcome import Outcome, collect, given, reached
from coach.cli.show import (
    citations,
    out,
    question,
    rows,
    say,
    settings,
    speak,
    tell,
    text_of,
    verdict,
    write_whole,
)
from coach.domain.draft import Question
from coach.domain.errors import CoachError
from coach.domain.text import LANGS, Both, Lang
from coach.writer.sheets import as_json, sheet

_ROLE: Mapping[str, Both] = {
    "employee": {"sv": "roll: medarbetare", "en": "role: employee"},
    "manager": {"sv": "roll: chef", "en": "role: manager"},
}
_KEPT: Both = {"sv": "samtalet heter {}", "en": "the conversation is {}"}


def goal(options: argparse.Namespace) -> int:
    """Print the goal as far as it has come, and the next question."""
    return talk("goal", given(options.text, options), options)


def feedback(options: argparse.Namespace) -> int:
    """Print the feedback as far as it has come, and the next question."""
    return talk("feedback", given(options.text, options), options)


def received(options: argparse.Namespace) -> int:
    """Print what stands in feedback the person got, and a calm reply."""
    return talk("received", given(options.text, options), options)


def email(options: argparse.Namespace) -> int:
    """Print the email as far as it has come; write it as a draft message and its dates as a calendar."""
    from coach.modes.email import opening

    kind = options.kind
    order: Both | None = {lang: opening("", kind, lang).strip() for lang in LANGS} if kind else None
    outcome = reached("email", given(options.notes, options), options, order)
    write_files(outcome, options)
    return shown(outcome, options)


def prepare(options: argparse.Namespace) -> int:
    """Print the preparation as far as it has come; write it as a document to bring."""
    text = given(options.text, options)
    outcome = reached("prepare", text, options, _ROLE[options.role] if options.role else None)
    write_files(outcome, options)
    return shown(outcome, options)


def write_files(outcome: Outcome, options: argparse.Namespace) -> None:
    """Write the files that were asked for, and that there are of the paper as it stands."""
    if not outcome.draft or not outcome.paper:
        return
    from coach.app.files import KINDS, made

    final, day = outcome.asked is None, settings(options).day()
    for kind in KINDS:
        target = getattr(options, kind, None)
        content = made(outcome.paper, outcome.draft, kind, day=day, final=final) if target else None
        if content is not None:
            write_whole(Path(str(target)), content)


def talk(mode: str, opening: str, options: argparse.Namespace) -> int:
    """Run a mode over an opening and ``options.answer``, and print the draft and the next question."""
    return shown(reached(mode, opening, options), options)


def shown(outcome: Outcome, options: argparse.Namespace) -> int:
    """Print what a mode came to: one JSON document, or the paper and the next question."""
    for notice in outcome.notices:
        tell(f"coach: {notice}")
    if options.json:
        out(as_object(outcome))
        return 0
    if outcome.care:
        say(outcome.care.text)
    if not outcome.draft or not outcome.paper:
        return 0
    if outcome.session:
        tell(f"coach: {_KEPT[speak(options.lang, outcome.draft.text)].format(outcome.session)}")
    say(sheet(outcome.paper, outcome.draft, final=outcome.asked is None))
    if outcome.asked:
        _show_question(outcome.asked)
    return 0


def _show_question(asked: Question) -> None:
    say()
    for part in (asked.note, asked.text):
        if part:
            say(part)
    for example in asked.examples:
        say(f"  – {example}")


def as_object(outcome: Outcome) -> Mapping[str, object]:
    """Return what a mode came to as the contract's JSON."""
    draft, paper = outcome.draft, outcome.paper
    care = {"class": outcome.care.key.removeprefix(KEY), "text": outcome.care.text} if outcome.care else None
    if not draft or not paper:
        return {"safety": care, "question": None, "citations": [], "unconfirmed": [], "writer": "guided"}
    before = getattr(paper, "before", None)
    return {
        **as_json(paper, draft),
        "safety": care,
        "lang": draft.lang,
        "writer": draft.writer,
        "before": verdict(before) if before else None,
        "after": verdict(draft.verdict) if draft.verdict else None,
        "question": question(outcome.asked),
        "citations": citations(draft.citations),
        "unconfirmed": list(draft.unconfirmed),
        "session": outcome.session or None,
        "refused": list(draft.refused),
        "markdown": sheet(paper, draft, final=outcome.asked is None),
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
    outcome = collect(coach.run("ask", [text], lang))
    answer = dict(as_object(outcome))
    for key in ("before", "after", "question", "markdown"):
        answer.pop(key, None)
    said = outcome.care.text if outcome.care else ""
    return {"question": text, "answer": said, "supported": False, **answer}
