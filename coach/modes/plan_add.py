"""What one message adds to a plan: vision, goals, rows, a rhythm."""

import re
from dataclasses import replace

from coach.checks.calendar import add_months
from coach.checks.dates import find_dates
from coach.domain.goal import Kind
from coach.domain.plan import CheckIns, Rung
from coach.modes import plan_read as read
from coach.modes import plan_when as when
from coach.modes.email_people import people
from coach.modes.phrasebook import cue
from coach.modes.plan_ladder import window
from coach.modes.plan_match import overlap, stems
from coach.modes.plan_talk import MOST_ROWS, Talk

_GOALS = 3
_NOTES = 12
_FIGURES = re.compile(r"\d+")
_MONTH = 4
_YOU = frozenset(("du", "ni", "you"))
_GREETED = re.compile(r"^(?:[Hh]ej|[Hh]i|[Hh]ello|[Dd]ear) ([A-ZÅÄÖÉ]\w+)[,!]?$", re.MULTILINE)
# "2029 är jag …": a year alone says when, in a goal for the long run.
_SPAN = re.compile(
    r"\b(?:tre|fyra|fem|three|four|five|[3-5])(?:\s?(?:-|–|till|to|eller|or)\s?(?:fyra|fem|four|five|[45]))?"
    r"\s(?:år|years?)\b"
)
_YEAR = re.compile(r"(?<!\d)20[2-9]\d(?!\d)")
_LEAST = 2
"""Words of a note: a greeting is none."""
_ROUTED = ("actions", "long", "short", "hard", "soft", "check_in")
MODE = read.MODE


def hear(talk: Talk, text: str) -> None:
    """Take in whom a message names."""
    if greeted := _GREETED.search(text[:2000]):
        talk.receiver = greeted[1]
    talk.names = tuple(dict.fromkeys((*talk.names, *people(text[:20_000], talk.lang))))


def routed(talk: Talk, text: str, asked: str) -> list[tuple[str, str]]:
    """Return which sentences of a message answer which question, neighbours for the same one joined."""
    found: list[tuple[str, str]] = []
    others = [key for key in _ROUTED if key != asked and (key, asked) != ("short", "actions")]
    for piece in read.pieces(text):
        low = read.tidy(piece.lower())
        if cue(MODE, talk.lang, "if_then").match(low):
            key = "if_then"
        else:
            key = next((k for k in others if cue(MODE, talk.lang, k).search(low)), asked)
        if found and found[-1][0] == key:
            found[-1] = (key, f"{found[-1][1]}\n{piece}")
        else:
            found.append((key, piece))
    return found


def vision(talk: Talk, key: str, text: str) -> None:
    """Keep what a message says of the working life wanted."""
    found = [read.without_lead(piece, talk.lang, "lead_vision") for piece in read.pieces(text)]
    kept = [words for words in found if any(c.isalnum() for c in words)][:_NOTES]
    (talk.hard if key == "hard" else talk.soft).extend(kept)


def ahead(talk: Talk, text: str) -> None:
    """Keep the long-term goal in the person's sentence, with the day it names."""
    if (at := talk.long()) is not None:
        keep(talk, text)
        dated(talk, at, text)
        return
    flat = read.tidy(" ".join(read.pieces(text)))
    talk.rungs.append(Rung("long", flat, kind=kind(talk, flat)))
    at = len(talk.rungs) - 1
    dated(talk, at, text)
    for goal in talk.goals():
        talk.rungs[goal] = replace(talk.rungs[goal], parent=at)


def dated(talk: Talk, at: int, text: str, *, bare: bool = False) -> bool:
    """Set a goal's day from a text and return whether it names one."""
    lead = {"sv": "senast ", "en": "by "}[talk.lang]
    found = find_dates(text, talk.lang, talk.today)
    if not found and bare and len(text.split()) <= 5:
        found = find_dates(lead + text.strip(), talk.lang, talk.today)
    if not found and talk.rungs[at].level == "long":
        ahead = {"sv": "om ", "en": "in "}[talk.lang]
        if span := _SPAN.search(text.lower()):
            found = find_dates(ahead + span[0], talk.lang, talk.today)
        elif year := _YEAR.search(text):
            found = find_dates(lead + year[0], talk.lang, talk.today)
    if not found:
        return False
    mention = found[-1]
    day = mention.end
    if talk.rungs[at].level == "long" and mention.rule == "year":
        # "2029" may be meant from its first day on: the year counts, not its last day.
        first = add_months(talk.today, 36)
        day = max(day, first) if day.year == first.year else day
    said = read.tidy(text) if bare else text[slice(*mention.span)]
    doubt = "past" if day < talk.today else "conflict" if mention.conflict else ""
    talk.rungs[at] = replace(talk.rungs[at], day=day, day_words=said, rule=mention.rule, doubt=doubt)
    return True


def kind(talk: Talk, words: str) -> Kind:
    """Return whether a goal counts what is learnt or what comes of it."""
    learning = cue("goal", talk.lang, "learning").search(words.lower())
    return "learning" if learning or cue(MODE, talk.lang, "learning").search(words.lower()) else "performance"


def aims(talk: Talk, text: str) -> None:
    """Keep up to three short-term goals of a message; one day for all where only one is named."""
    found = read.rows(text, talk.lang, talk.today, talk.names)
    days = [one.rung for one in found if one.rung.day]
    first, _ = window("short", talk.today)
    for one in found:
        if len(found) > 1 and one.rung.day and talk.today <= one.rung.day < first:
            # Of several, the near ones are steps on the way; one alone is asked about.
            added(talk, one.rung, -1)
            talk.note("taken", what="actions")
            continue
        words = read.without_lead(one.rung.words, talk.lang, "lead_short")
        rung = replace(
            one.rung, level="short", owner="", words=words, kind=kind(talk, words), parent=talk.long()
        )
        if not rung.day and len(days) == 1:
            rung = replace(rung, day=days[0].day, day_words=days[0].day_words)
        if len(talk.goals()) < _GOALS:
            talk.rungs.append(rung)
            _adopt(talk, len(talk.rungs) - 1)
        else:
            talk.note("three")
            keep(talk, one.rung.words)


