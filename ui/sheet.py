"""A working paper shown as the page one keeps of it: for every mode that needs no panel of its own."""

import itertools
import re
from functools import cache

from markdown_it import MarkdownIt

from coach.domain.draft import Draft
from coach.domain.email import EmailPaper
from coach.domain.feedback import FeedbackPaper
from coach.domain.mode import Paper
from coach.domain.rehearse import RehearsePaper
from coach.writer.rehearse_words import WORDS as REHEARSE
from coach.writer.sheets import sheet
from ui import actions, keep
from ui.board import Board
from ui.marks import safe
from ui.pictures import figure
from ui.words import WORDS, Words

_TABLE = re.compile("<table>.*?</table>", re.DOTALL)
_HEAD = re.compile(r"<th(?:\s[^>]*)?>(.*?)</th>", re.DOTALL)
_CELL = re.compile("<td[^>]*>")
_WIDE = 4
"""Columns of a table that a phone has no room for."""


def panel(board: Board, paper: Paper, draft: Draft, words: Words) -> str:
    """Return the paper as HTML; nothing in it loads from elsewhere, runs or leads anywhere."""
    if board.writing and not isinstance(paper, RehearsePaper):
        return being_written(board, words)
    whole = sheet(paper, draft, final=board.final)
    head, line, rest = _after_title(render(whole))
    # The sources stand below with the passages they are from; the course is drawn.
    rest = _without(rest, WORDS[draft.lang].sources)
    if isinstance(paper, RehearsePaper):
        rest = _without(rest, REHEARSE[paper.lang]["course"])
    rest = _body(board, paper, rest, words)
    return (
        f'<article class="paper sheet" aria-label="{safe(words.tab_paper)}" lang="{draft.lang}">'
        f"{head}{line}{figure(paper, draft.lang)}{_scrolling(rest, words)}"
        f"{_before(paper, words)}"
        f"{keep.row(board, whole, words)}</article>"
    )


def being_written(board: Board, words: Words) -> str:
    """Return the paper while a writer words it."""
    return (
        f'<article class="paper sheet" aria-label="{safe(words.tab_paper)}" aria-busy="true">'
        f'<p class="text" lang="{board.lang}">{safe(board.writing)}</p></article>'
    )


def _before(paper: Paper, words: Words) -> str:
    """Return the notes feedback was made from, with what was left out of it marked; "" for other papers."""
    if not isinstance(paper, FeedbackPaper):
        return ""
    text = safe(paper.opening)
    for kept in paper.problems:
        left_out = safe(kept.text)
        text = text.replace(left_out, f'<mark class="left-out">{left_out}</mark>', 1)
    lang = paper.before.lang
    title = f"<h3>{safe(words.before)}</h3>"
    return f'<section class="before">{title}<p class="text" lang="{lang}">{text}</p></section>'


def _body(board: Board, paper: Paper, rest: str, words: Words) -> str:
    """Return what follows the title: an email's table to edit, a talk under way without its transcript."""
    if isinstance(paper, RehearsePaper) and not paper.debrief:
        return rest.partition(f"<h3>{REHEARSE[paper.lang]['talk']}</h3>")[0]
    if not isinstance(paper, EmailPaper) or not paper.actions or "</table>" not in rest:
        return rest
    before, _, after = rest.partition("<table>")
    # The line after it tells how to correct a row in words; here the row itself is at hand.
    below = after.partition("</table>")[2].partition("</p>")[2]
    return before + actions.table(paper, board.lang, words) + below


def _without(page: str, title: str) -> str:
    """Return a page without the list under a heading."""
    return re.sub(rf"<h3>{re.escape(safe(title))}</h3>\s*<ul>.*?</ul>\s*", "", page, flags=re.DOTALL)


def _scrolling(page: str, words: Words) -> str:
    """Return a page whose wide tables scroll by themselves, by keyboard too; a phone has them row by row."""
    frame = f'<div class="wide" role="group" tabindex="0" aria-label="{safe(words.table)}">'
    return _TABLE.sub(lambda table: f"{frame}{_by_rows(table[0])}</div>", page)


def _by_rows(table: str) -> str:
    """Return a table each of whose cells says what it is, for where there is no room for columns.

    Laid out as blocks a table is none to a screen reader any more: the roles say that it is.
    """
    heads = [re.sub("<[^>]*>", "", head) for head in _HEAD.findall(table)]
    if len(heads) < _WIDE:
        return table
    columns = itertools.cycle(heads)
    table = _CELL.sub(lambda _: f'<td role="cell" data-label="{next(columns)}">', table)
    for tag, role in (("table", "table"), ("thead", "rowgroup"), ("tbody", "rowgroup"), ("tr", "row")):
        table = table.replace(f"<{tag}>", f'<{tag} role="{role}">')
    return table.replace("<table ", '<table class="rows" ').replace("<th>", '<th role="columnheader">')


def _after_title(page: str) -> tuple[str, str, str]:
    head, line, rest = page.partition("</h2>")
    return (head, line, rest) if line else ("", "", page)


def render(text: str) -> str:
    """Return Markdown as HTML without images, links and raw HTML; headings begin at the second level."""
    return (
        str(_markdown().render(text)).replace("<h2>", "<h3>").replace("</h2>", "</h3>").replace("h1>", "h2>")
    )


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    return made.disable(["image", "link", "autolink", "html_block", "html_inline", "reference"])
