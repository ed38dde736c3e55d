"""A LangChain chat model over a model file on this machine."""

import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import InputTokenDetails, UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import BaseModel, Field

from coach.domain.errors import ModelMissing
from coach.llm.conversation import turns
from coach.llm.gguf_header import GgufInfo, check_gguf
from coach.llm.grammar import Grammar, json_grammar
from coach.llm.machine import cores, fitting, library, memory
from coach.llm.protocol import Done, Job, Load, Said
from coach.llm.structured import answering, json_schema, whole_json
from coach.llm.trouble import failure, trouble
from coach.llm.worker import Limits, Worker

N_CTX = 8_192
_Number = TypeVar("_Number", int, float)


class LocalChat(BaseChatModel):
    """Writes replies with one local model; prompts that begin alike are not read twice.

    ``invoke`` and ``stream`` take the keywords ``max_tokens``, ``temperature``, ``seed``, ``conversation``
    (an id under which what was read is kept, also over a restart, until ``forget``) and ``json_schema``: a
    schema, or a pydantic class, that the reply is bound to by a grammar. The model does not see the
    schema, so the prompt has to describe it.

    A stream that is closed, also while the prompt is being read, stops the model within a second; while
    nothing is said it yields an empty chunk every fifth of a second.
    """

    worker: Worker = Field(exclude=True, repr=False)
    model_id: str
    """The file's name and eight digits of its hash."""
    info: GgufInfo | None = None
    max_tokens: int = 512
    temperature: float = 0.3
    seed: int | None = None
    """None draws differently each time."""

    @property
    def _llm_type(self) -> str:
        return "coach-local"

    @property
    def _identifying_params(self) -> dict[str, object]:
        return {"model": self.model_id}

    def cancel(self) -> None:
        """Stop the reply being written, from any thread: its stream ends with what it has."""
        self.worker.cancel()

    def close(self) -> None:
        """End the model's process and free its memory; the next call starts it again."""
        self.worker.close()

    def forget(self, conversation: str) -> None:
        """Drop what the model's process holds of a conversation, and its kept states."""
        self.worker.forget(conversation)

    def count(self, messages: Sequence[BaseMessage]) -> int:
        """Return the tokens of a conversation in the model's own template.

        Raises:
            ModelFailed: The model's process died, or its template rejects the conversation.
        """
        return self.worker.count(turns(messages))

    def fits(self, messages: Sequence[BaseMessage], reply: int) -> bool:
        """Return whether a conversation and a reply of so many tokens fit the model's window.

        Raises:
            ModelFailed: The model's process died, or its template rejects the conversation.
        """
        ready = self.worker.start()
        return self.count(messages) + reply <= ready.n_ctx

    def get_num_tokens_from_messages(
        self, messages: Sequence[BaseMessage], tools: Sequence[object] | None = None
    ) -> int:
        """Return ``count(messages)``; LangChain's own would fetch a tokeniser from the network."""
        return self.count(messages)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> ChatResult:
        whole: AIMessageChunk | None = None
        for chunk in self._stream(messages, stop, run_manager, **kwargs):
            message = chunk.message
            assert isinstance(message, AIMessageChunk)
            whole = message if whole is None else whole + message
        if whole is None:
            raise failure("reply_empty")
        reply = AIMessage(
            whole.content,
            response_metadata=whole.response_metadata,
            usage_metadata=whole.usage_metadata,
        )
        return ChatResult(generations=[ChatGeneration(message=reply)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        schema = kwargs.pop("json_schema", None)
        grammar = None if schema is None else json_grammar(json_schema(schema))
        job = self._job(messages, stop or (), grammar, kwargs)
        said: list[str] = []
        events = self.worker.say(job)
        try:
            for event in events:
                if isinstance(event, Done):
                    if grammar is not None and event.finish != "cancelled":
                        whole_json("".join(said), cut=event.finish == "length")
                    yield self._last(event)
                else:
                    text = event.text if isinstance(event, Said) else ""
                    said.append(text)
                    yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        finally:
            _close(events)

    def _job(
        self,
        messages: Sequence[BaseMessage],
        stop: Sequence[str],
        grammar: Grammar | None,
        options: dict[str, object],
    ) -> Job:
        usual = self.max_tokens if grammar is None else 2 * grammar.longest + 16
        job = Job(
            turns(messages),
            max_tokens=_number(options.pop("max_tokens", None), usual),
            temperature=_number(options.pop("temperature", None), self.temperature),
            seed=self.seed if (seed := options.pop("seed", None)) is None else _number(seed, 0),
            stop=tuple(stop),
            grammar=None if grammar is None else grammar.text,
            opening="" if grammar is None else grammar.opening,
            conversation=str(options.pop("conversation", "")),
        )
        if options:
            raise TypeError(f"LocalChat has no option {sorted(options)[0]!r}")
        return job

    def _last(self, done: Done) -> ChatGenerationChunk:
        usage = UsageMetadata(
            input_tokens=done.prompt,
            output_tokens=done.generated,
            total_tokens=done.prompt + done.generated,
            input_token_details=InputTokenDetails(cache_read=done.prompt - done.evaluated),
        )
        about = {
            "model_name": self.model_id,
            "finish_reason": done.finish,
            "evaluated": done.evaluated,
            "counted": done.counted,
            "fetched": done.fetched,
        }
        return ChatGenerationChunk(
            message=AIMessageChunk(
                content="", usage_metadata=usage, response_metadata=about, chunk_position="last"
            )
        )

    def with_structured_output(
        self, schema: Mapping[str, object] | type, *, include_raw: bool = False, **kwargs: object
    ) -> Runnable[LanguageModelInput, dict[str, object] | BaseModel]:
        """Return a runnable that answers with ``schema``: a pydantic class's instance, or a dict.

        It raises ``ModelFailed`` for a reply that does not fit; with ``include_raw`` it returns
        ``{"raw", "parsed", "parsing_error"}`` instead.
        """
        return answering(self.bind(json_schema=schema, **kwargs), schema, include_raw=include_raw)


def open_model(
    path: Path,
    *,
    n_ctx: int = N_CTX,
    threads: int | None = None,
    limits: Limits | None = None,
    states: Path | None = None,
) -> LocalChat:
    """Check a model file and return the chat model over it; the model itself loads with the first call.

    Args:
        path: The model file.
        n_ctx: Tokens of prompt and reply together, at most.
        threads: The number of this process's cores unless said otherwise.
        limits: When to lose patience with the model's process.
        states: Where what was read outlives the process; None keeps it in memory only.

    Raises:
        ModelMissing: The file is missing, damaged, not made for conversation or too large for this
            machine's memory, or llama-cpp-python is not installed.
    """
    info = check_gguf(path)
    if not info.chat_template:
        raise trouble(ModelMissing, "no_template", file=path.name)
    if library() is None:
        raise trouble(ModelMissing, "no_library")
    there = memory()
    n_ctx = fitting(info.memory, min(n_ctx, info.context), there)
    needed = info.memory(n_ctx)
    if there is not None and needed > there:
        raise trouble(ModelMissing, "memory", file=path.name, needed=needed / 2**30, there=there / 2**30)
    load = Load(
        os.fspath(path.absolute()),
        n_ctx=n_ctx,
        n_threads=threads or cores(),
        states="" if states is None else os.fspath(states.absolute()),
    )
    return LocalChat(worker=Worker(load, limits=limits), model_id=info.id, info=info)


def _number(value: object, usual: _Number) -> _Number:
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number is needed, not {value!r}")
    return type(usual)(value)


def _close(events: Iterator[object]) -> None:
    if isinstance(events, Generator):
        events.close()
