"""The five criteria: which are in place, in whose words, and as a picture that is readable without colour."""

from collections.abc import Mapping

from coach.domain.draft import Draft
from coach.domain.goal import CRITERIA, Criterion, GoalPaper
from ui.marks import LETTERS, safe
from ui.words import Words

# One tile is 50 wide and 10 from the next, in a box of 292 x 64 units.
_STEP = 60


def standing(paper: GoalPaper, draft: Draft | None) -> Mapping[Criterion, bool]:
    """Return which criteria are in place: by the check of the draft, else of what was said so far."""
    if draft is not None and draft.verdict is not None:
        return {c: bool(draft.verdict.labels.get(c)) for c in CRITERIA}
    return {c: c in paper.parts or bool(paper.before.labels.get(c)) for c in CRITERIA}


def evidence(criterion: Criterion, paper: GoalPaper, draft: Draft | None) -> str:
    """Return the words for a criterion: what was answered, else what the texts show; "" for none."""
    if criterion in paper.parts:
        return paper.parts[criterion].words
    if paper.before.labels.get(criterion):
        return paper.before.evidence(criterion, paper.opening)
    if draft is not None and draft.verdict is not None and draft.verdict.labels.get(criterion):
        return draft.verdict.evidence(criterion, draft.text)
    return ""


def picture(filled: Mapping[Criterion, bool], words: Words) -> str:
    """Return the SVG with S M A R T; its name says how many are in place and which are missing."""
    missing = ", ".join(words.criteria[c].lower() for c in CRITERIA if not filled.get(c))
    count = words.smart_picture.format(count=sum(bool(filled.get(c)) for c in CRITERIA))
    state = f"{count} {words.smart_missing.format(names=missing)}" if missing else words.smart_all
    tiles = "".join(_tile(i, c, filled.get(c, False)) for i, c in enumerate(CRITERIA))
    box = 'viewBox="0 0 292 64"'
    return f'<svg class="smart" {box} role="img" aria-label="SMART: {safe(state)}">{tiles}</svg>'


def _tile(index: int, criterion: Criterion, filled: bool) -> str:
    x = index * _STEP
    state, low = (f"tile {criterion} full", 46) if filled else ("tile", 41)
    check = f'<path d="M{x + 32} 17l4 4 7-9" class="check"/>' if filled else ""
    return (
        f'<g class="{state}"><rect x="{x + 1}" y="5" width="50" height="54" rx="12"/>'
        f'<text x="{x + 26}" y="{low}" text-anchor="middle">{LETTERS[criterion]}</text>{check}</g>'
    )
