"""The preparation as a page to bring: Markdown with agenda, points, questions, message and checklist."""

import re
from collections.abc import Mapping, Sequence

from coach.checks.dates import show_date
from coach.domain.draft import Draft
from coach.domain.mode import Paper
from coach.domain.prepare import BLANKS, PreparePaper
from coach.domain.text import Lang
from coach.writer.phrase import joined, upper_first
from coach.writer.prepare import clock, request
from coach.writer.prepare import colleagues as asked
from coach.writer.prepare_words import WORDS
from coach.writer.sheet_ends import signed, sources, to_fill

_SPECIAL = re.compile(r"([\\`*_<>|#~]|\](?=\()|!(?=\[))")


def plain(text: str) -> str:
    """Return the person's words so that Markdown shows them as they are, on one line."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))


def sheet(paper: Paper, draft: Draft, *, final: bool = True) -> str:
    """Return the page in Markdown; while questions remain, without the last parts."""
    assert isinstance(paper, PreparePaper)
    lang = draft.lang
    words = WORDS[lang]
    title = words["with"].format(plain(paper.other)) if paper.other else words["title"]
    blocks = [f"# {title}", f"## {words['start']}", _note(draft.text)]
    blocks += [f"## {_total(paper, lang)}", _agenda(paper, lang), *_raised(paper, lang), *_pay(paper, lang)]
    blocks += _self(paper, lang)
    if not final:
        return "\n\n".join(blocks)
    blocks += [*_questions(paper, lang), *_message(paper, lang)]
    lines = (f"- [{'x' if one['done'] else ' '}] {plain(str(one['item']))}" for one in checklist(paper, lang))
    blocks += [f"## {words['checklist']}", "\n".join(lines)]
    blocks += [f"> {words['declined']}"] if paper.declined else []
    blocks += to_fill(draft, words)
    blocks += sources(draft, words, plain)
    return "\n\n".join((*blocks, signed(draft, words, plain)))


def _note(text: str) -> str:
    """Return the speaking note with its own lines and lists kept, and nothing else of it read as Markdown."""
    lines: list[str] = []
    for line in text.splitlines():
        bullet = "- " if line.startswith("- ") else ""
        if bullet and lines and lines[-1] and not lines[-1].startswith("- "):
            lines.append("")
        lines.append(bullet + plain(line[len(bullet) :]))
    return "\n".join(lines)


def _table(head: str, rows: Sequence[Sequence[str]]) -> str:
    bar = "|" + " --- |" * (head.count("|") - 1)
    return "\n".join((head, bar, *(f"| {' | '.join(row)} |" for row in rows)))


def _total(paper: PreparePaper, lang: Lang) -> str:
    words, minutes = WORDS[lang], paper.when.minutes
    return words["agenda_for"].format(minutes) if minutes else words["agenda"]


def _agenda(paper: PreparePaper, lang: Lang) -> str:
    words = WORDS[lang]
    mine = paper.role
    other = words["staff" if mine == "manager" else "chief"]
    if paper.other:
        other = plain(paper.other)
    rows = [
        (
            row.title,
            str(row.minutes) if row.minutes else "–",
            getattr(row, mine),
            row.employee if mine == "manager" else row.manager,
        )
        for row in paper.agenda
    ]
    return _table(words["head"].format(upper_first(other)), rows)


def _raised(paper: PreparePaper, lang: Lang) -> list[str]:
    rows = [row for row in paper.agenda if row.points]
    if not rows:
        return []
    blocks = [f"## {WORDS[lang]['raised']}"]
    for row in rows:
        blocks += [f"**{row.title}**", "\n".join(f"- {plain(point)}" for point in row.points)]
    return blocks


def _pay(paper: PreparePaper, lang: Lang) -> list[str]:
    if not paper.pay:
        return []
    words = WORDS[lang]
    points = "\n".join(f"- {plain(joined(point, lang))}" for point in paper.pay)
    return [f"## {words['pay']}", words["pay_line"], points]


def _self(paper: PreparePaper, lang: Lang) -> list[str]:
    if not paper.achievements:
        return []
    words, blanks = WORDS[lang], BLANKS[lang]
    rows = [
        (
            plain(upper_first(row.action)),
            plain(upper_first(row.result) or blanks["result"]),
            plain(upper_first(row.evidence) or blanks["evidence"]),
        )
        for row in paper.achievements
    ]
    title = words["seen" if paper.role == "manager" else "self"]
    return [f"## {title}", _table(words["self_head"], rows)]


def _questions(paper: PreparePaper, lang: Lang) -> list[str]:
    words = WORDS[lang]
    manager = paper.role == "manager"
    order = ("to_employee", "to_manager") if manager else ("to_manager", "to_employee")
    blocks: list[str] = []
    for key in order:
        title = words[f"m_{key}" if manager else key].format(plain(paper.other or words["nobody"]))
        listed = "\n".join(f"- {question}" for question in getattr(paper, key))
        blocks += [f"## {title}", listed]
    return [*blocks[:1], words["choose"], *blocks[1:]]


def _message(paper: PreparePaper, lang: Lang) -> list[str]:
    text = request(paper, lang)
    if not text:
        return []
    words = WORDS[lang]
    lead = words["send" if len(paper.colleagues) > 1 else "send_one"].format(plain(asked(paper, lang)))
    quoted = "\n".join(f"> {_quoted(line)}".rstrip() for line in text.splitlines())
    return [f"## {words['request']}", lead, quoted]


def _quoted(line: str) -> str:
    number = re.match(r"\d\. ", line)
    return (number[0] + plain(line[3:])) if number else plain(line)


def checklist(paper: PreparePaper, lang: Lang) -> tuple[Mapping[str, object], ...]:
    """Return what to see to before the meeting; what the person has told is done is ticked."""
    words, when = WORDS[lang], paper.when
    time = show_date(when.day, lang) + clock(when.clock, lang) if when.day else ""
    told = words["c_told"].format(upper_first(paper.other or words["nobody"]))
    items: list[tuple[str, str, bool]] = [
        ("c_time", time, bool(when.day and when.clock and when.minutes)),
        ("c_place", when.place, bool(when.place)),
        *([] if paper.no_last == "none" else [("c_plan", "", bool(paper.last) or "plan" in paper.settled)]),
        ("c_form", "", "form" in paper.settled),
    ]
    items += [("c_asked", "", False)] if paper.colleagues else []
    items += [("c_told", "", False)] if paper.colleagues and paper.role == "manager" else []
    items += [("c_questions", "", False), ("c_follow_up", "", "follow_up" in paper.settled)]
    return tuple(
        {"item": (told if key == "c_told" else words[key]) + (f": {more}" if more else ""), "done": done}
        for key, more, done in items
    )


def as_json(paper: Paper, draft: Draft) -> Mapping[str, object]:
    """Return the preparation's own keys of the contract's JSON."""
    assert isinstance(paper, PreparePaper)
    lang, when = draft.lang, paper.when
    return {
        "role": paper.role,
        "with": paper.other or None,
        "date": when.day.isoformat() if when.day else None,
        "date_text": show_date(when.day, lang) if when.day else None,
        "time": when.clock or None,
        "minutes": when.minutes,
        "place": when.place or None,
        "note": draft.text,
        "agenda": [
            {"stage": row.title, "minutes": row.minutes, "points": list(row.points)} for row in paper.agenda
        ],
        "pay": list(paper.pay),
        "questions": {"to_manager": list(paper.to_manager), "to_employee": list(paper.to_employee)},
        "checklist": [dict(item) for item in checklist(paper, lang)],
        "self_assessment": [
            {"action": row.action, "result": row.result or None, "evidence": row.evidence or None}
            for row in paper.achievements
        ],
        "feedback_request": request(paper, lang) or None,
    }
