"""Facts of a draft that stand in none of its sources: numbers, dates, names, addresses, quotes."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from coach.checks.facts_dates import dated, known_dates, supported
from coach.checks.facts_people import unknown_names
from coach.checks.lexicon import lexicon
from coach.checks.normal import normalise
from coach.checks.numbers import Number, figures, numbers
from coach.domain.text import LANGS, Lang, Span

Kind = Literal["number", "date", "name", "email", "quote"]

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_QUOTE = re.compile(r"\"([^\"\n]{2,300})\"|(?<![\w'])'(?=\w)([^'\n]{6,300})'(?!\w)")
_TIME = re.compile(
    r"(?<![\w.,:])([01]?\d|2[0-4])[.:]([0-5]\d)(?![\w]|[.,:]\d|\s?%|\s(?:procent|per cent))(?:\s?(am|pm))?"
)
_HOUR = re.compile(r"(?<!\w)(\d{1,2})\s?(am|pm)(?!\w)|(?:kl\.?|klockan|at|o'clock)\s(\d{1,2})(?![\w:.]\d)")
# What must stand in a source word for word.
_VERBATIM: tuple[tuple[Kind, re.Pattern[str]], ...] = (("email", _EMAIL), ("quote", _QUOTE))
# Codes and list marks: their digits count nothing.
_CODE = re.compile(r"(?<!\w)(?=[\w-]*[^\W\d_])(?=[\w-]*\d)[^\W_]+(?:-[^\W_]+)*(?!\w)")
_LIST = re.compile(r"(?:^|\n)[ \t]*\d{1,2}[.)](?=\s)")
_ORDINAL = re.compile(r"\d+:?(?:e|a|st|nd|rd|th)$")


@dataclass(frozen=True, slots=True)
class Unsupported:
    """One fact of a draft that no source holds."""

    kind: Kind
    text: str
    span: Span
    """``[start, end)`` in the draft as given."""


def unsupported(
    draft: str, sources: Sequence[str], lang: Lang, *, days: Sequence[datetime.date] = ()
) -> tuple[Unsupported, ...]:
    """Return every fact of the draft that stands in no source, in order.

    Args:
        draft: The text to be sent or saved.
        sources: What the person wrote and the passages that are cited, in either language.
        lang: The draft's language.
        days: Dates that code resolved from the person's words: their parts are known too.
    """
    normal = normalise(draft)
    plain = [normalise(source).text for source in sources]
    text = normal.text
    taken = bytearray(len(text))
    known, folded = known_dates(plain, days), _fold(" \n ".join(plain))
    found: list[tuple[Kind, Span]] = []
    for kind, shape in _VERBATIM:
        for match in shape.finditer(text):
            absent = _fold(match[0]) not in folded
            found += [(kind, match.span())] if absent else []
            if absent or kind == "email":
                _take(taken, match.span())
    dates = [date for date in dated(text, lang) if not _inside(date.span, taken)]
    for date in dates:
        found += [("date", date.span)] if not supported(date, known) else []
        _take(taken, date.span)
    found += [("number", span) for span in _unknown_numbers(text, plain, lang, taken)]
    found += [("name", span) for span in unknown_names(text, plain, lang, taken)]
    spans = [(kind, normal.original(*span)) for kind, span in sorted(found, key=lambda item: item[1])]
    return tuple(Unsupported(kind, draft[slice(*span)], span) for kind, span in spans)


def _fold(text: str) -> str:
    return re.sub(r"[\s\W]+", " ", text.casefold()).strip()


def _take(taken: bytearray, span: Span) -> None:
    taken[slice(*span)] = b"\x01" * (span[1] - span[0])


def _inside(span: Span, taken: bytearray) -> bool:
    return any(taken[slice(*span)])


def _unknown_numbers(text: str, sources: list[str], lang: Lang, taken: bytearray) -> list[Span]:
    known, times, codes = _values(sources), {t for s in sources for t, _ in _times(s)}, _codes(sources)
    for mark in _LIST.finditer(text):
        _take(taken, mark.span())
    bad = []
    for time, span in _times(text):
        if not _inside(span, taken) and not _told(time, times, known):
            bad.append(span)
        _take(taken, span)
    for match in _CODE.finditer(text):
        if not _inside(match.span(), taken) and not _ORDINAL.fullmatch(match[0].lower()):
            bad += [match.span()] if match[0].lower() not in codes else []
            _take(taken, match.span())
    for number in numbers(text, lang):
        if not _inside(number.span, taken) and _counts(number) and number.value not in known:
            bad.append(number.span)
    return bad


def _counts(number: Number) -> bool:
    """Whether a number claims something: "one" and "the second" are mostly words."""
    return not number.word or (number.value > 1 and not number.ordinal)


def _values(sources: list[str]) -> set[Decimal]:
    """Return the numbers of the sources outside their dates, number words read in both languages."""
    known: set[Decimal] = set()
    for source in sources:
        spans = bytearray(len(source))
        for date in (date for lang in LANGS for date in dated(source, lang)):
            _take(spans, date.span)
        written = [number for lang in LANGS for number in numbers(source, lang) if number.word]
        known |= {n.value for n in (*figures(source), *written) if not _inside(n.span, spans)}
        known |= {Decimal(int(d)) for d in re.findall(r"(?<=[^\W\d_])-?(\d{1,6})(?!\d)", source)}
        low = source.lower()
        if any(
            re.search(rf"(?<!\w)(?:{'|'.join(lexicon('facts', lang)['halves'])})(?!\w)", low)
            for lang in LANGS
        ):
            known |= {Decimal(50).normalize(), Decimal("0.5")}
    return {value.normalize() for value in known}


def _codes(sources: list[str]) -> set[str]:
    return {match[0].lower() for source in sources for match in _CODE.finditer(source)}


def _times(text: str) -> list[tuple[tuple[int, int], Span]]:
    """Return the times of the day in a text as hour and minute."""
    found = []
    low = text.lower()
    for m in _TIME.finditer(low):
        found.append(((int(m[1]) % 12 + 12 if m[3] == "pm" else int(m[1]), int(m[2])), m.span()))
    for m in _HOUR.finditer(low):
        hour = int(m[1] or m[3])
        found.append(((hour % 12 + 12 if m[2] == "pm" else hour, 0), m.span(1) if m[1] else m.span(3)))
    return found


def _told(time: tuple[int, int], times: set[tuple[int, int]], known: set[Decimal]) -> bool:
    hour, minute = time
    if {(hour, minute), ((hour + 12) % 24, minute)} & times:
        return True
    whole = {Decimal(hour).normalize(), Decimal(hour % 12 or 12).normalize()} & known
    written = Decimal(f"{hour}.{minute:02}").normalize() in known
    return written or (minute == 0 and bool(whole))
