"""What the coach hands over: questions on the way, drafts at the end."""

import re
from dataclasses import dataclass

from coach.domain.knowledge import Citation
from coach.domain.text import Lang
from coach.domain.verdict import Verdict

_BLANK = re.compile(r"\[[^\]\n]{1,60}\?\]")


def find_blanks(text: str) -> list[str]:
    """Return the marked blanks of a text, such as "[senast när?]", in order."""
    return _BLANK.findall(text)


def blanked(text: str) -> str:
    """Return a text with spaces for its marked blanks: they count as nothing, and every span stays true."""
    return _BLANK.sub(lambda blank: " " * len(blank[0]), text)


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one missing thing, with examples that fit the person's text."""

    key: str
    """What it asks for, e.g. ``specific``, ``time_bound``, ``confidence``, ``first_step``, ``if_then``."""
    text: str
    examples: tuple[str, ...] = ()
    note: str = ""
    """Why it is asked again, or what was understood so far; "" when there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that passed the checks, and where it comes from."""

    text: str
    lang: Lang
    writer: str
    """``guided`` or the model's id."""
    citations: tuple[Citation, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    """The marked blanks in ``text`` that the person must fill."""
    refused: tuple[str, ...] = ()
    """Why earlier attempts of a model were refused, in order; empty when the first stood."""
    verdict: Verdict | None = None
    """The mode's check of ``text``; None where the mode has none."""
    supported: bool = True
    """False when the guides had nothing to go on."""
