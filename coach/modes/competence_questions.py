"""The competence mode's next question, and the question worth asking about a difference."""

import datetime
from collections.abc import Sequence

from coach.checks.dates import show_date
from coach.domain.competence import Rating
from coach.domain.draft import Question
from coach.domain.text import Lang
from coach.modes import competence_plan as plan
from coach.modes.competence_talk import Talk
from coach.modes.phrasebook import line, lines, table

_MODE = "competence"
_DAYS = ("past", "late")


def ask(talk: Talk) -> Question | None:
    """Return the next question, or None when nothing is missing."""
    key = talk.wanted()
    if not key:
        return None
    section = "ask" if talk.side == "own" else "ask_manager"
    doubt = talk.doubt()
    name = f"{key}_theirs" if key == "doubt" and doubt and doubt.speaker == "them" else key
    name = "theirs_rest" if key == "theirs" and talk.ratings.any("them") else name
    values = _values(talk, key)
    told = f"{key}_manager" if key == "evidence" and talk.side == "manager" else key
    examples = tuple(text.format(**values) for text in lines(_MODE, talk.lang, "examples", told))
    if key in ("choose", "missing"):
        examples = _names(talk, key)
    return Question(key, line(_MODE, talk.lang, section, name, **values), examples, _note(talk, key))


def _names(talk: Talk, key: str) -> tuple[str, ...]:
    """Return what can be answered: what differs, else what is there; a level for what is missing."""
    all_ = talk.names.all
    if key == "missing":
        return tuple(f"{all_[at]} {level}" for at, level in zip(talk.missing()[:2], (2, 3), strict=False))
    return tuple(all_[at] for at in talk.ratings.apart()[:3]) or tuple(all_[:2])


def _values(talk: Talk, key: str) -> dict[str, str]:
    row = talk.rows[talk.row()] if talk.row() >= 0 else None
    doubt = talk.doubt()
    at = {"doubt": doubt.at if doubt else 0, "evidence": talk.lacking()}.get(key, 0)
    name = talk.names.all[at] if talk.names.all else ""
    open_ = talk.ratings.without("them") if key == "theirs" else talk.missing()
    return {
        "name": row.name if row and key in plan.STEPS else name,
        "names": _joined([talk.names.all[at] for at in open_], talk.lang),
        "other": talk.other or line(_MODE, talk.lang, "label", f"other_{talk.side}"),
        "due": show_date(row.due, talk.lang) if row and row.due else "",
    }


def _joined(names: Sequence[str], lang: Lang) -> str:
    last = f" {line(_MODE, lang, 'label', 'and')} "
    return last.join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))


def _note(talk: Talk, key: str) -> str:
    lang, notes = talk.lang, [_said(talk, name, words) for name, words in dict.fromkeys(talk.notes)]
    doubt = talk.doubt()
    if key == "doubt" and doubt:
        notes.append(line(_MODE, lang, "note", doubt.kind, words=doubt.words))
    half = key == "doubt" and doubt is not None and doubt.kind == "half"
    if half or key in ("competences", "own") or (key == "target" and talk.row() == 0):
        meant = "; ".join(f"{level} {text}" for level, text in enumerate(levels(lang)))
        notes.append(line(_MODE, lang, "note", "scale", levels=meant))
    if key == "missing":
        notes.append(line(_MODE, lang, "note", "empty"))
    if key == "own" and not talk.trade:
        notes.append(line(_MODE, lang, "note", "named", names=_joined(talk.names.all, lang)))
    if key in ("support", "proof", "due", "check_in") and len(talk.rows) > 1:
        notes.append(line(_MODE, lang, "note", "at", name=talk.rows[talk.row()].name))
    if len(talk.said) == 1:
        notes.append(line(_MODE, lang, "note", "explain"))
    return " ".join(notes)


def _said(talk: Talk, name: str, words: str) -> str:
    row = talk.rows[talk.row()] if talk.row() >= 0 else None
    now = plan.now(row) if row else None
    listed = ", ".join(talk.trade.competences) if talk.trade else ""
    return line(
        _MODE,
        talk.lang,
        "note",
        name,
        words=words,
        now=now,
        names=listed,
        trade=talk.trade.name if talk.trade else "",
        date=show_date(datetime.date.fromisoformat(words), talk.lang) if name in _DAYS else "",
        due=show_date(row.due, talk.lang) if row and row.due else "",
    )


def levels(lang: Lang) -> tuple[str, ...]:
    """Return what each level means, from 0 up."""
    found = table(_MODE, "levels", lang)["level"]
    assert isinstance(found, list)
    return tuple(str(text) for text in found)


def about_gap(name: str, own: Rating, manager: Rating, at: int, lang: Lang) -> str:
    """Return a question for both about one difference; neighbours in the list get different ones."""
    if own.level is None or manager.level is None or own.level == manager.level:
        return ""
    far = abs(own.level - manager.level) > 1
    kind = "far" if far else "own_higher" if own.level > manager.level else "manager_higher"
    found = table(_MODE, "gaps", lang)[kind]
    assert isinstance(found, list)
    return str(found[at % len(found)]).format(name=name)
