"""Who, when, with what support and how it shows: answers for one step or for several at once."""

import re
from dataclasses import replace

from coach.domain.plan import FIELDS, Field, Progress, Rung
from coach.modes import plan_read as read
from coach.modes import plan_when as when
from coach.modes.email_actions import Around
from coach.modes.email_rows import doer_in
from coach.modes.phrasebook import answers, cue
from coach.modes.plan_match import best
from coach.modes.plan_numbers import afterwards, numbered
from coach.modes.plan_talk import Talk

MODE = read.MODE
_ME = {"sv": "jag", "en": "I"}
_NAME = 6
"""Words that can still name who does something."""
_SPLIT = re.compile(r"[;\n]+|\s+/\s+|(?<=[.!?])\s+(?=[A-ZÅÄÖ])")


def fill(talk: Talk, field: Field, at: int, text: str) -> None:
    """Put an answer where it belongs: by number, by the words it shares with a step, in order, or everywhere.

    Args:
        talk: The plan; ``lacking`` says which steps the question was about.
        field: What was asked for.
        at: The step, where the question was about one only.
        text: The answer.
    """
    steps, together = talk.shown(), talk.together(field)
    asked = [steps.index(at) + 1 for at in together]
    found = numbered(text, len(steps)) or afterwards(text, talk.lang, len(steps), asked)
    if found:
        for number in [number for number in found if number > len(steps)]:
            talk.note("no_row", n=number)
            talk.kept.append(found.pop(number))
        _each(talk, field, {steps[number - 1]: words for number, words in found.items()})
    elif not together:
        put(talk, field, at, text)
    else:
        parts = [part for part in _SPLIT.split(text) if any(c.isalnum() for c in part)]
        placed = _placed(talk, together, parts) if len(parts) > 1 else {}
        if len(placed) < len(parts) == len(together):
            placed = dict(zip(together, parts, strict=True))
        if not placed and field != "owner":
            talk.note("same")
        _each(talk, field, placed or dict.fromkeys(together, text))


def _each(talk: Talk, field: Field, words: dict[int, str]) -> None:
    for at, said in words.items():
        put(talk, field, at, said)


def _placed(talk: Talk, lacking: list[int], parts: list[str]) -> dict[int, str]:
    """Return the parts of an answer by the step whose words they share; a part that shares none goes on."""
    if any(cue(MODE, talk.lang, "all_rows").search(part.lower()) for part in parts):
        return {}
    placed: dict[int, str] = {}
    last: int | None = None
    for part in parts:
        at = best(part, talk.rungs, lacking)
        at = last if at is None else at
        if at is None:
            return {}
        placed[at] = f"{placed[at]}. {part}" if at in placed else part
        last = at
    return placed


def put(talk: Talk, field: str, at: int, text: str) -> None:
    """Set one field of one step from the person's words."""
    rung = talk.rungs[at]
    if field == "when":
        day = when.said_day(text, talk.lang, talk.today)
        if day:
            talk.rungs[at] = replace(rung, day=day.day, day_words=day.words, doubt=day.doubt)
            talk.given_up = [key for key in talk.given_up if key != f"when:{at}"]
        else:
            talk.note("no_day")
            if len(text.split()) > 1 and read.tidy(text) not in talk.kept:
                talk.kept.append(read.tidy(text))
    elif field == "owner":
        who = owner(talk, text)
        if len(who.split()) <= _NAME:
            talk.rungs[at] = replace(rung, owner=who)
        else:
            talk.kept.append(read.tidy(text))
    else:
        talk.rungs[at] = _set(rung, field, read.tidy(text.replace("\n", ". ")))


def _set(rung: Rung, field: str, words: str) -> Rung:
    return replace(rung, support=words) if field == "support" else replace(rung, evidence=words)


def owner(talk: Talk, text: str) -> str:
    """Return who an answer says does it, in the person's words where they are no plain name."""
    if answers(MODE, talk.lang, "me", text):
        return _ME[talk.lang]
    alone = cue(MODE, talk.lang, "all_rows").sub(" ", re.sub(r"\b(på|för|for|of|them)\b", " ", text.lower()))
    if answers(MODE, talk.lang, "me", alone):
        return _ME[talk.lang]
    if any(name in text for name in talk.names) or len(text.split()) > 5:
        around = Around(talk.lang, talk.today, talk.names)
        who, _ = doer_in(text, around)
        named = [name for name in talk.names if name in text]
        me = {"sv": r"\bjag\b", "en": r"\b(?:I|me)\b"}[talk.lang]
        joint = {"sv": " och ", "en": " and "}[talk.lang]
        if named and re.search(me, text):
            return joint.join((*named, _ME[talk.lang]))
        if who or named:
            return who or joint.join(named)
    return read.tidy(re.sub(r"^(?:det gör|det är|it's|that's)\s+", "", text.strip()))


def correct(talk: Talk, text: str, asked: str) -> bool:
    """Change a row that a message points out, "rad 2: 15 mars", and return whether it did.

    A bare "2: …" counts when nothing is asked; else it answers the question.
    """
    low = text.lower()
    drops = cue(MODE, talk.lang, "drop").search(low)
    found = re.match(rf"\s*(?:{cue(MODE, talk.lang, 'row').pattern})\s*[:,–-]?\s*(?=\S)", low)
    if drops:
        found = cue(MODE, talk.lang, "row").search(low)
    bare = None if asked else re.match(r"\s*(\d{1,2})\s*[:)]\s*(?=\S)", text)
    match = found or bare
    if not match or (asked in FIELDS and not drops):
        return False
    steps, number = talk.shown(), int(match[1])
    if not 1 <= number <= len(steps):
        talk.note("no_row", n=number)
        return True
    at = steps[number - 1]
    if drops:
        talk.log.append(Progress(at, "dropped", talk.rungs[at].words, talk.rungs[at].day))
        talk.rungs[at] = replace(talk.rungs[at], status="dropped")
    else:
        _change(talk, at, text[match.end() :])
    talk.note("changed", n=number)
    return True


def _change(talk: Talk, at: int, text: str) -> None:
    rung = talk.rungs[at]
    new = read.rows(text, talk.lang, talk.today, talk.names)
    day = when.said_day(text, talk.lang, talk.today)
    bare = read.tidy(f"{text[: day.span[0]]} {text[day.span[1] :]}") if day else read.tidy(text)
    if day:
        put(talk, "when", at, text)
    if answers(MODE, talk.lang, "me", bare) or bare in talk.names:
        put(talk, "owner", at, bare)
    elif len(bare.split()) > 1 and new:
        talk.rungs[at] = replace(
            talk.rungs[at], words=new[0].rung.words, owner=new[0].rung.owner or rung.owner
        )
