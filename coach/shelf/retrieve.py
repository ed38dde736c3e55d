"""From a question to the passages that may answer it: by word and by vector, then close up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.domain.knowledge import Hit, Passage
from coach.domain.text import Lang
from coach.shelf.concepts import project, unpacked
from coach.shelf.embed import embed
from coach.shelf.postings import Postings
from coach.shelf.query import Query
from coach.shelf.rank import Glass, scores
from coach.shelf.records import Vectors
from coach.shelf.spelling import Vocabulary
from coach.shelf.table import Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEPTH = 20
"""How many passages each search hands on to be looked at close up."""
_READ_AT_ONCE = 12
_BY_CHANCE = 0.15
"""The cosine up to which two texts share no more than letter runs and collisions."""
_MOST_KEPT = 2000
_WORDS, _SENTENCES, _ABOUT, _ABOUT_SENTENCES = 1.0, 0.5, 1.7, 1.7
"""What each view of a passage weighs: its words and its meaning, as a whole and in its best two sentences."""
_SAME_LANGUAGE = 0.35
"""What a passage in the question's own language has before another."""
_OWN = 1.5
"""What a document of the person's own has before a guide: who adds one wants to hear what it says."""
_LETTERS = 0.3
"""What a passage has before another that holds an unknown word inside one of its own."""

_ENOUGH = 50
"""Passages from which their mean says how near a question is to what has nothing to do with it."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The question as a vector, and the passages' vectors it is held against."""

    vector: "NDArray[np.float32]"
    vectors: Vectors
    chance: float = 0.0
    """The cosine of two texts that have nothing to do with each other: of an embedding model far above 0."""


Nearest = Callable[[Meaning, int, bool | None], list[tuple[int, float]]]
"""(meaning, how many, shipped or own or None) to row numbers with their cosine, best first."""


@dataclass(slots=True)
class State:
    """What a search needs of the shelf as it is at one moment."""

    table: Table
    vectors: Vectors
    vocabulary: Vocabulary
    postings: Postings
    guides: frozenset[str]
    """The ids of the shipped documents."""
    senses: Vectors | None = None
    """The vectors of an embedding model for the same passages, where there is one that has read them all."""
    close: "dict[int, tuple[list[list[str]], NDArray[np.float32]]]" = field(default_factory=dict)
    """For passages looked at before: the index words of each sentence, and each two sentences' vector."""


def read_state(table: Table) -> State:
    """Return what searches need of a shelf as it is now."""
    guides = frozenset(document.id for document in table.documents() if document.shipped)
    return State(table, table.vectors(), Vocabulary(table.vocabulary()), Postings(table), guides)


def meaning(wanted: Query, state: State, sensed: "NDArray[np.float32] | None") -> Meaning:
    """Return what a question means by an embedding model's vector of it, or built in where there is none."""
    if sensed is None or state.senses is None or len(sensed) != state.senses.matrix.shape[1]:
        return Meaning(embed(wanted.lemmas, wanted.lang), state.vectors)
    all_in_all = len(state.senses.numbers) >= _ENOUGH
    chance = float((state.senses.matrix @ sensed).mean()) if all_in_all else 0.0
    return Meaning(sensed, state.senses, min(chance, 0.99))


def retrieve(
    wanted: Query, meant: Meaning, state: State, nearest: Nearest, k: int, shipped: bool | None
) -> tuple[Hit, ...]:
    """Return the ``k`` best passages, best first; equal scores by row number."""
    fused = _fused(wanted, meant, state, nearest, shipped)
    best = sorted(fused, key=lambda number: (-fused[number], number))
    hits: list[Hit] = []
    for at in range(0, len(best), _READ_AT_ONCE):
        part = best[at : at + _READ_AT_ONCE]
        passages = state.table.passages(part)
        kept = (n for n in part if not _has_twin(passages[n], wanted.lang, state.guides))
        hits += (Hit(passages[n], round(fused[n], 6)) for n in kept)
        if len(hits) >= k:
            break
    return tuple(hits[:k])


