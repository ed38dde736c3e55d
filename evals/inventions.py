"""Planted inventions: facts that stand in no source, put into clean drafts by rule."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coach.checks.facts import Kind, unsupported
from coach.domain.text import Lang, Span

SET = Path(__file__).parent / "sets" / "inventions.jsonl"

# One sentence of each kind, its fact in braces. None of these facts stands in any source of the set.
_PLANTS: dict[Lang, tuple[tuple[Kind, str], ...]] = {
    "sv": (
        ("number", "Det gäller {37} personer."),
        ("number", "Vi räknar med {sjutton} timmar."),
        ("number", "Ökningen är {83} %."),
        ("date", "Klart senast den {19 november}."),
        ("date", "Vi följer upp på {lördag}."),
        ("date", "Sista dag är {2031-09-17}."),
        ("name", "Det har också {Torvald} bekräftat."),
        ("name", "Underlaget kommer från {Bergmark Konsult}."),
        ("name", "{Hedvig} hjälper till med resten."),
        ("email", "Svara till {kontakt@exempelbolaget.se}."),
        ("quote", "Någon sa {”det här blir aldrig bra”}."),
    ),
    "en": (
        ("number", "It concerns {37} people."),
        ("number", "We expect {seventeen} hours."),
        ("number", "The rise is {83} %."),
        ("date", "Done no later than {19 November}."),
        ("date", "We follow up on {Saturday}."),
        ("date", "The last day is {2031-09-17}."),
        ("name", "This was also confirmed by {Thorvald}."),
        ("name", "The figures come from {Bergmark Consulting}."),
        ("name", "{Harriet} is helping with the rest."),
        ("email", "Reply to {contact@example-firm.co.uk}."),
        ("quote", "Somebody said {“this will never work”}."),
    ),
}


# A changed figure may be the day of a date.
_READINGS: dict[Kind, set[Kind]] = {"number": {"number", "date"}}


@dataclass(frozen=True, slots=True)
class Pair:
    """What a person wrote, and a draft that holds nothing else."""

    id: str
    lang: Lang
    sources: tuple[str, ...]
    draft: str


@dataclass(frozen=True, slots=True)
class Planted:
    """A draft with one invention, and where it stands."""

    pair: Pair
    kind: Kind
    draft: str
    span: Span


def pairs(path: Path = SET) -> tuple[Pair, ...]:
    """Return the clean pairs."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return tuple(Pair(row["id"], row["lang"], tuple(row["sources"]), row["draft"]) for row in rows)


def planted(chosen: tuple[Pair, ...]) -> Iterator[Planted]:
    """Return four inventions in each draft, kinds in turn, before its first line break or at its end."""
    for index, pair in enumerate(chosen):
        plants = _PLANTS[pair.lang]
        for step in range(4):
            kind, sentence = plants[(index * 4 + step * 3) % len(plants)]
            yield _plant(pair, kind, sentence, at_end=step % 2 == 0)


def _plant(pair: Pair, kind: Kind, sentence: str, *, at_end: bool) -> Planted:
    plain = sentence.replace("{", "").replace("}", "")
    start, length = sentence.index("{"), sentence.index("}") - sentence.index("{") - 1
    if at_end:
        draft, offset = f"{pair.draft}\n\n{plain}", len(pair.draft) + 2
    else:
        # After the first whole sentence, in running text.
        cut = pair.draft.find(". ") + 2 if ". " in pair.draft else 0
        draft, offset = f"{pair.draft[:cut]}{plain} {pair.draft[cut:]}", cut
    return Planted(pair, kind, draft, (offset + start, offset + start + length))


def changed(chosen: tuple[Pair, ...]) -> Iterator[Planted]:
    """Return each draft with one figure of its own changed to one that no source holds."""
    for pair in chosen:
        figure = re.search(
            r"(?<![\w:.,/@-])\d+(?![\w:.,/@]|-\d|[ .]\d{3})", re.sub(r"\n\d+\.", "\n  ", pair.draft)
        )
        if figure:
            other = str(int(figure[0]) * 2 + 1) if len(figure[0]) > 2 else str(int(figure[0]) % 14 + 13)
            if other not in " ".join(pair.sources):
                start, end = figure.span()
                draft = pair.draft[:start] + other + pair.draft[end:]
                yield Planted(pair, "number", draft, (start, start + len(other)))


def caught(case: Planted) -> bool:
    """Return whether the check marks the invention, as its kind or as a date for a figure."""
    found = unsupported(case.draft, case.pair.sources, case.pair.lang)
    return any(
        f.kind in _READINGS.get(case.kind, {case.kind})
        and f.span[0] < case.span[1]
        and case.span[0] < f.span[1]
        for f in found
    )


def alarms(pair: Pair) -> tuple[str, ...]:
    """Return what the check marks in the clean draft: every one is a false alarm."""
    return tuple(f"{f.kind}: {f.text}" for f in unsupported(pair.draft, pair.sources, pair.lang))
