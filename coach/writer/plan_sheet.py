"""The plan as a page to keep: in brief, the steps as a table, check-ins, what happened and what is open."""

import datetime
from collections.abc import Mapping

from coach.checks.dates import show_date, show_short
from coach.domain.draft import Draft
from coach.domain.mode import Paper
from coach.domain.plan import BLANKS, Loose, PlanPaper, Progress
from coach.domain.text import Lang
from coach.writer.phrase import joined, upper_first
from coach.writer.plan import below, numbered, owner
from coach.writer.plan_words import WORDS
from coach.writer.prepare_sheet import plain
from coach.writer.sheet_ends import signed, sources, to_fill

_SHOWN = 6
"""Check-ins listed one by one; the rest are in the calendar file."""


def sheet(paper: Paper, draft: Draft, *, final: bool = True) -> str:
    """Return the page in Markdown; while questions remain, without the last parts."""
    assert isinstance(paper, PlanPaper)
    lang = draft.lang
    words = WORDS[lang]
    blocks = [f"# {words['title']}", f"## {words['short']}", _note(draft.text), *_table(paper, lang)]
    if not final:
        return "\n\n".join((*blocks, *_log(paper, lang)))
    blocks += [*_check_ins(paper, lang), *_kinds(paper, lang), *_listed(words["if_then"], paper.if_then)]
    blocks += [*_log(paper, lang), *_loose(paper, lang)]
    blocks += _listed(words["notes"], paper.notes)
    blocks += [words["left_out"].format(paper.left_out)] if paper.left_out else []
    blocks += to_fill(draft, words)
    blocks += sources(draft, words, plain)
    return "\n\n".join((*blocks, signed(draft, words, plain)))


def _note(text: str) -> str:
    """Return the plan in brief with its own lines kept, and nothing else of it read as Markdown."""
    lines: list[str] = []
    for line in text.splitlines():
        mark, rest = _mark(line)
        if lines and lines[-1] and line and (not mark or _kind(lines[-1]) != _kind(line)):
            lines.append("")
        lines.append(mark + plain(rest))
    return "\n".join(lines)


def _mark(line: str) -> tuple[str, str]:
    head, space, rest = line.partition(" ")
    number = head.endswith(".") and head[:-1].isdigit() and len(head) < 4
    return (f"{head} ", rest) if space and (head == "-" or number) else ("", line)


def _kind(line: str) -> str:
    """Return "-" or "1" for a line of a list, "" for others."""
    mark = _mark(line)[0][:1]
    return "1" if mark.isdigit() else mark


def _listed(title: str, items: tuple[str, ...]) -> list[str]:
    return [f"## {title}", "\n".join(f"- {plain(upper_first(item))}" for item in items)] if items else []


def _table(paper: PlanPaper, lang: Lang) -> list[str]:
    """Return the steps as a table, goal by goal; a milestone is a line of its own without a number."""
    words, blanks, numbers = WORDS[lang], BLANKS[lang], numbered(paper)
    tops: list[int | None] = [at for at, _ in paper.of("short")]
    rows: list[tuple[str, ...]] = []
    for at in (at for top in (*tops, None) for at in below(paper, top)):
        rung = paper.rungs[at]
        given = {
            name: blanks[name] if f"{name}:{at}" in paper.given_up else ""
            for name in ("owner", "when", "support", "evidence")
        }
        day = show_short(rung.day, lang) if rung.day else given["when"]
        day = f"{day} {words['gone']}" if paper.overdue(at) else day
        day = words["done_cell"] if rung.status == "done" else day
        what = plain(upper_first(rung.words))
        if rung.level == "milestone":
            rows.append(("", f"**{words['milestone']}: {what}** ({words[rung.kind]})", "", day, "", ""))
            continue
        said = (rung.support or given["support"], rung.evidence or given["evidence"])
        who = upper_first(owner(rung.owner, lang)) or given["owner"]
        rows.append((str(numbers[at]), what, plain(who), day, *(plain(upper_first(one)) for one in said)))
    if not rows:
        return []
    bar = "|" + " --- |" * 6
    lines = (f"| {' | '.join(cell or '–' if n else cell for n, cell in enumerate(row))} |" for row in rows)
    return [f"## {words['steps']}", "\n".join((words["head"], bar, *lines))]


