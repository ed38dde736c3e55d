"""Own documents on the shelf: found in which direction, quoted how, refused when; with ``--bench`` how fast.

The questions of ``ask.own.jsonl`` (the search was tuned on them), ``ask.more.jsonl`` and ``ask.fresh.jsonl``
(half tuned, half set aside) are asked of ``--documents FOLDER``, alone and with the guides beside it. A hit
is a passage whose text holds the gold quote, white space and case folded.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.domain.knowledge import Hit
from coach.domain.text import Lang
from coach.shelf import Shelf, verify
from coach.shelf.cite import cite
from coach.shelf.support import ENOUGH
from evals.cases import SETS, lines, set_aside

PARTS = ("tuned", "held", "held2")
DEPTH = 5
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with the words that have to stand in what is found, or None where nothing answers."""

    text: str
    lang: Lang
    quote: str | None
    direction: str
    """``sv>en`` asks in Swedish of an English document; ``none`` where there is no answer."""
    kind: str
    part: str
    """``tuned``; ``held`` was set aside and has been scored before, ``held2`` is newer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question got."""

    question: Question
    hits: tuple[Hit, ...]
    rank: int
    """Place of the first hit that holds the gold quote, from 1; 0 where none of the five does."""
    trust: float
    verbatim: bool
    """Whether every quote from the hits stands in its passage."""
    quoted: bool
    """Whether the quote from the hit that holds the gold words shares them."""


def questions() -> tuple[Question, ...]:
    """Return every question about own documents."""
    found = []
    for name in ("ask.own", "ask.more", "ask.fresh"):
        for row in lines(SETS / f"{name}.jsonl"):
            direction = f"{row['lang']}>{row['document_lang']}" if row["quote"] else "none"
            part = "held" if row.get("part") == "held" else "tuned"
            if name == "ask.fresh" and set_aside(row["id"]):
                part = "held2"
            kind = row.get("kind", "plain") if row["quote"] else "none"
            found.append(Question(row["question"], row["lang"], row["quote"], direction, kind, part))
    return tuple(found)


def ask(shelf: Shelf, chosen: Iterable[Question]) -> tuple[Outcome, ...]:
    """Ask every question of a shelf."""
    return tuple(_ask(shelf, question) for question in chosen)


def _ask(shelf: Shelf, question: Question) -> Outcome:
    hits = shelf.search(question.text, question.lang, k=DEPTH)
    quotes = [cite(hit, question.text, question.lang) for hit in hits]
    verbatim = all(verify(one, hit.passage) for one, hit in zip(quotes, hits, strict=True))
    gold = _folded(question.quote or "")
    rank = next((at for at, h in enumerate(hits, 1) if gold and gold in _folded(h.passage.text)), 0)
    said = _folded(quotes[rank - 1].quote) if rank else ""
    trust = shelf.trust(question.text, question.lang, hits)
    return Outcome(question, hits, rank, trust, verbatim, bool(said) and (gold in said or said in gold))


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def table(outcomes: Sequence[Outcome]) -> str:
    """Return a Markdown table: a row for each direction and kind, and for what the issue sums up."""
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        if one.question.direction == "none":
            continue
        one_way = one.question.direction[:2] == one.question.direction[-2:]
        for name in ("all", "same language" if one_way else "across", one.question.direction):
            rows[name].append(one)
        rows[f"kind: {one.question.kind}"].append(one)
    lines = ["| questions | n | hit@1 | hit@5 | gold quoted where found |", "|---|---:|---:|---:|---:|"]
    for name in sorted(rows):
        asked = rows[name]
        found = [one for one in asked if one.rank]
        first, quoted = sum(one.rank == 1 for one in asked), sum(one.quoted for one in found)
        lines.append(
            f"| {name} | {len(asked)} | {first / len(asked):.3f} | {len(found) / len(asked):.3f} | "
            f"{quoted / max(1, len(found)):.3f} |"
        )
    return "\n".join(lines) + "\n"


def silence(outcomes: Sequence[Outcome]) -> str:
    """Return what each threshold of trust refuses, rightly and wrongly, as a Markdown table."""
    lines = ["| threshold | unanswerable refused | answerable refused |", "|---:|---:|---:|"]
    for least in sorted({*(step / 10 for step in range(1, 10)), ENOUGH}):
        rates = []
        for answerable in (False, True):
            asked = [one for one in outcomes if (one.question.quote is not None) == answerable]
            rates.append(sum(one.trust < least for one in asked) / max(1, len(asked)))
        mark = " (in use)" if least == ENOUGH else ""
        lines.append(f"| {least}{mark} | {rates[0]:.3f} | {rates[1]:.3f} |")
    return "\n".join(lines) + "\n"


def report(documents: Path) -> str:
    """Return the report over a folder of documents, as Markdown."""
    parts = ["# Shelf: own documents\n"]
    with tempfile.TemporaryDirectory() as scratch:
        (none := Path(scratch) / "none").mkdir()
        with Shelf(Path(scratch) / "alone", source=none) as alone, Shelf(Path(scratch) / "whole") as whole:
            for name, shelf in (("alone", alone), ("with the guides beside them", whole)):
                shelf.ingest([documents])
                for part in PARTS:
                    outcomes = ask(shelf, (q for q in questions() if q.part == part))
                    parts += [f"## Documents {name}, {part} questions\n", table(outcomes), silence(outcomes)]
                    parts.append(f"Every quote verbatim: {all(one.verbatim for one in outcomes)}\n")
                    if shelf is alone and part == "tuned":
                        shown = _read_aloud(outcomes)
    return "\n".join([*parts, shown])


def _read_aloud(outcomes: Sequence[Outcome]) -> str:
    """Return every so many questions with what was found first, to be read."""
    lines = ["## To read\n"]
    for one in outcomes[:: max(1, len(outcomes) // _SHOWN)][:_SHOWN]:
        lines.append(f"### {one.question.text}\n\nPlace of the gold quote: {one.rank or 'not among five'}\n")
        for hit in one.hits[:2]:
            quote = cite(hit, one.question.text, one.question.lang).quote
            lines.append(f"- **{hit.passage.heading or hit.passage.title}** ({hit.score}): “{quote}”")
        lines.append("")
    return "\n".join(lines)


def run(argv: list[str]) -> int:
    """Measure, print the report and write ``shelf.md``; return 0.

    Args:
        argv: ``--documents FOLDER``, ``--bench`` with ``--large`` for 100,000 passages, ``--out FOLDER``.
    """
    parser = argparse.ArgumentParser(prog="coach eval shelf")
    parser.add_argument("--documents", type=Path, help="the folder of own documents the questions are about")
    parser.add_argument("--bench", action="store_true", help="speed and size at 1,000 and 10,000 passages")
    parser.add_argument("--large", action="store_true", help="and at 100,000")
    parser.add_argument("--out", type=Path, help="where the report goes")
    chosen = parser.parse_args(argv)
    parts = [report(chosen.documents)] if chosen.documents else []
    if chosen.bench:
        from evals.shelf_bench import bench

        parts.append(bench([1_000, 10_000, *([100_000] if chosen.large else [])]))
    if not parts:
        parser.error("nothing to measure: give --documents FOLDER or --bench")
    text = "\n".join(parts)
    if chosen.out:
        chosen.out.mkdir(parents=True, exist_ok=True)
        (chosen.out / "shelf.md").write_text(text, encoding="utf-8")
    print(text)
    return 0
