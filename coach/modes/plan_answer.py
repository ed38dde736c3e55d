"""The messages of a plan in their order: an opening, answers to what was asked, progress at any time."""

import re
from dataclasses import replace

from coach.checks.dates import find_dates
from coach.domain.plan import FIELDS
from coach.domain.text import Lang
from coach.modes import plan_add as add
from coach.modes import plan_read as read
from coach.modes.email_days import day_of
from coach.modes.phrasebook import answers, cue
from coach.modes.plan_fill import correct, fill
from coach.modes.plan_progress import doubted, log, progress, slipped
from coach.modes.plan_talk import TRIES, Talk

MODE = read.MODE
_FEW = 4
_DOUBTS = ("past", "conflict", "two", "late", "which")


def opened(talk: Talk, message: str) -> None:
    """Read an opening: what it says of the vision, goals, and every dated or listed row; the rest is kept."""
    talk.said.append(message)
    text = read.clean(message)
    add.hear(talk, text)
    for key, words in add.routed(talk, _upto(text, talk.lang), ""):
        if key:
            _told(talk, key, words)
        else:
            add.loose_rows(talk, words)
    talk.notes.clear()
    if talk.left_out:
        talk.note("many", n=len(talk.steps()))


def _upto(text: str, lang: Lang) -> str:
    """Return a pasted paper without its sources."""
    lines = text.splitlines()
    at = next(
        (n for n, one in enumerate(lines) if cue(MODE, lang, "stop_reading").match(one.strip().lower())), None
    )
    return "\n".join(lines[:at])


def answer(talk: Talk, message: str) -> None:
    """Take the person's next message: progress, a correction, or the answer to what was asked."""
    talk.said.append(message)
    key, at = talk.wanted()
    talk.notes = []
    text = read.clean(message)
    add.hear(talk, text)
    if key in ("past", "overdue") and answers(MODE, talk.lang, "is_done", text):
        log(talk, "done", at, text)
    elif key == "overdue" and answers(MODE, talk.lang, "not_done", text):
        log(talk, "slipped", at, text)
    elif answers(MODE, talk.lang, "enough", text):
        talk.end()
    elif not key or not _besides(talk, key, text):
        _answered(talk, key, at, _rest(talk, key, text))


def _besides(talk: Talk, key: str, text: str) -> bool:
    """Return whether a message is a correction of a row, whatever was asked."""
    return key not in (*_DOUBTS, "slipped") and correct(talk, text, asked=key)


def _rest(talk: Talk, key: str, text: str) -> str | None:
    """Log what a message tells of progress, and return what is left of it; None where nothing is."""
    if key in (*_DOUBTS, "slipped"):
        return text
    left = progress(talk, text, finished=key in ("", "overdue"))
    return left if left.strip() or not text.strip() else None


def _answered(talk: Talk, key: str, at: int, text: str | None) -> None:
    if text is None:
        return
    if not key:
        if not correct(talk, text, asked=""):
            _more(talk, text)
    elif _none(talk, key, text):
        talk.give_up(key, at)
    else:
        count = f"{key}:all" if (together := talk.together(key)) else f"{key}:{at}"
        _take(talk, key, at, text)
        talk.tries[count] = talk.tries.get(count, 0) + 1
        if not together and talk.wanted() == (key, at) and talk.tries[count] >= TRIES:
            talk.give_up(key, at)


def _none(talk: Talk, key: str, text: str) -> bool:
    """Return whether an answer is none: the person doesn't know, or has no more."""
    if key == "support" and answers(MODE, talk.lang, "none_needed", text):
        return False
    if key == "actions" and answers(MODE, talk.lang, "no_more", text):
        return True
    return not text.strip() or any(answers(MODE, talk.lang, no, text) for no in ("unknown", "skip"))


def _more(talk: Talk, text: str) -> None:
    """Take what comes when nothing is asked: another step, or a note."""
    if len(text.split()) < _FEW:
        add.keep(talk, text)
        return
    add.loose_rows(talk, text)
    talk.over = False


def _take(talk: Talk, key: str, at: int, text: str) -> None:
    if key == "owner" and add.only_steps(talk, text):
        above = talk.rungs[at].parent
        add.take_rows(talk, text, -1 if above is None else above)
        talk.note("taken", what="actions")
    elif key in FIELDS:
        fill(talk, key, at, text)
    elif key in ("slipped", "overdue"):
        slipped(talk, at, text)
    elif key in _DOUBTS:
        doubted(talk, key, at, text)
    elif key in ("long_when", "short_when"):
        _when(talk, at, text)
    elif key == "concrete":
        _concrete(talk, at, text)
    else:
        _several(talk, key, at, text)


def _several(talk: Talk, key: str, at: int, text: str) -> None:
    """Take an answer sentence by sentence: what answers another question goes there."""
    found = add.routed(talk, text, key)
    if all(name == key for name, _ in found):
        _told(talk, key, text, at)
        return
    for name, words in found:
        _told(talk, name, words, at)
        if name not in (key, "if_then"):
            talk.note("taken", what=name)


def _told(talk: Talk, key: str, text: str, at: int = -1) -> None:
    if key in ("hard", "soft"):
        add.vision(talk, key, text)
    elif key == "long":
        add.ahead(talk, text)
    elif key == "short":
        add.aims(talk, text)
    elif key == "check_in" and not add.only_steps(talk, text):
        add.rhythm(talk, text)
    elif key == "check_in":
        add.take_rows(talk, text, -1)
        talk.note("taken", what="actions")
    elif key == "if_then":
        talk.if_then += [read.without_lead(piece, talk.lang, "lead_if_then") for piece in read.pieces(text)]
    elif add.take_rows(talk, text, at):
        talk.asked_steps.add(at)


def _when(talk: Talk, at: int, text: str) -> None:
    found = read.rows(text, talk.lang, talk.today, talk.names)
    if talk.rungs[at].level == "long" and any(one.rung.day and one.said.count(" ") > _FEW for one in found):
        # The person is ahead: goals for the year come instead of the year of the long-term goal.
        add.aims(talk, text)
        talk.note("taken", what="short")
    elif not add.dated(talk, at, text, bare=True):
        talk.note("no_day")


def _concrete(talk: Talk, at: int, text: str) -> None:
    """Put the person's concrete words in the vague goal's place, or keep the vague ones with a blank."""
    day = day_of(text, talk.lang, talk.today)
    words = read.without_lead(
        text[: day.span[0]] + text[day.span[1] :] if day else text, talk.lang, "lead_short"
    )
    words, rung = re.sub(r"\s+,", ",", words), talk.rungs[at]
    if not any(c.isalpha() for c in words):
        return
    add.keep(talk, rung.words)
    talk.rungs[at] = replace(rung, words=words, kind=add.kind(talk, words))
    if day and find_dates(text, talk.lang, talk.today):
        talk.rungs[at] = replace(talk.rungs[at], day=day.day, day_words=day.words, doubt=day.doubt)
    if talk.vague(at):
        talk.given_up.append(f"concrete:{at}")
