"""Documents, the passages they are cut into, and what a search or a citation points at."""

from dataclasses import dataclass

from coach.domain.text import Lang


@dataclass(frozen=True, slots=True)
class Document:
    """One guidance text, shipped or the person's own."""

    id: str
    """Stable: ``<topic>.<lang>`` for shipped ones, a content-independent slug for own ones."""
    title: str
    lang: Lang
    source: str
    """Who says so: the front matter's ``source``, or the file name of an own document."""
    shipped: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that can be found and quoted."""

    id: str
    """``<document id>#<n>``, n counted from 1."""
    document: str
    title: str
    heading: str
    lang: Lang
    text: str
    shipped: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage a search returned; scores compare within one search only."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that stands verbatim in the passage it names."""

    id: str
    """The passage's id."""
    document: str
    title: str
    quote: str
