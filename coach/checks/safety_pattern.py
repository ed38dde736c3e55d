"""Patterns over words, written as data in the ``safety_patterns`` lexicons.

A pattern is a line of elements:

====================  =================================================
``word/two_words``    one of these; a ``*`` before or after stands for letters
``<class>``           a member of that word class of the ``safety`` lexicon
``.`` ``..`` ``...``  one word; up to three; up to eight
``^`` ``$``           the start and the end of the stretch
``!…``                the next word is none of these
``…?``                optional
``… + …``             both, in any order, not far apart
====================  =================================================
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, product

from coach.checks.lexicon import lexicon
from coach.checks.safety_text import fold
from coach.domain.text import Lang

Classes = Mapping[str, tuple[str, ...]]

HIDDEN = "§"
"""Stands for a word of a figure of speech."""

# A low line between words, not one in the name of a word class.
_BLANK = re.compile(r"_(?![^<>]*>)")
_APART = 24
"""Most words from the first to the last of a match."""

_GAPS = {".": r"\S+ ", "..": r"(?:\S+ ){0,3}?", "...": r"(?:\S+ ){0,8}?", "^": r"(?<=^ )", "$": r"(?:\? )?$"}


@dataclass(slots=True)
class Pattern:
    """One pattern; its regular expressions are built when a text first has all the words it needs."""

    key: str
    parts: tuple[str, ...]
    """Regular expressions that all match, in any order."""
    needs: tuple[frozenset[str], ...]
    """Of each set at least one word, or a part with ``*``, stands in every match."""
    built: tuple[re.Pattern[str], ...] = field(default=(), repr=False)

    def search(self, line: str, start: int = 0) -> tuple[int, int] | None:
        """Return the ``[start, end)`` of the first match in a line of words from ``start`` on, or None."""
        if not self.built:
            self.built = tuple(re.compile(part) for part in self.parts)
        found: list[tuple[int, int]] = []
        for part in self.built:
            match = part.search(line, start)
            if not match or match.end() == match.start():
                return None
            found.append(match.span())
        first, last = min(s for s, _ in found), max(e for _, e in found)
        return (first, last) if line.count(" ", first, last) <= _APART else None


class Patterns:
    """All patterns of one language, found by the words a text has."""

    def __init__(self, lang: Lang) -> None:
        words = lexicon("safety", lang)
        self._classes = {key: tuple(fold(w) for w in value) for key, value in words.items()}
        self._found = [
            self._compile(key, line)
            for key, lines in lexicon("safety_patterns", lang).items()
            for line in lines
        ]
        self._index: dict[str, list[int]] = {}
        for number, pattern in enumerate(self._found):
            for word in min(pattern.needs, key=len):
                self._index.setdefault(word, []).append(number)
        every = set(chain.from_iterable(need for pattern in self._found for need in pattern.needs))
        self._starts = _by_length(word[:-1] for word in every if word.endswith("*"))
        self._ends = _by_length(word[1:] for word in every if word.startswith("*"))

    def _atoms(self, words: Iterable[str]) -> frozenset[str]:
        """Return the words and those of their beginnings and ends that patterns ask for."""
        found = set(words)
        for word in tuple(found):
            found.update(f"{word[:n]}*" for n, starts in self._starts if word[:n] in starts)
            found.update(f"*{word[-n:]}" for n, ends in self._ends if word[-n:] in ends)
        return frozenset(found)

    def candidates(self, words: Iterable[str]) -> tuple[Pattern, ...]:
        """Return the patterns whose needed words all stand among ``words``, in the order of the file."""
        atoms = self._atoms(words)
        asked = sorted({number for atom in atoms for number in self._index.get(atom, ())})
        patterns = (self._found[number] for number in asked)
        return tuple(p for p in patterns if not any(need.isdisjoint(atoms) for need in p.needs))

    def _compile(self, key: str, line: str) -> Pattern:
        parts = [part.split() for part in fold(line).split(" + ")]
        sources = tuple("(?<= )" + "".join(_element(e, self._classes) for e in part) for part in parts)
        needs = tuple(need for part in parts for e in part if (need := _needs(e, self._classes)))
        if not needs:
            raise ValueError(f"pattern {line!r} needs no word at all")
        return Pattern(key, sources, needs)


def _by_length(words: Iterable[str]) -> list[tuple[int, frozenset[str]]]:
    known = frozenset(words)
    return [(n, frozenset(w for w in known if len(w) == n)) for n in sorted({len(w) for w in known})]


def _choices(element: str, classes: Classes) -> Iterator[str]:
    """Yield every wording of an element, the words of one with a blank between."""
    for choice in filter(None, element.split("/")):
        parts = [_members(word, classes) for word in _BLANK.sub(" ", choice).split()]
        yield from (" ".join(words) for words in product(*parts))


def _members(word: str, classes: Classes) -> tuple[str, ...]:
    if not word.startswith("<"):
        return (word,)
    return tuple(wording for member in classes[word[1:-1]] for wording in _choices(member, classes))


def _element(element: str, classes: Classes) -> str:
    if element in _GAPS:
        return _GAPS[element]
    if element.startswith("!"):
        return f"(?!{_element(element[1:], classes)})"
    optional = len(element) > 1 and element.endswith("?")
    words = sorted(dict.fromkeys(_choices(element.removesuffix("?").removesuffix("/"), classes)))
    one = "|".join(re.escape(word).replace(r"\*", r"\S*").replace(r"\ ", " ") for word in words)
    return f"(?:(?:{one}) )" + ("?" if optional else "")


def _needs(element: str, classes: Classes) -> frozenset[str]:
    if element in _GAPS or element.startswith("!") or (len(element) > 1 and element.endswith("?")):
        return frozenset()
    return frozenset(word.split()[0] for word in _choices(element, classes))
