"""Before any writer: when coaching is the wrong answer, a fixed text comes instead or first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.checks.safety import answer, classify, stops
from coach.domain.events import Noticed
from coach.domain.text import Both, Lang

KEY = "safety:"
"""What the key of such a notice begins with; the class follows."""
INSTEAD: Mapping[str, Both] = {"rehearse": {"sv": "paus", "en": "pause"}}
"""What a mode is told in place of danger: a rehearsal leaves the role until the person goes on."""


@dataclass(frozen=True, slots=True)
class Heeded:
    """What the person said, without the messages that are no material for coaching."""

    said: tuple[str, ...]
    notice: Noticed | None
    """The fixed text for the last message; None for an ordinary one."""
    stop: bool
    """Whether nothing else may follow."""


def heed(said: Sequence[str], lang: Lang, country: str, mode: str = "") -> Heeded:
    """Return the messages a mode may work with, and the fixed text the last one calls for."""
    risks = [classify(text, lang) for text in said]
    instead = INSTEAD.get(mode, {}).get(lang, "")
    read = zip(said, risks, strict=True)
    kept = tuple(instead if stops(risk) else text for text, risk in read if instead or not stops(risk))
    last = risks[-1]
    notice = Noticed(KEY + last.name, answer(last, lang, country)) if last.name != "none" else None
    return Heeded(kept, notice, stops(last) or not kept)
