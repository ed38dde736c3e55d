"""What was agreed, as the first message of the next mode: in words it reads and the person can change."""

import datetime
from collections.abc import Iterable, Iterator

from coach.checks.dates import show_short
from coach.domain.agreed import ONWARD, Agreed, Task
from coach.domain.text import Lang
from coach.modes.agreed import ME, deed, line_of
from coach.modes.plan_ladder import window

_UPPER = {"jag": "Jag", "vi": "Vi", "we": "We"}
_OWN = ("jag", "vi", "i", "i'll", "we", "we'll")


def onward(found: Agreed, today: datetime.date) -> tuple[str, ...]:
    """Return the modes that there is something to carry on to, the likeliest first."""
    return tuple(mode for mode in ONWARD.get(found.source, ()) if opening(found, mode, today))


def opening(found: Agreed, mode: str, today: datetime.date) -> str:
    """Return the first message of another mode, in the conversation's language.

    Args:
        found: What is handed on.
        mode: Where to.
        today: The present day: how far ahead a goal lies decides where in a plan it stands.

    Returns:
        The message, "" where there is nothing for that mode. A day stands in it with its year, so that it is
        the same day whenever it is read.
    """
    match mode:
        case "email":
            lines = _email(found, today)
        case "plan":
            lines = _plan(found, today)
        case "prepare":
            lines = _prepare(found)
        case "rehearse":
            lines = _rehearse(found)
        case "goal":
            lines = _goal(found)
        case _:
            return ""
    return "\n".join(lines)


def _email(found: Agreed, today: datetime.date) -> Iterator[str]:
    say = _Say(found.lang, "email")
    other, day = found.other or say("nobody"), found.next_talk
    if found.source == "received":
        yield say("thanks", other=other)
    elif day and day < today:
        yield say("order_past", other=other, day=show_short(day, found.lang))
    else:
        yield say("order", other=other)
    if found.own:
        yield say("own", own=found.own)
    done = [say("done", what=one) for one in found.done] if found.source == "plan" else found.done
    told = [*(say("point", what=_upper(one)) for one in found.points), *done]
    # What a rehearsal came to is promises: under a heading they would be read as things talked about.
    yield from told if found.source == "rehearse" else say.listed("points", told)
    goal = (Task(found.goal, ME[found.lang], found.goal_by),) if found.goal else ()
    yield from say.listed("tasks", (_row(say, task) for task in (*goal, *found.tasks)))
    if day and day >= today:
        yield say("next", day=show_short(day, found.lang))
    elif found.next_words:
        yield say("next_words", words=found.next_words)


def _told(found: Agreed) -> tuple[str, ...]:
    """Return the goal and the points, the goal first and with its day."""
    if not found.goal:
        return found.points
    by = (
        line_of(found.lang, "email", "by", day=show_short(found.goal_by, found.lang)) if found.goal_by else ""
    )
    return (f"{found.goal}{by}", *found.points)


def _row(say: "_Say", task: Task) -> str:
    by = say("by", day=show_short(task.when, say.lang)) if task.when else ""
    who = _UPPER.get(task.who, task.who)
    own = task.what.lower().startswith(tuple(f"{one} " for one in _OWN))
    who = "" if own else who
    return (say("task", who=who, what=task.what) if who else say("task_alone", what=task.what)) + by


def _plan(found: Agreed, today: datetime.date) -> Iterator[str]:
    say = _Say(found.lang, "plan")
    if found.goal:
        by = say("by", day=show_short(found.goal_by, found.lang)) if found.goal_by else ""
        yield say(_level(found.goal_by, today), what=found.goal) + by
    yield from (say("point", what=_upper(one)) for one in found.points)
    yield from found.if_then
    for task in found.tasks:
        parts = [say("task", what=task.what)]
        parts += [say("owner", who=task.who)] if task.who else []
        parts += [say("by", day=show_short(task.when, found.lang))] if task.when else []
        parts += [say("support", support=task.support)] if task.support else []
        parts += [say("evidence", evidence=task.evidence)] if task.evidence else []
        yield "".join(parts)
    if found.check_in:
        yield say("check_in", words=found.check_in)
    elif found.next_talk and found.next_talk > today:
        yield say("next", day=show_short(found.next_talk, found.lang))


def _level(day: datetime.date | None, today: datetime.date) -> str:
    """Return where in a plan a goal stands: what lies nearer than half a year is a milestone."""
    if day and day < window("short", today)[0]:
        return "near"
    return "long" if day and day >= window("long", today)[0] else "short"


def _prepare(found: Agreed) -> Iterator[str]:
    say = _Say(found.lang, "prepare")
    if found.next_talk:
        day = show_short(found.next_talk, found.lang)
        yield say("when", other=found.other, day=day) if found.other else say("when_alone", day=day)
    elif found.other:
        yield say("other", other=found.other)
    last = [*(_row(say, task) for task in found.tasks)] if found.source == "plan" else []
    yield from say.listed("last", last)
    yield from say.listed("done", (say("item", what=one) for one in found.done))
    raised = [*(say("item", what=one) for one in _told(found))]
    raised += [] if last else [_row(say, task) for task in found.tasks]
    yield from say.listed("points", raised)


def _rehearse(found: Agreed) -> Iterator[str]:
    say = _Say(found.lang, "rehearse")
    told = " ".join(f"{_upper(one.rstrip('.'))}." for one in found.points[:3])
    about = (("outcome", found.outcome), ("goal", found.goal), ("about", told))
    key, what = next((pair for pair in about if pair[1]), ("", ""))
    if not key:
        return
    if found.other:
        yield say("who", other=found.other)
    yield say(key, what=what)
    asked = [task.what for task in found.tasks if task.who not in ME.values()]
    if asked and found.source == "feedback":
        yield say("ending", what=asked[0])


def _goal(found: Agreed) -> Iterator[str]:
    say = _Say(found.lang, "goal")
    for task in found.tasks[:1]:
        wish = deed(task.what, found.lang)
        key, what = ("wish", wish) if wish else ("as_said", task.what)
        if found.next_talk:
            # What is to be tried is tried until the day it is looked at.
            key = {"wish": "until", "as_said": "until_said"}[key]
            yield say(key, what=what, day=show_short(found.next_talk, found.lang))
        else:
            yield say(key, what=what)
    if not found.tasks:
        yield from (say("as_said", what=one) for one in found.points)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


class _Say:
    """Says one line of a mode's section."""

    def __init__(self, lang: Lang, mode: str) -> None:
        self.lang: Lang = lang
        self._mode = mode

    def __call__(self, key: str, **values: object) -> str:
        return line_of(self.lang, self._mode, key, **values)

    def listed(self, head: str, items: Iterable[str]) -> Iterator[str]:
        """Yield a heading and its items; nothing where there are none."""
        found = list(items)
        if found:
            yield self(head)
            yield from found
