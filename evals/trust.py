"""Train ``coach/shelf/trust.toml``, by which the shelf knows: ``python -m evals.trust --documents FOLDER``.

Answerable are the questions not set aside, asked of the documents they are about. Unanswerable are questions
about something else altogether (``ask.off.jsonl``, and the labelled ones), and answerable ones asked of a
shelf without the documents that answer them: own ones of documents from other walks of life
(``sets/other``), those of these. A question's rows lie in one fold. The more passages, the more is near by
chance, so the weight of the shelf's size is set last: small and large shelves are silent alike.
"""

import argparse
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from coach.domain.text import LANGS, Lang
from coach.resources import shipped
from coach.shelf import Shelf
from coach.shelf.support import Evidence
from evals.ask import cases
from evals.cases import SETS, lines
from evals.shelf import DEPTH, Question, questions
from evals.train_regress import regress

MADE = Path(__file__).parents[1] / "coach" / "shelf" / "trust.toml"
OTHER = SETS / "other"
FOLDS = 5
_STRENGTH = 3.0
_SILENT, _REFUSED = 0.8, 0.09
"""The threshold is the lower of what refuses so many of the unanswerable questions and what refuses so few of
the answerable ones, each held out in turn: where both can't be had, a needless answer with a true quote costs
less than a needless silence."""
_SMALL, _LARGE = ("own",), ("own+guides", "guides")
_WORTH = {"own": 4, "labelled": 4, "guides": 2, "other": 3, "elsewhere": 1, "off": 2}
"""What the questions of a source weigh together."""

Asked = tuple[str, Lang, str, str, bool]
"""A question, its language, the shelf it is asked of, its source, and whether that shelf answers it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question asked of one shelf."""

    question: str
    shelf: str
    source: str
    answerable: bool
    evidence: Evidence


def rows(documents: Path) -> Iterator[Row]:
    """Yield the evidence of every question, asked of every shelf that teaches something about it.

    Args:
        documents: The folder of own documents that the questions are about.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "none").mkdir()

        def opened(name: str, paths: Sequence[Path], *, guides: bool) -> Shelf:
            source = None if guides else folder / "none"
            shelf = stack.enter_context(Shelf(folder / name, source=source))
            shelf.ingest(paths)
            return shelf

        shelves = {
            "own": opened("own", [documents], guides=False),
            "own+guides": opened("own+guides", [documents], guides=True),
            "mixed": opened("mixed", [documents, OTHER], guides=False),
            "other": opened("other", [OTHER], guides=False),
            "other+guides": opened("other+guides", [OTHER], guides=True),
            "guides": opened("guides", [], guides=True),
        }
        for lang in LANGS:
            (one := folder / lang).mkdir()
            for guide in shipped("knowledge").iterdir():
                if guide.name.endswith(f".{lang}.md"):
                    (one / guide.name).write_bytes(guide.read_bytes())
            shelves[f"guides {lang}"] = stack.enter_context(Shelf(None, source=one))
        for text, lang, name, source, answerable in _asked():
            hits = shelves[name].search(text, lang, k=DEPTH)
            if evidence := shelves[name].evidence(text, lang, hits):
                yield Row(text, name, source, answerable, evidence)


def _asked() -> Iterator[Asked]:
    """Yield every question with a shelf to ask it of."""
    for one in questions():
        if one.part == "tuned":
            source = "own" if one.quote else "labelled"
            for name in ("own", "own+guides", "mixed"):
                yield one.text, one.lang, name, source, one.quote is not None
            if one.quote:
                yield one.text, one.lang, "other", "elsewhere", False
    yield from _asked_of_guides()
    yield from _asked_of_others()


def _asked_of_guides() -> Iterator[Asked]:
    for case in (*cases(), *cases(SETS / "ask.topics.jsonl")):
        if not case.held:
            source = "guides" if case.quote else "labelled"
            yield case.question, case.lang, "guides", source, case.quote is not None
            for lang in LANGS:
                if lang == case.quote_lang or not case.quote:
                    yield case.question, case.lang, f"guides {lang}", source, case.quote is not None


def _asked_of_others() -> Iterator[Asked]:
    for one in others():
        for name in ("other", "other+guides", "mixed"):
            yield one.text, one.lang, name, "other", True
        for name in ("own", "guides"):
            yield one.text, one.lang, name, "elsewhere", False
    for row, lang in product(lines(SETS / "ask.off.jsonl"), LANGS):
        for name in ("own", "own+guides", "other", "guides sv", "guides en"):
            yield row[lang], lang, name, "off", False


def others() -> Iterator[Question]:
    """Yield the questions about the documents from other walks of life."""
    for row in lines(SETS / "ask.other.jsonl"):
        direction = f"{row['lang']}>{row['document_lang']}"
        yield Question(row["question"], row["lang"], row["quote"], direction, "plain", "tuned")


def _weights(chosen: Sequence[Row]) -> "NDArray[np.float64]":
    """Return what each row counts: sources as ``_WORTH`` says, both answers alike."""
    held = Counter((row.source, row.answerable) for row in chosen)
    total = {yes: sum(_WORTH[s] for s, a in held if a == yes) for yes in (True, False)}
    share = [_WORTH[row.source] / total[row.answerable] / held[row.source, row.answerable] for row in chosen]
    return np.array(share) * len(chosen) / 2


def _fit(chosen: Sequence[Row]) -> tuple[dict[str, float], float]:
    """Return the weights by name and the bias; the penalty is on numbers of one spread."""
    table = _table(chosen)
    spread, middle = table.std(axis=0), table.mean(axis=0)
    gold = np.array([row.answerable for row in chosen], dtype=float)
    scaled = csr_matrix((table - middle) / spread)
    weights, bias = regress(scaled, gold, _weights(chosen), _STRENGTH)
    weights = weights / spread
    return dict(zip(asdict(chosen[0].evidence), weights.tolist(), strict=True)), bias - float(
        middle @ weights
    )


def _table(chosen: Iterable[Row]) -> "NDArray[np.float64]":
    return np.array([list(asdict(row.evidence).values()) for row in chosen])


def _scores(chosen: Sequence[Row], weights: dict[str, float], bias: float) -> "NDArray[np.float64]":
    scores: NDArray[np.float64] = _table(chosen) @ np.array(list(weights.values())) + bias
    return scores


def held_out(every: Sequence[Row]) -> "NDArray[np.float64]":
    """Return each row's score from a model that has not seen its question."""
    folds = np.array([zlib.crc32(row.question.encode()) % FOLDS for row in every])
    scores = np.zeros(len(every))
    for fold in range(FOLDS):
        taught = [row for row, at in zip(every, folds, strict=True) if at != fold]
        asked = [row for row, at in zip(every, folds, strict=True) if at == fold]
        scores[folds == fold] = _scores(asked, *_fit(taught))
    return scores


