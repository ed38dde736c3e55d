"""Does the shelf find the sentence that answers, quote it, and say so when it has no answer?

Own-language questions are asked of all shipped documents. Cross-language ones are asked of a shelf that holds
only the other language's documents: in the full shelf the guide in the reader's language rightly comes first.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from coach.domain.knowledge import Hit
from coach.domain.text import LANGS, Lang
from coach.resources import shipped
from coach.shelf.cite import quote, supported
from coach.shelf.shelf import Shelf

SET = Path(__file__).parent / "sets" / "ask.jsonl"
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Case:
    """One question, with the sentence that answers it or None where no shipped document does."""

    id: str
    lang: Lang
    question: str
    quote: str | None
    quote_lang: Lang | None

    @property
    def kind(self) -> str:
        """``own``, ``cross`` or ``none``."""
        if self.quote is None:
            return "none"
        return "own" if self.quote_lang == self.lang else "cross"

    @property
    def held(self) -> bool:
        """Whether it belongs to the half that was set aside while the search was tuned."""
        return hashlib.sha256(self.id.encode()).digest()[-1] % 2 == 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question got."""

    case: Case
    rank: int
    """Place of the first hit that holds the gold sentence, from 1; 0 when none of the first ten does."""
    plain_rank: int
    """The same for BM25 alone."""
    answered: bool
    cited: bool
    """Whether the quote from the first hit holds the gold sentence."""
    quoted: bool
    """Whether the quote from the hit that holds the gold sentence holds it."""


def cases(path: Path = SET) -> tuple[Case, ...]:
    """Return the labelled questions."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return tuple(Case(r["id"], r["lang"], r["question"], r["quote"], r["document_lang"]) for r in rows)


def measure(chosen: Iterable[Case], shelves: dict[str, Shelf]) -> tuple[Outcome, ...]:
    """Ask every question of its shelf: ``all``, or the one that holds only the quote's language."""
    out = []
    for case in chosen:
        shelf = shelves[case.quote_lang or "all" if case.kind == "cross" else "all"]
        hits = shelf.search(case.question, case.lang, k=_DEPTH)
        plain = shelf.keywords(case.question, case.lang, k=_DEPTH)
        rank = _rank(hits, case)
        answered = supported(case.question, hits, case.lang, shelf.rarity)
        cited, quoted = (_holds(hits, at, case) for at in (1, rank))
        out.append(Outcome(case, rank, _rank(plain, case), answered, cited, quoted))
    return tuple(out)


def _rank(hits: tuple[Hit, ...], case: Case) -> int:
    return next((at for at, h in enumerate(hits, 1) if case.quote and case.quote in h.passage.text), 0)


def _holds(hits: tuple[Hit, ...], rank: int, case: Case) -> bool:
    if not case.quote or not 0 < rank <= len(hits):
        return False
    return case.quote in quote(hits[rank - 1].passage, case.question, case.lang)


def summary(outcomes: Iterable[Outcome]) -> dict[str, dict[str, float]]:
    """Return the figures by kind and language, and by kind for both languages together."""
    every = tuple(outcomes)
    groups = {}
    for kind in ("own", "cross", "none"):
        for lang in (*LANGS, "both"):
            chosen = [o for o in every if o.case.kind == kind and lang in (o.case.lang, "both")]
            if chosen:
                groups[f"{kind} {lang}"] = _figures(chosen)
    return groups


def _figures(chosen: list[Outcome]) -> dict[str, float]:
    def share(test: Callable[[Outcome], bool]) -> float:
        return round(sum(map(test, chosen)) / len(chosen), 3)

    if chosen[0].case.kind == "none":
        return {"n": len(chosen), "declined": share(lambda o: not o.answered)}
    return {
        "n": len(chosen),
        "hit@1": share(lambda o: o.rank == 1),
        "hit@5": share(lambda o: 0 < o.rank <= 5),
        "MRR": round(sum(1 / o.rank for o in chosen if o.rank) / len(chosen), 3),
        "BM25 hit@1": share(lambda o: o.plain_rank == 1),
        "BM25 hit@5": share(lambda o: 0 < o.plain_rank <= 5),
        "answered": share(lambda o: o.answered),
        "gold quoted, first hit": share(lambda o: o.cited),
        "gold quoted where found": round(
            sum(o.quoted for o in chosen) / max(1, sum(o.rank > 0 for o in chosen)), 3
        ),
    }


def shelves(folder: Path) -> dict[str, Shelf]:
    """Return the shelf of all shipped documents, and one for each language alone.

    Args:
        folder: Where the documents of one language are copied to.
    """
    made = {"all": Shelf(None)}
    for lang in LANGS:
        (folder / lang).mkdir()
        for guide in shipped("knowledge").iterdir():
            if guide.name.endswith(f".{lang}.md"):
                (folder / lang / guide.name).write_bytes(guide.read_bytes())
        made[lang] = Shelf(None, source=folder / lang)
    return made


def run(out: Path) -> int:
    """Measure, print the table and write ``ask.md`` and ``ask.json`` into ``out``; return 0."""
    with tempfile.TemporaryDirectory() as scratch:
        opened = shelves(Path(scratch))
        outcomes = measure(cases(), opened)
        for shelf in opened.values():
            shelf.close()
    parts = {
        "all questions": summary(outcomes),
        "held-out half": summary(o for o in outcomes if o.case.held),
    }
    report = "# Ask: retrieval, quotes and honest silence\n\n" + "\n".join(
        f"## {name.capitalize()}\n\n{_table(groups)}" for name, groups in parts.items()
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / "ask.md").write_text(report, encoding="utf-8")
    (out / "ask.json").write_text(json.dumps(parts, indent=1) + "\n", encoding="utf-8")
    print(report)  # noqa: T201
    return 0


def _table(groups: dict[str, dict[str, float]]) -> str:
    columns = list(dict.fromkeys(name for figures in groups.values() for name in figures))
    lines = [f"| questions | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
    for group, figures in groups.items():
        lines.append(f"| {group} | {' | '.join(str(figures.get(name, '')) for name in columns)} |")
    return "\n".join(lines) + "\n"
