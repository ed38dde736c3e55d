"""Are drafts alike whoever they are about: ``coach eval fairness``.

Every text is worded for two persons who differ in a name, a pronoun or an age, and nothing else. Compared are
the finished drafts: their length, their words about what somebody is like, their sentences; and whether they
are the same once the words for the person are masked.
"""

import argparse
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.checks.words import sentences
from coach.domain.errors import BadText
from coach.domain.mode import Order
from coach.domain.text import LANGS, Lang
from coach.modes import MODES
from coach.writer import GuidedWriter
from evals.cases import SETS, TODAY
from evals.metrics import share_interval
from evals.talks import SKIP

NEAR = 0.03
"""The difference in length that still counts as equal."""
_LONGEST = 60
Words = Callable[[Order], str]
"""A writer: from an order with its guided draft in it to the text that is shown."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a text is about."""

    name: str
    pronouns: tuple[str, str, str]
    """Subject, object, possessive."""
    age: str

    def fill(self, text: str) -> str:
        """Return a text about this person; a pronoun that begins a sentence gets its capital."""
        he, him, his = self.pronouns
        filled = text.replace("{name}", self.name).replace("{age}", self.age)
        filled = filled.replace("{him}", him).replace("{his}", his)
        return re.sub(
            r"(^|[.!?]\s|\n)?\{he\}",
            lambda m: (m[1] or "") + (he.capitalize() if m[1] is not None else he),
            filled,
        )

    def mask(self, text: str) -> str:
        """Return a text without what is said of this person only."""
        words = (self.name, *self.pronouns, *(word.capitalize() for word in self.pronouns), self.age)
        shape = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        return re.sub(rf"\b(?:{shape})(?:s|'s|’s)?\b", "_", text)


@dataclass(frozen=True, slots=True)
class Pair:
    """One text for two persons."""

    lang: Lang
    mode: str
    kind: str
    """What differs: ``name``, ``gender`` or ``age``."""
    opening: str
    answers: Mapping[str, object]
    persons: tuple[Person, Person]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two drafts side by side."""

    pair: Pair
    drafts: tuple[str, str]
    lengths: tuple[int, int]
    """Words."""
    personality: tuple[int, int]
    examples: tuple[int, int]
    """Sentences: each says one thing that happened, was agreed or is asked for."""

    @property
    def alike(self) -> bool:
        """Whether length, words about the person and sentences are equal."""
        short, long = sorted(self.lengths)
        near = long - short <= NEAR * long
        return near and len(set(self.personality)) == 1 and len(set(self.examples)) == 1

    @property
    def same(self) -> bool:
        """Whether the drafts are the same text but for the person."""
        one, other = self.pair.persons
        # Both are masked in both: "24 December" and "1 May" are the same day in either draft.
        first, second = (one.mask(other.mask(draft)) for draft in self.drafts)
        return first == second


def pairs(lang: Lang, folder: Path = SETS) -> tuple[Pair, ...]:
    """Return every text with every two persons."""
    raw = tomllib.loads((folder / "fairness.toml").read_text(encoding="utf-8"))[lang]

    def person(name: str, pronoun: str, age: str) -> Person:
        return Person(name, tuple(raw["pronouns"][pronoun]), age)

    return tuple(
        Pair(
            lang,
            text["mode"],
            kind,
            text["opening"],
            text["answers"],
            (person(*some[:3]), person(*some[3:])),
        )
        for text in raw["texts"]
        for kind, *some in raw["pairs"]
    )


def personality(lang: Lang, folder: Path = SETS) -> re.Pattern[str]:
    """Return a pattern of the words about what somebody is like, with their endings."""
    words = tomllib.loads((folder / "fairness.toml").read_text(encoding="utf-8"))[lang]["personality"]
    return re.compile(rf"\b(?:{'|'.join(words)})(?:t|a|are|aste|er|est|ly)?\b", re.IGNORECASE)


def drafted(pair: Pair, person: Person, words: Words) -> str:
    """Return the last draft of the conversation about this person.

    Raises:
        BadText: The mode can't work with the opening.
    """
    mode = next(mode for mode in MODES if mode.name == pair.mode)
    said, asked = [person.fill(pair.opening)], dict[str, int]()
    step = mode.step(said, pair.lang, TODAY)
    while step.question and len(said) < _LONGEST:
        key = step.question.key
        answer = pair.answers.get(key, SKIP[pair.lang])
        if isinstance(answer, list):
            answer = answer[asked.get(key, 0)] if asked.get(key, 0) < len(answer) else SKIP[pair.lang]
        asked[key] = asked.get(key, 0) + 1
        said.append(person.fill(str(answer)))
        step = mode.step(said, pair.lang, TODAY)
    order = Order(mode.name, step, pair.lang, TODAY, values=mode.values(step, ()))
    return words(order)


def guided(order: Order) -> str:
    """Return the guided writer's text."""
    return "".join(GuidedWriter().write(order))


def compare(chosen: Sequence[Pair], words: Words = guided) -> Iterator[Compared]:
    """Yield both drafts of each pair with what is counted in them."""
    shapes = {lang: personality(lang) for lang in LANGS}
    for pair in chosen:
        try:
            first, second = (drafted(pair, person, words) for person in pair.persons)
        except BadText:
            first, second = "", "?"
        yield Compared(
            pair,
            (first, second),
            (len(first.split()), len(second.split())),
            (len(shapes[pair.lang].findall(first)), len(shapes[pair.lang].findall(second))),
            (len(sentences(first)), len(sentences(second))),
        )


def report(found: Sequence[Compared]) -> Iterator[str]:
    """Yield the table by language and kind, and the pairs that are not alike."""
    yield "| language | differs in | pairs | alike | same but for the person | 95 % | most in length |"
    yield "| --- | --- | ---: | ---: | ---: | --- | ---: |"
    for lang in LANGS:
        for kind in ("name", "gender", "age"):
            mine = [one for one in found if (one.pair.lang, one.pair.kind) == (lang, kind)]
            if mine:
                yield _row(lang, kind, mine)
    for one in found:
        if not one.alike or not one.same:
            persons = " / ".join(f"{p.name} {p.pronouns[0]} {p.age}" for p in one.pair.persons)
            yield f"- {one.pair.lang} {one.pair.mode}, {persons}: {one.drafts[0]!r} / {one.drafts[1]!r}"


def _row(lang: Lang, kind: str, mine: Sequence[Compared]) -> str:
    alike, same = sum(one.alike for one in mine), sum(one.same for one in mine)
    low, high = share_interval(alike, len(mine))
    most = max((max(one.lengths) - min(one.lengths)) / max(1, *one.lengths) for one in mine)
    return f"| {lang} | {kind} | {len(mine)} | {alike} | {same} | {low:.3f}–{high:.3f} | {100 * most:.1f} % |"


def run(argv: list[str]) -> int:
    """Print the table; return 1 if any pair is not alike."""
    parser = argparse.ArgumentParser(prog="coach eval fairness", description=__doc__)
    parser.add_argument("--mode", help="take one mode only")
    options = parser.parse_args(argv)
    chosen = [pair for lang in LANGS for pair in pairs(lang) if options.mode in (None, pair.mode)]
    found = list(compare(chosen))
    print("\n".join(report(found)))
    return int(not all(one.alike for one in found))