def _level(every: Sequence[Row], scores: "NDArray[np.float64]") -> tuple[float, float]:
    """Return the threshold as slope over the shelf's size and intercept."""
    points = []
    for names in (_SMALL, _LARGE):
        here = [(row, score) for row, score in zip(every, scores, strict=True) if row.shelf in names]
        known = [score for row, score in here if row.answerable]
        strange = [score for row, score in here if not row.answerable and row.source != "elsewhere"]
        least = float(min(np.quantile(strange, _SILENT), np.quantile(known, _REFUSED)))
        points.append((float(np.mean([row.evidence.size for row, _ in here])), least))
    (small, low), (large, high) = points
    slope = (high - low) / (large - small)
    return slope, low - slope * small


def report(every: Sequence[Row], margins: Sequence[float]) -> str:
    """Return what is refused of each shelf and source, as a Markdown table.

    Args:
        every: The questions.
        margins: How far each is above the threshold.
    """
    out = ["| shelf | questions | answerable | n | refused |", "|---|---|---|---:|---:|"]
    for name, source, yes in sorted({(row.shelf, row.source, row.answerable) for row in every}):
        held = [
            margin < 0
            for row, margin in zip(every, margins, strict=True)
            if (row.shelf, row.source, row.answerable) == (name, source, yes)
        ]
        answer = "yes" if yes else "no"
        out.append(f"| {name} | {source} | {answer} | {len(held)} | {sum(held) / len(held):.3f} |")
    return "\n".join(out)


def main(argv: Sequence[str]) -> int:
    """Train, write the file and print what was measured; return 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.trust")
    parser.add_argument("--documents", type=Path, required=True, help="the own documents asked about")
    every = tuple(rows(parser.parse_args(argv).documents))
    scores = held_out(every)
    slope, least = _level(every, scores)
    weights, bias = _fit(every)
    weights["size"] -= slope
    text = "# Made by `python -m evals.trust`: a logistic regression over `coach.shelf.support.Evidence`.\n"
    text += f"bias = {bias - least:.4f}\n\n[weights]\n"
    text += "".join(f"{name} = {weight:.4f}\n" for name, weight in weights.items())
    MADE.write_text(text, encoding="utf-8")
    margins = [score - slope * row.evidence.size - least for row, score in zip(every, scores, strict=True)]
    print(report(every, margins))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
