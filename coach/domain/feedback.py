"""Feedback while it takes shape: what was seen, what is to be kept out, and what the person wants."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.domain.text import Lang
from coach.domain.verdict import Verdict

PartName = Literal["behaviour", "situation", "impact", "request", "strength"]
PARTS: tuple[PartName, ...] = ("behaviour", "situation", "impact", "request", "strength")
"""In the order they are asked for."""
Relation = Literal["warm", "direct", "formal"]

FEEDBACK_BLANKS: Mapping[Lang, Mapping[PartName, str]] = {
    "sv": {
        "behaviour": "[vad gjordes, konkret?]",
        "situation": "[när och var?]",
        "impact": "[vad blev följden?]",
        "request": "[vad vill du se i stället?]",
    },
    "en": {
        "behaviour": "[what was done, exactly?]",
        "situation": "[when and where?]",
        "impact": "[what did it lead to?]",
        "request": "[what would you like instead?]",
    },
}
"""What stands in the feedback where the person has not answered; a strength nobody can name is left out."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence for the feedback, said to the person it is for."""

    text: str
    """The person's own words, with "Johan" and "she" as "you"."""
    words: str
    """As the person wrote it."""
    placed: bool = False
    """It says when or where itself."""
    quoted: bool = False
    """It can't be turned without guessing who is meant, so it is quoted."""
    asked: bool = False
    """It answers a question, so it may be a phrase rather than a sentence."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A phrase that was left out, and why."""

    label: str
    text: str
    """As the person wrote it."""
    advice: str
    sure: bool = True
    """False where the check itself is in doubt."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A word that is said of women, men or an age group more than of others."""

    word: str
    about: Literal["gender", "age"]
    reason: str


@dataclass(frozen=True, slots=True)
class FeedbackPaper:
    """Everything the feedback needs, in the person's own words."""

    opening: str
    before: Verdict
    """The check of the notes, read as if said to the person; spans in the notes as typed."""
    said: tuple[str, ...]
    """Every message of the person, in order: the only source of numbers, names and dates."""
    to: str = ""
    """Who it is for; "" where no name was given."""
    parts: Mapping[PartName, tuple[Remark, ...]] = field(default_factory=dict)
    given_up: tuple[str, ...] = ()
    """Keys of questions the person skipped or could not answer."""
    relation: Relation = "warm"
    praise: bool = False
    """Only good things were said: nothing has to change."""
    problems: tuple[Kept, ...] = ()
    hints: tuple[Hint, ...] = ()
    later: tuple[str, ...] = ()
    """Other topics of the notes, for another talk."""
