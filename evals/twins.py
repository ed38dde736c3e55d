"""Twins: a good text, and the same with exactly one flaw planted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coach.domain.text import Lang
from evals.cases import TODAY

SET = Path(__file__).parent / "sets" / "twins.jsonl"


@dataclass(frozen=True, slots=True)
class Twin:
    """One pair and the label its flaw must change."""

    id: str
    lang: Lang
    kind: str
    """``trait``, ``absolute``, ``weekday``, ``passed``, ``doer``, ``figure`` or ``blank``."""
    check: str
    clean: str
    flawed: str
    flaw: str


def twins(path: Path = SET) -> tuple[Twin, ...]:
    """Return the pairs."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return tuple(Twin(**row) for row in rows)


def raised(twin: Twin, text: str) -> bool:
    """Return whether the twin's check sees the flaw in ``text``."""
    if twin.check == "feedback":
        from coach.checks.feedback import check_feedback

        return check_feedback(text, twin.lang).labels[twin.flaw]
    if twin.check == "email":
        from coach.checks.email import check_email

        found = check_email(text, twin.lang, TODAY).labels[twin.flaw]
        # A missing doer shows as an element gone, a blank as a problem there.
        return not found if twin.kind == "doer" else found
    if twin.check == "facts":
        from coach.checks.facts import unsupported

        return any(found.kind == twin.flaw for found in unsupported(text, [twin.clean], twin.lang))
    from coach.checks.dates import find_dates

    mentions = find_dates(text, twin.lang, TODAY)
    return any(bool(m.conflict) if twin.flaw == "weekday" else m.end < TODAY for m in mentions)


def missed(chosen: tuple[Twin, ...]) -> Iterator[Twin]:
    """Return the pairs whose flaw is not seen."""
    return (twin for twin in chosen if not raised(twin, twin.flawed))


def alarmed(chosen: tuple[Twin, ...]) -> Iterator[Twin]:
    """Return the pairs whose clean text raises the flaw."""
    return (twin for twin in chosen if raised(twin, twin.clean))
