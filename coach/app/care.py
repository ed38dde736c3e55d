"""Before any writer: when coaching is the wrong answer, a fixed text comes instead or first."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.checks.safety import answer, classify, stops
from coach.domain.events import Noticed
from coach.domain.text import Lang

KEY = "safety:"
"""What the key of such a notice begins with; the class follows."""


@dataclass(frozen=True, slots=True)
class Heeded:
    """What the person said, without the messages that are no material for coaching."""

    said: tuple[str, ...]
    notice: Noticed | None
    """The fixed text for the last message; None for an ordinary one."""
    stop: bool
    """Whether nothing else may follow."""


def heed(said: Sequence[str], lang: Lang, country: str) -> Heeded:
    """Return the messages a mode may work with, and the fixed text the last one calls for."""
    risks = [classify(text, lang) for text in said]
    kept = tuple(text for text, risk in zip(said, risks, strict=True) if not stops(risk))
    last = risks[-1]
    notice = Noticed(KEY + last.name, answer(last, lang, country)) if last.name != "none" else None
    return Heeded(kept, notice, stops(last) or not kept)
