"""Two assessments as a page to bring: levels side by side, what to ask each other, rows for the plan."""

import re
from collections.abc import Mapping, Sequence

from coach.checks.dates import show_short
from coach.domain.competence import CompetenceBlank, CompetencePaper, CompetenceRow, PlanRow, Rating
from coach.domain.draft import Draft
from coach.domain.mode import Paper
from coach.domain.text import Lang
from coach.writer.competence import closed, field, sides
from coach.writer.competence_words import WORDS
from coach.writer.phrase import joined, upper_first
from coach.writer.sheet_ends import signed, sources, to_fill

PICTURE = "competence.png"
"""The name a document's sheet calls the chart by."""
_SPECIAL = re.compile(r"([\\`*_<>|#~]|\](?=\()|!(?=\[))")
_FIELDS: tuple[CompetenceBlank, ...] = ("target", "activity", "support", "proof", "due", "check_in")


def plain(text: str) -> str:
    """Return the person's words so that Markdown shows them as they are, on one line."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))


def sheet(paper: Paper, draft: Draft, *, final: bool = True) -> str:
    """Return the page in Markdown; while questions remain, without the last parts."""
    return _page(paper, draft, final=final, alt="")


def illustrated(paper: Paper, draft: Draft, alt: str, *, final: bool = True) -> str:
    """Return the page with the chart in it, named ``PICTURE``.

    Args:
        paper: The assessments.
        draft: The note.
        alt: What the picture shows, in words.
        final: Whether nothing is asked any more.
    """
    return _page(paper, draft, final=final, alt=alt)


def _page(paper: Paper, draft: Draft, *, final: bool, alt: str) -> str:
    assert isinstance(paper, CompetencePaper)
    lang, words = draft.lang, WORDS[draft.lang]
    title = words["with"].format(plain(paper.other)) if paper.other else words["title"]
    blocks = [f"# {title}", f"## {words['start']}", _note(draft.text)]
    blocks += [f"## {words['levels']}", _levels(paper, lang)] if paper.rows else []
    blocks += [f"## {words['picture']}", f"![{_bare(alt)}]({PICTURE})"] if alt and paper.rows else []
    blocks += _unread(paper, lang)
    if not final:
        return "\n\n".join(blocks)
    blocks += [*_seen(paper, lang), *_rows(paper, lang), *_take(paper, lang)]
    meaning = "\n".join(f"- {level}: {text}" for level, text in enumerate(paper.levels))
    blocks += [f"## {words['scale']}", meaning]
    blocks += [f"> {words['declined']}"] if paper.declined else []
    blocks += [*to_fill(draft, words), *sources(draft, words, plain)]
    return "\n\n".join((*blocks, signed(draft, words, plain)))


def _bare(alt: str) -> str:
    return re.sub(r"[\[\]\\]", "", alt)


def _note(text: str) -> str:
    """Return the note with its own lines and lists kept, and nothing else of it read as Markdown."""
    lines: list[str] = []
    for line in text.splitlines():
        bullet = "- " if line.startswith("- ") else ""
        begins = bullet and lines and lines[-1] and not lines[-1].startswith("- ")
        follows = not bullet and line and lines and lines[-1]
        lines += [""] if begins or follows else []
        lines.append(bullet + plain(line[len(bullet) :]))
    return "\n".join(lines)


def _table(head: str, rows: Sequence[Sequence[str]]) -> str:
    bar = "|" + " --- |" * (head.count("|") - 1)
    return "\n".join((head, bar, *(f"| {' | '.join(row)} |" for row in rows)))


def _them(paper: CompetencePaper, lang: Lang) -> str:
    return paper.other or WORDS[lang][f"them_{paper.side}"]


def _levels(paper: CompetencePaper, lang: Lang) -> str:
    words = WORDS[lang]
    rows = []
    for row in paper.rows:
        mine, theirs = sides(row, paper)
        example = plain(row.example) or words["no_example"]
        rows.append((plain(upper_first(row.name)), _level(mine, lang), _level(theirs, lang), example))
    return _table(words["head"].format(words["you"], plain(upper_first(_them(paper, lang)))), rows)


def _level(rating: Rating, lang: Lang) -> str:
    if rating.level is not None:
        return str(rating.level)
    words = WORDS[lang]
    return words["not_rated_wrote"].format(plain(rating.words)) if rating.words else words["not_rated"]


def _unread(paper: CompetencePaper, lang: Lang) -> list[str]:
    if not paper.unread:
        return []
    return [f"## {WORDS[lang]['unread']}", "\n".join(f"- {plain(words)}" for words in paper.unread)]


def _seen(paper: CompetencePaper, lang: Lang) -> list[str]:
    if not paper.apart:
        return []
    words = WORDS[lang]
    blocks = [f"## {words['seen']}", words["seen_line"]]
    for row in paper.apart:
        mine, theirs = sides(row, paper)
        them = plain(_them(paper, lang))
        levels = f"{words['you'].lower()} {mine.level}, {them} {theirs.level}"
        blocks.append(f"**{plain(upper_first(row.name))}: {levels}**")
        blocks.append("\n".join(f"- {line}" for line in _each(row, them, lang)))
    return blocks


def _each(row: CompetenceRow, them: str, lang: Lang) -> tuple[str, ...]:
    words = WORDS[lang]
    mine = plain(joined(row.example, lang)) or words["no_example"]
    return (
        words["seen_you"].format(mine),
        f"{words['seen_other'].format(upper_first(them))} ({words['seen_ask']})",
        plain(row.question),
    )


def _rows(paper: CompetencePaper, lang: Lang) -> list[str]:
    if not paper.plan:
        return []
    words = WORDS[lang]
    names = " | ".join(plain(upper_first(row.name)) for row in paper.plan)
    lines = [(words["f_now"], *(plain(_now(row, paper, lang)) for row in paper.plan))]
    lines += [
        (words[f"f_{name}"], *(plain(upper_first(field(row, name, lang))) or "–" for row in paper.plan))
        for name in _FIELDS
    ]
    return [f"## {words['rows']}", _table(f"| {words['field']} | {names} |", lines)]


def _now(row: PlanRow, paper: CompetencePaper, lang: Lang) -> str:
    levels = (row.own, row.manager) if paper.side == "own" else (row.manager, row.own)
    who = (WORDS[lang]["you"], _them(paper, lang))
    said = [f"{name} {level}" for name, level in zip(who, levels, strict=True) if level is not None]
    return ", ".join(said) or WORDS[lang]["not_rated"]


def opening(paper: CompetencePaper, lang: Lang) -> tuple[str, ...]:
    """Return the rows as sentences with a day, as the plan takes them in; without a day none."""
    words = WORDS[lang]
    return tuple(
        words["take_bare" if row.target is None else "take_row"].format(
            activity=upper_first(closed(row.activity)),
            target=row.target,
            name=row.name,
            due=show_short(row.due, lang),
        )
        for row in paper.plan
        if row.due and row.activity
    )


def _take(paper: CompetencePaper, lang: Lang) -> list[str]:
    found = opening(paper, lang)
    if not found:
        return []
    words = WORDS[lang]
    return [f"## {words['take']}", words["take_line"], "\n".join(f"- {plain(line)}" for line in found)]


def as_json(paper: Paper, draft: Draft) -> Mapping[str, object]:
    """Return the assessments' own keys of the contract's JSON."""
    assert isinstance(paper, CompetencePaper)
    lang = draft.lang
    return {
        "role": "employee" if paper.side == "own" else "manager",
        "with": paper.other or None,
        "trade": paper.trade or None,
        "note": draft.text,
        "ratings": [
            {
                "competence": row.name,
                "own": row.own.level,
                "own_written": row.own.words or None,
                "manager": row.manager.level,
                "manager_written": row.manager.words or None,
                "example": row.example or None,
            }
            for row in paper.rows
        ],
        "gaps": [
            {
                "competence": row.name,
                "own": row.own.level,
                "manager": row.manager.level,
                "question": row.question,
            }
            for row in paper.apart
        ],
        "plan": [_as_row(row) for row in paper.plan],
        "plan_opening": list(opening(paper, lang)),
        "scale": list(paper.levels),
        "unread": list(paper.unread),
    }


def _as_row(row: PlanRow) -> Mapping[str, object]:
    return {
        "competence": row.name,
        "now": {"own": row.own, "manager": row.manager},
        "target": row.target,
        "activity": row.activity or None,
        "support": row.support or None,
        "evidence": row.proof or None,
        "date": row.due.isoformat() if row.due else None,
        "check_in": row.check_in.isoformat() if row.check_in else None,
    }
