"""The writer that lets a language model find the words: any LangChain chat model."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from coach.domain.errors import ModelFailed
from coach.domain.mode import Order
from coach.domain.text import Both
from coach.writer.prompts import fill, prompt, quoted

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {"text": {"type": "string", "maxLength": 1600}},
    "required": ["text"],
    "additionalProperties": False,
}
_REFUSED: Both = {
    "sv": "Förra försöket gick inte att använda. Skälen:\n<<<\n{}\n>>>\n"
    "Skriv om det och håll dig till underlaget.",
    "en": "The last attempt could not be used. Why:\n<<<\n{}\n>>>\nWrite it again and keep to the material.",
}


class ModelWriter:
    """Words a step with a chat model; what it writes is judged by the mode's checks like any draft.

    Args:
        chat: The model.
        id: How drafts name it.
        most: The longest reply in tokens, whatever a mode asks for.
        structured: Whether it takes ``json_schema``, as the local one does; another is asked for
            JSON by the prompt alone, and its text is taken as it comes where it is none.
    """

    def __init__(self, chat: "BaseChatModel", id: str, *, structured: bool = True, most: int = 1000) -> None:
        self._chat = chat
        self._most = most
        self._structured = structured
        self.id = id

    def write(self, order: Order, refused: Sequence[str] = ()) -> Iterator[str]:
        """Yield the draft as it comes; see ``Writer.write``."""
        from langchain_core.messages import HumanMessage, SystemMessage

        made = prompt(order.mode, order.lang)
        messages = [SystemMessage(made.system), HumanMessage(fill(made.user, self._values(order, refused)))]
        reader = TextField()
        extra = {"json_schema": SCHEMA} if self._structured else {}
        for chunk in self._chat.bind(max_tokens=min(order.max_tokens, self._most), **extra).stream(messages):
            if piece := reader.feed(str(chunk.text)):
                yield piece
        if rest := reader.finish():
            yield rest
        if not reader.said:
            raise ModelFailed("the model answered nothing usable")

    def _values(self, order: Order, refused: Sequence[str]) -> Mapping[str, str]:
        passages = "\n\n".join(f"({hit.passage.title}) {hit.passage.text}" for hit in order.hits[:3])
        again = _REFUSED[order.lang].format(quoted("; ".join(refused))) if refused else ""
        given = {**order.values, "passages": passages, "draft": order.guided}
        return {**{name: quoted(value) for name, value in given.items()}, "refused": again}


class TextField:
    """Reads the value of ``{"text": "…"}`` while it is still being written; plain text passes as it is."""

    def __init__(self) -> None:
        self.said = ""
        self._raw = ""
        self._start = -1
        self._plain = False
        self._done = False

    def feed(self, piece: str) -> str:
        """Return what the piece adds to the text, "" while nothing can be told yet."""
        self._raw += piece
        if self._start < 0 and not self._plain:
            self._begin()
        if self._plain:
            return self._add(self._raw[len(self.said) :])
        return self._inside() if self._start >= 0 and not self._done else ""

    def finish(self) -> str:
        """Return what is left when nothing more comes: a reply that was no JSON at all."""
        if self.said or self._start >= 0 or not self._raw.strip() or self._raw.lstrip().startswith("{"):
            return ""
        return self._add(self._raw.strip())

    def _begin(self) -> None:
        head = self._raw.lstrip()
        if head and not head.startswith(("{", "`")):
            self._plain = True
            self._raw = head
            return
        key = self._raw.find('"text"')
        quote = self._raw.find('"', self._raw.find(":", key)) if key >= 0 and ":" in self._raw[key:] else -1
        self._start = quote + 1 if quote >= 0 else -1

    def _inside(self) -> str:
        at = self._start
        while at < len(self._raw) and self._raw[at] != '"':
            step = 2 if self._raw[at] == "\\" else 1
            if self._raw[at : at + 2] == "\\u":
                step = 6
            if at + step > len(self._raw):
                break
            at += step
        else:
            self._done = at < len(self._raw)
        try:
            text = str(json.loads(f'"{self._raw[self._start : at]}"', strict=False))
        except json.JSONDecodeError:
            return ""
        # Half of a surrogate pair waits for the other half.
        whole = text if not text or not 0xD800 <= ord(text[-1]) <= 0xDBFF else text[:-1]
        return self._add(whole[len(self.said) :])

    def _add(self, text: str) -> str:
        self.said += text
        return text
