"""The working paper of a goal: before and after, the five criteria in the person's words, the plan around."""

import datetime
from collections.abc import Mapping

from coach.domain.draft import Draft
from coach.domain.goal import CRITERIA, Criterion, GoalPaper
from coach.domain.text import Lang
from coach.domain.verdict import Verdict
from coach.writer.sheets import sheet
from ui import keep
from ui.board import Board
from ui.marks import LETTERS, highlight, long_date, safe
from ui.smart import evidence, picture, standing
from ui.words import Words


def panel(board: Board, paper: GoalPaper, words: Words) -> str:
    """Return the paper as HTML."""
    parts = (
        f'<h2 id="paper-title">{safe(words.paper)}</h2>',
        picture(standing(paper, board.draft), words),
        _now(board, words),
        _criteria(board, paper, words),
        _plan(paper, board.lang, words),
        _before(paper, board.lang, words),
        _kind(paper, words),
        _written_by(board.draft, words),
    )
    return f'<article class="paper" aria-labelledby="paper-title">{"".join(parts)}</article>'


def _now(board: Board, words: Words) -> str:
    draft = board.draft
    if board.writing:
        text = f'<p class="text" lang="{board.lang}">{safe(board.writing)}</p>'
        return f'<section class="now" aria-busy="true"><h3>{safe(words.now)}</h3>{text}</section>'
    if draft is None:
        return ""
    verdict = draft.verdict or Verdict(lang=draft.lang, labels={})
    text = highlight(draft.text, verdict.spans, words, draft.unconfirmed)
    blanks = _blanks(draft, words) if board.final and draft.unconfirmed else ""
    title, style = (words.done, "now final") if board.final else (words.now, "now")
    return (
        f'<section class="{style}"><h3>{safe(title)}</h3><p class="text" lang="{draft.lang}">{text}</p>'
        f"{blanks}{keep.row(board, _whole(board), words)}</section>"
    )


def _blanks(draft: Draft, words: Words) -> str:
    items = "".join(f'<li><span class="blank">{safe(blank)}</span></li>' for blank in draft.unconfirmed)
    return f'<div class="blanks"><h4>{safe(words.blanks)}</h4><ul lang="{draft.lang}">{items}</ul></div>'


def _whole(board: Board) -> str:
    """Return the page to keep: what is copied and downloaded."""
    return sheet(board.paper, board.draft, final=board.final) if board.paper and board.draft else ""


def _criteria(board: Board, paper: GoalPaper, words: Words) -> str:
    filled = standing(paper, board.draft)
    rows = "".join(_criterion(c, filled[c], board, paper, words) for c in CRITERIA)
    return f'<section><h3>{safe(words.own_words)}</h3><dl class="criteria">{rows}</dl></section>'


def _criterion(criterion: Criterion, filled: bool, board: Board, paper: GoalPaper, words: Words) -> str:
    own = evidence(criterion, paper, board.draft)
    left = words.passed_over if criterion in paper.given_up else words.missing
    said = _own(own, board.lang) if own else f'<span class="quiet">{safe(left)}</span>'
    letter = f'<span class="letter" aria-hidden="true">{LETTERS[criterion]}</span>'
    sign = f'<span class="sign" aria-hidden="true">{"✓" if filled else "○"}</span>'
    state = f'<span class="unseen">({safe(words.in_place)})</span>' if filled else ""
    return (
        f'<div class="{criterion if filled else "empty"}"><dt>{letter}{safe(words.criteria[criterion])}'
        f" {sign}{state}</dt><dd>{said}</dd></div>"
    )


def _plan(paper: GoalPaper, lang: Lang, words: Words) -> str:
    rows = {
        words.deadline: _deadline(paper, words),
        words.confidence: _confidence(paper, words),
        words.first_step: _first_step(paper, lang, words),
        words.if_then: _if_then(paper, lang),
        words.check_ins: _check_ins(paper, words),
    }
    kept = {name: value for name, value in rows.items() if value}
    made = "".join(f"<div><dt>{safe(name)}</dt><dd>{value}</dd></div>" for name, value in kept.items())
    return f'<section><dl class="plan">{made}</dl></section>' if made else ""


def _check_ins(paper: GoalPaper, words: Words) -> str:
    days = "".join(f"<li>{_time(day, words)}</li>" for day in paper.check_ins)
    return f"<ul>{days}</ul>" if days else ""


def _deadline(paper: GoalPaper, words: Words) -> str:
    if paper.deadline is None:
        return ""
    clash = "" if paper.deadline_fits else f' <span class="warn">{safe(words.deadline_clash)}</span>'
    return _time(paper.deadline, words) + clash


def _first_step(paper: GoalPaper, lang: Lang, words: Words) -> str:
    if paper.first_step is None:
        return ""
    day = paper.first_step_by
    by = f", {safe(words.by.format(date=long_date(day, words)))}" if day is not None else ""
    return _own(paper.first_step.words, lang) + by


def _if_then(paper: GoalPaper, lang: Lang) -> str:
    parts = [_own(part.words, lang) for part in (paper.obstacle, paper.response) if part is not None]
    return ' <span aria-hidden="true">→</span> '.join(parts)


def _confidence(paper: GoalPaper, words: Words) -> str:
    n = paper.confidence
    if n is None:
        return ""
    dots = "".join(f'<i class="{"on" if i < n else ""}"></i>' for i in range(10))
    return f'<span class="dots" aria-hidden="true">{dots}</span> {safe(words.confidence_of.format(n=n))}'


def _own(text: str, lang: Lang) -> str:
    return f'<q lang="{lang}">{safe(text)}</q>'


def _time(day: datetime.date, words: Words) -> str:
    return f'<time datetime="{day.isoformat()}">{safe(long_date(day, words))}</time>'


def _before(paper: GoalPaper, lang: Lang, words: Words) -> str:
    text = highlight(paper.opening, paper.before.spans, words)
    seen: Mapping[str, object] = paper.before.spans
    none = "" if any(seen.get(c) for c in CRITERIA) else f'<p class="quiet">{safe(words.before_none)}</p>'
    return (
        f'<section class="before"><h3>{safe(words.before)}</h3><p class="text" lang="{lang}">{text}</p>'
        f"{none}</section>"
    )


def _kind(paper: GoalPaper, words: Words) -> str:
    return f'<p class="quiet">{safe(words.learning if paper.kind == "learning" else words.performance)}</p>'


def _written_by(draft: Draft | None, words: Words) -> str:
    if draft is None:
        return ""
    writer = words.guided if draft.writer == "guided" else draft.writer
    return f'<p class="quiet">{safe(words.written_by.format(writer=writer))}</p>'
