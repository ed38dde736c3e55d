"""The prepare mode's next question, with examples from the person's own trade."""

import datetime
import re

from coach.checks.dates import show_date
from coach.checks.dates.show import weekday_name
from coach.domain.draft import Question
from coach.domain.prepare import When
from coach.domain.text import Lang
from coach.modes.phrasebook import line, lines, table
from coach.modes.prepare_read import begins
from coach.modes.prepare_talk import Talk

_MODE = "prepare"


def ask(talk: Talk) -> Question | None:
    """Return the next question, or None when nothing is missing."""
    key = talk.wanted()
    if not key:
        return None
    section = "ask_manager" if talk.role == "manager" else "ask"
    colleagues = (
        talk.colleagues[0] if len(talk.colleagues) == 1 else line(_MODE, talk.lang, "label", "somebody")
    )
    text = line(_MODE, talk.lang, section, key, other=_other(talk), colleagues=colleagues)
    return Question(key, text, _examples(talk, key), _note(talk, key))


def _other(talk: Talk) -> str:
    return talk.other or line(_MODE, talk.lang, "label", "nobody")


def _note(talk: Talk, key: str) -> str:
    notes = [_said(talk, name) for name in dict.fromkeys(talk.notes)]
    if key in ("result", "evidence") and len(talk.achievements) > 1:
        notes.append(
            line(_MODE, talk.lang, "note", "about", action=_short(talk.achievements[talk.row].action))
        )
    if len(talk.said) == 1:
        notes.append(line(_MODE, talk.lang, "note", "explain"))
    return " ".join(filter(None, notes))


def _said(talk: Talk, name: str) -> str:
    day = talk.conflict.end if talk.conflict else talk.late
    return line(
        _MODE,
        talk.lang,
        "note",
        name,
        when=shown(talk.when, talk.lang),
        date=show_date(day, talk.lang) if day else "",
        minutes=talk.odd or "",
        n=len(talk.points),
        other=_other(talk),
    )


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"


def shown(when: When, lang: Lang) -> str:
    """Return what is known of a meeting's time, as in "torsdag 26 november 2026 kl. 10, 60 minuter"."""
    at = {"sv": " kl. {}", "en": ", {}" if re.match(r"noon|midday", when.clock) else " at {}"}[lang]
    parts = []
    if when.day:
        parts.append(show_date(when.day, lang) + (at.format(when.clock) if when.clock else ""))
    elif when.week:
        first, last = (show_date(day, lang) for day in when.week)
        parts.append({"sv": f"veckan {first} till {last}", "en": f"the week {first} to {last}"}[lang])
    elif when.clock:
        parts.append(at.format(when.clock).strip(" ,"))
    if when.minutes:
        parts.append(f"{when.minutes} {'minuter' if lang == 'sv' else 'minutes'}")
    return ", ".join(parts)


def _examples(talk: Talk, key: str) -> tuple[str, ...]:
    if found := lines(_MODE, talk.lang, "examples", key):
        day = talk.when.day or talk.today + datetime.timedelta(days=7)
        soon = max(talk.today + datetime.timedelta(days=1), day - datetime.timedelta(days=3))
        soon -= datetime.timedelta(days=max(0, soon.weekday() - 4))
        return tuple(text.format(day=weekday_name(soon, talk.lang)) for text in found)
    theme = "achievement" if key == "another" else key
    found = _theme(" ".join(talk.said), talk.lang, theme)
    return tuple(_about(text, talk) for text in found) if theme == "achievement" else found


def _about(text: str, talk: Talk) -> str:
    """Return an example as the manager would say it of the other: "Lina gjorde en checklista"."""
    bare = re.sub(r"^(?:jag|I) ", "", text)
    if talk.role == "manager":
        return f"{_other(talk)} {bare}"
    return text if bare != text else f"{'jag' if talk.lang == 'sv' else 'I'} {text}"


def _theme(text: str, lang: Lang, key: str) -> tuple[str, ...]:
    """Return the examples of the theme whose words the text has most of."""
    themes = table(_MODE, "themes", lang)["theme"]
    assert isinstance(themes, list)
    low = text.lower()[:20_000]
    counts = [sum(begins(low, word, lang) for word in theme["words"]) for theme in themes]
    best = themes[counts.index(max(counts))] if any(counts) else themes[-1]
    return tuple(best[key])
