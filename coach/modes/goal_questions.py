"""The goal mode's next question, with two examples that fit what the person writes about."""

import datetime

from coach.checks.dates import show_date, show_short, weekday_name
from coach.domain.draft import Question
from coach.domain.goal import BLANKS, CRITERIA, GoalPaper
from coach.domain.text import Lang
from coach.modes.goal_answers import Talk
from coach.modes.phrasebook import line, lines, table

_MODE = "goal"


def ask(talk: Talk) -> Question | None:
    """Return the next question, or None when nothing is missing."""
    key = talk.wanted()
    if not key:
        return None
    if key == "specific" and talk.kind == "learning":
        text = line(_MODE, talk.lang, "ask", "specific_learning")
    else:
        text = line(_MODE, talk.lang, "ask", key, confidence=talk.confidence, week=_week(talk))
    return Question(key, text, _examples(talk, key), _note(talk, key))


def blanks(paper: GoalPaper, lang: Lang) -> tuple[str, ...]:
    """Return the marked blanks for the criteria the person was asked about and could not answer."""
    return tuple(
        BLANKS[lang][name] for name in CRITERIA if name in paper.given_up and name not in paper.parts
    )


def _week(talk: Talk) -> str:
    return show_date(talk.today + datetime.timedelta(days=7), talk.lang)


def _note(talk: Talk, key: str) -> str:
    if not talk.note:
        return line(_MODE, talk.lang, "note", "explain") if len(talk.said) == 1 else ""
    conflict = talk.conflict
    date = ""
    if conflict:
        date = f"{show_date(conflict.end, talk.lang)}"
    elif talk.deadline:
        date = show_date(talk.deadline, talk.lang)
    return line(_MODE, talk.lang, "note", talk.note, date=date, words=talk.said[-1].strip()[:60])


def _examples(talk: Talk, key: str) -> tuple[str, ...]:
    if talk.kind == "learning" and (found := lines(_MODE, talk.lang, "examples_learning", key)):
        return found
    if key in CRITERIA and key != "time_bound":
        return _theme(" ".join(talk.said), talk.lang, key)
    month = show_short(talk.today.replace(day=1) + datetime.timedelta(days=100), talk.lang).split()[1]
    day = talk.today + datetime.timedelta(days=1 if talk.today.weekday() < 4 else 7 - talk.today.weekday())
    values = {"month": month, "day": weekday_name(day, talk.lang)}
    return tuple(text.format(**values) for text in lines(_MODE, talk.lang, "examples", key))


def _theme(text: str, lang: Lang, key: str) -> tuple[str, ...]:
    """Return the examples of the theme whose words the text has most of."""
    themes = table(_MODE, "themes", lang)["theme"]
    assert isinstance(themes, list)
    low = f" {text.lower()}"
    best = max(
        themes, key=lambda theme: sum(f" {word}" in low or f"\n{word}" in low for word in theme["words"])
    )
    if not any(f" {word}" in low for word in best["words"]):
        best = themes[-1]
    return tuple(best[key])
