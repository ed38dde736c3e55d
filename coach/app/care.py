"""Before any writer: when coaching is the wrong answer, a fixed text comes instead or first."""

import datetime
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
    days: tuple[datetime.date, ...] = ()
    """The day each of ``said`` was said on; none where no days are known."""


def heed(
    said: Sequence[str], lang: Lang, country: str, mode: str = "", days: Sequence[datetime.date] = ()
) -> Heeded:
    """Return the messages a mode may work with, and the fixed text the last one calls for."""
    risks = [classify(text, lang) for text in said]
    instead = INSTEAD.get(mode, {}).get(lang, "")
    left = [at for at, risk in enumerate(risks) if instead or not stops(risk)]
    kept = tuple(instead if stops(risks[at]) else said[at] for at in left)
    last = risks[-1]
    notice = Noticed(KEY + last.name, answer(last, lang, country)) if last.name != "none" else None
    return Heeded(kept, notice, stops(last) or not kept, tuple(days[at] for at in left if at < len(days)))
