"""Which sentences of a passage answer, whether a quote is really there, how much of a question it covers."""

import math
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from coach.checks.normal import normalise
from coach.checks.words import sentences, tokens
from coach.domain.knowledge import Citation, Hit, Passage
from coach.domain.text import Lang, Span
from coach.shelf.concepts import project
from coach.shelf.split import sentence_spans
from coach.shelf.terms import common_words, content, function_words, ideas, ideas_of

Rarity = Callable[[str], float]
"""How much a lemma tells, from 0 (in every passage) to 1 (in none)."""

_LOOKED_AT = 3
_COMMON = 0.25
_SAME, _SAME_PART = 0.8, 0.45
"""What another word for the same idea covers, and one for a part of a compound only."""
_FOREIGN = 1.3
"""The weight of a word outside the field's vocabulary: it names what the guides are not about."""
_LONGEST = 60
_SENTENCES = 3
_ABOUT = 0.6
"""What a sentence's meaning counts against the words it shares with the question."""
_HEADING = re.compile(r"#{1,6}\s")
_NAME = 7
_ENDS = (".", "!", "?", ":", ";", '"', "”", "…")
_ITEMS = ("- ", "• ", "* ")
_HANDED_DOWN, _FADES = 0.5, 0.7
"""What the name above it gives a sentence of its own worth, and what is left of it a sentence later."""


def verify(citation: Citation, passage: Passage) -> bool:
    """Return whether the quote stands verbatim in this passage of this document."""
    return (
        bool(citation.quote.strip())
        and (citation.id, citation.document) == (passage.id, passage.document)
        and citation.quote in passage.text
    )


def quote(passage: Passage, question: str, lang: Lang) -> str:
    """Return the one to three neighbouring sentences of the passage that answer best, verbatim.

    A line that is only a name for what follows is not quoted; what it shares with the question counts for the
    sentences below it.

    Args:
        passage: Where to quote from.
        question: What was asked.
        lang: The question's language.
    """
    text = passage.text
    every = sentence_spans(text)
    spans = [span for span in every if not _HEADING.match(text, _line(text, span[0]))] or every
    gains = _gains(text, spans, passage.lang, _Asked(question, lang))
    top = max(range(len(spans)), key=lambda at: (gains[at], -at))
    runs = [run for run in _runs(len(spans)) if _hang_together(text, spans[run.start : run.stop])]
    # The best sentence alone may end inside somebody's words; then another place does.
    at = max(
        [run for run in runs if top in run] or runs or [range(top, top + 1)],
        key=lambda run: (sum(gains[run.start : run.stop]), -run.start),
    )
    chosen = spans[at.start][0], spans[at.stop - 1][1]
    said = text[chosen[0] : chosen[1]]
    return said[2:] if said.startswith(_ITEMS) and said[2:].strip() else said


def _runs(count: int) -> list[range]:
    """Return every run of up to ``_SENTENCES`` neighbours of so many."""
    return [
        range(first, first + size) for size in range(1, _SENTENCES + 1) for first in range(count - size + 1)
    ]


def cite(hit: Hit, question: str, lang: Lang) -> Citation:
    """Return the citation of what answers best in a hit."""
    passage = hit.passage
    return Citation(passage.id, passage.document, passage.title, quote(passage, question, lang))


def _features(text: str, lang: Lang) -> frozenset[str]:
    lemmas = content(text, lang)
    return frozenset(lemmas) | {f"#{idea}" for idea in ideas_of(lemmas, lang)}


class _Asked:
    """A question as sentences are held against it."""

    def __init__(self, question: str, lang: Lang) -> None:
        self.features = sorted(_features(question, lang))
        self.meant = project(content(question, lang), lang)


def _gains(text: str, spans: Sequence[Span], lang: Lang, asked: _Asked) -> list[float]:
    """Return how well each sentence answers; a name for what follows gets 0 where anything else is there."""
    said = [text[start:end] for start, end in spans]
    found = [_features(sentence, lang) for sentence in said]
    # What every sentence of the passage has tells none of them apart.
    most = math.log(1 + len(said))
    weights = {
        feature: math.log(1 + len(said) / max(1, sum(feature in one for one in found))) / most
        for feature in asked.features
    }
    gains = [
        sum(weight * _near(feature, one) for feature, weight in weights.items()) / math.sqrt(8 + len(one))
        + _ABOUT * max(0.0, float(project(content(sentence, lang), lang) @ asked.meant))
        + 0.01
        for sentence, one in zip(said, found, strict=True)
    ]
    named = [_is_name(text, span) for span in spans]
    if all(named):
        return gains
    above = 0.0
    for at, name in enumerate(named):
        if name:
            above, gains[at] = _HANDED_DOWN * gains[at], 0.0
        else:
            gains[at] += above
            above *= _FADES
    return gains


def _line(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _is_name(text: str, span: Span) -> bool:
    """Return whether a sentence is a short line of its own without a full stop: a heading, a cell."""
    start, end = span
    alone = not text[_line(text, start) : start].strip() and text[end : end + 1] in ("", "\n")
    said = text[start:end]
    short = len(said.split()) <= _NAME and not said.rstrip("*_ ").endswith(_ENDS)
    return alone and short and not said.startswith(_ITEMS)


def _hang_together(text: str, run: Sequence[Span]) -> bool:
    """Return whether sentences stand in one paragraph, or a list under its lead-in, and are not too long."""
    together = len(run) < 2 or all(
        "\n" not in text[one[1] : two[0]]
        or (text.startswith(_ITEMS, two[0]) and (text[one[1] - 1] == ":" or text.startswith(_ITEMS, one[0])))
        for one, two in pairwise(run)
    )
    said = text[run[0][0] : run[-1][1]]
    closed = not any(said.count(mark) % 2 for mark in '"”') or said.count("“") == said.count("”")
    return together and closed and len(said.split()) <= _LONGEST


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
