"""The plan mode's next question, with the step it is about and dates that fit the day."""

import datetime

from coach.checks.calendar import add_months, month_end
from coach.checks.dates import show_date, show_short
from coach.domain.draft import Question
from coach.domain.plan import FIELDS
from coach.modes.phrasebook import line, lines
from coach.modes.plan_ladder import above, working_day
from coach.modes.plan_talk import Talk

_MODE = "plan"
_LONG = 90


def ask(talk: Talk) -> Question | None:
    """Return the next question, or None when nothing is missing."""
    key, at = talk.wanted()
    if not key:
        return None
    name = f"{key}_one" if key in FIELDS and not talk.together(key) else key
    text = line(_MODE, talk.lang, "ask", name, **_values(talk, at))
    if together := talk.together(key):
        shown = talk.shown()
        listed = (f"{shown.index(each) + 1}. {_short(talk.rungs[each].words)}" for each in together)
        text = "\n".join((text, *listed))
    return Question(key, text, _examples(talk, key), _note(talk))


def _values(talk: Talk, at: int) -> dict[str, object]:
    """Return what a question's text may name of a step; for no step, of the goal that has no words yet."""
    if at < 0:
        return {"words": line(_MODE, talk.lang, "what", "short")}
    rung, up = talk.rungs[at], above(talk.rungs, at)
    joint = {"sv": " eller ", "en": " or "}[talk.lang]
    return {
        "words": _short(rung.words),
        "day": _shown(talk, rung.day),
        "other": _shown(talk, rung.other),
        "goal": _short(talk.rungs[up].words) if up is not None else "",
        "limit": _shown(talk, talk.limit(at)),
        "name": rung.owner,
        "names": joint.join(talk.namesakes(at)),
    }


def _shown(talk: Talk, day: object) -> str:
    return show_date(day, talk.lang) if isinstance(day, datetime.date) else ""


def _short(words: str) -> str:
    return words if len(words) <= _LONG else words[:_LONG].rsplit(" ", 1)[0] + " …"


def _note(talk: Talk) -> str:
    key, at = talk.wanted()
    notes = [_said(talk, name, values) for name, values in talk.notes]
    if key in ("long_when", "short_when") and talk.rungs[at].day:
        notes.append(_said(talk, f"window_{talk.rungs[at].level}", {"at": at}))
    if len(talk.said) == 1:
        notes.append(line(_MODE, talk.lang, "note", "explain"))
    return " ".join(dict.fromkeys(filter(None, notes)))


def _said(talk: Talk, name: str, values: dict[str, object]) -> str:
    at = values.get("at")
    found: dict[str, object] = dict(_values(talk, at)) if isinstance(at, int) else {}
    found |= {key: _shown(talk, value) or value for key, value in values.items()}
    if name == "taken":
        found["what"] = line(_MODE, talk.lang, "what", str(values["what"]))
    return line(_MODE, talk.lang, "note", name, **found)


def _examples(talk: Talk, key: str) -> tuple[str, ...]:
    month = add_months(talk.today, 7)
    days = {
        "soon": working_day(talk.today + datetime.timedelta(days=7), talk.today),
        "later": working_day(month_end(talk.today.year, talk.today.month + 2), talk.today),
        "june": month_end(month.year, month.month),
    }
    shown = {name: show_short(day, talk.lang) for name, day in days.items()}
    return tuple(text.format(**shown) for text in lines(_MODE, talk.lang, "examples", key))
