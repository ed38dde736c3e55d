"""The writer that lets a language model find the words: any LangChain chat model."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.domain.errors import ModelFailed
from coach.domain.mode import Order
from coach.domain.text import Both
from coach.writer.excerpts import excerpts
from coach.writer.prompts import Prompt, fill, prompt, prompt_key, quoted
from coach.writer.talk import Talk, Talks, added, numbered

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.messages import BaseMessage

Fits = Callable[[Sequence["BaseMessage"], int], bool]
"""Whether a conversation and a reply of so many tokens fit a model's window."""

LONGEST = 2_000
"""Characters of a model's draft at most; a paper whose guided text is longer is not worded by a model."""
_ROOM = 1.3
"""How much longer than the guided text a reply may be."""
_STEP = 400
"""Caps go by steps, so that a grammar is made and proved for few of them."""
_PER_TOKEN = 2.5
"""Characters a token stands for, low enough for Swedish."""
_REFUSED: Both = {
    "sv": "Förra försöket gick inte att använda. Skälen:\n<<<\n{}\n>>>\n"
    "Skriv om det och håll dig till underlaget.",
    "en": "The last attempt could not be used. Why:\n<<<\n{}\n>>>\nWrite it again and keep to the material.",
}


_ABOVE: Both = {"sv": "står redan ovan.", "en": "is above already."}


class ModelWriter:
    """Words a step with a chat model; what it writes is judged by the mode's checks like any draft.

    With ``talks`` a conversation is only ever added to: the model is told what is new, and why its last
    reply was refused. When its window is full the talk begins anew with the paper, which holds all that
    was agreed. Without, everything is told each time.

    Args:
        chat: The model.
        id: How drafts name it.
        most: The longest reply in tokens, whatever a mode asks for.
        structured: Whether it takes ``json_schema``, as the local one does; another is asked for
            JSON by the prompt alone, and its text is taken as it comes where it is none.
        talks: Where talks are kept, for a model that takes the option ``conversation``.
        fits: Whether messages leave room in the model's window; None where that can't be told.
    """

    def __init__(
        self,
        chat: "BaseChatModel",
        id: str,
        *,
        structured: bool = True,
        most: int = 1000,
        talks: Talks | None = None,
        fits: Fits | None = None,
    ) -> None:
        self._chat = chat
        self._most = most
        self._structured = structured
        self._talks = talks
        self._fits = fits
        self.id = id

    def write(self, order: Order, refused: Sequence[str] = ()) -> Iterator[str]:
        """Yield the draft as it comes; see ``Writer.write``."""
        characters, tokens = room(order)
        most = min(tokens, self._most)
        messages, asked, talk = self._told(order, refused, most)
        extra: dict[str, object] = {"json_schema": _schema(characters)} if self._structured else {}
        if self._talks is not None:
            extra["conversation"] = order.conversation
        reader, raw = TextField(), ""
        for chunk in self._chat.bind(max_tokens=most, **extra).stream(messages):
            raw += str(chunk.text)
            if piece := reader.feed(str(chunk.text)):
                yield piece
        if self._talks is not None:
            self._talks.put(order.conversation, talk.after(asked, raw))
        if rest := reader.finish():
            yield rest
        if not reader.said:
            raise ModelFailed("the model answered nothing usable")

    def _told(self, order: Order, refused: Sequence[str], most: int) -> tuple[list["BaseMessage"], str, Talk]:
        """Return the messages, the last one's text, and the talk before it; begun anew where it is full."""
        made, key = prompt(order.mode, order.lang), prompt_key(order.mode, order.lang)
        # Without a conversation only a refused reply is a reason to go on where the model stands.
        goes_on = self._talks is not None and bool(order.conversation or refused)
        talk = self._talks.get(order.conversation, key) if self._talks and goes_on else Talk(key)
        asked, after = _asked(order, made, talk, refused)
        messages = _messages(made, talk, asked)
        if talk.exchanges and self._fits is not None and not self._fits(messages, most):
            asked, after = _asked(order, made, Talk(key), refused)
            messages = _messages(made, Talk(key), asked)
        return messages, asked, after


def room(order: Order) -> tuple[int, int]:
    """Return the characters and tokens a reply may have: the mode's, more where the guided text is longer.

    Raises:
        ModelFailed: The guided text is longer than any reply.
    """
    wanted = int(_ROOM * len(order.guided))
    if len(order.guided) > LONGEST:
        raise ModelFailed(f"the paper has {len(order.guided)} characters; a model writes at most {LONGEST}")
    characters = min(LONGEST, _STEP * max(2, -(-wanted // _STEP)))
    return characters, max(order.max_tokens, int(min(wanted, LONGEST) / _PER_TOKEN))


def _schema(characters: int) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {"text": {"type": "string", "maxLength": characters}},
        "required": ["text"],
        "additionalProperties": False,
    }


def _messages(made: Prompt, talk: Talk, asked: str) -> list["BaseMessage"]:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    messages: list[BaseMessage] = [SystemMessage(made.system)]
    for before, answered in talk.exchanges:
        messages += [HumanMessage(before), AIMessage(answered)]
    return [*messages, HumanMessage(asked)]


def _asked(order: Order, made: Prompt, talk: Talk, refused: Sequence[str]) -> tuple[str, Talk]:
    """Return what the model is asked next, and the talk with what it has been given by then."""
    again = _REFUSED[order.lang].format(quoted("; ".join(refused))) if refused else ""
    if talk.exchanges and refused:
        return again, talk
    passages, given = numbered(talk.passages, excerpts(order), _ABOVE[order.lang])
    values = {**order.values, "passages": passages, "draft": order.guided}
    if talk.exchanges:
        said = talk.exchanges[-1][1]
        fresh = {name: added(talk.values.get(name, ""), text, said) for name, text in order.values.items()}
        values |= {f"new_{name}": text for name, text in fresh.items()}
        values["new"] = "\n".join(filter(None, fresh.values())) or "–"
    template = made.again if talk.exchanges else made.user
    text = fill(template, {**{name: quoted(value) for name, value in values.items()}, "refused": again})
    return text, replace(talk, values=order.values, passages=given)


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
