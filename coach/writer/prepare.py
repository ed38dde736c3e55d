"""What a person says first in a review, and the message to those they ask, from their own words."""

import re

from coach.checks.dates import show_date
from coach.checks.feedback_english import is_past_en
from coach.checks.feedback_swedish import is_past_sv
from coach.domain.mode import Order
from coach.domain.prepare import BLANKS, Achievement, Blank, PreparePaper
from coach.domain.text import Lang
from coach.writer.phrase import alike, joined, lower_first, upper_first
from coach.writer.prepare_words import WORDS


def compose(order: Order) -> str:
    """Return the speaking note; what the person was asked and could not say is a marked blank."""
    paper, lang = order.step.paper, order.lang
    assert isinstance(paper, PreparePaper)
    words = WORDS[lang]
    blocks = [f"{upper_first(heading(paper, lang))}: {when(paper, lang)}."]
    points = alike((one.words for one in paper.points), lang)
    blocks.append(_list(words["points"], points or _blank(paper, lang, "points")))
    rows = alike((_row(one, paper, lang) for one in paper.achievements), lang)
    lead = words["rows_manager" if paper.role == "manager" else "rows"]
    blocks.append(_list(lead, rows or _blank(paper, lang, "action", "achievement")))
    last = alike(paper.last, lang) or _blank(paper, lang, "last")
    blocks.append(words[f"last_{paper.no_last}"] if paper.no_last else _list(words["last"], last))
    hope = [joined(paper.hope, lang)] if paper.hope else _blank(paper, lang, "hope")
    blocks.append(_list(words["hope"], hope))
    if paper.colleagues:
        blocks.append(_asked(paper, lang))
    return "\n\n".join(filter(None, blocks))


def _asked(paper: PreparePaper, lang: Lang) -> str:
    # "Percy, the coordinator," needs its second comma.
    names = colleagues(paper, lang) + ("," if "," in paper.colleagues[-1] else "")
    by = until(paper, lang)
    return WORDS[lang]["asked" if by else "asked_before"].format(names, by)


def _blank(paper: PreparePaper, lang: Lang, name: Blank, key: str = "") -> list[str]:
    """Return the blank for a question that was asked in vain; nothing while it is still to be asked."""
    return [BLANKS[lang][name]] if (key or name) in paper.given_up else []


def _list(lead: str, items: list[str]) -> str:
    return f"{lead}\n" + "\n".join(f"- {item}" for item in items) if items else ""


def heading(paper: PreparePaper, lang: Lang) -> str:
    """Return "Utvecklingssamtal med Lina", or without the name where it is unknown."""
    name = paper.other or "".join(_blank(paper, lang, "other"))
    return WORDS[lang]["talk_with"].format(name) if name else WORDS[lang]["talk"]


def _row(one: Achievement, paper: PreparePaper, lang: Lang) -> str:
    """Return an achievement on one line: what was done; what came of it; how it shows."""
    words, blanks = WORDS[lang], BLANKS[lang]
    result = joined(one.result, lang) or blanks["result"]
    evidence = joined(one.evidence, lang) or blanks["evidence"]
    done = _done(one.action, paper, lang)
    return f"{done} – {words['result']}: {result} – {words['evidence']}: {evidence}"


def _done(action: str, paper: PreparePaper, lang: Lang) -> str:
    """Return what was done with its doer where it begins with the bare verb: "labelled every bay"."""
    first = action.split(" ", 1)[0].lower()
    if not (is_past_sv(first) if lang == "sv" else is_past_en(first)):
        return joined(action, lang)
    doer = {"sv": "jag", "en": "I"}[lang] if paper.role == "employee" else paper.other
    return f"{doer} {lower_first(action)}" if doer else action


def when(paper: PreparePaper, lang: Lang) -> str:
    """Return day, time, length and place; what is unknown once asked is a blank."""
    known, blanks, parts = paper.when, BLANKS[lang], []
    if known.day:
        parts.append(show_date(known.day, lang) + clock(known.clock, lang))
    elif known.week:
        first, last = (show_date(day, lang) for day in known.week)
        to, within = {"sv": ("till", "veckan"), "en": ("to", "the week")}[lang]
        parts.append(f"{within} {first} {to} {last}, {blanks['day']}")
    else:
        parts.append(blanks["when"])
    minutes = {"sv": "{} minuter", "en": "{} minutes"}[lang]
    parts.append(minutes.format(known.minutes) if known.minutes else blanks["length"])
    return ", ".join((*parts, known.place) if known.place else parts)


def clock(shown: str, lang: Lang) -> str:
    """Return " kl. 10" or " at 10am", "" for none."""
    if not shown:
        return ""
    if lang == "sv":
        return f" kl. {shown}"
    return f" at {shown}"


def colleagues(paper: PreparePaper, lang: Lang) -> str:
    """Return "Malin, Ali och samordnaren"; at least one is asked."""
    names = [joined(name, lang) for name in paper.colleagues]
    last = {"sv": " och ", "en": " and "}[lang]
    return last.join(filter(None, (", ".join(names[:-1]), names[-1])))


def until(paper: PreparePaper, lang: Lang) -> str:
    """Return the day answers are wanted by, in the person's words where no day follows, or ""."""
    if paper.feedback_by:
        return show_date(paper.feedback_by, lang)
    return re.sub(r"^(?:senast|by|till|before|innan)\s+", "", joined(paper.feedback_by_words, lang))


def request(paper: PreparePaper, lang: Lang) -> str:
    """Return the message to send to each of those asked, "" where nobody is."""
    if not paper.colleagues:
        return ""
    words, name = WORDS[lang], _greeted(paper)
    who = "m_letter" if paper.role == "manager" else "letter"
    day = (
        words["letter_day"].format(show_date(paper.when.day, lang))
        if paper.when.day
        else words["letter_soon"]
    )
    lead, *asked = words[who].format(day=day, other=paper.other or BLANKS[lang]["other"]).split("\n")
    return "\n\n".join(
        (
            words["letter_to"].format(name) if name else words["letter_all"],
            upper_first(lead),
            "\n".join(f"{n}. {question}" for n, question in enumerate(asked, 1)),
            words["letter_close" if (by := until(paper, lang)) else "letter_close_before"].format(by),
            words["letter_thanks"],
        )
    )


def _greeted(paper: PreparePaper) -> str:
    """Return the first name of the only one asked, "" where there are several or no name."""
    found = re.findall(r"(?<!\w)[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäö]+)?", " ".join(paper.colleagues))
    alone = len(paper.colleagues) == 1 and found and paper.colleagues[0].split()[-1] in found
    return found[-1] if alone and len(paper.colleagues[0].split()) < 4 else ""
