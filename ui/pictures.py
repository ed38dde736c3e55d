"""The pictures of a paper: the plan's timeline and the competences' chart, told in words as well."""

from coach.app.competence_files import described
from coach.app.plan_files import told
from coach.domain.competence import CompetencePaper
from coach.domain.mode import Paper
from coach.domain.plan import PlanPaper
from coach.domain.text import Lang
from ui.board import Board
from ui.keep import address
from ui.marks import safe
from ui.words import Words


def figure(board: Board, words: Words) -> str:
    """Return the paper's picture as HTML; "" where it has none."""
    if board.paper is None or board.draft is None or not board.session:
        return ""
    text = words_for(board.paper, board.draft.lang)
    if not text:
        return ""
    at = address(board, "png")
    return (
        f'<figure class="picture"><a href="{at}" target="_blank" title="{safe(words.picture_larger)}">'
        f'<img src="{at}" alt="{safe(text)}" loading="lazy" decoding="async"></a></figure>'
    )


def words_for(paper: Paper, lang: Lang) -> str:
    """Return what the picture of a paper shows, in words; "" where it has none."""
    match paper:
        case CompetencePaper():
            return described(paper, lang)
        case PlanPaper() if paper.rungs:
            return told(paper, lang)
    return ""
