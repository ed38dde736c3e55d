"""The competences of a conversation: one name each, found again however the person shortens it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from coach.checks.words import lemma
from coach.domain.text import Lang
from coach.modes.phrasebook import table

MOST = 24
"""Competences that are kept: two pages of them."""
_WORD = re.compile(r"[^\W_][\w+#&./-]*")
_SMALL = frozenset(("och", "i", "på", "av", "för", "med", "and", "in", "of", "for", "with", "the", "a", "an"))


def tidy(text: str) -> str:
    """Return a phrase on one line without bullet, quotes and closing signs, cut where it goes on and on."""
    flat = re.sub(r"\s+", " ", text).strip(" ,;:–—-=|\"'*•")
    flat = re.sub(r"(?<=\w)[.!…]+$", "", flat)
    if flat.count("(") != flat.count(")"):
        flat = flat.strip("() ")
    words = flat.split(" ")
    return flat[:400] if len(words) <= 40 else " ".join(words[:40])[:400] + " …"


class Names:
    """The names in their order, each as it was first written."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang
        self.all: list[str] = []
        self._loose = 0
        """How many of the first names come from a starting list: people shorten those more."""

    def start(self, names: Sequence[str]) -> None:
        """Begin with a starting list."""
        self.all = [name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in names]
        self._loose = len(self.all)

    def add(self, name: str) -> int:
        """Return the place of a name, put at the end where it is new; -1 where the list is full."""
        at = self.find(name)
        if at >= 0:
            return at
        if len(self.all) >= MOST:
            return -1
        self.all.append(name)
        return len(self.all) - 1

    def find(self, name: str) -> int:
        """Return the place of the one competence a phrase can mean, -1 for none or several."""
        wanted = self._parts(name)
        if not wanted:
            return -1
        parts = [self._parts(known) for known in self.all]
        if wanted in parts:
            return parts.index(wanted)
        for close in (_form, _begins):
            listed = parts if close is _form else parts[: self._loose]
            near = [at for at, known in enumerate(listed) if _covers(known, wanted, close)]
            if near:
                return near[0] if len(near) == 1 else -1
        return -1

    def begins(self, text: str) -> tuple[str, str]:
        """Return the known competence a text begins with and the rest of the text, "" for none."""
        words = list(_WORD.finditer(text))
        for count in range(min(len(words), 6), 0, -1):
            end = words[count - 1].end()
            if (at := self.find(text[:end])) >= 0 and self._exact(text[:end], at):
                return self.all[at], text[end:]
        return "", ""

    def mentioned(self, text: str) -> tuple[int, ...]:
        """Return the places of the competences a text names, in the text's order."""
        words = list(_WORD.finditer(text))
        found: dict[int, int] = {}
        start = 0
        while start < len(words):
            size = next(
                (n for n in range(min(6, len(words) - start), 0, -1) if self._at(text, words, start, n)), 0
            )
            if size:
                at = self.find(text[words[start].start() : words[start + size - 1].end()])
                found.setdefault(at, start)
            start += size or 1
        return tuple(found)

    def _at(self, text: str, words: Sequence[re.Match[str]], start: int, size: int) -> bool:
        first, last = words[start], words[start + size - 1]
        if first[0].lower() in _SMALL or last[0].lower() in _SMALL:
            return False
        return self.find(text[first.start() : last.end()]) >= 0

    def _exact(self, text: str, at: int) -> bool:
        return len(self._parts(text)) == len(self._parts(self.all[at]))

    def _parts(self, name: str) -> tuple[str, ...]:
        words = (word.lower().rstrip("./-") for word in _WORD.findall(name))
        return tuple(lemma(word, self._lang) for word in words if word and word not in _SMALL)


def _covers(known: tuple[str, ...], wanted: tuple[str, ...], close: Callable[[str, str], bool]) -> bool:
    return all(any(close(word, one) for one in known) for word in wanted)


def _shared(word: str, known: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known))
    )


def _form(word: str, known: str) -> bool:
    """Return whether two words are forms of one: "kundmöte", "kundmötena"."""
    short, long = sorted((len(word), len(known)))
    same = _shared(word, known)
    return word == known or (same >= 4 and short - same <= 2 and long - same <= 3)


def _begins(word: str, known: str) -> bool:
    """Return whether a word begins the other: "demens" for "demensvård"."""
    return min(len(word), len(known)) >= 4 and _shared(word, known) >= min(len(word), len(known)) - 1


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade and its starting list."""

    key: str
    name: str
    """As it can follow "for"."""
    competences: tuple[str, ...]


@cache
def trades(lang: Lang) -> tuple[tuple[Trade, tuple[str, ...]], ...]:
    """Return every trade with the words it is named by."""
    found = table("competence", "trades", lang)["trade"]
    assert isinstance(found, list)
    return tuple(
        (Trade(one["key"], one["name"], tuple(one["competences"])), tuple(one["words"])) for one in found
    )


def trade_of(text: str, lang: Lang) -> Trade | None:
    """Return the trade a text names, by the longest of its words; None where it names none."""
    low = text.lower()[:2000]
    best: tuple[int, Trade | None] = (0, None)
    for trade, words in trades(lang):
        longest = max((len(word) for word in (*words, trade.name, trade.key) if _named(low, word)), default=0)
        if longest > best[0]:
            best = (longest, trade)
    return best[1]


def _named(low: str, word: str) -> bool:
    end = r"\w*" if len(word) > 7 else r"\w{0,4}" if len(word) > 4 else ""
    return re.search(rf"(?<![\w-]){re.escape(word.lower())}{end}(?!\w)", low) is not None


def trade_names(lang: Lang) -> tuple[str, ...]:
    """Return the trades that have a starting list, as they are shown."""
    return tuple(trade.name for trade, _ in trades(lang))
