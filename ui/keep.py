"""The paper as a text to keep: what is copied and downloaded."""

from coach.domain.goal import CRITERIA, GoalPaper
from ui.board import Board
from ui.marks import LETTERS, long_date
from ui.smart import evidence, standing
from ui.words import Words


def markdown(board: Board, words: Words) -> str:
    """Return the paper of a goal as Markdown; "" while there is no draft."""
    draft, paper = board.draft, board.paper
    if draft is None or not isinstance(paper, GoalPaper):
        return ""
    filled = standing(paper, draft)
    lines = [f"# {words.paper}", "", draft.text, "", f"## {words.own_words}", ""]
    for c in CRITERIA:
        own = evidence(c, paper, draft) or (words.passed_over if c in paper.given_up else words.missing)
        lines.append(f"- [{'x' if filled[c] else ' '}] {LETTERS[c]} – {words.criteria[c]}: {own}")
    lines += ["", *_plan(paper, words)]
    if draft.citations:
        lines += [f"## {words.sources}", "", *(f"- {c.title}: “{c.quote}”" for c in draft.citations), ""]
    return "\n".join(lines)


def _plan(paper: GoalPaper, words: Words) -> list[str]:
    lines = []
    if paper.deadline is not None:
        lines.append(f"- {words.deadline}: {long_date(paper.deadline, words)}")
    if paper.confidence is not None:
        lines.append(f"- {words.confidence}: {words.confidence_of.format(n=paper.confidence)}")
    if paper.first_step is not None:
        day = paper.first_step_by
        by = f" ({words.by.format(date=long_date(day, words))})" if day is not None else ""
        lines.append(f"- {words.first_step}: {paper.first_step.words}{by}")
    if paper.obstacle is not None:
        response = f" → {paper.response.words}" if paper.response is not None else ""
        lines.append(f"- {words.if_then}: {paper.obstacle.words}{response}")
    lines += [f"- {words.next_up}: {long_date(day, words)}" for day in paper.check_ins]
    return [*lines, ""] if lines else []
