"""Whether the shelf answers a question at all: evidence in numbers, and what a trained model makes of it."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from coach.domain.knowledge import Hit
from coach.domain.text import Lang
from coach.shelf.cite import coverage
from coach.shelf.concepts import concepts
from coach.shelf.query import Query
from coach.shelf.rank import Glass, Rarity, Wish
from coach.shelf.retrieve import State, close_up
from coach.shelf.terms import common_words, content, ideas_of

ENOUGH = 0.35
"""The trust from which the shelf answers."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer, each as a number."""

    covered: float
    """The share of the question's weight that the best passage carries, 0 to 1."""
    about: float
    """How near the best two sentences are in meaning, -1 to 1."""
    near: float
    """The share of the question's wishes that the best two sentences carry, 0 to 1."""
    near_telling: float
    """The same without everyday words; 1 where there are none but those."""
    strange: float
    """How many of its words nothing shipped and no document of the shelf knows."""
    missing: float
    """The weight of the wishes that no passage of the shelf speaks of."""
    length: float
    """How many content words it has, in eighths, at most 1."""
    everyday: float
    """1 where it has only everyday words."""
    size: float
    """The logarithm of the number of passages: of many, one is near by chance."""


# Logistic regression on the questions not set aside; answerable and unanswerable ones weigh the same.
_WEIGHTS = Evidence(
    covered=2.37,
    about=0.84,
    near=2.23,
    near_telling=1.35,
    strange=-0.58,
    missing=-0.64,
    length=3.24,
    everyday=1.9,
    size=-0.63,
)
_BIAS = -1.36


def trust(evidence: Evidence) -> float:
    """Return how sure it is that the passages answer, 0 to 1."""
    total = sum(w * x for w, x in zip(astuple(_WEIGHTS), astuple(evidence), strict=True)) + _BIAS
    return 1 / (1 + math.exp(-total))


def weigh(wanted: Query, hits: Sequence[Hit], state: State, rarity: Rarity) -> Evidence | None:
    """Return the evidence that hits give for a question; None where there is nothing to weigh.

    Args:
        wanted: The question as it was searched for.
        hits: What the search returned, best first.
        state: The shelf they come from.
        rarity: How much each lemma tells.
    """
    lang = wanted.lang
    lemmas = tuple(dict.fromkeys(content(wanted.text, lang)))
    if not lemmas or not hits or not wanted.wishes:
        return None
    numbers = state.table.numbers([hit.passage.id for hit in hits])
    by_word, about = close_up(wanted, state, numbers)
    telling = [wish for wish in wanted.wishes if wish.weight >= 0.9]
    lines = [state.close[number][0] for number in numbers]
    counts = state.vocabulary.counts
    strong = [word for word in lemmas if word not in common_words(lang)]
    return Evidence(
        covered=coverage(wanted.text, hits, lang, rarity),
        about=max(0.0, float(about.max())),
        near=float(by_word.max()) / _most(wanted.wishes),
        near_telling=max(map(Glass(telling).closest, lines)) / _most(telling) if telling else 1.0,
        strange=float(sum(not _known(word, lang, state) for word in strong)),
        missing=sum(w.weight for w in wanted.wishes if not any(token in counts for token in w.values)),
        length=min(len(lemmas), 8) / 8,
        everyday=float(not strong),
        size=math.log(len(state.vectors.numbers)),
    )


def _most(wishes: Sequence[Wish]) -> float:
    """Return what the wishes would score if all were met."""
    return sum(wish.weight * max(wish.values.values()) for wish in wishes) or 1.0


def _known(word: str, lang: Lang, state: State) -> bool:
    return (
        word in state.vocabulary.counts
        or f"{lang}:{word}" in concepts().places
        or bool(ideas_of((word,), lang))
        or bool(state.vocabulary.family(word))
        or state.vocabulary.respelled(word, lang) != word
    )