def _fused(
    wanted: Query, meant: Meaning, state: State, nearest: Nearest, shipped: bool | None
) -> dict[int, float]:
    import numpy as np

    words = scores(wanted.wishes, state.postings)
    letters = _by_letters(wanted.unknown, state.table, shipped)
    numbers = set(letters)
    sides = _sides(state, shipped)
    for side in sides:
        here = words if side is None else np.where(state.vectors.shipped == side, words, 0.0)
        numbers.update(int(state.postings.numbers[at]) for at in _highest(here))
    least_near = meant.chance + (1 - meant.chance) * _BY_CHANCE
    for side in sides if meant.vector.any() else ():
        numbers |= {number for number, cosine in nearest(meant, DEPTH, side) if cosine > least_near}
    found = sorted(numbers)
    if not found:
        return {}
    places = state.postings.places(found)
    lines, about = close_up(wanted, state, found)
    whole = (meant.vectors.matrix[places] @ meant.vector - meant.chance) / (1 - meant.chance)
    total = (
        _WORDS * _levelled(words[places])
        + _SENTENCES * _levelled(lines)
        + _ABOUT * whole
        + _ABOUT_SENTENCES * about
        + _LETTERS * np.array([number in letters for number in found])
        + _OWN * ~state.vectors.shipped[places]
        + _SAME_LANGUAGE * (state.postings.swedish[places] == (wanted.lang == "sv"))
    )
    return dict(zip(found, (float(x) for x in total), strict=True))


def _sides(state: State, shipped: bool | None) -> tuple[bool | None, ...]:
    """Return what is looked through on its own: guides must not crowd out the few documents of one's own."""
    held = bool(state.vectors.shipped.any()), bool((~state.vectors.shipped).any())
    return (True, False) if shipped is None and all(held) else (shipped,)


def _highest(words: "NDArray[np.float64]") -> "NDArray[np.int64]":
    """Return the places of the ``DEPTH`` highest scores above 0, best first."""
    import numpy as np

    # Equal ones are taken by row number: the cut must not depend on how the sort runs.
    least = np.partition(words, -DEPTH)[-DEPTH] if len(words) > DEPTH else 0.0
    near = np.flatnonzero(words >= max(least, 1e-9))
    return near[np.argsort(-words[near], kind="stable")][:DEPTH]


def _levelled(values: "NDArray[np.float64]") -> "NDArray[np.float64]":
    most = float(values.max())
    return values / most if most > 0 else values


def close_up(
    wanted: Query, state: State, numbers: Sequence[int]
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Return for each passage what its best two neighbouring sentences score, by word and by meaning.

    Args:
        wanted: What is looked for.
        state: The shelf.
        numbers: The passages' row numbers, at least one.
    """
    import numpy as np

    missing = [number for number in numbers if number not in state.close]
    if len(state.close) + len(missing) > _MOST_KEPT:
        state.close.clear()
        missing = list(numbers)
    for number, (body, ideas, pairs) in state.table.sentences(missing).items():
        lines = zip(body.split("\n"), ideas.split("\n")[1:], strict=True)
        state.close[number] = [f"{b} {i}".split() for b, i in lines], unpacked(pairs)
    asked = project(wanted.lemmas, wanted.lang)
    glass = Glass(wanted.wishes)
    by_word = [glass.closest(state.close[number][0]) for number in numbers]
    by_meaning = [float((state.close[number][1] @ asked).max()) for number in numbers]
    return np.array(by_word), np.array(by_meaning)


def _has_twin(passage: Passage, lang: Lang, guides: frozenset[str]) -> bool:
    """Return whether a shipped guide says the same in the language of the question."""
    topic = passage.document.removesuffix(f".{passage.lang}")
    return passage.shipped and passage.lang != lang and f"{topic}.{lang}" in guides


def keywords(wanted: Query, table: Table, k: int, shipped: bool | None = None) -> tuple[Hit, ...]:
    """Return what plain BM25 over the question's own lemmas finds: the baseline to beat."""
    found = table.match("words", _any(wanted.lemmas), k, shipped) if wanted.lemmas else []
    passages = table.passages([number for number, _ in found])
    return tuple(Hit(passages[number], score) for number, score in found)


def _by_letters(runs: Sequence[str], table: Table, shipped: bool | None) -> set[int]:
    return {number for number, _ in table.match("letters", _any(runs), DEPTH, shipped)} if runs else set()


def _any(phrases: Sequence[str]) -> str:
    """Return an FTS5 expression for any of the phrases; quoting makes every character of them plain text."""
    return " OR ".join('"' + phrase.replace('"', '""') + '"' for phrase in phrases)
