"""From a question to the passages that may answer it: two word searches and one by vector, fused by rank."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from coach.domain.knowledge import Hit, Passage
from coach.domain.text import Lang
from coach.shelf.embed import embed
from coach.shelf.rank import Rarity, Wish, score, wishes
from coach.shelf.table import Table
from coach.shelf.terms import compound, content

DEPTH = 60
"""How far down each search is read."""
_CANDIDATES = 150
_MOST_LEMMAS = 48
"""A question's content words that are looked for; a whole document may be pasted as a question."""
_SMOOTH = 20
_BY_CHANCE = 0.12
"""The cosine up to which two texts share no more than letter runs and collisions."""
_WEIGHTS = {"words": 1.0, "letters": 0.1, "vector": 0.1}

Nearest = Callable[[Sequence[float], int, bool | None], list[tuple[int, float]]]
"""(vector, how many, shipped or own or None) to row numbers with their similarity, best first."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for."""

    text: str
    lang: Lang
    lemmas: tuple[str, ...]
    wishes: tuple[Wish, ...]
    runs: tuple[str, ...]
    """Lemmas looked for inside longer words too."""
    unknown: tuple[str, ...]
    """Those of them that stand nowhere as words of their own."""


def query(question: str, lang: Lang, known: Collection[str]) -> Query:
    """Return the words to look for; compounds the shelf does not know are split on words it knows."""
    lemmas = list(dict.fromkeys(content(question, lang)))[:_MOST_LEMMAS]
    parts = {word: compound(word, known) for word in lemmas if lang == "sv" and word not in known}
    every = tuple(dict.fromkeys((*lemmas, *(part for found in parts.values() for part in found))))
    runs = tuple(word for word in every if len(word) > 3)
    unknown = tuple(word for word in runs if word not in known)
    return Query(question, lang, every, wishes(lemmas, parts, lang), runs, unknown)


def retrieve(
    wanted: Query, table: Table, nearest: Nearest, rarity: Rarity, k: int, shipped: bool | None
) -> tuple[Hit, ...]:
    """Return the ``k`` best passages, best first; equal scores by row number."""
    guides = {document.id for document in table.documents() if document.shipped}
    rankings = {
        "words": _by_words(wanted, table, rarity, shipped),
        "letters": _by_letters(wanted.unknown, table, shipped),
        "vector": _by_vector(wanted, nearest, shipped),
    }
    fused: dict[int, float] = {}
    for name, ranking in rankings.items():
        for place, number in enumerate(ranking, 1):
            fused[number] = fused.get(number, 0.0) + _WEIGHTS[name] / (_SMOOTH + place)
    best = sorted(fused, key=lambda number: (-fused[number], number))
    passages = table.passages(best)
    wanted_here = (number for number in best if not _has_twin(passages[number], wanted.lang, guides))
    return tuple(Hit(passages[number], round(fused[number], 6)) for number in islice(wanted_here, k))


def _has_twin(passage: Passage, lang: Lang, guides: Collection[str]) -> bool:
    """Return whether a shipped guide says the same in the language of the question."""
    topic = passage.document.removesuffix(f".{passage.lang}")
    return passage.shipped and passage.lang != lang and f"{topic}.{lang}" in guides


def keywords(wanted: Query, table: Table, k: int, shipped: bool | None = None) -> tuple[Hit, ...]:
    """Return what plain BM25 over the question's own lemmas finds: the baseline to beat."""
    found = table.match("words", _any(wanted.lemmas), k, shipped) if wanted.lemmas else []
    passages = table.passages([number for number, _ in found])
    return tuple(Hit(passages[number], score) for number, score in found)


def _by_words(wanted: Query, table: Table, rarity: Rarity, shipped: bool | None) -> list[int]:
    ideas = dict.fromkeys(idea for wish in wanted.wishes for idea in wish.ideas)
    numbers: dict[int, None] = {}
    for words in (wanted.lemmas, tuple(ideas)):
        if words:
            numbers |= dict.fromkeys(n for n, _ in table.match("words", _any(words), _CANDIDATES, shipped))
    numbers |= dict.fromkeys(_by_letters(wanted.runs, table, shipped))
    features = table.features(list(numbers))
    scores = {number: score(wanted.wishes, features[number], rarity) for number in numbers}
    return sorted(scores, key=lambda number: (-scores[number], number))[:DEPTH]


def _by_letters(runs: Sequence[str], table: Table, shipped: bool | None) -> list[int]:
    return [number for number, _ in table.match("letters", _any(runs), DEPTH, shipped)] if runs else []


def _by_vector(wanted: Query, nearest: Nearest, shipped: bool | None) -> list[int]:
    vector = embed(wanted.lemmas, wanted.lang)
    if not vector.any():
        return []
    found = nearest([float(x) for x in vector], DEPTH, shipped)
    return [number for number, similarity in found if similarity > _BY_CHANCE]


def _any(phrases: Sequence[str]) -> str:
    """Return an FTS5 expression for any of the phrases; quoting makes every character of them plain text."""
    return " OR ".join('"' + phrase.replace('"', '""') + '"' for phrase in phrases)
