"""What is kept of a conversation."""

from dataclasses import dataclass
from typing import Literal

from coach.domain.text import Lang


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation in one mode."""

    id: str
    mode: str
    lang: Lang
    title: str
    """The first words of the opening text, or what the person renamed it to."""
    created: str
    """ISO 8601 with offset."""
    used: str = ""
    """When something was last said in it, as ``created``."""
    origin: str = ""
    """The id of the conversation it carries on from; "" for none. That one may be erased since."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, as it was shown."""

    n: int
    """From 1, without gaps."""
    role: Literal["person", "coach"]
    text: str
    writer: str = ""
    """Who worded a coach's turn: ``guided`` or a model's id; "" for the person's own."""
    prompt: str = ""
    """The id of the prompt a model was given, e.g. ``goal@1:9f2c1a08``."""
    payload: str = ""
    """JSON of what was shown beside the text (citations, question, draft); "" for none."""
    day: str = ""
    """The day its dates are read on, YYYY-MM-DD; "" for one kept by a version that did not note it."""
