"""What the program and the model's process say to each other: one JSON object a line."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Finish = Literal["stop", "length", "cancelled"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation, as the model's chat template takes it."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Load:
    """What to load and how; the process takes it once, first."""

    path: str
    n_ctx: int
    n_threads: int
    n_batch: int = 512
    plain: bool = False
    """Leave the weights as they lie in the file: slower, and needs nothing special of the processor."""
    states: str = ""
    """The folder for states of conversations; "" keeps them in memory only."""
    memory: int = 256 << 20
    """Bytes of states in memory, at most."""
    disk: int = 4 << 30
    """Bytes of states in the folder, at most."""


@dataclass(frozen=True, slots=True)
class Job:
    """One reply to write."""

    turns: tuple[Turn, ...]
    max_tokens: int
    temperature: float = 0.3
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    seed: int | None = None
    """None draws differently each time."""
    stop: tuple[str, ...] = ()
    grammar: str | None = None
    """In llama.cpp's notation, from ``coach.llm.grammar``."""
    opening: str = ""
    """What the reply begins with, whatever the model would draw; the grammar has to admit it."""
    conversation: str = ""
    """Its id, under which its states are kept and forgotten; "" for one that is kept nowhere."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is loaded."""

    n_ctx: int
    n_vocab: int
    threads: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The prompt is being read; ``of`` are the tokens that have to be."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of the reply."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The reply is complete, cut or cancelled."""

    finish: Finish
    prompt: int
    """Tokens of the prompt."""
    evaluated: int
    """Those of them that had to be read; the rest was in the context, or in a state."""
    counted: int
    """The same by llama.cpp's own ``n_p_eval``, which leaves out a batch of one token."""
    generated: int
    fetched: int = 0
    """Tokens of the prompt that came out of a kept state."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of tokens of a conversation, with its template."""

    tokens: int


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A conversation is gone from the process's memory and from the folder of states."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The request can't be met; the process lives on, unless it was the loading that failed."""

    kind: Literal["load", "template", "context", "grammar", "decode", "request"]
    problem: str


Event = Ready | Reading | Said | Done | Counted | Forgotten | Failed
_EVENTS: Mapping[str, type[Event]] = {
    e.__name__: e for e in (Ready, Reading, Said, Done, Counted, Forgotten, Failed)
}


def write_event(number: int, event: Event) -> bytes:
    """Return the line for an event of request ``number`` (0: of none)."""
    return _line({"id": number, "event": type(event).__name__, **asdict(event)})


def read_event(line: bytes) -> tuple[int, Event]:
    """Return the request's number and the event of a line.

    Raises:
        ValueError: The line is no event.
    """
    try:
        fields = json.loads(line)
        number = int(fields.pop("id"))
        return number, _EVENTS[fields.pop("event")](**fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no event: {line[:80]!r}") from error


def write_request(number: int, op: str, body: Load | Job | Sequence[Turn] | str | None = None) -> bytes:
    """Return the line for a request: ``load``, ``say``, ``count``, ``forget`` or ``cancel``."""
    if body is None:
        return _line({"id": number, "op": op})
    if isinstance(body, str):
        return _line({"id": number, "op": op, "owner": body})
    fields = asdict(body) if isinstance(body, Load | Job) else {"turns": [asdict(turn) for turn in body]}
    return _line({"id": number, "op": op, **fields})


def read_request(line: bytes) -> tuple[int, str, Load | Job | tuple[Turn, ...] | str | None]:
    """Return the number, the operation and the body of a request's line.

    Raises:
        ValueError: The line is no request.
    """
    try:
        fields = json.loads(line)
        number, op = int(fields.pop("id")), str(fields.pop("op"))
        if op == "load":
            return number, op, Load(**fields)
        if op == "forget":
            return number, op, str(fields["owner"])
        turns = tuple(Turn(**turn) for turn in fields.pop("turns", ()))
        if op == "say":
            return number, op, Job(**{**fields, "turns": turns, "stop": tuple(fields.get("stop", ()))})
        return number, op, turns or None
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no request: {line[:80]!r}") from error


def _line(fields: Mapping[str, object]) -> bytes:
    # ASCII only: what a pipe carries then never depends on the locale, and no line break hides in a text.
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"
