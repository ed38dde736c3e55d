"""From a question to the passages that may answer it: two word searches and one by vector, fused by rank."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from coach.domain.knowledge import Hit
from coach.domain.text import LANGS, Lang
from coach.shelf.embed import embed
from coach.shelf.table import Table
from coach.shelf.terms import compound, content, related

DEPTH = 60
"""How far down each search is read."""
_SMOOTH = 20
_OTHER_LANGUAGE = 0.8
_RELATED = 0.4
_WEIGHTS = {"words": 1.0, "letters": 0.5, "vector": 0.7}

Nearest = Callable[[Sequence[float], int, bool | None], list[tuple[int, float]]]
"""(vector, how many, shipped or own or None) to row numbers with their similarity, best first."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: the question's own lemmas, and the words that mean the same."""

    text: str
    lang: Lang
    lemmas: tuple[str, ...]
    related: dict[Lang, tuple[str, ...]]


def query(question: str, lang: Lang, known: Collection[str]) -> Query:
    """Return the words to look for; compounds the shelf does not know are split on words it knows."""
    lemmas = dict.fromkeys(content(question, lang))
    parts = (part for word in lemmas if word not in known and lang == "sv" for part in compound(word, known))
    every = tuple(dict.fromkeys((*lemmas, *parts)))
    return Query(question, lang, every, related(every, lang))


def retrieve(wanted: Query, table: Table, nearest: Nearest, k: int, shipped: bool | None) -> tuple[Hit, ...]:
    """Return the ``k`` best passages, best first; equal scores by row number."""
    rankings = {
        "words": _by_words(wanted, table, shipped),
        "letters": _by_letters(wanted, table, shipped),
        "vector": _by_vector(wanted, table, nearest, shipped),
    }
    fused: dict[int, float] = {}
    for name, ranking in rankings.items():
        for place, number in enumerate(ranking, 1):
            fused[number] = fused.get(number, 0.0) + _WEIGHTS[name] / (_SMOOTH + place)
    best = sorted(fused, key=lambda number: (-fused[number], number))[:k]
    passages = table.passages(best)
    return tuple(Hit(passages[number], round(fused[number], 6)) for number in best)


def keywords(wanted: Query, table: Table, k: int, shipped: bool | None = None) -> tuple[Hit, ...]:
    """Return what plain BM25 over the question's own lemmas finds: the baseline to beat."""
    found = table.match("words", _any(wanted.lemmas), k, shipped) if wanted.lemmas else []
    passages = table.passages([number for number, _, _ in found])
    return tuple(Hit(passages[number], score) for number, score, _ in found)


def _by_words(wanted: Query, table: Table, shipped: bool | None) -> list[int]:
    scores: dict[int, float] = {}
    others = tuple(dict.fromkeys(phrase for lang in LANGS for phrase in wanted.related[lang]))
    for phrases, weight in ((wanted.lemmas, 1.0), (others, _RELATED)):
        if phrases:
            for number, score, lang in table.match("words", _any(phrases), 4 * DEPTH, shipped):
                # Across languages only the related words can match, so they count in full there.
                share = weight if lang == wanted.lang else _OTHER_LANGUAGE * (1.0 if weight < 1 else 0.5)
                scores[number] = scores.get(number, 0.0) + share * score
    return sorted(scores, key=lambda number: (-scores[number], number))[:DEPTH]


def _by_letters(wanted: Query, table: Table, shipped: bool | None) -> list[int]:
    runs = tuple(word for word in wanted.lemmas if len(word) > 3)
    if not runs:
        return []
    found = table.match("letters", _any(runs), DEPTH, shipped)
    scores = {n: score * (1.0 if lang == wanted.lang else _OTHER_LANGUAGE) for n, score, lang in found}
    return sorted(scores, key=lambda number: (-scores[number], number))


def _by_vector(wanted: Query, table: Table, nearest: Nearest, shipped: bool | None) -> list[int]:
    vector = embed([" ".join((wanted.text, *wanted.lemmas))], wanted.lang)[0]
    if not vector.any():
        return []
    found = nearest([float(x) for x in vector], 2 * DEPTH, shipped)
    passages = table.passages([number for number, _ in found])
    scores = {
        n: s * (1.0 if passages[n].lang == wanted.lang else _OTHER_LANGUAGE)
        for n, s in found
        if n in passages
    }
    return sorted(scores, key=lambda number: (-scores[number], number))[:DEPTH]


def _any(phrases: Sequence[str]) -> str:
    """Return an FTS5 expression for any of the phrases; quoting makes every character of them plain text."""
    return " OR ".join('"' + phrase.replace('"', '""') + '"' for phrase in phrases)
