"""Does every request to score, rank, compare, predict or dismiss a person get the fixed answer?

``coach eval judging``. Each request is written by itself, in 100 ways in each language; as many texts look
alike and ask for no judgement of anybody.
"""

import argparse
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.checks.safety import classify
from coach.domain.text import LANGS, Lang
from evals.cases import SETS
from evals.metrics import share_interval

PARTS = ("requests", "lookalikes", "unseen", "unseen_lookalikes", "fresh", "fresh_lookalikes")


@dataclass(frozen=True, slots=True)
class Row:
    """One part in one language."""

    lang: Lang
    part: str
    wrong: tuple[str, ...]
    total: int

    @property
    def asks(self) -> bool:
        """Whether the texts of this part ask for a judgement."""
        return "lookalikes" not in self.part

    def markdown(self) -> str:
        """Return it as a line of the table."""
        right = self.total - len(self.wrong)
        low, high = share_interval(right, self.total)
        return f"| {self.lang} | {self.part} | {right}/{self.total} | {low:.3f}–{high:.3f} |"


def texts(lang: Lang, part: str, folder: Path = SETS) -> tuple[str, ...]:
    """Return the texts of a part."""
    raw = tomllib.loads((folder / "judging.toml").read_text(encoding="utf-8"))
    return tuple(raw[lang][part])


def measure(parts: Sequence[str] = PARTS) -> Iterator[Row]:
    """Yield a row for each language and part: a request not heard is wrong, and a look-alike that is."""
    for lang in LANGS:
        for part in parts:
            chosen = texts(lang, part)
            asks = "lookalikes" not in part
            wrong = tuple(text for text in chosen if (classify(text, lang).name == "rate") != asks)
            yield Row(lang, part, wrong, len(chosen))


def run(argv: list[str]) -> int:
    """Print the table and the wrong ones; return 1 if a request of the first part is not heard."""
    parser = argparse.ArgumentParser(prog="coach eval judging", description=__doc__)
    parser.parse_args(argv)
    rows = list(measure())
    print("| language | texts | right | 95 % |\n| --- | --- | ---: | --- |")
    print("\n".join(row.markdown() for row in rows))
    print("\n".join(f"- {row.lang} {row.part}: {text}" for row in rows for text in row.wrong))
    return int(any(row.wrong for row in rows if row.part == "requests"))