def _adopt(talk: Talk, goal: int) -> None:
    """Give the steps that lead nowhere yet to a new goal."""
    for at in talk.steps():
        rung = talk.rungs[at]
        if rung.parent is None:
            talk.rungs[at] = replace(rung, parent=goal)


def take_rows(talk: Talk, text: str, goal: int, *, sure: bool = False) -> int:
    """Add the rows of a message under a goal and return how many there were.

    Args:
        talk: The plan.
        text: The message.
        goal: The goal they lead to; -1 where there is none yet.
        sure: Whether only rows count that say that they are one; the rest is kept as a note.
    """
    found = read.rows(text, talk.lang, talk.today, talk.names)
    under: int | None = None
    count = 0
    for one in found:
        helps = not one.rung.day and cue(MODE, talk.lang, "helps").match(one.rung.words.lower())
        if helps or (sure and not one.sure):
            # "Anna hjälper mig med kursen" tells of support, and nothing to tick off.
            keep(talk, one.said)
            continue
        if added(talk, one.rung, goal if under is None else under):
            count += 1
            under = len(talk.rungs) - 1 if one.rung.level == "milestone" else under
    return count


def loose_rows(talk: Talk, text: str) -> None:
    """Take the rows of a text that nothing was asked for: own goals for the year, steps that say they are.

    What the person will do, dated six to twelve months ahead, is a goal for the year: so a goal made
    elsewhere needn't be typed again.
    """
    found = read.rows(text, talk.lang, talk.today, talk.names)
    for one in found:
        if not one.sure:
            keep(talk, one.said)
        elif _goal_of_the_year(talk, one.rung, listed=one.deep):
            rung = replace(
                one.rung, level="short", owner="", kind=kind(talk, one.rung.words), parent=talk.long()
            )
            talk.rungs.append(rung)
            _adopt(talk, len(talk.rungs) - 1)
        else:
            added(talk, one.rung, -1)


def _goal_of_the_year(talk: Talk, rung: Rung, *, listed: bool) -> bool:
    own = rung.owner.lower() in ("jag", "i")
    first, last = window("short", talk.today)
    return bool(own and rung.day and first <= rung.day <= last and not listed and not talk.goals())


def added(talk: Talk, rung: Rung, goal: int) -> bool:
    """Add a step and return whether it is new; a second day for the same step becomes a question."""
    rung = replace(rung, owner=talk.receiver if rung.owner.lower() in _YOU else rung.owner)
    twin = _twin(talk, rung)
    if twin is not None:
        old = talk.rungs[twin]
        if rung.day and old.day and rung.day != old.day:
            talk.rungs[twin] = replace(old, doubt="two", other=rung.day, owner=old.owner or rung.owner)
        else:
            talk.rungs[twin] = replace(old, day=old.day or rung.day, owner=old.owner or rung.owner)
        return False
    if len(talk.steps()) >= MOST_ROWS:
        talk.left_out += 1
        talk.note("many", n=MOST_ROWS)
        return False
    level = (
        "action"
        if rung.level == "milestone" and goal >= 0 and talk.rungs[goal].level == "milestone"
        else rung.level
    )
    parent = goal if goal >= 0 else next(iter(talk.goals()), None)
    talk.rungs.append(
        replace(
            rung,
            level=level,
            parent=parent,
            kind=kind(talk, rung.words) if level == "milestone" else rung.kind,
        )
    )
    return True


def _twin(talk: Talk, rung: Rung) -> int | None:
    """Return the step that a row says again."""
    for at in talk.steps():
        said = talk.rungs[at].words
        same = _FIGURES.findall(said) == _FIGURES.findall(rung.words) and len(stems(rung.words)) > 1
        same = same and overlap(said, rung.words) > 0.99
        if same or talk.rungs[at].words.lower() == rung.words.lower():
            return at
    return None


def keep(talk: Talk, text: str) -> None:
    """Keep a sentence that fits nowhere else."""
    words = read.tidy(text)
    if len(words.split()) < _LEAST or words in talk.kept:
        return
    if len(talk.kept) < _NOTES:
        talk.kept.append(words)
    else:
        talk.left_out += 1


def only_steps(talk: Talk, text: str) -> bool:
    """Return whether what was said about check-ins is dated steps instead, and names no rhythm."""
    if when.every(text, talk.lang) or cue(MODE, talk.lang, "check_in").search(text.lower()):
        return False
    found = read.rows(text, talk.lang, talk.today, talk.names)
    return any(one.rung.day and read.is_deed(one.rung.words, talk.lang) for one in found)


def rhythm(talk: Talk, text: str) -> None:
    """Keep how often the plan is looked at, and any day that is named."""
    days = tuple(m.end for m in find_dates(text, talk.lang, talk.today) if m.end > talk.today)
    weeks = when.every(text, talk.lang)
    days = tuple(dict.fromkeys((*talk.check_in.days, *days)))
    if not weeks and (talk.check_in.words or days):
        talk.check_in = replace(talk.check_in, days=days)
        return
    words = read.without_lead(text.replace("\n", " "), talk.lang, "lead_check_in")
    weekday, nth = when.weekday(text, talk.lang), when.nth(text, talk.lang)
    talk.check_in = CheckIns(words, weeks, weekday, nth if weeks == _MONTH else 0, days=days)