def _check_ins(paper: PlanPaper, lang: Lang) -> list[str]:
    words, known = WORDS[lang], paper.check_ins
    if not known.days:
        return []
    shown = [_when(paper, day, lang) for day in known.days[:_SHOWN]]
    if (more := len(known.days) - _SHOWN) and more > 0:
        shown.append(words["and_more"].format(more, show_date(known.days[-1], lang)))
    lead = plain(upper_first(known.words)) + "." if known.words else words["proposed"].split(":")[0] + ":"
    listed = "\n".join(f"- {day}" for day in shown)
    extra = [words["extra"]] if known.rhythm and len(known.days) > len(known.rhythm) else []
    return [f"## {words['check_ins']}", lead, listed, *extra, words["ask"]]


def _when(paper: PlanPaper, day: datetime.date, lang: Lang) -> str:
    return f"{show_date(day, lang)} {WORDS[lang]['gone']}" if day < paper.today else show_date(day, lang)


def _kinds(paper: PlanPaper, lang: Lang) -> list[str]:
    """Return what the kinds of goal mean, where the plan has any learning goal."""
    words = WORDS[lang]
    kinds = {rung.kind for _, rung in paper.of("short", "milestone")}
    if "learning" not in kinds:
        return []
    lines = [f"- {words[f'kind_{kind}']}" for kind in ("learning", "performance") if kind in kinds]
    return [f"## {words['kinds']}", "\n".join(lines)]


def _log(paper: PlanPaper, lang: Lang) -> list[str]:
    words = WORDS[lang]
    lines = [f"- {_happened(paper, one, lang)}" for one in paper.log]
    return [f"## {words['log']}", "\n".join(lines)] if lines else []


def _happened(paper: PlanPaper, one: Progress, lang: Lang) -> str:
    when = f"{show_short(one.on, lang)} – " if one.on else ""
    return plain(when) + _what(paper, one, lang)


def _what(paper: PlanPaper, one: Progress, lang: Lang) -> str:
    words, rung = WORDS[lang], paper.rungs[one.rung]
    old = show_short(one.day, lang) if one.day else words["none"]
    day = show_short(rung.day, lang) if rung.day else words["none"]
    if one.what == "smaller":
        return plain(words["log_smaller"].format(what=joined(rung.words, lang), old=joined(one.words, lang)))
    return plain(words[f"log_{one.what}"].format(what=joined(rung.words, lang), day=day, old=old))


def _loose(paper: PlanPaper, lang: Lang) -> list[str]:
    lines = [f"- {plain(unsettled(paper, one, lang))}" for one in paper.loose if _still(paper, one)]
    return [f"## {WORDS[lang]['loose']}", "\n".join(lines)] if lines else []


def _still(paper: PlanPaper, one: Loose) -> bool:
    """Return whether a contradiction is still open: a later message may have set the day."""
    rung = paper.rungs[one.rung]
    return rung.status == "open" and (one.why == "which" or rung.day is None)


def unsettled(paper: PlanPaper, one: Loose, lang: Lang) -> str:
    """Return a contradiction in one line, with what to do about it."""
    rung = paper.rungs[one.rung]
    return WORDS[lang][f"loose_{one.why}"].format(
        words=rung.words,
        owner=rung.owner,
        day=show_date(one.day, lang) if one.day else "",
        other=show_date(one.other, lang) if one.other else "",
    )


def as_json(paper: Paper, draft: Draft) -> Mapping[str, object]:
    """Return the plan's own keys of the contract's JSON."""
    assert isinstance(paper, PlanPaper)
    lang = draft.lang
    return {
        "text": draft.text,
        "vision": {"hard": list(paper.hard), "soft": list(paper.soft)},
        "ladder": [
            {
                "id": at,
                "level": rung.level,
                "text": rung.words,
                "parent": rung.parent,
                "date": rung.day.isoformat() if rung.day else None,
                "date_text": show_date(rung.day, lang) if rung.day else None,
                "kind": rung.kind if rung.level != "action" else None,
                "owner": rung.owner or None,
                "support": rung.support or None,
                "evidence": rung.evidence or None,
                "status": rung.status,
            }
            for at, rung in enumerate(paper.rungs)
        ],
        "check_ins": {
            "text": paper.check_ins.words or None,
            "every_weeks": paper.check_ins.every_weeks or None,
            "dates": [day.isoformat() for day in paper.check_ins.days],
        },
        "progress": [
            {
                "id": one.rung,
                "what": one.what,
                "text": one.words,
                "was": one.day.isoformat() if one.day else None,
                "on": one.on.isoformat() if one.on else None,
            }
            for one in paper.log
        ],
        "open": [unsettled(paper, one, lang) for one in paper.loose if _still(paper, one)],
        "if_then": list(paper.if_then),
        "notes": list(paper.notes),
        "left_out": paper.left_out,
    }
