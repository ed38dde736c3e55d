"""From a conversation to tokens, in the model's process: template, control tokens, known turns."""

import ctypes
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import jinja2
import llama_cpp
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from coach.llm.control import harmless
from coach.llm.protocol import Turn
from coach.llm.refusals import TemplateRefused
from coach.llm.states import state_name

_REPLY = "\ue000reply\ue001"
"""Stands for a reply while its surroundings are rendered; private-use characters, so no text contains it."""
_REMEMBERED = 32
"""Turns whose tokens are kept; a turn is at most a few thousand integers."""

Recall = Callable[[str], list[int] | None]
"""The tokens up to a place by its name, or None."""

# A template is a program from outside: it may fail in any way a program does.
_TEMPLATE_ERRORS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


class Model(Protocol):
    """What is asked of a loaded model here; ``coach.llm.context`` has one."""

    vocab: Any
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A conversation as tokens, up to where the reply begins."""

    tokens: list[int]
    name: str = ""
    """Of the state it continues, from ``remember``; "" where no turn is known."""
    known: int = 0
    """Tokens up to there."""


class Prompts:
    """Renders conversations with the model's own template, in llama-cpp-python's immutable sandbox.

    A reply is remembered with the very tokens it was written in. When the conversation goes on, only what
    the template puts after the reply is tokenised, so the context continues exactly where it stands:
    tokenising the reply's text again may cut it differently, and templates drop closed thoughts from
    earlier turns.
    """

    def __init__(self, model: Model) -> None:
        self._vocab: Any = model.vocab
        template = model.metadata.get("tokenizer.chat_template")
        if not template:
            raise TemplateRefused("the model has no chat template; choose one made for conversation")
        self.vocabulary = int(llama_cpp.llama_vocab_n_tokens(self._vocab))
        """Number of its tokens."""
        self._template = self._compiled(template)
        attributes = (llama_cpp.llama_vocab_get_attr(self._vocab, n) for n in range(self.vocabulary))
        self._control = {n for n, attr in enumerate(attributes) if attr & llama_cpp.LLAMA_TOKEN_ATTR_CONTROL}
        self._known: OrderedDict[str, tuple[str, list[int]]] = OrderedDict()
        self._fixed: OrderedDict[str, list[int]] = OrderedDict()

    def _compiled(self, template: str) -> Any:  # noqa: ANN401 - llama-cpp-python has no types
        ends = (llama_cpp.llama_vocab_eos(self._vocab), llama_cpp.llama_vocab_bos(self._vocab))
        eos, bos = map(self._text, ends)
        try:
            return Jinja2ChatFormatter(template, eos_token=eos, bos_token=bos)
        except jinja2.TemplateError as error:
            raise TemplateRefused(f"the model's chat template is no Jinja: {error}") from error

    def tokens(self, turns: Sequence[Turn]) -> list[int]:
        """Return the tokens of the conversation up to where the model's reply begins.

        Raises:
            TemplateRefused: The template rejects the conversation.
        """
        return self.prompt(turns).tokens

    def prompt(self, turns: Sequence[Turn], recall: Recall = lambda _: None) -> Prompt:
        """Return the conversation up to where the model's reply begins, and what it continues.

        Args:
            turns: The conversation.
            recall: Where to look for the tokens of turns that are not remembered here.

        Raises:
            TemplateRefused: The template rejects the conversation.
        """
        safe = [self._harmless(turn) for turn in turns]
        for end in range(len(safe) - 1, 0, -1):
            if safe[end - 1].role != "assistant":
                continue
            name = _name(safe[:end])
            before = self._known[name][1] if name in self._known else recall(name)
            if before is not None and (after := self._after(safe, end - 1)) is not None:
                return Prompt(before + after, name, len(before))
        return Prompt(self.tokenise(self._render(safe)))

    def remember(self, turns: Sequence[Turn], reply: str, tokens: list[int], owner: str = "") -> str:
        """Keep the tokens of a conversation with the reply as it was given; return the name of that place.

        ``owner`` is the conversation's, for ``forget``.
        """
        name = _name([self._harmless(turn) for turn in (*turns, Turn("assistant", harmless(reply)))])
        self._known[name] = (owner, tokens)
        self._known.move_to_end(name)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return name

    def forget(self, owner: str) -> None:
        """Forget the turns of a conversation."""
        for name in [name for name, (whose, _) in self._known.items() if whose == owner]:
            del self._known[name]

    def fixed(self, turns: Sequence[Turn], tokens: Sequence[int]) -> list[int]:
        """Return what of ``tokens`` every conversation with these instructions begins with; maybe nothing."""
        if turns[0].role != "system":
            return []
        first = self._harmless(turns[0])
        if first.content not in self._fixed:
            # Two messages that begin unlike: where the tokens part is where the person begins.
            one, other = (self.tokenise(self._render([first, Turn("user", text)])) for text in ("A", "1"))
            self._fixed[first.content] = _alike(one, other)
            while len(self._fixed) > _REMEMBERED:
                self._fixed.popitem(last=False)
        fixed = self._fixed[first.content]
        return fixed if fixed == list(tokens[: len(fixed)]) else []

    def tokenise(self, text: str) -> list[int]:
        """Return the tokens of a rendered text, control tokens among them."""
        raw = text.encode()
        found = (llama_cpp.llama_token * (len(raw) + 8))()
        count = llama_cpp.llama_tokenize(self._vocab, raw, len(raw), found, len(found), False, True)
        return list(found[: max(0, count)])

    def piece(self, token: int) -> bytes:
        """Return the bytes a token writes; none for a control token."""
        return self._piece(token, special=False)

    def ends(self, token: int) -> bool:
        """Return whether the token ends a reply."""
        return bool(llama_cpp.llama_vocab_is_eog(self._vocab, token))

    def _render(self, turns: Sequence[Turn]) -> str:
        try:
            return self._formatted(turns)
        except TemplateRefused:
            # Some families have no system role: their instructions open the first message instead.
            if len(turns) < 2 or turns[0].role != "system" or turns[1].role != "user":
                raise
            first = Turn("user", f"{turns[0].content}\n\n{turns[1].content}")
            return self._formatted([first, *turns[2:]])

    def _formatted(self, turns: Sequence[Turn]) -> str:
        try:
            messages = [asdict(turn) for turn in turns]
            return str(self._template(messages=messages, enable_thinking=False).prompt)
        except _TEMPLATE_ERRORS as error:
            raise TemplateRefused(f"the model's chat template rejects the conversation: {error}") from error

    def _after(self, turns: Sequence[Turn], reply: int) -> list[int] | None:
        """Return the tokens the template puts after that reply, or None when it moves or changes it."""
        held = [*turns[:reply], Turn("assistant", _REPLY), *turns[reply + 1 :]]
        parts = self._render(held).split(_REPLY)
        if len(parts) != 2:
            return None
        tokens = self.tokenise(parts[1])
        return tokens if tokens and tokens[0] in self._control else None

    def _harmless(self, turn: Turn) -> Turn:
        content = turn.content.replace(_REPLY, "")
        # Each round breaks every control string it finds; what the first leaves is a string made of two.
        for _ in range(8):
            found = {token for token in self.tokenise(content) if token in self._control}
            texts = [text for token in found if len(text := self._text(token)) > 1 and text in content]
            if not texts:
                break
            for text in texts:
                content = content.replace(text, f"{text[0]} {text[1:]}")
        return Turn(turn.role, content)

    def _text(self, token: int) -> str:
        return self._piece(token, special=True).decode("utf-8", "replace") if token >= 0 else ""

    def _piece(self, token: int, *, special: bool) -> bytes:
        buffer = ctypes.create_string_buffer(64)
        length = llama_cpp.llama_token_to_piece(self._vocab, token, buffer, len(buffer), 0, special)
        if length < 0:  # too small; its size with the sign turned
            buffer = ctypes.create_string_buffer(-length)
            length = llama_cpp.llama_token_to_piece(self._vocab, token, buffer, len(buffer), 0, special)
        return buffer.raw[: max(0, length)]


def _name(turns: Sequence[Turn]) -> str:
    return state_name([[turn.role, turn.content.strip()] for turn in turns])


def _alike(one: list[int], other: list[int]) -> list[int]:
    pairs = zip(one, other, strict=False)
    return one[: next((n for n, (a, b) in enumerate(pairs) if a != b), 0)]
