"""Match the phrases of a lexicon against tokens: by word, lemma, ending, number or list.

A phrase is words with spaces between. A word may be ``ta`` (as written or as lemma), ``=ta`` (only as
written), ``utbild*`` (begins so), ``*möte`` (ends so, in any inflection), ``#`` (a number), ``_`` (any word),
``…`` (up to four words), ``@year`` (a year of our time), ``<time>`` (a word of the list ``time`` in the same
file), or several of these with ``|`` between.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from coach.checks.lexicon import lexicon
from coach.checks.words import Token
from coach.domain.text import Lang

Test = Callable[[Token], bool]
_GAP = 4
_MEMO = 5_000
_YEAR = re.compile(r"20\d\d")
# The endings a compound takes when its last part is inflected.
_ENDINGS = {
    "sv": r"(?:s|n|t|en|et|er|ar|or|na|ns|ts|ens|ets|erna|arna|orna|ernas|arnas|ornas|as|ers|ors)?\Z",
    "en": r"(?:s|es|'s|s')?\Z",
}


class Phrases:
    """One list of a lexicon, ready to be matched."""

    def __init__(self, entries: Sequence[str], lists: Mapping[str, Sequence[str]], lang: Lang) -> None:
        self._barrier = word_set("barrier", lang)
        self._first: dict[str, list[tuple[str, ...]]] = {}
        self._open: list[tuple[str, ...]] = []
        self._tests: dict[str, Test] = {}
        self._memo: dict[str, tuple[tuple[str, ...], ...]] = {}
        for entry in entries:
            words = tuple(entry.split())
            for word in words:
                self._tests.setdefault(word, _test(word, lists, lang))
            plain = [w for w in _alternatives(words[0], lists) if _is_plain(w)]
            if len(plain) == len(_alternatives(words[0], lists)):
                for word in plain:
                    self._first.setdefault(word.lstrip("="), []).append(words)
            else:
                self._open.append(words)

    def begins(self, token: Token) -> bool:
        """Whether any phrase can begin with the token."""
        return bool(self._begin(token))

    def at(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Return where the longest phrase that begins at ``start`` ends, or 0 when none does."""
        return self._longest(self._begin(tokens[start]), tokens, start, end)

    def _longest(
        self, begun: tuple[tuple[str, ...], ...], tokens: Sequence[Token], start: int, end: int
    ) -> int:
        best = 0
        for words in begun:
            stop = self._rest(words, 1, tokens, start + 1, end)
            best = stop if stop > best else best
        return best

    def _begin(self, token: Token) -> tuple[tuple[str, ...], ...]:
        """Return the phrases whose first word the token is; remembered, since most words begin none."""
        known = self._memo.get(token.lower)
        if known is None:
            found = [*self._first.get(token.lower, ())]
            if token.lemma != token.lower:
                found += self._first.get(token.lemma, ())
            known = tuple(words for words in (*found, *self._open) if self._tests[words[0]](token))
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            self._memo[token.lower] = known
        return known

    def find(self, tokens: Sequence[Token], start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return all matches inside ``[start, end)`` as token ranges, leftmost and longest first."""
        hits: list[tuple[int, int]] = []
        at = start
        while at < end:
            begun = self._begin(tokens[at])
            stop = self._longest(begun, tokens, at, end) if begun else 0
            if stop:
                hits.append((at, stop))
            at = max(stop, at + 1)
        return tuple(hits)

    def first(self, tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
        """Return the leftmost match inside ``[start, end)``, or None."""
        for at in range(start, end):
            begun = self._begin(tokens[at])
            stop = self._longest(begun, tokens, at, end) if begun else 0
            if stop:
                return at, stop
        return None

    def _rest(self, words: tuple[str, ...], word: int, tokens: Sequence[Token], at: int, end: int) -> int:
        while word < len(words):
            if words[word] == "…":
                return self._after_gap(words, word + 1, tokens, at, end)
            if at >= end or not self._tests[words[word]](tokens[at]):
                return 0
            word, at = word + 1, at + 1
        return at

    def _after_gap(
        self, words: tuple[str, ...], word: int, tokens: Sequence[Token], at: int, end: int
    ) -> int:
        for skip in range(at, min(at + _GAP, end - 1) + 1):
            if skip > at and (
                not tokens[skip - 1].text[0].isalnum() or tokens[skip - 1].lower in self._barrier
            ):
                return 0
            stop = self._rest(words, word, tokens, skip, end)
            if stop:
                return stop
        return 0


@cache
def phrases(name: str, key: str, lang: Lang) -> Phrases:
    """Return the list ``key`` of the lexicon ``name``.

    Raises:
        KeyError: The lexicon has no such list.
    """
    lists = lexicon(name, lang)
    return Phrases(lists[key], lists, lang)


@cache
def word_set(key: str, lang: Lang) -> frozenset[str]:
    """Return a closed set of function words.

    Raises:
        KeyError: There is no such set.
    """
    return frozenset(lexicon("goal_words", lang)[key])


def _alternatives(word: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    out: list[str] = []
    for part in word.split("|"):
        if part.startswith("<"):
            for inner in lists[part[1:-1]]:
                out += _alternatives(inner, lists)
        else:
            out.append(part)
    return out


def _is_plain(word: str) -> bool:
    return word not in ("#", "_", "…", "@year") and "*" not in word


def _test(word: str, lists: Mapping[str, Sequence[str]], lang: Lang) -> Test:
    if word == "…":
        return lambda token: True
    parts = _alternatives(word, lists)
    exact = frozenset(p.removeprefix("=") for p in parts if _is_plain(p))
    lemmas = frozenset(
        p for p in parts if _is_plain(p) and not p.startswith("=") and p not in word_set("as_written", lang)
    )
    starts = tuple(p[:-1] for p in parts if p.endswith("*"))
    ends = [re.escape(p[1:]) for p in parts if p.startswith("*")]
    tail = re.compile(f"(?:{'|'.join(ends)}){_ENDINGS[lang]}") if ends else None
    number, anything, year = "#" in parts, "_" in parts, "@year" in parts

    def matches(token: Token) -> bool:
        low = token.lower
        return (
            low in exact
            or token.lemma in lemmas
            or (bool(starts) and low.startswith(starts))
            or (number and low[0].isdigit())
            or (anything and token.is_word)
            or (year and _YEAR.fullmatch(low) is not None)
            or (tail is not None and tail.search(low[-40:]) is not None)
        )

    return matches
