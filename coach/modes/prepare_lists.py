"""The lists of an opening: a heading that answers a question, and what stands under it."""

import re

from coach.domain.text import Lang
from coach.modes.phrasebook import cue

_BULLET = re.compile(r"\s*(?:[-–—•*·]|\(?\d{1,2}[.)]|[a-h]\))\s+")
_KEYS = ("points", "achievement", "last", "hope", "colleagues")


def listed(text: str, lang: Lang) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the lists of an opening with the question each heading answers, and the text without them.

    "Det här vill jag ta upp:" holds for the bullets below it, whatever they say themselves.
    """
    found: dict[str, list[str]] = {}
    rest: list[str] = []
    under = ""
    for row in text.splitlines():
        if under and _BULLET.match(row):
            found.setdefault(under, []).append(row)
            continue
        under = _heading(row, lang)
        if not under:
            rest.append(row)
    return tuple((key, "\n".join(rows)) for key, rows in found.items()), "\n".join(rest)


def _heading(row: str, lang: Lang) -> str:
    low = row.strip().lower()
    keys = _KEYS if low.endswith(":") else ()
    return next((key for key in keys if cue("prepare", lang, key).search(low)), "")
