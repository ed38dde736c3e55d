"""What is said now in a rehearsal: the partner's line under the partner's name, or the coach's own words."""

from coach.domain.mode import Order
from coach.domain.rehearse import Debrief, Point, RehearsePaper
from coach.domain.text import Lang
from coach.writer.rehearse_words import POINTS, WORDS

BARS = "▁▂▃▄▅▆▇█"


def compose(order: Order) -> str:
    """Return the line with who says it before it."""
    paper, lang = order.step.paper, order.lang
    assert isinstance(paper, RehearsePaper)
    if paper.voice == "partner" and paper.setting:
        return f"{paper.setting.scenario.text[lang].name}: {paper.text}"
    told = [paper.text] if paper.text else []
    if paper.debrief:
        told.append(short(paper.debrief, lang))
    elif not told:
        return setup(paper, lang)
    return f"{WORDS[lang]['coach']}: {' '.join(told)}"


def setup(paper: RehearsePaper, lang: Lang) -> str:
    """Return what is known before the talk begins."""
    words = WORDS[lang]
    known = [f"{words[key]}: {said}" for key, said in paper.own.items() if said]
    return "\n".join(known) or words["title"]


def short(debrief: Debrief, lang: Lang) -> str:
    """Return the debrief in a few lines, for where the page beside it can't be seen."""
    words = WORDS[lang]
    blocks = []
    for key, points in (("worked", debrief.worked), ("attempt", debrief.attempt)):
        if points:
            blocks.append(f"{words[key]}:\n" + "\n".join(f"- {remark(one, lang)}" for one in points))
    return "\n".join(blocks) or words["no_worked"]


def remark(point: Point, lang: Lang) -> str:
    """Return one remark: what it is about, the person's turn, and another wording."""
    words = WORDS[lang]
    said = f"{POINTS[lang][point.key]}. {words['turn'].format(n=point.turn, quote=point.quote)}"
    return f"{said} {words['instead'].format(wording=point.wording)}" if point.wording else said


def bars(values: list[int]) -> str:
    """Return values of 0–10 as a row of bars."""
    return "".join(BARS[min(7, value * 8 // 11)] for value in values)
