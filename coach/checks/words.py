"""Cut a text into words with lemmas, and into sentences; both keep the way back to its characters."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from coach.domain.text import Lang, Span

if TYPE_CHECKING:
    from simplemma import Lemmatizer

# A word may hold inner hyphens, apostrophes, and a number its points and commas; all else is one sign.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'][^\W\d_]+)*\d*|[^\s\w]|\w")
# Ends a sentence when a capital, a digit, a quote or the end follows; "t.ex.", "kl. 9" and "e.g." do not.
_END = re.compile(r"""[.!?…]+["')\]]*(?=\s+["'(\[]?[A-ZÅÄÖÉ0-9]|\s*$)|\n\s*\n|\n(?=\s*[-*•–])|\n""")
_ABBREVIATION = re.compile(
    r"\b(?:t\.ex|bl\.a|d\.v\.s|dvs|m\.m|o\.s\.v|osv|ca|kl|nr|st|v|e\.g|i\.e|etc|approx|no|vs|mr|mrs|ms|dr)\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign of a text."""

    text: str
    lower: str
    lemma: str
    """The dictionary form in lower case; for a number or sign its text."""
    start: int
    end: int
    """``[start, end)`` in characters of the text that was cut."""

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()


def tokens(text: str, lang: Lang) -> tuple[Token, ...]:
    """Return the words, numbers and signs of a normalised text, in order."""
    return tuple(
        Token(m[0], (low := m[0].lower()), lemma(low, lang), m.start(), m.end()) for m in _WORD.finditer(text)
    )


@lru_cache(maxsize=50_000)
def lemma(word: str, lang: Lang) -> str:
    """Return the dictionary form of one lower-case word; unknown words come back as they are."""
    if not word[0].isalpha():
        return word
    return _lemmatizer().lemmatize(word, lang=lang).lower()


def sentences(text: str) -> tuple[Span, ...]:
    """Return the ``[start, end)`` of each sentence or list line, without surrounding white space."""
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and _ABBREVIATION.search(text, max(start, match.end() - 8), match.end()):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return tuple(span for span in (_trim(text, *span) for span in spans) if span[0] < span[1])


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


@cache
def _lemmatizer() -> "Lemmatizer":
    from simplemma import Lemmatizer

    return Lemmatizer()
