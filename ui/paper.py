"""The working paper beside the chat: the panel that belongs to the conversation's kind of paper."""

from coach.domain.ask import AskPaper
from coach.domain.goal import GoalPaper
from coach.domain.rehearse import RehearsePaper
from ui import goal, sheet
from ui.board import Board
from ui.words import Words


def panel(board: Board, words: Words) -> str:
    """Return the paper as HTML; "" where the mode needs no more than chat and sources."""
    match board.paper:
        case GoalPaper():
            return goal.panel(board, board.paper, words)
        case None | AskPaper():
            return ""
        case RehearsePaper() as talk if not talk.setting and not talk.own:
            return ""
        case other if board.writing and not board.draft and not isinstance(other, RehearsePaper):
            return sheet.being_written(board, words)
        case other if board.draft:
            return sheet.panel(board, other, board.draft, words)
        case _:
            return ""
