"""What a check found in a text."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.domain.text import Lang, Span


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence of advice, in the text's language, about one label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression that names a deadline or a bounded period."""

    span: Span
    end: datetime.date
    """The last day that still keeps it."""
    start: datetime.date | None = None
    """The first day of a period; None for a plain deadline."""
    rule: str = ""
    """The name of the convention that resolved it, e.g. ``quarter-end``."""
    conflict: str = ""
    """The weekday the date really falls on, in the text's language, when the text says another; else ""."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The labels of one text with their evidence.

    ``labels`` holds every name of the check's section in the annotation guide, in its order.
    """

    lang: Lang
    labels: Mapping[str, bool]
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """Evidence for labels that are true, ``[start, end)`` in the input as given."""
    advice: tuple[Advice, ...] = ()
    dates: tuple[DateMention, ...] = ()
    unsure: tuple[str, ...] = ()
    """Labels the check could not decide reliably: the coach asks instead of claiming."""

    def evidence(self, label: str, text: str) -> str:
        """Return the words of ``text`` (the checked input) that make ``label`` true, joined by " … "."""
        return " … ".join(text[start:end] for start, end in self.spans.get(label, ()))
