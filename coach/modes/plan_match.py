"""Which step a text speaks of, by the words they share."""

import re
from collections.abc import Sequence

from coach.domain.plan import Rung
from coach.domain.text import LANGS
from coach.modes.email_lines import small
from coach.modes.phrasebook import cue

_STEM = 4


def _untelling(word: str) -> bool:
    return any(cue("plan", lang, "untelling").fullmatch(word) for lang in LANGS)


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of a text's telling words: what two mentions of one thing share."""
    found = re.findall(r"[^\W\d_]{3,}", small(text))
    return frozenset(word[:_STEM] for word in found if not _untelling(word))


def overlap(one: str, other: str) -> float:
    """Return the share of the shorter text's telling words that the other has too."""
    first, second = stems(one), stems(other)
    least = min(len(first), len(second))
    return len(first & second) / least if least else 0.0


def best(text: str, rungs: Sequence[Rung], among: Sequence[int], least: float = 0.0) -> int | None:
    """Return which of some rungs a text speaks of, None where none or several do equally."""
    # Swedish joins words: "kursanmälan" speaks of "anmäla mig till kursen".
    low = small(text)
    own = {at: stems(rungs[at].words) for at in among}
    scores = [(sum(stem in low for stem in own[at]) / max(1, len(own[at])), at) for at in among]
    scores = sorted((score for score in scores if score[0] > least), reverse=True)
    alone = scores and (len(scores) == 1 or scores[0][0] > scores[1][0])
    return scores[0][1] if alone else None
