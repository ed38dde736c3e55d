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

import re
from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled pattern."""

    regex: re.Pattern[str]
    needs: frozenset[str]
    """At least one of these words stands in every match; empty when there is no such set."""

    def search(self, code: str, words: frozenset[str]) -> tuple[int, int] | None:
        """Return the ``[start, end)`` of the first match in the coded text, or None."""
        if self.needs and self.needs.isdisjoint(words):
            return None
        found = self.regex.search(code)
        return found.span() if found else None


def compile_pattern(line: str, classes: Classes) -> Pattern:
    """Compile one line of elements.

    Raises:
        KeyError: The line names a class or tag that does not exist.
    """
    elements = line.split()
    needs = [found for e in elements if (found := _needs(e, classes))]
    return Pattern(
        re.compile("".join(_element(e, classes) for e in elements)),
        min(needs, key=len, default=frozenset()),
    )


def _element(element: str, classes: Classes) -> str:
    if element in _GAPS:
        return _GAPS[element]
    if element.startswith("!"):
        return f"(?!{_MARK}{_one(element[1:], classes)})"
    optional = len(element) > 1 and element.endswith("?")
    inner = _MARK + _one(element[:-1] if optional else element, classes)
    return f"(?:{inner})?" if optional else inner


def _one(element: str, classes: Classes) -> str:
    return rf"(?<!\S)(?:{'|'.join(_choices(element, classes))})"


def _choices(element: str, classes: Classes) -> list[str]:
    choices = []
    for choice in element.split("/"):
        if choice.startswith("#"):
            choices.append(rf"[^\s|]+\|[a-z]*{TAGS[choice[1:]]}[a-z]* ")
        elif choice.startswith("<"):
            members = classes[choice.strip("<>")]
            choices.extend("".join(_element(e, classes) for e in member.split()) for member in members)
        else:
            words = (re.escape(word).replace(r"\*", r"[^\s|]*") + r"\|\S* " for word in choice.split("_"))
            choices.append(_MARK.join(words))
    return choices


def _needs(element: str, classes: Classes) -> frozenset[str]:
    """Return the words of which one must stand where ``element`` does; empty when any word may."""
    if element in _GAPS or element[0] == "!" or "#" in element or (len(element) > 1 and element.endswith("?")):
        return frozenset()
    words: set[str] = set()
    for choice in element.split("/"):
        if not choice.startswith("<"):
            words.add(choice.split("_")[0])
            continue
        for member in classes[choice.strip("<>")]:
            found = next((n for e in member.split() if (n := _needs(e, classes))), frozenset[str]())
            if not found:
                return frozenset()
            words |= found
    return frozenset() if any("*" in word for word in words) else frozenset(words)
