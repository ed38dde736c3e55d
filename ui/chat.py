"""The conversation: messages as plain text, the coach's question with examples to start from."""

import re

from coach.domain.draft import Question
from ui.board import Board, Line
from ui.marks import button, safe
from ui.words import WORDS, Words

_NAMED = re.compile(r"([^:\n]{1,40}): ")


def log(board: Board, words: Words) -> str:
    """Return the messages so far as HTML; "" before the first."""
    if not board.lines:
        return ""
    items = "".join(_line(line, words, board.mode) for line in board.lines)
    # Only additions are read out: what stands is left as it is when the list grows.
    return (
        f'<div role="log" aria-live="polite" aria-label="{safe(words.conversation)}" lang="{board.lang}">'
        f'<ol class="log">{items}</ol></div>'
    )


def _line(line: Line, words: Words, mode: str) -> str:
    who, text = words.you if line.role == "person" else words.coach, line.text
    if mode == "rehearse" and line.role == "coach" and (named := _NAMED.match(text)):
        # Two voices answer in a rehearsal; each stands under its own name.
        who, text = named[1], text[named.end() :]
    return f'<li class="{line.role}"><span class="who">{safe(who)}</span><p>{safe(text)}</p></li>'


def live(board: Board, words: Words) -> str:
    """Return what moves below the messages: the answer being written, or examples for the question."""
    notices = "".join(f'<p class="notice">{safe(text)}</p>' for text in board.notices)
    if board.busy:
        return notices + _busy(board, words)
    if board.question is not None:
        return notices + _examples(board.question, board, words)
    return notices + _cites(board, words)


def _busy(board: Board, words: Words) -> str:
    if board.writing and not board.writes_on_paper:
        return (
            f'<div class="coach writing" aria-busy="true"><span class="who">{safe(words.coach)}</span>'
            f"<p>{safe(board.writing)}</p></div>"
        )
    return f'<p class="waiting"><span class="pulse" aria-hidden="true"></span>{safe(words.writing)}</p>'


def _examples(question: Question, board: Board, words: Words) -> str:
    chips = "".join(button(text, "chip", fill=text) for text in question.examples)
    label = f'<p class="quiet">{safe(words.for_instance)}</p>' if chips else ""
    chips += button(words.pass_over, "chip skip", fill=WORDS[board.lang].pass_over_fill)
    return f'{label}<div class="chips" lang="{board.lang}">{chips}</div>'


def _cites(board: Board, words: Words) -> str:
    if board.draft is None or not board.draft.citations:
        return ""
    paper = button(words.see_paper, "chip to-paper", side="paper") if board.writes_on_paper else ""
    titles = enumerate((cite.title for cite in board.draft.citations), 1)
    chips = "".join(button(f"{n} · {title}", "chip", show=f"source-{n}") for n, title in titles)
    return f'<div class="chips"><span class="quiet">{safe(words.sources)}:</span>{chips}{paper}</div>'


def trouble(text: str) -> str:
    """Return a line that says what went wrong, read out at once."""
    return f'<p class="trouble" role="alert">{safe(text)}</p>' if text else ""


def told(text: str) -> str:
    """Return a line that says what was done."""
    return f'<p class="notice" role="status">{safe(text)}</p>' if text else ""


def foot(text: str) -> str:
    """Return the quiet line under the box: who writes here."""
    return f'<p class="foot">{safe(text)}</p>' if text else ""
