"""What happens while the coach answers: page, command line and evaluations read the same stream."""

from dataclasses import dataclass

from coach.domain.draft import Draft, Question
from coach.domain.knowledge import Hit
from coach.domain.mode import Paper


@dataclass(frozen=True, slots=True)
class Noticed:
    """One line for the person that is neither question nor draft, such as who writes and why."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The working paper as it stands after the person's message."""

    paper: Paper


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages the shelf found for this turn, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of text as it is written; what a check refuses is replaced by the ``Drafted`` that follows."""

    text: str
    writer: str
    """``guided`` or the model's id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The coach's next question."""

    question: Question


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that the checks let through; ``final`` when nothing more is asked."""

    draft: Draft
    final: bool = True


@dataclass(frozen=True, slots=True)
class Saved:
    """The turn is on disk."""

    session: str
    turn: int


Event = Noticed | Understood | Retrieved | Delta | Asked | Drafted | Saved
