"""Before any writer: when coaching is the wrong answer, a fixed text comes instead or first."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from coach.checks.lexicon import lexicon
from coach.checks.safety import Risk, answer, asks, classify, stops
from coach.domain.events import Noticed
from coach.domain.text import LANGS, Both, Lang

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
    """Return the messages a mode may work with, and the fixed text the last one calls for.

    A message that may be danger waits: it counts once the person says to go on, right after it or after the
    same words before.
    """
    risks = [classify(text, lang) for text in said]
    instead = INSTEAD.get(mode, {}).get(lang, "")
    cleared, words = _cleared(said, risks)
    # A mode that is told something instead has an answer to each message: none may go, and none come back.
    taken = cleared - {at - 1 for at in words} if instead else cleared
    halted = [stops(risk) or (asks(risk) and at not in taken) for at, risk in enumerate(risks)]
    left = [at for at in range(len(said)) if instead or not (halted[at] or at in words)]
    kept = tuple(instead if halted[at] else said[at] for at in left)
    last = risks[-1]
    told = last.name != "none" and len(said) - 1 not in taken
    notice = Noticed(KEY + last.name, answer(last, lang, country)) if told else None
    return Heeded(kept, notice, halted[-1] or not kept, tuple(days[at] for at in left if at < len(days)))


def _cleared(said: Sequence[str], risks: Sequence[Risk]) -> tuple[frozenset[int], frozenset[int]]:
    """Return which messages the person says are no danger, and which ones say so."""
    cleared: set[int] = set()
    words: set[int] = set()
    known: set[str] = set()
    for at, (text, risk) in enumerate(zip(said, risks, strict=True)):
        if not asks(risk):
            continue
        if at + 1 < len(said) and said[at + 1].strip(' .!\n"”“').casefold() in _go_on():
            words.add(at + 1)
            cleared.add(at)
            known.add(text.strip())
        elif text.strip() in known:
            cleared.add(at)
    return frozenset(cleared), frozenset(words)


@cache
def _go_on() -> frozenset[str]:
    return frozenset(word for lang in LANGS for word in lexicon("safety", lang)["go_on"])
