"""LangChain's messages as the turns a chat template takes."""

from collections.abc import Sequence
from typing import Literal

from langchain_core.messages import BaseMessage

from coach.domain.errors import ModelFailed
from coach.llm.control import harmless
from coach.llm.protocol import Turn

_ROLES: dict[str, Literal["system", "user", "assistant"]] = {
    "system": "system",
    "developer": "system",
    "ai": "assistant",
    "AIMessageChunk": "assistant",
    "assistant": "assistant",
}


def turns(messages: Sequence[BaseMessage]) -> tuple[Turn, ...]:
    """Return the messages with roles that take turns, every text made harmless.

    Templates reject two messages of one role in a row and instructions after the first message, so
    neighbours are joined and later instructions become part of the person's turn.

    Raises:
        ModelFailed: There is no text for the model to answer, or a message is more than text.
    """
    found: list[Turn] = []
    for message in messages:
        text = harmless(_text(message))
        if not text.strip():
            continue
        role = _ROLES.get(getattr(message, "role", message.type), "user")
        if role == "system" and found and found[-1].role != "system":
            role = "user"
        if found and found[-1].role == role:
            text = f"{found.pop().content}\n\n{text}"
        found.append(Turn(role, text))
    if not found or found[-1].role == "assistant":
        raise ModelFailed("there is no message for the model to answer")
    return tuple(found)


def _text(message: BaseMessage) -> str:
    if isinstance(message.content, str):
        return message.content
    parts: list[str] = []
    for part in message.content:
        text = part if isinstance(part, str) else part.get("text") if part.get("type") == "text" else None
        if not isinstance(text, str):
            raise ModelFailed("the local model reads text only")
        parts.append(text)
    return "".join(parts)
