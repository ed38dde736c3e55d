"""What a mode and a writer are; everything else in the house is reached through these two."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from coach.domain.ask import AskPaper
from coach.domain.competence import CompetencePaper
from coach.domain.draft import Question
from coach.domain.email import EmailPaper
from coach.domain.feedback import FeedbackPaper
from coach.domain.goal import GoalPaper
from coach.domain.knowledge import Citation, Hit
from coach.domain.plan import PlanPaper
from coach.domain.prepare import PreparePaper
from coach.domain.received import ReceivedPaper
from coach.domain.rehearse import RehearsePaper
from coach.domain.text import Both, Lang
from coach.domain.verdict import Verdict

Paper = (
    GoalPaper
    | FeedbackPaper
    | ReceivedPaper
    | EmailPaper
    | PreparePaper
    | PlanPaper
    | CompetencePaper
    | RehearsePaper
    | AskPaper
)
"""The working paper of a conversation: one type a mode."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where a conversation stands, worked out anew from everything the person said."""

    paper: Paper
    question: Question | None
    """What to ask next; None when the mode has what it needs."""
    queries: tuple[str, ...] = ()
    """What to look up on the shelf: several questions get one quote each, a single one up to three."""
    aside: str = ""
    """A line of the coach beside the draft; "" for none."""
    fixed: bool = False
    """Whether the text is the method's own, so that no model is asked to word it."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a writer is asked to put into words."""

    mode: str
    step: Step
    lang: Lang
    today: datetime.date
    hits: tuple[Hit, ...] = ()
    citations: tuple[Citation, ...] = ()
    """Verified quotes from ``hits``, best first."""
    supported: bool = True
    """Whether the guides have anything to go on for this step's query."""
    guided: str = ""
    """The guided writer's text for this step: right, perhaps plain; what a model has to live up to."""
    values: Mapping[str, str] = field(default_factory=dict)
    """For the placeholders of the mode's prompt."""
    max_tokens: int = 300
    """Of a model's reply."""
    conversation: str = ""
    """The kept conversation it belongs to; "" for one that is not kept."""


@dataclass(frozen=True, slots=True)
class ModeInfo:
    """What a list of modes shows of one: its ``mode.toml``."""

    name: str
    version: int
    """Of its prompt; raised with every change of it."""
    title: Both
    about: Both
    examples: Mapping[Lang, tuple[str, ...]]
    max_tokens: int
    """Of a model's reply."""


class Mode(Protocol):
    """The method of one kind of conversation: pure, and ignorant of every engine."""

    @property
    def name(self) -> str:
        """Its folder under ``prompts/``, and its name everywhere."""

    def step(
        self, said: Sequence[str], lang: Lang, today: datetime.date, days: Sequence[datetime.date] = ()
    ) -> Step:
        """Return where the conversation stands.

        Args:
            said: Every message of the person, in order; never empty.
            lang: The conversation's language.
            today: The present day: what is asked is asked on it, and a message without a day was said on it.
            days: The day each message was said on, in the same order: its dates are read on that day.

        Raises:
            BadText: The first message can't be worked with.
        """

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the mode's prompt."""

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return the check of a draft's text, or None where the mode has no such check."""

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why a draft must not be shown, in the order's language; empty when it may."""


@runtime_checkable
class Recalling(Protocol):
    """A mode whose paper shows what was really answered, not what would be answered anew."""

    def recall(self, step: Step, replies: Sequence[str]) -> Step:
        """Return a step with the replies to each message of the person put in, in order."""


class Writer(Protocol):
    """Puts a step into words."""

    @property
    def id(self) -> str:
        """``guided``, or the model's id."""

    def write(self, order: Order, refused: Sequence[str] = ()) -> Iterator[str]:
        """Yield a draft's text in pieces.

        Args:
            order: What to write.
            refused: Why the last attempt was refused; empty at first.

        Raises:
            ModelFailed: The model stopped or answered nothing usable.
        """
