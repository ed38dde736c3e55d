"""Labelled texts, and how each check is asked about one of them."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from coach.domain.text import Lang

SETS = Path(__file__).parent / "sets"
TODAY = date(2026, 11, 24)
"""The day texts without one of their own are read on."""
CHECKS = ("goal", "feedback", "turn", "email", "dates")
PARTS = ("dev", "test", "unseen")
"""``dev`` is tuned on, ``test`` never, but it has been scored several times; ``unseen`` is the newest."""


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text."""

    id: str
    lang: Lang
    text: str
    labels: Mapping[str, bool]
    """For dates the single label ``right``: whether there is a deadline."""
    today: date = TODAY
    deadline: date | None = None


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines; none where there is no such file."""
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def set_aside(id: str) -> bool:
    """Return whether a question belongs to the half that is not looked at while the search is tuned."""
    return hashlib.sha256(id.encode()).digest()[-1] % 2 == 1


def cases(check: str, part: str, folder: Path = SETS) -> tuple[Case, ...]:
    """Return the labelled texts of one check and part; none where the set does not exist."""
    return tuple(_case(row, check) for row in lines(folder / f"{check}.{part}.jsonl"))


def _case(row: Mapping[str, object], check: str) -> Case:
    today = date.fromisoformat(str(row["today"])) if row.get("today") else TODAY
    lang: Lang = "sv" if row["lang"] == "sv" else "en"
    if check == "dates":
        end = date.fromisoformat(str(row["deadline"])) if row.get("deadline") else None
        return Case(str(row["id"]), lang, str(row["text"]), {"deadline": end is not None}, today, end)
    labels = row["labels"]
    if not isinstance(labels, dict):
        raise ValueError(f"{row['id']!r} has no labels")
    return Case(str(row["id"]), lang, str(row["text"]), {str(k): bool(v) for k, v in labels.items()}, today)


def judge(check: str, *, by_rules: bool = False) -> Callable[[Case], Mapping[str, bool]]:
    """Return the function that labels a case as the named check does, or as its rules alone do.

    A deadline counts as found only on the right day: a wrong one is neither found nor silent.

    Raises:
        ModuleNotFoundError: The check does not exist.
    """
    if check == "goal":
        from coach.checks.goal import check_goal

        return lambda case: check_goal(case.text, case.lang, case.today, by_rules=by_rules).labels
    if check == "feedback":
        from coach.checks.feedback import check_feedback

        return lambda case: check_feedback(case.text, case.lang, by_rules=by_rules).labels
    if check == "turn":
        from coach.checks.turn import check_turn

        return lambda case: check_turn(case.text, case.lang, by_rules=by_rules).labels
    if check == "email":
        from coach.checks.email import check_email

        return lambda case: check_email(case.text, case.lang, case.today, by_rules=by_rules).labels
    from coach.checks.dates import deadline

    return lambda case: _deadline(case, deadline(case.text, case.lang, case.today))


def _deadline(case: Case, found: date | None) -> Mapping[str, bool]:
    if case.deadline is None:
        return {"deadline": found is not None}
    return {"deadline": found == case.deadline}
