"""Answers for several steps at once: by number before or after the words, or for the rest."""

import re
from collections.abc import Sequence

from coach.domain.text import Lang
from coach.modes.phrasebook import cue
from coach.modes.plan_read import tidy

_BEYOND = 9
_NUMBERS = re.compile(
    r"(?:^|(?<=[\s,;.]))(?:(?:rad|steg|punkt|row|step|item|nr|no)\.?\s*)?"
    r"(\d{1,2}(?:\s*(?:,|och|and|&|\+|-|–)\s*\d{1,2})*)\s*(?:[:)=](?!\d)|\.(?=\s+\D))\s*"
)
_AFTER = re.compile(
    r"(?P<words>.+?)\s+(?:for|on|till|på|för|i)\s+(?:row |step |rad |steg )?"
    r"(?P<number>\d{1,2}(?:\s*(?:och|and|&)\s*\d{1,2})*)"
)


def numbered(text: str, most: int) -> dict[int, str]:
    """Return "1: …, 2 och 3: …" by number from 1; none where the message isn't numbered so.

    Args:
        text: The message.
        most: The highest number there is; one much higher is no number of a row.
    """
    marks = [
        (match, [n for n in map(int, re.findall(r"\d+", match[1])) if 1 <= n <= most + _BEYOND])
        for match in _NUMBERS.finditer(text)
    ]
    marks = [(match, numbers) for match, numbers in marks if numbers]
    if not marks:
        return {}
    ends = [*(match.start() for match, _ in marks[1:]), len(text)]
    found: dict[int, str] = {}
    for (match, numbers), end in zip(marks, ends, strict=True):
        said = tidy(text[match.end() : end])
        said = re.sub(r",?\s+(?:och|and)$", "", said)
        found |= dict.fromkeys(numbers, said) if said else {}
    return found


def afterwards(text: str, lang: Lang, most: int, lacking: Sequence[int]) -> dict[int, str]:
    """Return "Tom for 1, nothing for the rest" by number; none where any part says no number.

    Args:
        text: The message.
        lang: Its language.
        most: The highest number there is.
        lacking: The numbers that were asked about: what "the rest" may mean.
    """
    found: dict[int, str] = {}
    rest = ""
    for part in re.split(r"[,;]\s+|\s+(?:och|and)\s+(?=\D+\d)", text.strip(" .!")):
        match = _AFTER.fullmatch(part.strip())
        others = cue("plan", lang, "others").search(part.lower())
        if match and all(1 <= int(n) <= most for n in re.findall(r"\d+", match["number"])):
            found |= dict.fromkeys(map(int, re.findall(r"\d+", match["number"])), tidy(match["words"]))
        elif others:
            rest = tidy(part[: others.start()] + part[others.end() :])
        else:
            return {}
    if rest and found:
        found |= {number: rest for number in lacking if number not in found}
    return found
