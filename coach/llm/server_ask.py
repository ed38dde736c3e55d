"""What a model server is asked: the reply, and how it is to be written."""

import email.utils
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from coach.llm.protocol import Turn

Wish = Literal["schema", "object", "quiet"]
DIALECTS: tuple[frozenset[Wish], ...] = (
    frozenset({"schema", "quiet"}),
    frozenset({"schema"}),
    frozenset({"object"}),
    frozenset(),
)
"""What is asked for beside the words, most first: a reply bound to the schema, or to any JSON object, and
no thoughts. A server that refuses one is asked by the next from then on."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One reply to write."""

    turns: tuple[Turn, ...]
    max_tokens: int
    temperature: float = 0.3
    seed: int | None = None
    """None draws differently each time."""
    stop: tuple[str, ...] = ()
    schema: Mapping[str, object] | None = None

    def body(self, model: str, wishes: frozenset[Wish]) -> bytes:
        """Return the request for a model of the server, with these wishes."""
        fields: dict[str, object] = {
            "model": model,
            "messages": [asdict(turn) for turn in self.turns],
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            "top_p": 0.95,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if self.seed is not None:
            fields["seed"] = self.seed
        if self.stop:
            fields["stop"] = list(self.stop)
        if "quiet" in wishes:
            fields["chat_template_kwargs"] = {"enable_thinking": False}
        if self.schema is not None and "schema" in wishes:
            named = {"name": "reply", "strict": True, "schema": self.schema}
            fields["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self.schema is not None and "object" in wishes:
            fields["response_format"] = {"type": "json_object"}
        return json.dumps(fields).encode()


def asked_wait(header: str) -> float | None:
    """Return the seconds that ``Retry-After`` asks to wait: a number or a date; None for neither."""
    if header.strip().isdecimal() and header.isascii():
        return float(header[:9])
    try:
        return max(0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
