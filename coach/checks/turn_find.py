"""Find the patterns of the ``turn`` lexicons in a sentence, and drop what their counter-patterns cover."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from coach.checks.lexicon import lexicon
from coach.checks.turn_pattern import START, Pattern, compile_pattern
from coach.checks.turn_text import Sentence, word_classes
from coach.domain.text import Lang, Span


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled patterns of one list, found by a word that each of them needs."""

    every: tuple[Pattern, ...]
    by_word: Mapping[str, tuple[int, ...]]
    free: tuple[int, ...]
    """Those that need no word."""

    def near(self, forms: frozenset[str]) -> Iterator[Pattern]:
        """Yield the patterns that can match a sentence of these words, in the order of the list."""
        found = set(self.free)
        for form in forms:
            found.update(self.by_word.get(form, ()))
        return (self.every[at] for at in sorted(found))


@cache
def patterns(key: str, lang: Lang) -> Patterns:
    """Return the patterns of one list; none when the language has no such list.

    Raises:
        KeyError: A pattern names a class or tag that does not exist.
    """
    classes = word_classes(lang)
    every = tuple(compile_pattern(line, classes) for line in lexicon("turn_acts", lang).get(key, ()))
    by_word: dict[str, list[int]] = {}
    for at, pattern in enumerate(every):
        for word in min(pattern.needs, key=len, default=()):
            by_word.setdefault(word, []).append(at)
    free = tuple(at for at, pattern in enumerate(every) if not pattern.needs)
    return Patterns(every, {word: tuple(found) for word, found in by_word.items()}, free)


def find(key: str, sentence: Sentence, lang: Lang) -> list[Span]:
    """Return where the patterns of ``key`` match, in characters of ``sentence.code``."""
    return list(_found(key, sentence, lang))


@lru_cache(maxsize=2_000)
def _found(key: str, sentence: Sentence, lang: Lang) -> tuple[Span, ...]:
    found = (pattern.search(sentence.text) for pattern in patterns(key, lang).near(sentence.text.forms))
    return tuple(span for span in found if span and span[1] > span[0])


def find_kept(key: str, sentence: Sentence, lang: Lang) -> list[Span]:
    """Return the matches of ``key`` that no match of ``<key>_not`` covers.

    A counter-pattern reaches to the end of its clause: "I'm not saying" covers what follows it.
    """
    found = find(key, sentence, lang)
    if not found:
        return found
    reach = [(start, clause_end(sentence.code, end)) for start, end in find(f"{key}_not", sentence, lang)]
    # "I'm not saying that" takes back all that follows.
    reach += [(start, len(sentence.code)) for start, _ in find("taken_back", sentence, lang)]
    return [span for span in found if not any(overlap(span, covered) for covered in reach)]


def clause_end(code: str, place: int) -> int:
    """Return where the clause that holds the character before ``place`` ends."""
    end = code.find(START, max(place - 1, 0))
    return len(code) if end < 0 else end


def overlap(one: Span, other: Span) -> bool:
    """Whether two ``[start, end)`` share a character."""
    return one[0] < other[1] and other[0] < one[1]


def inside(one: Span, other: Span) -> bool:
    """Whether ``one`` lies wholly in ``other``."""
    return other[0] <= one[0] and one[1] <= other[1]
