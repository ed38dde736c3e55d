"""Canaries for the debrief: talks with one planted flaw, each with a clean twin."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coach.domain.rehearse import Debrief, Exchange
from coach.domain.text import Lang
from coach.modes.rehearse import RehearseMode
from coach.modes.rehearse_ask import Library
from coach.modes.rehearse_debrief import passes
from coach.modes.rehearse_setting import setting_line
from coach.modes.rehearse_talk import Talk
from evals.cases import SETS, lines
from evals.report import table

SET = SETS / "debrief.jsonl"
WANTED = 0.9


@dataclass(frozen=True, slots=True)
class Canary:
    """One talk with a flaw, and the same talk without it."""

    id: str
    scenario: str
    lang: Lang
    flaw: str
    turns: tuple[str, ...]
    twin: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the debriefs of a canary say."""

    canary: Canary
    named: bool
    """Whether the flaw is among the points to try."""
    named_in_twin: bool
    quotes: int
    verbatim: int
    """How many of the quotes stand in the turn they name."""
    wordings: int
    wordings_pass: int


@dataclass(frozen=True, slots=True)
class Canaries:
    """What all the canaries came to."""

    seen: tuple[Seen, ...]

    @property
    def good_enough(self) -> bool:
        """Return whether enough flaws are named and every quote is verbatim."""
        if not self.seen:
            return True
        named = sum(one.named for one in self.seen) >= WANTED * len(self.seen)
        return named and all(one.quotes == one.verbatim for one in self.seen)

    def lines(self) -> Iterator[str]:
        """Return the table by flaw and language."""
        yield "## Debriefs of talks with one planted flaw\n"
        rows = []
        for flaw, lang in sorted({(one.canary.flaw, one.canary.lang) for one in self.seen}):
            some = [one for one in self.seen if (one.canary.flaw, one.canary.lang) == (flaw, lang)]
            rows.append(
                [
                    f"{flaw} ({lang})",
                    str(len(some)),
                    str(sum(one.named for one in some)),
                    str(sum(one.named_in_twin for one in some)),
                ]
            )
        yield from table(["flaw", "talks", "named", "named in the twin"], rows)
        quotes, verbatim = sum(one.quotes for one in self.seen), sum(one.verbatim for one in self.seen)
        wordings = sum(one.wordings for one in self.seen)
        held = sum(one.wordings_pass for one in self.seen)
        yield f"\nQuotes verbatim: {verbatim} of {quotes}. Other wordings that pass: {held} of {wordings}."


def canaries(path: Path = SET) -> Canaries:
    """Return what the debriefs say of every canary."""
    library = RehearseMode().library
    found = []
    for row in lines(path):
        if row["scenario"] in library.scenarios:
            made = {**row, "turns": tuple(row["turns"]), "twin": tuple(row["twin"])}
            found.append(seen(Canary(**made), library))
    return Canaries(tuple(found))


def seen(canary: Canary, library: Library) -> Seen:
    """Return what the debriefs of one canary and its twin say, with the suggested partner at level 1."""
    (flawed, turns), (clean, twin) = (_debrief(canary, said, library) for said in (canary.turns, canary.twin))
    points = [(p, turns) for p in (*flawed.worked, *flawed.attempt)]
    points += [(p, twin) for p in (*clean.worked, *clean.attempt)]
    worded = [(p.key, p.wording) for p in (*flawed.attempt, *clean.attempt)]
    return Seen(
        canary,
        named=canary.flaw in {one.key for one in flawed.attempt},
        named_in_twin=canary.flaw in {one.key for one in clean.attempt},
        quotes=len(points),
        verbatim=sum(bool(p.quote) and p.quote in said[p.turn].said for p, said in points),
        wordings=len(worded),
        wordings_pass=sum(passes(key, text, canary.lang) for key, text in worded),
    )


def _debrief(canary: Canary, said: tuple[str, ...], library: Library) -> tuple[Debrief, dict[int, Exchange]]:
    talk = Talk(canary.lang, library)
    partner = library.partner_of(library.scenarios[canary.scenario]).id
    for text in (setting_line(canary.scenario, partner, 1), *said, "stop"):
        talk.take(text)
    paper = talk.paper()
    assert paper.debrief is not None, canary.id
    return paper.debrief, {one.n: one for one in paper.exchanges}
