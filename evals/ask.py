"""Does the shelf find the sentence that answers, quote it, and say so when it has no answer?

Own-language questions are asked of all shipped documents. Cross-language ones are asked of a shelf that holds
only the other language's documents: in the full shelf the guide in the reader's language rightly comes first.
With ``--documents FOLDER`` the questions of ``ask.own.jsonl`` are asked of a folder of own documents, in both
languages at once; the unanswerable ones with the shipped guides beside them.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.domain.knowledge import Hit
from coach.domain.text import LANGS, Lang
from coach.resources import shipped
from coach.shelf.cite import quote
from coach.shelf.shelf import Shelf
from coach.shelf.support import ENOUGH
from evals.cases import SETS, set_aside

_DEPTH = 10
_ANSWERED_FROM = 5
"""How many hits the decision whether anything answers looks at, as the program does."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question, with the sentence that answers it or None where no document does."""

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
        return set_aside(self.id)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question got."""

    case: Case
    rank: int
    """Place of the first hit that holds the gold sentence, from 1; 0 when none of the first ten does."""
    plain_rank: int
    """The same for BM25 alone."""
    trust: float
    """How sure the shelf is that it answers, 0 to 1."""
    cited: bool
    """Whether the quote from the first hit holds the gold sentence."""
    quoted: bool
    """Whether the quote from the hit that holds the gold sentence holds it."""

    @property
    def answered(self) -> bool:
        """Whether the shelf says that it knows."""
        return self.trust >= ENOUGH


def cases(path: Path = SETS / "ask.jsonl") -> tuple[Case, ...]:
    """Return the labelled questions."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return tuple(Case(r["id"], r["lang"], r["question"], r["quote"], r["document_lang"]) for r in rows)


def measure(chosen: Iterable[Case], shelf_for: Callable[[Case], Shelf], whole: Shelf) -> tuple[Outcome, ...]:
    """Ask every question of its shelf.

    Args:
        chosen: The questions.
        shelf_for: Where a question looks for its sentence.
        whole: The shelf that says whether anything answers a question that should have no answer.
    """
    out = []
    for case in chosen:
        shelf = shelf_for(case) if case.quote else whole
        hits = shelf.search(case.question, case.lang, k=_DEPTH)
        plain = shelf.keywords(case.question, case.lang, k=_DEPTH)
        rank = _rank(hits, case)
        trust = shelf.trust(case.question, case.lang, hits[:_ANSWERED_FROM])
        cited, quoted = (_holds(hits, at, case) for at in (1, rank))
        out.append(Outcome(case, rank, _rank(plain, case), trust, cited, quoted))
    return tuple(out)


def _rank(hits: tuple[Hit, ...], case: Case) -> int:
    return next((at for at, h in enumerate(hits, 1) if case.quote and case.quote in h.passage.text), 0)


def _holds(hits: tuple[Hit, ...], rank: int, case: Case) -> bool:
    if not case.quote or not 0 < rank <= len(hits):
        return False
    found = quote(hits[rank - 1].passage, case.question, case.lang)
    return case.quote in found or found in case.quote


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
        return {"n": len(chosen), "refused": share(lambda o: not o.answered)}
    found = max(1, sum(o.rank > 0 for o in chosen))
    return {
        "n": len(chosen),
        "hit@1": share(lambda o: o.rank == 1),
        "hit@5": share(lambda o: 0 < o.rank <= 5),
        "MRR": round(sum(1 / o.rank for o in chosen if o.rank) / len(chosen), 3),
        "BM25 hit@1": share(lambda o: o.plain_rank == 1),
        "BM25 hit@5": share(lambda o: 0 < o.plain_rank <= 5),
        "refused": share(lambda o: not o.answered),
        "gold quoted, first hit": share(lambda o: o.cited),
        "gold quoted where found": round(sum(o.quoted for o in chosen) / found, 3),
    }


def curve(outcomes: Sequence[Outcome]) -> str:
    """Return what other thresholds would refuse, rightly and wrongly, as a Markdown table."""
    lines = ["| threshold | unanswerable refused | answerable refused |", "|---:|---:|---:|"]
    for hundredths in range(10, 95, 5):
        least = hundredths / 100
        rates = []
        for none in (True, False):
            chosen = [o for o in outcomes if (o.case.kind == "none") == none]
            rates.append(sum(o.trust < least for o in chosen) / max(1, len(chosen)))
        lines.append(f"| {least} | {rates[0]:.3f} | {rates[1]:.3f} |")
    return f"In use: {ENOUGH}\n\n" + "\n".join(lines) + "\n"


def guides(folder: Path) -> tuple[Outcome, ...]:
    """Ask the shipped guides; ``folder`` takes copies of the documents of one language."""
    made = {"all": Shelf(None)}
    for lang in LANGS:
        (folder / lang).mkdir()
        for guide in shipped("knowledge").iterdir():
            if guide.name.endswith(f".{lang}.md"):
                (folder / lang / guide.name).write_bytes(guide.read_bytes())
        made[lang] = Shelf(None, source=folder / lang)
    shelf_for = lambda case: made[case.quote_lang if case.kind == "cross" else "all"]  # noqa: E731
    asked = (*cases(), *cases(SETS / "ask.topics.jsonl"))
    outcomes = measure(asked, shelf_for, made["all"])
    for shelf in made.values():
        shelf.close()
    return outcomes


def own(folder: Path, documents: Path) -> tuple[Outcome, ...]:
    """Ask a folder of own documents, alone; the unanswerable questions with the guides beside them."""
    (folder / "none").mkdir()
    with Shelf(folder / "alone", source=folder / "none") as alone, Shelf(folder / "whole") as whole:
        for shelf in (alone, whole):
            shelf.ingest([documents])
        return measure(cases(SETS / "ask.own.jsonl"), lambda _: alone, whole)


def run(argv: list[str]) -> int:
    """Measure, print the tables and write ``ask.md`` and ``ask.json``; return 0.

    Args:
        argv: ``--out FOLDER`` for the report, ``--documents FOLDER`` for own documents.
    """
    parser = argparse.ArgumentParser(prog="coach eval ask")
    parser.add_argument("--out", type=Path, help="where the report goes")
    parser.add_argument("--documents", type=Path, help="a folder of own documents to ask as well")
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        asked = guides(Path(scratch))
        parts = {
            "guides, tuned half": summary(o for o in asked if not o.case.held),
            "guides, held-out half": summary(o for o in asked if o.case.held),
        }
        if chosen.documents:
            parts["own documents"] = summary(more := own(Path(scratch), chosen.documents))
            asked += more
    report = "# Ask: retrieval, quotes and honest silence\n\n" + "\n".join(
        f"## {name.capitalize()}\n\n{_table(groups)}" for name, groups in parts.items()
    )
    report += f"\n## Threshold\n\n{curve(asked)}"
    if chosen.out:
        chosen.out.mkdir(parents=True, exist_ok=True)
        (chosen.out / "ask.md").write_text(report, encoding="utf-8")
        (chosen.out / "ask.json").write_text(json.dumps(parts, indent=1) + "\n", encoding="utf-8")
    print(report)
    return 0


def _table(groups: dict[str, dict[str, float]]) -> str:
    columns = list(dict.fromkeys(name for figures in groups.values() for name in figures))
    lines = [f"| questions | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
    for group, figures in groups.items():
        lines.append(f"| {group} | {' | '.join(str(figures.get(name, '')) for name in columns)} |")
    return "\n".join(lines) + "\n"
