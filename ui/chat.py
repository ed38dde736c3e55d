"""The conversation: messages as plain text, the coach's question with examples to start from."""

from coach.domain.draft import Question
from ui import stage
from ui.board import Board, Line
from ui.marks import button, safe
from ui.words import WORDS, Words


def log(board: Board, words: Words) -> str:
    """Return the messages so far as HTML; "" before the first."""
    if not board.lines:
        return ""
    items = "".join(_line(line, words, board) for line in board.lines)
    # Only additions are read out: what stands is left as it is when the list grows.
    return (
        f'<div role="log" aria-live="polite" aria-label="{safe(words.conversation)}" lang="{board.lang}">'
        f'<ol class="log">{items}</ol></div>'
    )


def _line(line: Line, words: Words, board: Board) -> str:
    if line.role == "person":
        return _bubble("person", words.you, line.text)
    # Two voices answer in a rehearsal; each stands under its own name, in its own dress.
    name, text = stage.speaker(line.text, board) if board.mode == stage.MODE else ("", line.text)
    if name:
        return _bubble("partner", name, text)
    if board.on_paper(line) and not stage.under_way(board):
        return _pointer(text, words)
    return _bubble("coach", words.coach, text)


def _bubble(style: str, who: str, text: str) -> str:
    return f'<li class="{style}"><span class="who">{safe(who)}</span><p>{safe(text)}</p></li>'


def _pointer(text: str, words: Words) -> str:
    """Return where a draft stands, with the draft folded below: it is not read twice."""
    return (
        f'<li class="coach"><span class="who">{safe(words.coach)}</span><p>{safe(words.on_paper)}</p>'
        f'<details class="folded"><summary>{safe(words.on_paper_here)}</summary><p>{safe(text)}</p></details>'
        "</li>"
    )


def live(board: Board, words: Words) -> str:
    """Return what moves below the messages: the answer being written, or examples for the question."""
    notices = _notices(board, words)
    if board.busy:
        return notices + _busy(board, words)
    if board.question is not None:
        return notices + _examples(board.question, board, words)
    return notices + stage.controls(board, words) + _cites(board, words)


def _notices(board: Board, words: Words) -> str:
    if board.mode == stage.MODE:
        who = f'<span class="who">{safe(words.coach)}</span>'
        return "".join(f'<div class="aside">{who}<p>{safe(text)}</p></div>' for text in board.notices)
    # A text of several lines is no aside: it is where help is to be found.
    return "".join(
        f'<p class="notice{" signposts" if chr(10) in text else ""}">{safe(text)}</p>'
        for text in board.notices
    )


def _busy(board: Board, words: Words) -> str:
    if board.writing and (not board.writes_on_paper or board.mode == stage.MODE):
        name, text = stage.speaker(board.writing, board) if board.mode == stage.MODE else ("", board.writing)
        style = "partner" if name else "coach"
        who = f'<span class="who">{safe(name or words.coach)}</span>'
        return f'<div class="{style} writing" aria-busy="true">{who}<p>{safe(text)}</p></div>'
    return f'<p class="waiting"><span class="pulse" aria-hidden="true"></span>{safe(words.writing)}</p>'


def _examples(question: Question, board: Board, words: Words) -> str:
    at_once = board.mode == stage.MODE and stage.choices(question)
    chips = "".join(
        button(text, "chip", say=text) if at_once else button(text, "chip", fill=text)
        for text in question.examples
    )
    lead = words.press_one if at_once else words.for_instance
    label = f'<p class="quiet">{safe(lead)}</p>' if chips else ""
    chips += button(words.pass_over, "chip skip", fill=WORDS[board.lang].pass_over_fill)
    return f'{label}<div class="chips" lang="{board.lang}">{chips}</div>'


def _cites(board: Board, words: Words) -> str:
    if board.draft is None or not board.draft.citations:
        return ""
    # The buttons of a rehearsal have it already.
    pointing = board.writes_on_paper and board.mode != stage.MODE
    paper = button(words.see_paper, "chip to-paper", side="paper") if pointing else ""
    titles: dict[str, list[int]] = {}
    for n, cite in enumerate(board.draft.citations, 1):
        titles.setdefault(cite.title, []).append(n)
    chips = "".join(
        button(f"{', '.join(map(str, ns))} · {title}", "chip", show=f"source-{ns[0]}")
        for title, ns in titles.items()
    )
    return f'<div class="chips">{paper}<span class="quiet">{safe(words.sources)}:</span>{chips}</div>'


def trouble(text: str) -> str:
    """Return a line that says what went wrong, read out at once."""
    return f'<p class="trouble" role="alert">{safe(text)}</p>' if text else ""


def told(text: str) -> str:
    """Return a line that says what was done."""
    return f'<p class="notice" role="status">{safe(text)}</p>' if text else ""


def undoable(text: str, session: str, words: Words) -> str:
    """Return a line that says what was erased, with a button to undo it."""
    again = button(words.undo, "chip", act="undo", value=session)
    return f'<div class="notice undo" role="status"><span>{safe(text)}</span> {again}</div>'


def foot(urgent: str, note: str) -> str:
    """Return the quiet lines under the box: where help is, and who writes here."""
    writer = f' <span class="writer">{safe(note)}</span>' if note else ""
    return f'<p class="foot"><span class="urgent">{safe(urgent)}</span>{writer}</p>'
