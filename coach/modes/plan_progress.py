"""What became of the steps: ticked off, slipped and made anew; and contradictions that are settled."""

import datetime
import re
from dataclasses import replace

from coach.checks.dates import find_dates
from coach.domain.plan import Progress
from coach.modes import plan_read as read
from coach.modes import plan_when as when
from coach.modes.phrasebook import cue
from coach.modes.plan_ladder import above
from coach.modes.plan_match import best, stems
from coach.modes.plan_talk import Talk

MODE = read.MODE


def progress(talk: Talk, text: str, *, finished: bool) -> str:
    """Log every sentence that says what became of a step, and return the rest of the message.

    Args:
        talk: The plan.
        text: The message.
        finished: Whether nothing is asked, so that also looser words ("… är klar") count.
    """
    rest = []
    for piece in read.pieces(text):
        what, at = _became(talk, piece, finished)
        if what and at is not None:
            log(talk, what, at, piece)
        else:
            rest.append(piece)
    return "\n".join(rest) if len(rest) < len(read.pieces(text)) else text


def _became(talk: Talk, piece: str, finished: bool) -> tuple[str, int | None]:
    low = piece.lower().strip()
    among = [at for at, r in enumerate(talk.rungs) if r.status == "open" and r.level != "long"]
    slip = cue(MODE, talk.lang, "slipped").search(low)
    done = cue(MODE, talk.lang, "done").search(low) or (
        finished and cue(MODE, talk.lang, "done_late").search(low)
    )
    if not among or not (done or (slip and finished)):
        return "", None
    return "slipped" if slip else "done", _which(talk, piece, among)


def _which(talk: Talk, piece: str, among: list[int]) -> int | None:
    """Return the rung a sentence is about: by its number in the table, or by the words they share."""
    steps = talk.shown()
    number = re.search(cue(MODE, talk.lang, "row").pattern, piece.lower())
    if number and 1 <= int(number[1]) <= len(steps):
        return steps[int(number[1]) - 1]
    return best(piece, talk.rungs, among)


def log(talk: Talk, what: str, at: int, piece: str) -> None:
    """Tick a rung off, or note that it slipped and ask what to do about it."""
    rung = talk.rungs[at]
    if what == "done":
        talk.log.append(Progress(at, "done", read.tidy(piece), rung.day))
        talk.rungs[at] = replace(rung, status="done", doubt="")
        talk.note("done", words=rung.words)
    elif at not in talk.slips:
        talk.log.append(Progress(at, "slipped", read.tidy(piece), rung.day))
        talk.slips.append(at)


def slipped(talk: Talk, at: int, text: str) -> None:
    """Make a slipped step anew: dropped, smaller, or on another day."""
    rung = talk.rungs[at]
    day = when.said_day(text, talk.lang, talk.today)
    bare = read.tidy(f"{text[: day.span[0]]} {text[day.span[1] :]}") if day else read.tidy(text)
    lead = cue(MODE, talk.lang, "lead_smaller").match(bare.lower())
    if cue(MODE, talk.lang, "drop").search(text.lower()) and not lead:
        talk.rungs[at] = replace(rung, status="dropped")
        talk.log.append(Progress(at, "dropped", rung.words, rung.day))
    else:
        smaller = read.tidy(bare[lead.end() :]) if lead else bare
        if lead or len(stems(smaller)) > 1 or not day:
            talk.log.append(Progress(at, "smaller", rung.words, rung.day))
            talk.rungs[at] = replace(talk.rungs[at], words=smaller or rung.words)
        if day:
            talk.log.append(Progress(at, "moved", talk.rungs[at].words, rung.day))
            talk.rungs[at] = replace(talk.rungs[at], day=day.day, day_words=day.words, doubt=day.doubt)
            talk.note("moved", words=talk.rungs[at].words, day=day.day)
    talk.slips = [slip for slip in talk.slips if slip != at]


def doubted(talk: Talk, key: str, at: int, text: str) -> None:
    """Settle a contradiction by the person's answer; one that settles nothing is asked again."""
    if key == "which":
        named = [name for name in talk.namesakes(at) if name in text or name.split()[-1] in text]
        if len(named) == 1:
            talk.rungs[at] = replace(talk.rungs[at], owner=named[0])
    elif cue(MODE, talk.lang, "drop").search(text.lower()):
        talk.rungs[at] = replace(talk.rungs[at], status="dropped")
        talk.log.append(Progress(at, "dropped", talk.rungs[at].words, talk.rungs[at].day))
    elif key == "late":
        _late(talk, at, text)
    elif day := when.said_day(text, talk.lang, talk.today):
        talk.rungs[at] = replace(
            talk.rungs[at], day=day.day, day_words=day.words, doubt=day.doubt, other=None
        )
    else:
        talk.note("no_day")


def _late(talk: Talk, at: int, text: str) -> None:
    """Move the step before its goal, or the goal after its step, by which the answer is about."""
    days = [mention.end for mention in find_dates(text, talk.lang, talk.today)]
    one = when.said_day(text, talk.lang, talk.today)
    days = list(dict.fromkeys(days or ([one.day] if one else [])))
    up = above(talk.rungs, at)
    limit = talk.limit(at)
    rung = talk.rungs[at]
    if up is None or limit is None:
        return
    if not days:
        talk.note("no_day")
        return
    new = [day for day in days if day != limit] or days
    moves = cue(MODE, talk.lang, "goal_moves").search(text.lower())
    if moves or (new[0] >= rung.day if rung.day else False):
        _moved(talk, up, new[0])
    else:
        _moved(talk, at, new[0])
    if talk.rungs[at].day and talk.limit(at) and talk.rungs[at].day > talk.limit(at):  # type: ignore[operator]
        talk.note("again", at=at)


def _moved(talk: Talk, at: int, day: datetime.date) -> None:
    doubt = "past" if day < talk.today else ""
    talk.rungs[at] = replace(talk.rungs[at], day=day, day_words="", doubt=doubt)
