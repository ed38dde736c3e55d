"""The evaluations, run by name: ``coach eval checks`` or ``python -m evals checks``."""

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from itertools import takewhile
from pathlib import Path

Evaluation = Callable[[list[str]], int]


def _checks() -> Evaluation:
    from evals.checks import run as checks

    return checks


def _ask() -> Evaluation:
    from evals.ask import run as ask

    return ask


def _shelf() -> Evaluation:
    from evals.shelf import run as shelf

    return shelf


def _safety() -> Evaluation:
    from evals.safety import run as safety

    return safety


def _injections() -> Evaluation:
    from evals.injections import run as injections

    return injections


def _fairness() -> Evaluation:
    from evals.fairness import run as fairness

    return fairness


def _judging() -> Evaluation:
    from evals.judging import run as judging

    return judging


def _load() -> Evaluation:
    from evals.load import run as load

    return load


def _talks() -> Evaluation:
    from evals.talks import run as talks

    return talks


def _onward() -> Evaluation:
    from evals.onward import run as onward

    return onward


def _model() -> Evaluation:
    from evals.model import run as model

    return model


def _rehearse() -> Evaluation:
    from evals.rehearse import run as rehearse

    return rehearse


# Name -> what it measures, and how it is loaded: nothing is imported before it is asked for.
EVALUATIONS: dict[str, tuple[str, Callable[[], Evaluation]]] = {
    "checks": ("labels, invented facts and twins against labelled texts", _checks),
    "safety": ("danger found, everyday talk left alone", _safety),
    "injections": ("orders in documents and pasted texts come to nothing", _injections),
    "fairness": ("drafts are alike whoever they are about", _fairness),
    "judging": ("requests to judge a person get the fixed answer, look-alikes don't", _judging),
    "load": ("twenty tabs lose and double nothing; memory over time with --minutes", _load),
    "talks": ("whole conversations of every mode, and what holds against their drafts", _talks),
    "onward": ("what one conversation hands on to the next, and what is asked again", _onward),
    "rehearse": ("partners give in to good turns only; debriefs name planted flaws", _rehearse),
    "ask": ("retrieval, quotes and honest silence", _ask),
    "model": ("what a local model reads and how fast it writes; ten turns with --talk", _model),
    "shelf": ("own documents by direction and kind; speed with --bench", _shelf),
}


_ASKS_FOR_MORE = ("shelf",)
"""These measure nothing unless told what, so they are left out when no name is given."""
REPORTS = Path("report")


def run(argv: list[str]) -> int:
    """Run the evaluations named first in ``argv``, all without a name; print and keep what each reports.

    Args:
        argv: Names, then options for each of them; ``list`` tells what there is. A first ``--`` is skipped.

    Returns:
        2 for an unknown name, else the highest exit code of those that ran.
    """
    if argv == ["list"]:
        for name, (about, _) in EVALUATIONS.items():
            print(f"{name:10} {about}")
        return 0
    names = list(takewhile(lambda word: not word.startswith("-"), argv))
    options = argv[len(names) :]
    if options[:1] == ["--"]:
        del options[0]
    if unknown := [name for name in names if name not in EVALUATIONS]:
        print(f"no evaluation {unknown[0]!r}; there are {', '.join(EVALUATIONS)}", file=sys.stderr)
        return 2
    chosen = names or [name for name in EVALUATIONS if name not in _ASKS_FOR_MORE]
    return max(_one(name, options) for name in chosen)


def _one(name: str, options: list[str]) -> int:
    print(f"{name}: {EVALUATIONS[name][0]}", file=sys.stderr)
    said = StringIO()
    try:
        with redirect_stdout(said):
            return EVALUATIONS[name][1]()(options)
    finally:
        text = said.getvalue()
        print(text, end="")
        if text and not {"-h", "--help"} & set(options):
            REPORTS.mkdir(exist_ok=True)
            kind = "json" if text.startswith("{") else "md"
            (REPORTS / f"{name}.{kind}").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
