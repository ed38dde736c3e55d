"""Which sentences of a passage answer, whether a quote is really there, how much of a question it covers."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from coach.checks.normal import normalise
from coach.checks.words import sentences, tokens
from coach.domain.knowledge import Citation, Hit, Passage
from coach.domain.text import Lang, Span
from coach.shelf.concepts import project
from coach.shelf.split import sentence_spans
from coach.shelf.terms import common_words, content, function_words, ideas, ideas_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Rarity = Callable[[str], float]
"""How much a lemma tells, from 0 (in every passage) to 1 (in none)."""

_LOOKED_AT = 3
_COMMON = 0.25
_SAME, _SAME_PART = 0.8, 0.45
"""What another word for the same idea covers, and one for a part of a compound only."""
_FOREIGN = 1.3
"""The weight of a word outside the field's vocabulary: it names what the guides are not about."""
_LONGEST = 60
_ABOUT = 0.6
"""What a sentence's meaning counts against the words it shares with the question."""


def verify(citation: Citation, passage: Passage) -> bool:
    """Return whether the quote stands verbatim in this passage of this document."""
    return (
        bool(citation.quote.strip())
        and (citation.id, citation.document) == (passage.id, passage.document)
        and citation.quote in passage.text
    )


def quote(passage: Passage, question: str, lang: Lang) -> str:
    """Return the one or two neighbouring sentences of the passage that answer best, verbatim.

    Args:
        passage: Where to quote from.
        question: What was asked.
        lang: The question's language.
    """
    spans = [span for span in sentence_spans(passage.text) if passage.text[span[0]] != "#"]
    asked, meant = _features(question, lang), project(content(question, lang), lang)
    gains = [_gain(passage.text[start:end], passage.lang, asked, meant) for start, end in spans]
    chosen: Span = spans[max(range(len(spans)), key=lambda at: (gains[at], -at))]
    best = 0.0
    for (first, one), (second, two) in pairwise(zip(spans, gains, strict=True)):
        text = passage.text[first[0] : second[1]]
        fits = len(text.split()) <= _LONGEST and "\n" not in text
        if fits and max(one, two) >= max(gains) and one + two > best:
            best, chosen = one + two, (first[0], second[1])
    return passage.text[chosen[0] : chosen[1]]


def cite(hit: Hit, question: str, lang: Lang) -> Citation:
    """Return the citation of what answers best in a hit."""
    passage = hit.passage
    return Citation(passage.id, passage.document, passage.title, quote(passage, question, lang))


def _features(text: str, lang: Lang) -> frozenset[str]:
    lemmas = content(text, lang)
    return frozenset(lemmas) | {f"#{idea}" for idea in ideas_of(lemmas, lang)}


def _gain(sentence: str, lang: Lang, asked: frozenset[str], meant: "NDArray[np.float32]") -> float:
    found = _features(sentence, lang)
    shared = sum(_near(feature, found) for feature in sorted(asked))
    about = float(project(content(sentence, lang), lang) @ meant)
    return shared / math.sqrt(8 + len(found)) + _ABOUT * max(0.0, about) + 0.01


def _near(feature: str, found: frozenset[str]) -> float:
    """Return 1 when it is there, half when it is a part of a longer word or the other way round."""
    if feature in found:
        return 1.0
    if len(feature) < 4 or feature[0] == "#":
        return 0.0
    return 0.5 if any(feature in word or (len(word) > 3 and word in feature) for word in found) else 0.0


def coverage(question: str, hits: Sequence[Hit], lang: Lang, rarity: Rarity = lambda _: 1.0) -> float:
    """Return the share, 0 to 1, of the question's weight that the first hits carry."""
    lemmas = tuple(dict.fromkeys(content(question, lang)))
    weights = {word: _weight(word, question, lang, rarity) for word in lemmas}
    total = sum(weights.values())
    best = 0.0
    for hit in hits[:_LOOKED_AT]:
        passage = hit.passage
        found = _features(f"{passage.title}. {passage.heading}. {passage.text}", passage.lang)
        best = max(best, sum(weights[word] * _covered(word, lang, found) for word in lemmas))
    return best / total if total else 0.0


def _covered(word: str, lang: Lang, found: frozenset[str]) -> float:
    shared = any(f"#{idea}" in found for idea in ideas_of((word,), lang))
    whole = word in ideas(lang).named
    return max(_near(word, found), (_SAME if whole else _SAME_PART) if shared else 0.0)


def _weight(word: str, question: str, lang: Lang, rarity: Rarity) -> float:
    if word in common_words(lang):
        return _COMMON * rarity(word)
    if word in names(question, lang):
        return 1.5 * rarity(word)
    return rarity(word) * (1.0 if ideas_of((word,), lang) else _FOREIGN)


def names(question: str, lang: Lang) -> frozenset[str]:
    """Return the lemmas of a question written with a capital inside a sentence: names and abbreviations."""
    plain = normalise(question).text
    starts = {start for start, _ in sentences(plain)}
    return frozenset(
        t.lemma
        for t in tokens(plain, lang)
        if t.text[:1].isupper() and t.start not in starts and t.lower not in function_words(lang)
    )
