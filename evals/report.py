"""The measured figures as Markdown for a reader and JSON for a program."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.checks import Outcome, Scores


def write(outcome: "Outcome", folder: Path) -> str:
    """Write ``checks.md`` and ``checks.json`` into ``folder`` and return the Markdown.

    Raises:
        OSError: The folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = markdown(outcome)
    (folder / "checks.md").write_text(text, encoding="utf-8")
    (folder / "checks.json").write_text(
        json.dumps(_data(outcome), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return text


def markdown(outcome: "Outcome") -> str:
    """Return the report: macro F1 first, then labels, shares, notes and confused development texts."""
    parts = ["# Checks", *_overview(outcome.scores)]
    for score in outcome.scores:
        parts += _labels(score)
    if outcome.shares:
        rows = [
            [
                share.name,
                f"{share.hits} / {share.total}",
                _percent(share.hits / max(1, share.total)),
                _range(share.interval),
            ]
            for share in outcome.shares
        ]
        parts += ["## Inventions and twins", *table(["measure", "count", "share", "95 %"], rows)]
    if outcome.notes:
        parts += ["## Missed and not measured", *(f"- {note}" for note in outcome.notes)]
    if outcome.confusions:
        parts += ["## Confused texts (development part)"]
        parts += [
            f"- `{c.id}` {c.check}: {c.label} {'claimed' if c.found else 'missed'}: {_short(c.text)}"
            for c in outcome.confusions
        ]
    return _spaced(parts)


def table(heads: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """Return the lines of a Markdown table; every column after the first is right-aligned."""
    yield f"| {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * (len(heads) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _overview(scores: "tuple[Scores, ...]") -> Iterator[str]:
    naive = list(scores[0].naive) if scores else []
    heads = ["check", "part", "language", "texts", "macro F1", "95 %", *naive]
    rows = [
        [
            s.check,
            s.part,
            s.lang,
            str(s.texts),
            f"{s.macro:.3f}",
            _range(s.macro_interval),
            *(f"{s.naive[n]:.3f}" for n in naive),
        ]
        for s in scores
    ]
    return table(heads, rows)


def _labels(score: "Scores") -> Iterator[str]:
    yield f"## {score.check}, {score.part}, {score.lang} ({score.texts} texts)"
    rows = [
        [
            label,
            str(c.hit + c.miss),
            f"{c.precision:.3f}",
            f"{c.recall:.3f}",
            f"{c.f1:.3f}",
            _range(score.intervals[label]),
        ]
        for label, c in score.labels.items()
    ]
    yield from table(["label", "there", "precision", "recall", "F1", "95 %"], rows)


def _data(outcome: "Outcome") -> dict[str, object]:
    return {
        "scores": [
            {
                **{k: v for k, v in asdict(s).items() if k != "labels"},
                "labels": {
                    label: {**asdict(c), "precision": c.precision, "recall": c.recall, "f1": c.f1}
                    for label, c in s.labels.items()
                },
            }
            for s in outcome.scores
        ],
        "shares": [{**asdict(share), "interval": share.interval} for share in outcome.shares],
        "confusions": [asdict(c) for c in outcome.confusions],
        "notes": list(outcome.notes),
    }


def _spaced(parts: list[str]) -> str:
    """Put blank lines round headings, as Markdown wants them."""
    lines: list[str] = []
    for part in parts:
        heading = part.startswith("#")
        if lines and (heading or lines[-1] == ""):
            lines += [""] if lines[-1] else []
        lines.append(part)
        if heading:
            lines.append("")
    return "\n".join(lines) + "\n"


def _range(bounds: tuple[float, float]) -> str:
    return f"{bounds[0]:.2f}–{bounds[1]:.2f}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else line[:157] + "…"
