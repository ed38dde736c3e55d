"""Blanks left to fill in an email or any other draft."""

import re

from coach.checks.email_parts import pattern
from coach.domain.text import Lang, Span

_BRACKETS = re.compile(
    r"\{\{?([^{}\n]{1,40})\}?\}|<([^<>\n]{1,40})>|\[([^\[\]\n]{1,40})\]|\(([^()\n]{1,40})\)|«([^«»\n]{1,40})»"
)
# Runs of underscores or dots, X's that are no part of a code or a size, and Roman numbers left out.
_RUNS = re.compile(
    r"_{3,}|(?<![.\d])\.{5,}|…{2,}|(?<![\w-])(?:[Xx]{2,}|X\s?XXX(?:[ ,.]?XXX)*)(?:(?=[^\w-])|$)"
    r"|(?<![\w-])(?:20|19)?[Xx]{2}(?:[:./-][Xx]{2})+|£?X{1,3}(?:[ ,]XXX)+|(?<!\w)20XX|\?{3,}|(?<!\w)NN(?!\w)"
)
# After these XX is twenty, or a size.
_ROMAN = re.compile(r"(?i)(?:kapitel|kap\.?|chapter|volym|volume|size|storlek|modell|model|louis)\s$")
_PLAIN = re.compile(r"https?:|www\.|@|^/?(?:b|i|br|p|u|a|div|span|strong|em)\b/?|^\d+$|^[\W\d]*$")
# Square and angle brackets that are no blanks though they hold a word or two.
_KEPT = {
    "sic",
    "extern",
    "externt",
    "external",
    "bilaga",
    "bilagor",
    "attachment",
    "attached",
    "internt",
    "internal",
    "obs",
    "x",
    "…",
}


def blanks(text: str, lang: Lang) -> tuple[Span, ...]:
    """Return the blanks of a normalised text: "[name]", "XX", "<datum>", "____", "TBC"."""
    lower = text.lower()
    found = [
        m.span() for m in _RUNS.finditer(text) if not _ROMAN.search(text[max(0, m.start() - 12) : m.start()])
    ]
    found += [m.span() for m in pattern("blanks", lang).finditer(lower) if len(lower) == len(text)]
    found += [m.span() for m in _CAPITALS[lang].finditer(text)]
    for match in _BRACKETS.finditer(text):
        content = next(group for group in match.groups() if group is not None)
        if _is_blank(content.strip(), match[0][0], lang):
            found.append(match.span())
    return tuple(sorted(set(found)))


# A slot's name in capitals, standing alone for its value.
_CAPITALS: dict[Lang, re.Pattern[str]] = {
    "sv": re.compile(
        r"(?<![\w-])(?:(?:FÖR|EFTER)?NAMN|DATUM|KLOCKSLAG|BELOPP|PLATS|MOTTAGARE|FÖRETAG)(?![\w-]|\s?:\s?\S)"
    ),
    "en": re.compile(
        r"(?<![\w-])(?:INSERT(?: [A-Z]+)+|(?:FIRST |LAST )?NAME|DATE|AMOUNT|VENUE|RECIPIENT|COMPANY)"
        r"(?![\w-]|\s?:\s?\S)"
    ),
}


def _is_blank(content: str, bracket: str, lang: Lang) -> bool:
    low = content.lower()
    if not content:
        return bracket != "("
    if _PLAIN.search(low) or low in _KEPT:
        return False
    words = low.split()
    slot = pattern(
        "slots",
        lang,
        r"^(?:\W|ditt |din |your |the |mottagarens |ert )*",
        r"\W*(?: (?:här|here|och \w+|and \w+|/ ?\w+))?$",
    )
    if slot.match(low) or pattern("slot_starts", lang, "^").match(low):
        return len(words) <= 6
    if bracket == "(":
        return False
    # Square brackets may hold an aside: there a slot is named by what is missing, or in capitals.
    return bracket in "{<«" or (len(words) <= 3 and content.isupper() and not re.search(r"\d", content))
