"""Days as people write them."""

from datetime import date

from coach.checks.dates.grammar import grammar
from coach.domain.text import Lang


def weekday_name(day: date, lang: Lang) -> str:
    """Return "fredag" or "Friday"."""
    return grammar(lang).first("weekdays", day.weekday())


def show_date(day: date, lang: Lang) -> str:
    """Return a day with its weekday: "fredag 30 april 2027", "Friday 30 April 2027"."""
    return f"{weekday_name(day, lang)} {show_short(day, lang)}"


def show_short(day: date, lang: Lang) -> str:
    """Return a day without its weekday: "30 april 2027", "30 April 2027"."""
    return f"{day.day} {grammar(lang).first('months', day.month)} {day.year}"
