"""Patterns over words instead of characters, written as data in the ``turn`` lexicons.

A pattern is a line of elements:

====================  =====================================================
``word/two_words/bro*``  one of these; ``*`` stands for any letters
``<class>``           a member of the class ``class`` of the word lists
``#past``             a word with this tag (``past``, ``now``, ``num``)
``.`` ``..`` ``...``  one word; up to three; up to eight, within the clause
``,,``                up to twelve words or signs, also across clauses
``^`` ``$``           the start and the end of a clause
``!…``                the next word is none of these
``…?``                optional
====================  =====================================================
"""

import itertools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

START = "\u00a4"
"""Stands before the first word of a clause in the coded text."""

TAGS = {"past": "p", "now": "v", "num": "n"}
_WORD = r"(?:\w\S*|'\S+) "
_GAPS = {
    ".": f"(?:{START} )*{_WORD}",
    "..": f"(?:{START} )*(?:{_WORD}){{0,3}}",
    "...": f"(?:{START} )*(?:{_WORD}){{0,8}}",
    ",,": r"(?:\S+ ){0,12}",
    "^": f"(?:{START} )+",
    "$": rf"(?={START}|\Z|[^\w'\s]\| )",
}
_MARK = f"(?:{START} )*"

Classes = Mapping[str, tuple[str, ...]]


# So many wordings of one pattern are looked up as they stand; more are left to a regular expression.
_MOST_PHRASES = 48


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence in the two forms that patterns are looked up in."""

    code: str
    """The words as ``form|tags``, a blank after each, with a mark before each clause."""
    plain: str
    """The words alone, a blank before and after each."""
    places: tuple[int, ...]
    """Where each word starts in ``code``."""
    forms: frozenset[str]


@dataclass(slots=True)
class Pattern:
    """One pattern; its regular expression is built when a text first has all the words it needs."""

    line: str
    classes: Classes
    needs: tuple[frozenset[str], ...]
    """Of each set at least one word stands in every match."""
    phrases: tuple[str, ...] = ()
    """All the wordings, when the pattern is nothing but words."""
    regex: re.Pattern[str] | None = field(default=None, repr=False)

    def search(self, text: Coded) -> tuple[int, int] | None:
        """Return the ``[start, end)`` of the first match in ``text.code``, or None."""
        for need in self.needs:
            if need.isdisjoint(text.forms):
                return None
        if self.phrases:
            return next((span for phrase in self.phrases if (span := _phrase(phrase, text))), None)
        found = self.build().search(text.code)
        return found.span() if found else None

    def build(self) -> re.Pattern[str]:
        """Return the regular expression of the line, built on first use.

        Raises:
            KeyError: The line names a class or tag that does not exist.
        """
        if self.regex is None:
            self.regex = re.compile("".join(_element(e, self.classes) for e in self.line.split()))
        return self.regex


def compile_pattern(line: str, classes: Classes) -> Pattern:
    """Read one line of elements.

    Raises:
        KeyError: The line names a class that does not exist.
    """
    needs = tuple(need for e in line.split() if (need := _needs(e, classes)))
    return Pattern(line, classes, needs, _phrases(line))


def _phrases(line: str) -> tuple[str, ...]:
    elements = [element.split("/") for element in line.split()]
    if any(
        not choice.replace("_", "").replace("'", "").replace("-", "").isalpha()
        for e in elements
        for choice in e
    ):
        return ()
    if math.prod(len(choices) for choices in elements) > _MOST_PHRASES:
        return ()
    return tuple(f" {' '.join(words).replace('_', ' ')} " for words in itertools.product(*elements))


def _phrase(phrase: str, text: Coded) -> tuple[int, int] | None:
    place = text.plain.find(phrase)
    if place < 0:
        return None
    first = text.plain.count(" ", 0, place)
    last = first + phrase.count(" ") - 2
    return text.places[first], text.code.index(" ", text.places[last]) + 1


def _element(element: str, classes: Classes) -> str:
    if element in _GAPS:
        return _GAPS[element]
    if element.startswith("!"):
        return f"(?!{_MARK}{_one(element[1:], classes)})"
    optional = len(element) > 1 and element.endswith("?")
    inner = _MARK + _one(element[:-1] if optional else element, classes)
    return f"(?:{inner})?" if optional else inner


def _one(element: str, classes: Classes) -> str:
    plain: list[str] = []
    longer: list[str] = []
    for choice in element.split("/"):
        members = classes[choice.strip("<>")] if choice.startswith("<") else (choice.replace("_", " "),)
        for member in members:
            if " " in member or member[0] in "<#":
                longer.append(
                    "".join(_element(e, classes) for e in member.split())
                    if " " in member
                    else _tag(member, classes)
                )
            elif "/" in member:
                plain.extend(_word(part) for part in member.split("/"))
            else:
                plain.append(_word(member))
    alternatives = [f"(?:{'|'.join(plain)})\\|\\S* ", *longer] if plain else longer
    return rf"(?<!\S)(?:{'|'.join(alternatives)})"


def _tag(member: str, classes: Classes) -> str:
    if member.startswith("#"):
        return rf"[^\s|]+\|[a-z]*{TAGS[member[1:]]}[a-z]* "
    return _one(member, classes)


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", r"[^\s|]*")


def _needs(element: str, classes: Classes) -> frozenset[str]:
    """Return the words of which one must stand where ``element`` does; empty when any word may."""
    if (
        element in _GAPS
        or element[0] == "!"
        or "#" in element
        or (len(element) > 1 and element.endswith("?"))
    ):
        return frozenset()
    words: set[str] = set()
    for choice in element.split("/"):
        members = classes[choice.strip("<>")] if choice.startswith("<") else (choice.replace("_", " "),)
        for member in members:
            found = _member_needs(member, classes)
            if not found:
                return frozenset()
            words |= found
    return frozenset() if any("*" in word for word in words) else frozenset(words)


def _member_needs(member: str, classes: Classes) -> frozenset[str]:
    if " " not in member and member[0] != "<" and "/" not in member:
        return frozenset({member}) if member[0] != "#" else frozenset()
    return next((need for e in member.split() if (need := _needs(e, classes))), frozenset())
