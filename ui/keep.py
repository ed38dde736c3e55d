"""The paper as files to take along: the row of buttons under it, and the bytes behind each."""

from urllib.parse import quote

from coach.app.files import FileKind, kinds
from coach.domain.mode import Paper
from ui import onward
from ui.board import Board
from ui.marks import button, safe
from ui.words import WORDS, Words


def row(board: Board, whole: str, words: Words) -> str:
    """Return the buttons of a paper: copy, a file of each kind there is, print; and where to carry on.

    Args:
        board: The conversation the paper belongs to.
        whole: The page to keep, in Markdown.
        words: The page's language.
    """
    copy = button(words.copy, copy="", said=words.copied)
    links = "".join(link(board, kind, words) for kind in _offered(board.paper)) if board.session else ""
    return (
        f'<div class="row keep" role="group" aria-label="{safe(words.keep)}">{copy}{links}'
        f'{button(words.print, print="")}<span class="said" role="status"></span>'
        f'<pre class="whole" hidden>{safe(whole)}</pre></div>{onward.row(board, words)}'
    )


def link(board: Board, kind: FileKind, words: Words) -> str:
    """Return one file's button."""
    name = file_name(board, kind)
    return (
        f'<a class="file" data-file="{kind}" href="{address(board, kind)}" download="{safe(name)}">'
        f"{safe(words.files[kind])}</a>"
    )


def address(board: Board, kind: FileKind) -> str:
    """Return where a file of a conversation lies as it stands now."""
    # The number of messages keeps the browser from showing an older picture.
    return f"/keep/{quote(board.session, safe='')}/{kind}?n={len(board.lines)}"


def file_name(board: Board, kind: FileKind) -> str:
    """Return what a file is called, in the conversation's language."""
    return f"{WORDS[board.lang].titles.get(board.mode, board.mode)}.{kind}"


def _offered(paper: Paper | None) -> tuple[FileKind, ...]:
    return kinds(paper) if paper is not None else ()
