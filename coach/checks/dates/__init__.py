"""The deadlines and dated periods a text names, resolved against a given day.

The conventions, by the name a mention carries as its ``rule``. "Before X" is the day before X begins, "by X"
and "until X" its last day; "from X", "since X" and "after X" set no end. Without a year it is the next time X
comes, today included.

| rule | says | last day |
| --- | --- | --- |
| iso, compact-date | 2027-06-30, 270630 | as written |
| numeric-date, numeric-day-month | 15.3.2027, 15/3 | day/month; in English only where one order is possible |
| day-month, day-range | 15 March, 1–15 March | that day, the later one |
| day-of-month | the 15th | this month's or the next |
| nth-weekday, last-day | the last Friday in May, sista april | that day |
| week-of-month | the first week of March | the Sunday of the week with its first Thursday |
| relative-day | tomorrow | that day |
| weekday | on Friday | the next after today; on a Friday a week ahead |
| weekday-of-week | Wednesday of week 24, på tisdag nästa vecka | that day |
| week, week-relative | week 12, next week, end of next week | its Sunday, by ISO |
| weekend | this weekend | Sunday; before it, Friday |
| month, month-relative | in March, next month | its last day; mid-March the 15th, early March the 10th |
| quarter, half-year, year and -relative | Q2, H1, 2027, this year | its last day |
| half-year-turn, year-turn | halvårsskiftet, by year end | 30 June, 31 December |
| season | this spring, i höst | end of May, August, November, February; "by" and "before summer" 31 May |
| term | this term, HT26, the school year | 30 June or 31 December; the school year 30 June |
| holiday | before Christmas, till midsommar | 23 December, Midsummer Eve; before Easter the Saturday |
| within, from-now, coming | within six months, in two weeks, over the next 90 days | counted from today |

A couple is two, a fortnight 14 days, a sprint two weeks; of "six to eight weeks" the longer counts.
"""

from datetime import date

from coach.checks.dates.find import Hit, find_hits
from coach.checks.dates.grammar import grammar
from coach.checks.dates.show import show_date, show_short, weekday_name
from coach.checks.normal import normalise
from coach.domain.text import Lang
from coach.domain.verdict import DateMention

__all__ = ["deadline", "find_dates", "show_date", "show_short", "weekday_name"]


def find_dates(text: str, lang: Lang, today: date) -> tuple[DateMention, ...]:
    """Return every deadline, dated day or bounded period, in order, spans in characters of ``text``."""
    normal = normalise(text)
    return tuple(
        DateMention(normal.original(*hit.span), hit.end, hit.start, hit.rule, _conflict(hit, lang))
        for hit in find_hits(normal.text, grammar(lang), today)
    )


def deadline(text: str, lang: Lang, today: date) -> date | None:
    """Return the last day that keeps the deadline ``text`` sets, or None when it sets none.

    Of several, the latest that the text calls a limit ("by", "senast") counts, else the latest of all.
    """
    hits = list(find_hits(normalise(text).text, grammar(lang), today))
    limits = [hit for hit in hits if hit.context.strong or hit.rule == "within"]
    return max((hit.end for hit in limits or hits), default=None)


def _conflict(hit: Hit, lang: Lang) -> str:
    if (
        hit.weekday is None
        or hit.weekday == hit.end.weekday()
        or (hit.context.strong and hit.context.cue == "before")
    ):
        return ""
    return weekday_name(hit.end, lang)
