"""What a person says to the other one about two assessments, from their own words."""

from collections.abc import Iterable

from coach.checks.dates import show_date
from coach.domain.competence import (
    COMPETENCE_BLANKS,
    CompetenceBlank,
    CompetencePaper,
    CompetenceRow,
    PlanRow,
    Rating,
)
from coach.domain.mode import Order
from coach.domain.text import Lang
from coach.writer.competence_words import WORDS
from coach.writer.phrase import joined, upper_first


def compose(order: Order) -> str:
    """Return the speaking note: what differs, what doesn't, what isn't rated, and the rows of the plan."""
    paper, lang = order.step.paper, order.lang
    assert isinstance(paper, CompetencePaper)
    words = WORDS[lang]
    blocks = [_list(words["apart"], (_apart(row, paper, lang) for row in paper.apart))]
    blocks.append("\n".join(_others(paper, lang)))
    lead = words["plan" if paper.side == "own" else "plan_manager"]
    blocks.append(_list(lead, (upper_first(_row(row, paper, lang)) for row in paper.plan)))
    return "\n\n".join(filter(None, blocks)) or words["title"]


def _list(lead: str, items: Iterable[str]) -> str:
    listed = "\n".join(f"- {item}" for item in items)
    return f"{lead}\n{listed}" if listed else ""


def sides(row: CompetenceRow, paper: CompetencePaper) -> tuple[Rating, Rating]:
    """Return the person's own rating and the other one's, whichever of the two is the manager."""
    return (row.own, row.manager) if paper.side == "own" else (row.manager, row.own)


def _apart(row: CompetenceRow, paper: CompetencePaper, lang: Lang) -> str:
    words = WORDS[lang]
    mine, theirs = sides(row, paper)
    parts = [words["apart_row"].format(upper_first(row.name), mine.level, theirs.level)]
    parts += [words["had"].format(closed(joined(row.example, lang)))] if row.example else []
    return " ".join((*parts, words["and_you"]))


def _others(paper: CompetencePaper, lang: Lang) -> list[str]:
    words = WORDS[lang]
    same, me, them, nobody = [], [], [], []
    for row in paper.rows:
        mine, theirs = sides(row, paper)
        if mine.level is None and theirs.level is None:
            nobody.append(row.name + _written(mine, theirs, lang))
        elif theirs.level is None:
            me.append(f"{row.name} ({mine.level})")
        elif mine.level is None:
            them.append(f"{row.name} ({theirs.level})")
        elif not row.apart:
            same.append(f"{row.name} ({mine.level})")
    lines = [words["same"].format(", ".join(same)) if same else ""]
    lines.append(words["only_me"].format(", ".join(me)) if me else "")
    lines.append(words["only_them"].format(", ".join(them)) if them else "")
    lines.append(words["nobody"].format(", ".join(nobody)) if nobody else "")
    return [line for line in lines if line]


def _written(mine: Rating, theirs: Rating, lang: Lang) -> str:
    """Return what was written for a level that isn't one, in brackets; "" for nothing."""
    words = WORDS[lang]
    said = [words["wrote"].format(mine.words)] if mine.words else []
    said += [words["they_wrote"].format(theirs.words)] if theirs.words else []
    return f" ({', '.join(said)})" if said else ""


def _row(row: PlanRow, paper: CompetencePaper, lang: Lang) -> str:
    words = WORDS[lang]
    check = field(row, "check_in", lang)
    return words["plan_row"].format(
        name=row.name,
        now=now(row, paper, lang),
        target=field(row, "target", lang),
        activity=closed(field(row, "activity", lang)),
        support=closed(field(row, "support", lang)),
        proof=closed(field(row, "proof", lang)),
        due=field(row, "due", lang),
        check_in=words["plan_check"].format(check) if check else "",
    )


def now(row: PlanRow, paper: CompetencePaper, lang: Lang) -> str:
    """Return "nu jag 1, du 2": both levels, never one made of the two."""
    words = WORDS[lang]
    mine, theirs = (row.own, row.manager) if paper.side == "own" else (row.manager, row.own)
    if mine is not None and mine == theirs:
        return words["now"].format(words["both_now"].format(mine))
    said = [words["me_now"].format(mine)] if mine is not None else []
    said += [words["them_now"].format(theirs)] if theirs is not None else []
    return words["now"].format(", ".join(said)) if said else words["not_rated_now"]


def field(row: PlanRow, name: CompetenceBlank, lang: Lang) -> str:
    """Return one field of a row as it is shown; a blank where it is not known.

    A check-in without a day to come before is "".
    """
    value = {
        "target": "" if row.target is None else str(row.target),
        "activity": joined(row.activity, lang),
        "support": joined(row.support, lang),
        "proof": joined(row.proof, lang),
        "due": show_date(row.due, lang) if row.due else "",
        "check_in": show_date(row.check_in, lang) if row.check_in else "",
    }[name]
    wanted = name != "check_in" or row.due is not None
    return value or (COMPETENCE_BLANKS[lang][name] if wanted else "")


def closed(words: str) -> str:
    """Return a phrase without its closing stop, so that the sentence around it can close."""
    return words.rstrip(" .")
