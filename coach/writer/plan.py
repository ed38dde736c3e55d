"""A plan in a few lines, from the person's own words: direction, goals, steps, and what is missing."""

from coach.checks.dates import show_date
from coach.domain.mode import Order
from coach.domain.plan import BLANKS, PlanPaper
from coach.domain.text import Lang
from coach.writer.phrase import joined, upper_first
from coach.writer.plan_words import WORDS


def compose(order: Order) -> str:
    """Return the plan in brief; what the person was asked and could not say is a marked blank."""
    paper, lang = order.step.paper, order.lang
    assert isinstance(paper, PlanPaper)
    words = WORDS[lang]
    vision = [
        f"{words[name]}: {'; '.join(joined(one, lang) for one in said) or blank}."
        for name, said, blank in (
            ("hard", paper.hard, _blank(paper, lang, "hard")),
            ("soft", paper.soft, _blank(paper, lang, "soft")),
        )
        if said or blank
    ]
    blocks = ["\n".join(vision), _long(paper, lang), *_year(paper, lang), *_check_in(paper, lang)]
    return "\n\n".join(filter(None, (*blocks, _missing(paper, lang))))


def _blank(paper: PlanPaper, lang: Lang, key: str, at: int = -1) -> str:
    """Return the blank for a question that was asked in vain; "" while it is still to be asked."""
    name = f"{key}:{at}" if at >= 0 else key
    return BLANKS[lang][key] if name in paper.given_up else ""


def _long(paper: PlanPaper, lang: Lang) -> str:
    words = WORDS[lang]
    found = paper.of("long")
    if not found:
        blank = _blank(paper, lang, "long")
        return f"{words['long']}: {blank}." if blank else ""
    at, rung = found[0]
    year = str(rung.day.year) if rung.day else _blank(paper, lang, "long_when", at)
    return f"{words['long']}{f' ({year})' if year else ''}: {joined(rung.words, lang)}."


def _year(paper: PlanPaper, lang: Lang) -> list[str]:
    """Return the goals for the year, each with its steps; steps without a goal come last."""
    words, numbers = WORDS[lang], numbered(paper)
    blocks: list[str] = []
    goals = paper.of("short")
    if not goals and (blank := _blank(paper, lang, "short")):
        blocks.append(f"{words['year']}: {blank}.")
    for n, (at, rung) in enumerate(goals):
        lead = f"{words['year']}: " if n == 0 else ""
        head = upper_first(
            f"{lead}{joined(rung.words, lang)}{_by(paper, lang, at, 'short_when')} ({words[rung.kind]})."
        )
        if blank := _blank(paper, lang, "concrete", at):
            head += f" {words['shows']}: {blank}."
        lines = [_line(paper, lang, each, numbers) for each in below(paper, at)]
        lines += [f"- {blank}"] if (blank := _blank(paper, lang, "actions", at)) else []
        blocks.append("\n".join((head, *lines)))
    loose = [at for at in below(paper, None) if paper.rungs[at].level in ("milestone", "action")]
    return [*blocks, "\n".join(_line(paper, lang, each, numbers) for each in loose)]


def below(paper: PlanPaper, parent: int | None) -> list[int]:
    """Return the steps that lead to a rung, a milestone's own after it; the dropped ones left out."""
    found = [at for at, rung in paper.of("milestone", "action") if rung.parent == parent]
    return [each for at in found for each in (at, *below(paper, at))]


def numbered(paper: PlanPaper) -> dict[int, int]:
    """Return the number of each action as the tables count them, from 1."""
    tops: list[int | None] = [at for at, _ in paper.of("short")]
    shown = [at for top in (*tops, None) for at in below(paper, top)]
    actions = [at for at in shown if paper.rungs[at].level == "action"]
    return {at: n for n, at in enumerate(actions, 1)}


def _line(paper: PlanPaper, lang: Lang, at: int, numbers: dict[int, int]) -> str:
    words, rung = WORDS[lang], paper.rungs[at]
    by = _by(paper, lang, at, "when")
    if rung.level == "milestone":
        return f"- {words['milestone']}: {joined(rung.words, lang)}{by} ({words[rung.kind]})"
    who = owner(rung.owner, lang) or _blank(paper, lang, "owner", at)
    state = f", {words['done']}" if rung.status == "done" else by
    return f"{numbers[at]}. {upper_first(rung.words)}{f' – {who}' if who else ''}{state}"


def owner(who: str, lang: Lang) -> str:
    """Return who does a step as it stands in a list: "I" is "me" there."""
    return "me" if who == "I" and lang == "en" else joined(who, lang).replace(" and I", " and me")


def _by(paper: PlanPaper, lang: Lang, at: int, key: str) -> str:
    """Return ", senast onsdag 30 juni 2027", or the blank for it."""
    day, blank = paper.rungs[at].day, _blank(paper, lang, key, at)
    if day:
        gone = f" {WORDS[lang]['gone']}" if paper.overdue(at) else ""
        return f", {WORDS[lang]['by'].format(show_date(day, lang))}{gone}"
    return f", {blank}" if blank else ""


def _check_in(paper: PlanPaper, lang: Lang) -> list[str]:
    words, known = WORDS[lang], paper.check_ins
    said = joined(known.words, lang) or _blank(paper, lang, "check_in")
    if not said:
        return []
    ahead = [day for day in known.days if day >= paper.today]
    coming = words["next"].format(show_date(ahead[0], lang)) if ahead else ""
    return [f"{words['check_in']}: {said}. {coming}".strip()]


def _missing(paper: PlanPaper, lang: Lang) -> str:
    """Return what steps lack in support and evidence, a line each."""
    lines = [
        f"{WORDS[lang][name].format(joined(rung.words, lang))}: {blank}"
        for at, rung in paper.of("action")
        for name in ("support", "evidence")
        if rung.status == "open" and not getattr(rung, name) and (blank := _blank(paper, lang, name, at))
    ]
    return "\n".join(lines)
