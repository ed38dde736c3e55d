"""What a model server answers: the pieces of a reply, its end, and what it says went wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from coach.llm.protocol import Finish

_WORDS = 160
"""Characters of a server's own explanation that are shown."""
THOUGHT, THOUGHT_OVER = "<think>", "</think>"


class NoSense(ValueError):
    """The server's answer is not what its interface promises."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one event of an answer adds."""

    text: str = ""
    finish: Finish | None = None
    prompt: int = 0
    """Tokens of the prompt; 0 where the event does not say."""
    cached: int = 0
    """Those of them the server did not have to read again."""
    generated: int = 0
    problem: str = ""
    """The server's own words for a failure in mid-answer."""


def piece(raw: bytes) -> Piece:
    """Return what an event, or an answer that came whole, adds to the reply.

    Raises:
        NoSense: It is no JSON object, or its parts are of other kinds than they must be.
    """
    found = _object(raw)
    if problem := found.get("error"):
        return Piece(problem=words(problem))
    usage = found.get("usage")
    counts = usage if isinstance(usage, Mapping) else {}
    details = counts.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, Mapping) else 0
    text, finish = _choice(found.get("choices"))
    return Piece(
        text,
        finish,
        prompt=_count(counts.get("prompt_tokens")),
        cached=_count(cached),
        generated=_count(counts.get("completion_tokens")),
    )


def names(raw: bytes) -> tuple[str, ...]:
    """Return the models a server offers, in its own order.

    Raises:
        NoSense: It is no list of models.
    """
    rows = _object(raw).get("data")
    if not isinstance(rows, list):
        raise NoSense("no list of models")
    found = [row.get("id") for row in rows if isinstance(row, Mapping)]
    return tuple(name for name in found if isinstance(name, str) and name)


def reason(raw: bytes) -> str:
    """Return the server's own words for a refusal, on one short line; "" where it gives none."""
    try:
        return words(_object(raw).get("error"))
    except NoSense:
        return ""


def words(problem: object) -> str:
    """Return a server's explanation without line breaks and control characters, shortened."""
    said = problem.get("message") if isinstance(problem, Mapping) else problem
    plain = " ".join(str(said or "").split())
    return "".join(c for c in plain if c.isprintable())[:_WORDS]


class Thoughts:
    """Leaves out leading blanks and a leading thought: some models think although they were told not to."""

    def __init__(self) -> None:
        self._held = ""
        self._begun = False

    def feed(self, text: str) -> str:
        """Return what of the text so far can be shown and was not yet."""
        if self._begun:
            return text
        self._held = (self._held + text).lstrip()
        if self._held.startswith(THOUGHT):
            _, over, rest = self._held.partition(THOUGHT_OVER)
            if not over:
                return ""
            self._held = rest.lstrip()
        if not self._held or THOUGHT.startswith(self._held):
            return ""
        self._begun = True
        return self._held

    def end(self) -> str:
        """Return what was held back at the end: a reply that is the beginning of a mark, or nothing."""
        return "" if self._begun or self._held.startswith(THOUGHT) else self._held


def _choice(choices: object) -> tuple[str, Finish | None]:
    if not isinstance(choices, list):
        raise NoSense("no choices")
    if not choices:
        return "", None  # the event that carries the counts
    first = choices[0]
    said = first.get("delta", first.get("message")) if isinstance(first, Mapping) else None
    if not isinstance(said, Mapping):
        raise NoSense("a choice without a message")
    text = said.get("content") or ""
    if not isinstance(text, str):
        raise NoSense("a message that is no text")
    why = first.get("finish_reason")
    return text, None if why is None else "length" if why == "length" else "stop"


def _object(raw: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise NoSense("no JSON") from None
    if not isinstance(found, Mapping):
        raise NoSense("no JSON object")
    return found


def _count(value: object) -> int:
    return value if type(value) is int and value > 0 else 0
