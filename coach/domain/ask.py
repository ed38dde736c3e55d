"""A question about the guides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskPaper:
    """One question; what answers it comes from the shelf."""

    question: str
