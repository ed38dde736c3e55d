"""Whom an English "they" means: one person who is spoken of so, or several."""

import re
from collections.abc import Sequence

from coach.checks.lexicon import lexicon

THEY = frozenset(("they", "them", "their", "theirs", "themselves", "themself"))
_WORD = re.compile(r"[^\W\d_]+")


def is_many(lows: Sequence[str], at: int) -> bool:
    """Return whether "they" at ``at`` means several: "three of them", "the night shift … before they"."""
    return at > 0 and (lows[at - 1] == "of" or _has_crowd(lows[:at]))


def free(lines: Sequence[Sequence[str]], forms: Sequence[str]) -> list[str]:
    """Return the pronouns among ``forms`` in order, without a "they" for several people.

    Args:
        lines: The words of each sentence, in lower case; "" for what is quoted.
        forms: Pronouns without what may hang on them: "they", not "they're".
    """
    found: list[str] = []
    for number, lows in enumerate(lines):
        led = number > 0 and _has_crowd(lines[number - 1][:3])
        for at, low in enumerate(lows):
            bare = low.partition("'")[0]
            if bare in forms and not (bare in THEY and (led or is_many(lows, at))):
                found.append(bare)
    return found


def is_open(lows: Sequence[str], at: int, *, alone: bool) -> bool:
    """Return whether "they" at ``at`` may mean several, where nothing shows it: a plural stands before it.

    Args:
        lows: The words of the sentence, in lower case.
        at: Where "they" stands.
        alone: Whether nobody but one person is spoken of in the whole text.
    """
    if at == 0:
        return False
    things = (
        low for low in lows[:at] if low.endswith("s") and len(low) > 4 and not low.endswith(("ss", "us"))
    )
    plural = any(low not in lexicon("address", "en")["single"] and "'" not in low for low in things)
    return plural or not alone


def is_alone(sentences: Sequence[str]) -> bool:
    """Return whether no several people are spoken of before the last "they" of a text."""
    read = [_WORD.findall(sentence.lower()) for sentence in sentences]
    last = max((n for n, words in enumerate(read) if not THEY.isdisjoint(words)), default=len(read))
    before = [word for words in read[:last] for word in words]
    if last < len(read):
        first = next(at for at, word in enumerate(read[last]) if word in THEY)
        before += read[last][:first]
    return not _has_crowd(before)


def _has_crowd(lows: Sequence[str]) -> bool:
    table = lexicon("address", "en")
    return any(
        low in table["crowd"]
        or (low in table["collective"] and {"in", "at", "on"}.isdisjoint(lows[max(0, at - 3) : at]))
        for at, low in enumerate(lows)
    )
