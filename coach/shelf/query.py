"""What a question looks for: its words set right, their families and the ideas they name."""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.domain.text import Lang
from coach.shelf.rank import PART, RESPELLED, Rarity, Wish, wishes
from coach.shelf.spelling import Vocabulary
from coach.shelf.terms import compound, content, function_words

_MOST_LEMMAS = 48
"""A question's content words that are looked for; a whole document may be pasted as a question."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for."""

    text: str
    lang: Lang
    lemmas: tuple[str, ...]
    """The question's content words, slips of the fingers set right, then the parts of compounds."""
    wishes: tuple[Wish, ...]
    unknown: tuple[str, ...]
    """Words that stand nowhere in the index as words of their own: looked for as letters."""


def query(question: str, lang: Lang, known: Vocabulary, rarity: Rarity) -> Query:
    """Return the words to look for; compounds the shelf does not know are split on words it knows."""
    typed = list(dict.fromkeys(content(question, lang)))[:_MOST_LEMMAS]
    right = {word: known.respelled(word, lang) for word in typed}
    stop = function_words(lang)
    lemmas = [word for word in dict.fromkeys(right.values()) if word not in stop]
    parts = {w: compound(w, known.counts) for w in lemmas if lang == "sv" and w not in known.counts}
    every = tuple(dict.fromkeys((*lemmas, *(part for found in parts.values() for part in found))))
    kin = {word: dict.fromkeys(known.family(word), PART) for word in every}
    for word, other in right.items():
        if other != word:
            kin.setdefault(other, {})[other] = RESPELLED
    unknown = tuple(word for word in typed if len(word) > 3 and word not in known.counts)
    return Query(question, lang, every, wishes(lemmas, parts, kin, lang, rarity), unknown)


def corrected(question: str, lang: Lang, known: Vocabulary) -> Mapping[str, str]:
    """Return the content words of a question that are misspelt, with the words they are taken for."""
    pairs = {word: known.respelled(word, lang) for word in content(question, lang)}
    return {word: other for word, other in pairs.items() if other != word}
