"""Languages, and text with its way back to the characters the person typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["sv", "en"]
LANGS: tuple[Lang, ...] = ("sv", "en")

Both = Mapping[Lang, str]
"""A line in both languages, written for each."""

Span = tuple[int, int]
"""``[start, end)`` in characters of the input as given."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A text made comparable (NFC, plain spaces and quotes), and where each character came from."""

    text: str
    """The comparable text."""
    offsets: tuple[int, ...]
    """For each character of ``text`` its index in the input; one more at the end, the input's length."""

    def original(self, start: int, end: int) -> Span:
        """Turn a ``[start, end)`` of the comparable text into one of the input.

        A character that NFC composed of several covers all of them.
        """
        return (self.offsets[start], self.offsets[end] if end > start else self.offsets[start])
