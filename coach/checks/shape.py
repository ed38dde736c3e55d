"""Features that any learned check sees: beginnings of words, their pairs, and runs of word classes.

The first letter of a feature names its family, see ``coach.checks.trained``.
"""

from collections.abc import Sequence
from itertools import pairwise

# Longer beginnings tell forms of one word apart, shorter ones mix words up.
STEM = 5


def runs(signs: Sequence[str], longest: int) -> set[str]:
    """Return all runs of up to ``longest`` signs, the edges of the sentence among them."""
    edged = ["<", *signs, ">"]
    return {
        "a" + " ".join(edged[at : at + length])
        for length in range(1, longest + 1)
        for at in range(len(edged) - length + 1)
    }


def stems(words: Sequence[str]) -> set[str]:
    """Return the beginnings of words, and of each pair of neighbours."""
    short = ["<", *(word[:STEM] for word in words), ">"]
    pairs = {f"w{first} {second}" for first, second in pairwise(short)}
    return pairs | {f"w{stem}" for stem in short[1:-1]}


def endings(words: Sequence[str]) -> set[str]:
    """Return the last letters of the longer words: what inflection and compounds show."""
    return {f"e{word[-4:]}" for word in words if len(word) > STEM}
