"""What each kind of working paper hands on: goals, tasks with their days, points, names, the next talk."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from coach.checks.words import sentences
from coach.domain.agreed import Agreed, Task
from coach.domain.competence import CompetencePaper
from coach.domain.email import EmailPaper
from coach.domain.feedback import PARTS, FeedbackPaper
from coach.domain.goal import GoalPaper
from coach.domain.mode import Paper
from coach.domain.plan import PlanPaper
from coach.domain.prepare import PreparePaper
from coach.domain.received import ReceivedPaper
from coach.domain.rehearse import RehearsePaper
from coach.domain.text import Both, Lang
from coach.modes.agreed_days import fixed, undated
from coach.modes.email_lines import small
from coach.modes.email_verbs import infinitive
from coach.modes.phrasebook import cue, table
from coach.modes.plan_ladder import proposals
from coach.modes.plan_read import tidy, without_lead
from coach.modes.prepare_read import other_of

ME: Both = {"sv": "jag", "en": "I"}
_TO: Both = {"sv": "att ", "en": "to "}
_OWN = "own"
_STILL_TO_COME = ("rehearse", "feedback")
"""Modes whose statements may hold a day ahead that no field holds."""
_TIMES = frozenset(("nästa", "next"))
"""Words that could be a verb and begin a time."""


def agreed(paper: Paper, lang: Lang, said: datetime.date) -> Agreed | None:
    """Return what a paper hands on as it stands; None for one that has nothing to hand on.

    Args:
        paper: The working paper, finished or not.
        lang: The conversation's language.
        said: The day something was last said in it: a "på fredag" that no field resolved counts from there.
    """
    found = _of(paper, lang)
    if not found:
        return None
    tasks = (one if one.when else replace(one, what=fixed(one.what, lang, said)) for one in found.tasks)
    points = (
        (fixed(one, lang, said) for one in found.points) if found.source in _STILL_TO_COME else found.points
    )
    return replace(found, tasks=tuple(tasks), points=tuple(points))


def _of(paper: Paper, lang: Lang) -> Agreed | None:
    match paper:
        case GoalPaper():
            return _goal(paper, lang)
        case PlanPaper():
            return _plan(paper, lang)
        case CompetencePaper():
            return _competence(paper, lang)
    return _talk(paper, lang)


def _talk(paper: Paper, lang: Lang) -> Agreed | None:
    """Return what is handed on from something said to somebody."""
    match paper:
        case FeedbackPaper():
            return _feedback(paper, lang)
        case ReceivedPaper():
            return _received(paper, lang)
        case EmailPaper():
            return _email(paper, lang)
        case PreparePaper():
            return _prepare(paper, lang)
        case RehearsePaper():
            return _rehearse(paper, lang)
    return None


def deed(words: str, lang: Lang) -> str:
    """Return a phrase as it can follow "ska" or "will", "" where it does not begin with a verb."""
    bare = tidy(words)
    bare = bare.removeprefix(_TO[lang])
    first, _, rest = bare.partition(" ")
    if small(first) in _TIMES:
        return ""
    verb = infinitive(small(first), lang)
    # Only what is an infinitive already: turning "Johan ringer" around is for the readers of notes.
    return f"{small(first)} {rest}".strip() if verb and verb == small(first) else ""


def _goal(paper: GoalPaper, lang: Lang) -> Agreed:
    core = paper.parts.get("specific")
    by = paper.deadline if paper.deadline_fits else None
    first = paper.first_step
    told = (
        line_of(lang, "said", name, words=tidy(part.words))
        for name, part in paper.parts.items()
        if name in ("measurable", "achievable", "relevant") and not (core and part.words in core.words)
    )
    return Agreed(
        "goal",
        lang,
        goal=without_lead(undated(core.words if core else paper.opening, lang, by), lang, "lead_short"),
        goal_by=by,
        tasks=(Task(undated(first.words, lang, paper.first_step_by), ME[lang], paper.first_step_by),)
        if first
        else (),
        points=tuple(told),
        if_then=_if_then(paper, lang),
    )


def _if_then(paper: GoalPaper, lang: Lang) -> tuple[str, ...]:
    """Return the if-then plan as it was said in one message, or put together from two."""
    if not paper.obstacle or not paper.response:
        return ()
    whole = tidy(paper.said[paper.response.turn])
    if paper.obstacle.turn == paper.response.turn and cue("plan", lang, "if_then").match(small(whole)):
        return (whole,)
    words = {"obstacle": tidy(paper.obstacle.words), "response": tidy(paper.response.words)}
    return (line_of(lang, "said", "if_then", **words),)


def _feedback(paper: FeedbackPaper, lang: Lang) -> Agreed:
    asked = [tidy(one.words) for one in paper.parts.get("request", ())]
    tasks = tuple(Task(deed(words, lang), paper.to) for words in asked if deed(words, lang))
    order = ("strength", *(name for name in PARTS if name not in ("strength", "request")))
    told = [one.words for name in PARTS for one in paper.parts.get(name, ()) if name in order]
    left = [words for words in asked if not deed(words, lang)]
    return Agreed("feedback", lang, other=paper.to, tasks=tasks, points=_once((*told, *left)))


def _received(paper: ReceivedPaper, lang: Lang) -> Agreed:
    said = without_lead(paper.attempt, lang, "lead_short")
    words = deed(said, lang) or said.removeprefix(_TO[lang])
    tasks = (Task(words, ME[lang]),) if words else ()
    return Agreed(
        "received",
        lang,
        tasks=tasks,
        points=_once(paper.taken),
        next_talk=paper.back,
    )


def _email(paper: EmailPaper, lang: Lang) -> Agreed:
    tasks = tuple(Task(tidy(one.what), one.who, None if one.doubt else one.when) for one in paper.actions)
    after = paper.next_contact
    day = after.day if after and not after.doubt else None
    return Agreed(
        "email",
        lang,
        other=paper.receiver,
        own=paper.own,
        tasks=tasks,
        points=_once(one.words for one in paper.points),
        next_talk=day,
        next_words=after.words if after and not day else "",
    )


def _prepare(paper: PreparePaper, lang: Lang) -> Agreed:
    tasks: tuple[Task, ...] = ()
    if paper.colleagues:
        several = (", ".join(paper.colleagues[:-1]), paper.colleagues[-1])
        who = line_of(lang, "said", "and").join(filter(None, several))
        tasks = (Task(line_of(lang, "said", "feedback", who=who), ME[lang], paper.feedback_by),)
    return Agreed(
        "prepare",
        lang,
        other=paper.other,
        tasks=tasks,
        done=_once(one.action for one in paper.achievements),
        points=_once((*(point.words for point in paper.points), *paper.last)),
        outcome=tidy(paper.hope),
        next_talk=paper.when.day,
    )


def _plan(paper: PlanPaper, lang: Lang) -> Agreed:
    steps = paper.of("milestone", "action")
    goals = [rung for _, rung in paper.of("short") if rung.status == "open"]
    coming = [day for day in _named(paper) if day >= paper.today]
    more = tuple(Task(tidy(goal.words), ME[lang], goal.day) for goal in goals[1:])
    tasks = tuple(
        Task(
            tidy(rung.words),
            rung.owner or (ME[lang] if rung.level == "milestone" else ""),
            rung.day,
            rung.support,
            rung.evidence,
        )
        for _, rung in steps
        if rung.status == "open"
    )
    return Agreed(
        "plan",
        lang,
        other=other_of(paper.check_ins.words),
        goal=tidy(goals[0].words) if goals else "",
        goal_by=goals[0].day if goals else None,
        tasks=(*tasks, *more),
        done=_once(rung.words for _, rung in steps if rung.status == "done"),
        next_talk=coming[0] if coming else None,
        check_in=paper.check_ins.words,
        if_then=paper.if_then,
    )


def _named(paper: PlanPaper) -> tuple[datetime.date, ...]:
    """Return the check-ins that were agreed, without those that are only proposed before a deadline."""
    known = paper.check_ins
    ends = (rung.day for rung in paper.rungs if rung.day)
    proposed = {day for end in ends for day in proposals(end)}
    return known.rhythm or tuple(day for day in known.days if day not in proposed)


def _competence(paper: CompetencePaper, lang: Lang) -> Agreed:
    me = ME[lang] if paper.side == "own" else paper.other
    tasks = tuple(
        Task(row.activity, me, row.due, row.support, row.proof) for row in paper.plan if row.activity
    )
    goals = (
        line_of(lang, "said", "target", name=row.name, target=row.target)
        for row in paper.plan
        if row.target is not None
    )
    days = sorted(row.check_in for row in paper.plan if row.check_in)
    next_talk = days[0] if days else None
    return Agreed(
        "competence", lang, other=paper.other, tasks=tasks, points=_once(goals), next_talk=next_talk
    )


def _rehearse(paper: RehearsePaper, lang: Lang) -> Agreed | None:
    if not paper.debrief or not paper.debrief.handover or not paper.setting:
        return None
    own = paper.setting.scenario.id == _OWN
    name = paper.setting.scenario.text[lang].name
    said = paper.debrief.handover
    points = _once(said[start:end] for start, end in sentences(said))
    return Agreed("rehearse", lang, other=name if own else "", points=points)


def line_of(lang: Lang, section: str, key: str, **values: object) -> str:
    """Return one line of ``prompts/shared/onward.<lang>.toml``, its ``{…}`` filled."""
    found = table("shared", "onward", lang)[section]
    assert isinstance(found, dict)
    return str(found[key]).format(**values)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(tidy, words))))
