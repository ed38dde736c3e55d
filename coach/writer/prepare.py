"""What a person says first in a review, and the message to those they ask, from their own words."""

import re

from coach.checks.dates import show_date
from coach.domain.mode import Order
from coach.domain.prepare import BLANKS, Achievement, Blank, PreparePaper
from coach.domain.text import Lang
from coach.writer.phrase import lower_first, upper_first
from coach.writer.prepare_words import WORDS

_SMALL = frozenset(
    (
        *(
            "jag",
            "vi",
            "våra",
            "hon",
            "han",
            "hen",
            "de",
            "den",
            "det",
            "att",
            "en",
            "ett",
            "min",
            "mitt",
            "mina",
        ),
        *(
            "we",
            "she",
            "he",
            "they",
            "it",
            "that",
            "to",
            "a",
            "an",
            "the",
            "my",
            "our",
            "her",
            "his",
            "their",
        ),
    )
)


def compose(order: Order) -> str:
    """Return the speaking note; what the person was asked and could not say is a marked blank."""
    paper, lang = order.step.paper, order.lang
    assert isinstance(paper, PreparePaper)
    words = WORDS[lang]
    blocks = [f"{upper_first(heading(paper, lang))}: {when(paper, lang)}."]
    points = [joined(point.words) for point in paper.points] or _blank(paper, lang, "points")
    blocks.append(_list(words["points"], points))
    lead = words["rows_manager" if paper.role == "manager" else "rows"]
    rows = [row(one, lang) for one in paper.achievements] or _blank(
        paper, lang, "action", True, "achievement"
    )
    blocks.append(_list(lead, rows))
    blocks.append(_list(words["last"], [joined(one) for one in paper.last] or _blank(paper, lang, "last")))
    blocks.append(_list(words["hope"], [joined(paper.hope)] if paper.hope else _blank(paper, lang, "hope")))
    if paper.colleagues:
        blocks.append(words["asked"].format(colleagues(paper, lang), until(paper, lang)))
    return "\n\n".join(filter(None, blocks))


def _blank(paper: PreparePaper, lang: Lang, name: Blank, wanted: bool = True, key: str = "") -> list[str]:
    """Return the blank for a question that was asked in vain; nothing while it is still to be asked."""
    return [BLANKS[lang][name]] if (key or name) in paper.given_up else []


def _list(lead: str, items: list[str]) -> str:
    return f"{lead}\n" + "\n".join(f"- {item}" for item in items) if items else ""


def heading(paper: PreparePaper, lang: Lang) -> str:
    """Return "Utvecklingssamtal med Lina", or without the name where it is unknown."""
    name = paper.other or "".join(_blank(paper, lang, "other"))
    return WORDS[lang]["talk_with"].format(name) if name else WORDS[lang]["talk"]


def joined(words: str) -> str:
    """Return the person's phrase with a small first letter where that is safe."""
    first = words.split(" ", 1)[0].lower()
    return lower_first(words) if first in _SMALL else words


def row(one: Achievement, lang: Lang) -> str:
    """Return an achievement on one line: what was done; what came of it; how it shows."""
    words, blanks = WORDS[lang], BLANKS[lang]
    return (
        f"{joined(one.action)} – {words['result']}: {joined(one.result) or blanks['result']}"
        f" – {words['evidence']}: {joined(one.evidence) or blanks['evidence']}"
    )


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
    names = [joined(name) for name in paper.colleagues]
    last = {"sv": " och ", "en": " and "}[lang]
    return last.join(filter(None, (", ".join(names[:-1]), names[-1])))


def until(paper: PreparePaper, lang: Lang) -> str:
    """Return the day answers are wanted by, in the person's words where no day follows, or a blank."""
    if paper.feedback_by:
        return show_date(paper.feedback_by, lang)
    words = re.sub(r"^(?:senast|by|till|before|innan)\s+", "", joined(paper.feedback_by_words))
    return words or BLANKS[lang]["by"]


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
            words["letter_close"].format(until(paper, lang)),
            words["letter_thanks"],
        )
    )


def _greeted(paper: PreparePaper) -> str:
    """Return the first name of the only one asked, "" where there are several or no name."""
    found = re.findall(r"(?<!\w)[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäö]+)?", " ".join(paper.colleagues))
    alone = len(paper.colleagues) == 1 and found and paper.colleagues[0].split()[-1] in found
    return found[-1] if alone and len(paper.colleagues[0].split()) < 4 else ""
