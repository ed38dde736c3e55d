"""What the learned half of the safety check sees of a message: what it speaks of, in which order.

Families: ``s`` concepts, ``p`` two concepts in any order, ``a`` concepts in the order they come, ``w``
beginnings of words, ``e`` their ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from coach.checks.lexicon import lexicon
from coach.checks.safety_text import Stretch, fold
from coach.checks.shape import endings, runs, stems
from coach.domain.text import LANGS, Lang

_LONGEST_RUN = 3
_FULL = 8
"""Words in steps of which the length of a window is told; past six steps all are long."""
_OWN = 4
"""Letters from which on a word is also looked up in the other language: shorter ones mislead there."""
_MARK = "?"
_PASSAGE = 12
"""Sentences that are judged at once."""
_SHORT = 3
"""Sentences up to which a message is judged only as a whole."""


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences, or one."""

    words: tuple[str, ...]
    first: int
    last: int
    """The stretches it covers, ``[first, last)``."""


@dataclass(frozen=True, slots=True)
class Passage:
    """So much of a message as is judged at once."""

    whole: Window
    pieces: tuple[Window, ...]
    """Neighbouring sentences, two by two, of a passage too long for one of them to stand out in it."""


def passages(parts: Sequence[Stretch]) -> Iterator[Passage]:
    """Yield a message as one passage, a long one as several that overlap."""
    alone = [tuple(word.text for word in part.words) for part in parts if not part.whole]
    for start in range(0, max(1, len(alone) - _PASSAGE // 2), _PASSAGE // 2):
        end = min(start + _PASSAGE, len(alone))
        if start < end:
            yield Passage(_window(alone, start, end), tuple(_pieces(alone, start, end)))


def _pieces(alone: Sequence[tuple[str, ...]], start: int, end: int) -> Iterator[Window]:
    if end - start > _SHORT:
        yield from (_window(alone, at, at + 2) for at in range(start, end - 1))


def _window(alone: Sequence[tuple[str, ...]], start: int, end: int) -> Window:
    return Window(tuple(word for words in alone[start:end] for word in words), start, end)


@lru_cache(maxsize=500)
def features(words: tuple[str, ...]) -> frozenset[str]:
    """Return the features of the words of a window."""
    spoken = [word for word in words if word != _MARK]
    meant = concepts(words)
    order = [name for names in meant for name in names[:1]]
    told = sorted({name for names in meant for name in names})
    found = runs(order, _LONGEST_RUN) | stems(words) | endings(spoken)
    found |= {f"s{name}" for name in told} | {f"p{one}+{two}" for one, two in combinations(told, 2)}
    found |= {f"s long {min(len(spoken) // _FULL, 6)}", f"s numbers {min(sum(map(str.isdigit, spoken)), 3)}"}
    return frozenset(found | ({"s asked"} if _MARK in words else set()))


def concepts(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return for each word the concepts it means, with those of the pair it begins."""
    langs = _spoken(words)
    found: list[tuple[str, ...]] = []
    for at, word in enumerate(words):
        pair = f"{word} {words[at + 1]}" if at + 1 < len(words) else ""
        names = [*_meant(pair, langs), *_meant(word, langs)]
        if len(word) >= _OWN and not names:
            names = [
                name for lang in LANGS if lang not in langs for name in _tables(lang).whole.get(word, ())
            ]
        found.append(tuple(dict.fromkeys(names)))
    return found


def _spoken(words: Sequence[str]) -> tuple[Lang, ...]:
    """Return the language most small words are of; both where that is even."""
    counts = {lang: sum(word in _small(lang) for word in words) for lang in LANGS}
    return tuple(lang for lang in LANGS if counts[lang] == max(counts.values()))


@lru_cache(maxsize=50_000)
def _meant(word: str, langs: tuple[Lang, ...]) -> tuple[str, ...]:
    names: list[str] = []
    for lang in langs if word else ():
        table = _tables(lang)
        names += table.whole.get(word, ())
        if " " not in word:
            names += (
                n for size in table.sizes for n in table.starts.get(word[:size], ()) if len(word) >= size
            )
            names += (
                n for size in table.tails for n in table.ends.get(word[-size:], ()) if len(word) >= size
            )
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class _Tables:
    whole: Mapping[str, Sequence[str]]
    starts: Mapping[str, Sequence[str]]
    ends: Mapping[str, Sequence[str]]
    sizes: tuple[int, ...]
    """The lengths of beginnings there are."""
    tails: tuple[int, ...]


@cache
def _tables(lang: Lang) -> _Tables:
    whole: dict[str, list[str]] = {}
    starts: dict[str, list[str]] = {}
    ends: dict[str, list[str]] = {}
    for name, entries in lexicon("safety_concepts", lang).items():
        for entry in map(fold, entries):
            plain = entry.strip("*").replace("_", " ")
            kind = starts if entry.endswith("*") else ends if entry.startswith("*") else whole
            kind.setdefault(plain, []).append(name)
    lengths = (tuple(sorted({len(word) for word in kind})) for kind in (starts, ends))
    return _Tables(whole, starts, ends, *lengths)


@cache
def _small(lang: Lang) -> frozenset[str]:
    """The words that tell the language, without those the other one has, too."""
    lists = {known: {fold(word) for word in lexicon("language", known)["words"]} for known in LANGS}
    return frozenset(lists[lang] - set().union(*(lists[other] for other in LANGS if other != lang)))
