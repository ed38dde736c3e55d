"""Whether the shelf answers a question at all: evidence in numbers, and what a trained model makes of it.

``python -m evals.trust`` collects the evidence of labelled questions and trains ``trust.toml``.
"""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from statistics import fmean

from coach.checks.words import tokens
from coach.domain.knowledge import Hit
from coach.domain.text import Lang
from coach.shelf.cite import coverage, names
from coach.shelf.query import Query
from coach.shelf.rank import Glass, Rarity, Wish
from coach.shelf.retrieve import State, close_up
from coach.shelf.terms import common_words, content, idea_token, ideas_of, question_words

ENOUGH = 0.5
"""The trust from which the shelf answers; the trained model is shifted so that this is the threshold."""
_MOST_NAMES = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer, each as a number."""

    covered: float
    """The share of the question's weight that the best passage carries, 0 to 1."""
    about: float
    """How near the best two sentences are in meaning, 0 to 1."""
    near: float
    """The share of the question's wishes that the best two sentences carry, 0 to 1."""
    near_telling: float
    """The same without everyday words; 1 where there are none but those."""
    missing: float
    """The weight of the wishes that no passage of the shelf speaks of."""
    length: float
    """How many content words it has, in eighths, at most 1."""
    everyday: float
    """1 where it has only everyday words."""
    size: float
    """The logarithm of the number of passages: of many, one is near by chance."""
    rare: float
    """How rare its telling words, or their ideas, are on the shelf on average, 0 to 1."""
    telling: float
    """How many of its words are no everyday words, in sixths, at most 1."""
    names: float
    """How many names it has that the shelf does not know, at most 2."""
    fact: float
    """1 where it asks for a fact: who, which, where, how many."""
    personal: float
    """1 where somebody asks about themselves."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over the evidence."""

    weights: dict[str, float]
    bias: float


@cache
def model() -> Model:
    """Return the trained model that is shipped."""
    raw = tomllib.loads(files("coach.shelf").joinpath("trust.toml").read_text(encoding="utf-8"))
    return Model({str(name): float(value) for name, value in raw["weights"].items()}, float(raw["bias"]))


def trust(evidence: Evidence) -> float:
    """Return how sure it is that the passages answer, 0 to 1."""
    held, trained = asdict(evidence), model()
    total = sum(weight * held[name] for name, weight in trained.weights.items()) + trained.bias
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
    strange = [name for name in names(wanted.text, lang) if name not in counts]
    return Evidence(
        covered=coverage(wanted.text, hits, lang, rarity),
        about=max(0.0, float(about.max())),
        near=float(by_word.max()) / _most(wanted.wishes),
        near_telling=max(map(Glass(telling).closest, lines)) / _most(telling) if telling else 1.0,
        missing=sum(w.weight for w in wanted.wishes if not any(token in counts for token in w.values)),
        length=min(len(lemmas), 8) / 8,
        everyday=float(not strong),
        size=math.log(len(state.vectors.numbers)),
        rare=fmean(_rarity(word, lang, rarity) for word in strong) if strong else 0.0,
        telling=min(len(strong), 6) / 6,
        names=float(min(len(strange), _MOST_NAMES)),
        fact=float(asks_for_fact(wanted.text, lang)),
        personal=float(any(t.lower in question_words("personal", lang) for t in tokens(wanted.text, lang))),
    )


def asks_for_fact(question: str, lang: Lang) -> bool:
    """Return whether a question asks who, which, where or how many."""
    words = [t.lower for t in tokens(question, lang)]
    measures, how = question_words("measure", lang), question_words("how", lang)
    return (
        any(word in question_words("fact", lang) for word in words)
        or any(a in how and b in measures for a, b in pairwise(words))
        or bool(words and words[0] in question_words("where", lang))
    )


def _rarity(word: str, lang: Lang, rarity: Rarity) -> float:
    """Return how much a word tells, or its idea: documents in the other language have another word for it."""
    return min(rarity(token) for token in (word, *map(idea_token, ideas_of((word,), lang))))


def _most(wishes: Sequence[Wish]) -> float:
    """Return what the wishes would score if all were met."""
    return sum(wish.weight * max(wish.values.values()) for wish in wishes) or 1.0
