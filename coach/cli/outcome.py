"""What one run of a mode comes to: over a text, over what another conversation came to, or in a kept one."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coach.app import Coach
from coach.app.accept import check_text
from coach.app.care import KEY
from coach.app.onward import chosen, nothing_for
from coach.cli.show import settings, speak, text_of
from coach.domain.draft import Draft, Question
from coach.domain.errors import UsageError
from coach.domain.events import Asked, Drafted, Event, Noticed, Saved, Understood
from coach.domain.mode import Paper
from coach.domain.session import Session
from coach.domain.text import Both, Lang

_ANOTHER: Both = {
    "sv": "{id!r} är ett samtal i läget {mode!r}: kör coach {mode} --session {id}.",
    "en": "{id!r} is a conversation in the mode {mode!r}: run coach {mode} --session {id}.",
}
_SKIPPED = "-"
"""What an empty answer is kept as: every mode takes it as "next question"."""


@dataclass(slots=True)
class Outcome:
    """What one run of a mode came to."""

    draft: Draft | None = None
    asked: Question | None = None
    paper: Paper | None = None
    notices: list[str] = field(default_factory=list)
    care: Noticed | None = None
    """The fixed text that came instead of coaching, or before it."""
    session: str = ""
    """The id it is kept under; "" where nothing is kept."""


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
        elif isinstance(event, Noticed) and event.key.startswith(KEY):
            outcome.care = event
        elif isinstance(event, Noticed):
            outcome.notices.append(event.text)
        elif isinstance(event, Saved):
            outcome.session = event.session
    return outcome


def given(text: str | None, options: argparse.Namespace) -> str:
    """Return the text of a command; standard input is not waited for where another source has it."""
    elsewhere = options.origin or options.session
    return "" if text is None and elsewhere else text_of(text)


def reached(mode: str, opening: str, options: argparse.Namespace, first: Both | None = None) -> Outcome:
    """Return what a mode makes of an opening and ``options.answer``.

    With ``--session`` both are said in that conversation; with ``--from`` the opening follows what that one
    came to; with ``--keep`` the conversation is kept.

    Args:
        mode: The mode's name.
        opening: The text given.
        options: The command's options.
        first: A line to put before everything, such as the role that was chosen.

    Raises:
        BadText: A text can't be worked with.
        UsageError: No such conversation, or nothing in it to carry on with.
    """
    with Coach.open(settings(options)) as coach:
        if options.session:
            return _further(coach, mode, opening, options)
        origin = chosen(coach.sessions(), options.origin, mode) if options.origin else None
        lang = origin.lang if origin else _language(coach, opening, options)
        parts = (first[lang] if first else "", handed(coach, origin, mode) if origin else "", opening)
        text = check_text("\n".join(filter(None, parts)), opening=True)
        said = [text, *_answers(options)]
        if options.keep:
            return _kept(coach, mode, said, lang, origin)
        return collect(coach.run(mode, said, lang))


def _language(coach: Coach, text: str, options: argparse.Namespace) -> Lang:
    return coach.language(text) if text.strip() else speak(options.lang)


def handed(coach: Coach, origin: Session, mode: str) -> str:
    """Return the message that opens a mode with what a conversation came to.

    Raises:
        UsageError: There is nothing in it for that mode.
    """
    messages = coach.onward(origin.id)
    if mode not in messages:
        raise nothing_for(origin, mode)
    return messages[mode]


def _answers(options: argparse.Namespace) -> list[str]:
    return [check_text(answer, opening=False) if answer.strip() else "" for answer in options.answer]


def _kept(
    coach: Coach, mode: str, said: Sequence[str], lang: Lang, origin: Session | None, session: str = ""
) -> Outcome:
    """Return what the last message came to; every one of them is kept."""
    outcome = Outcome(session=session)
    for text in said:
        events = coach.say(
            text or _SKIPPED,
            mode=mode,
            lang=lang,
            session=outcome.session or None,
            origin=origin.id if origin else "",
        )
        outcome = collect(events)
    return outcome


def _further(coach: Coach, mode: str, text: str, options: argparse.Namespace) -> Outcome:
    """Return where a kept conversation stands after what is said in it now, if anything is."""
    one = next((one for one in coach.sessions() if one.id == options.session), None)
    if one and one.mode != mode:
        values = {"id": one.id, "mode": one.mode}
        raise UsageError({lang: line.format(**values) for lang, line in _ANOTHER.items()})
    said = [*([text] if text.strip() else []), *_answers(options)]
    if said:
        return _kept(coach, mode, said, one.lang if one else "sv", None, options.session)
    outcome = collect(coach.replay(options.session))
    outcome.session = options.session
    return outcome
