"""Where the patterns match: only near words that can be part of a time, and never twice on the same words."""

import re
from collections.abc import Iterator

from coach.checks.dates.days import DAYS
from coach.checks.dates.grammar import Grammar
from coach.checks.dates.spans import SPANS
from coach.domain.text import Span

RULES = {**DAYS, **SPANS}
"""The resolver of each rule, by its name."""

_REACH = 80
# A bare number of one to three digits is a day or a week only after these, or beside a sign of a date.
_NUMBERED = re.compile(r"(?:\b(?:den|v\.?|kv\.?|q|h))\s{0,2}$", re.IGNORECASE)
# So many digits and signs in a row are no date.
_RUN = re.compile(r"[0-9./:–-]{30}")
_TOKEN = re.compile(r"[^\W_]+")


def scan(text: str, words: Grammar) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield each rule's name and match, in order; look-alikes cover their words in silence."""
    stretches = windows(text, words)
    every = [
        (match.start(), -match.end(), order, name, match)
        for order, name in enumerate(("decoys", *RULES))
        for pattern in words.rule(name)
        for low, high in stretches
        for match in pattern.finditer(text, low, high)
    ]
    every.sort(key=lambda item: item[:3])
    free = 0
    for start, end, _, name, match in every:
        if start < free or start == -end:
            continue
        if name != "decoys":
            yield name, match
        free = -end


def windows(text: str, words: Grammar) -> list[Span]:
    """Return the stretches of a text that can hold a time, cut at white space."""
    known, found = words.triggers(), list[Span]()
    for token in _TOKEN.finditer(text):
        if not _may_be_time(text, token, known):
            continue
        low, high = max(0, token.start() - _REACH), token.end() + _REACH
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], high
        else:
            found.append((low, high))
    return [(_cut(text, low, -1), _cut(text, high, 1)) for low, high in found]


def _may_be_time(text: str, token: re.Match[str], known: frozenset[str]) -> bool:
    # Long tokens are no words; their first letters decide.
    word = token[0][:40].lower()
    if _RUN.match(text, token.start()):
        return False
    if word.isdecimal() and len(word) < 4:
        around = text[max(0, token.start() - 1) : token.end() + 1]
        return any(sign in around for sign in "/.-–:") or bool(
            _NUMBERED.search(text[max(0, token.start() - 6) : token.start()])
        )
    return any(c.isdigit() for c in word) or any(word[:size] in known for size in range(2, len(word) + 1))


def _cut(text: str, at: int, step: int) -> int:
    """Move to the next white space, so that no word is halved; a run of 40 other characters is no word."""
    for _ in range(40):
        if not 0 < at < len(text) or text[at].isspace():
            break
        at += step
    return min(max(at, 0), len(text))
