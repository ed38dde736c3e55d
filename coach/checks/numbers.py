"""Number words and figures: "tjugofem", "twenty-five", "10 000", "4,5" and "3:e" as values."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from coach.domain.text import Lang, Span

_UNITS: dict[Lang, str] = {
    "sv": "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton "
    "sjutton arton nitton",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
}
_TENS: dict[Lang, str] = {
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_ORDINALS: dict[Lang, str] = {
    "sv": "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte",
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
}
_OTHER: dict[Lang, dict[str, int]] = {
    "sv": {
        "en": 1,
        "aderton": 18,
        "hundra": 100,
        "tusen": 1000,
        "dussin": 12,
        "fjorton": 14,
        "miljon": 10**6,
    },
    "en": {
        "hundred": 100,
        "thousand": 1000,
        "dozen": 12,
        "fortnight": 14,
        "twice": 2,
        "million": 10**6,
        "thrice": 3,
    },
}
# Figures may be grouped by spaces, points or commas in threes, and end in an ordinal.
_FIGURE = re.compile(
    r"(?<![\w.,:/-])(?!\d{4}-\d\d-\d\d)(?P<whole>\d{1,3}(?:[ .,]\d{3})+(?!\d)|\d+)(?:[.,](?P<part>\d{1,2}))?"
    r"(?P<nth>:?(?:e|a)\b|st\b|nd\b|rd\b|th\b)?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text, ``[start, end)`` in the text it was read in."""

    value: Decimal
    span: Span
    word: bool
    """Whether it is written in letters."""
    ordinal: bool


def numbers(text: str, lang: Lang) -> tuple[Number, ...]:
    """Return the figures and number words of a text, in order."""
    return tuple(sorted((*figures(text), *_written(text, lang)), key=lambda number: number.span))


def figures(text: str) -> tuple[Number, ...]:
    """Return the numbers written in digits."""
    found = []
    for match in _FIGURE.finditer(text):
        whole = re.sub(r"[ .,]", "", match["whole"])
        value = Decimal(f"{whole}.{match['part'] or 0}")
        found.append(Number(value.normalize(), match.span(), word=False, ordinal=bool(match["nth"])))
    return tuple(found)


def value_of(word: str, lang: Lang) -> int | None:
    """Return the value of one number word in lower case, also an ordinal; None for any other word."""
    return _words(lang).get(word, _ordinals(lang).get(word))


def _written(text: str, lang: Lang) -> list[Number]:
    found = []
    for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", text):
        value = value_of(match[0].lower(), lang)
        if value is not None:
            ordinal = match[0].lower() in _ordinals(lang)
            found.append(Number(Decimal(value).normalize(), match.span(), word=True, ordinal=ordinal))
    return found


@cache
def _words(lang: Lang) -> dict[str, int]:
    units = dict(zip(_UNITS[lang].split(), range(20), strict=True))
    tens = dict(zip(_TENS[lang].split(), range(20, 100, 10), strict=True))
    joint = "-" if lang == "en" else ""
    both = {f"{t}{joint}{u}": n + d for t, n in tens.items() for u, d in units.items() if 0 < d < 10}
    both |= {f"{t}en": n + 1 for t, n in tens.items() if lang == "sv"}
    hundreds = {f"{u}hundra": 100 * d for u, d in units.items() if 0 < d < 10 and lang == "sv"}
    thousands = {f"{u}tusen": 1000 * d for u, d in (units | tens).items() if d and lang == "sv"}
    return units | tens | both | hundreds | thousands | _OTHER[lang]


@cache
def _ordinals(lang: Lang) -> dict[str, int]:
    return dict(zip(_ORDINALS[lang].split(), range(1, 13), strict=True))
