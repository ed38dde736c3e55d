"""A LangChain chat model over a model server that the person named."""

from collections.abc import Iterator, Mapping, Sequence

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import InputTokenDetails, UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import BaseModel, Field

from coach.domain.address import Address
from coach.domain.errors import ModelFailed, ModelMissing
from coach.llm.conversation import turns
from coach.llm.server_ask import Ask
from coach.llm.server_client import Ended, Server
from coach.llm.server_exchange import Limits
from coach.llm.structured import answering, json_schema, whole_json
from coach.llm.trouble import failure, trouble

_LETTERS_A_TOKEN = 3
"""Fewer than any tokeniser writes of Swedish or English: what is counted by it is not too little."""
_SHOWN = 12


class ServerChat(BaseChatModel):
    """Writes replies with a model that a server runs: llama-server, vLLM, Ollama and their like.

    ``invoke`` and ``stream`` take the keywords ``max_tokens``, ``temperature``, ``seed`` and
    ``json_schema``, as ``LocalChat`` does. The schema is sent along; a server that knows none writes free
    text, which the prompt has to bend to JSON. ``conversation`` is taken and left unused: a server finds by
    itself what it has read.

    A stream that is closed, also while the prompt is being read, cuts the connection; while nothing is said
    it yields an empty chunk every fifth of a second.
    """

    server: Server = Field(exclude=True, repr=False)
    model_id: str
    """What the server calls the model."""
    max_tokens: int = 512
    temperature: float = 0.3
    seed: int | None = None
    """None draws differently each time."""

    @property
    def _llm_type(self) -> str:
        return "coach-server"

    @property
    def _identifying_params(self) -> dict[str, object]:
        return {"model": self.model_id, "server": self.server.address.place}

    def cancel(self) -> None:
        """Stop the reply being written, from any thread: its stream ends with what it has."""
        self.server.cancel()

    def close(self) -> None:
        """Leave the server; a reply being written ends."""
        self.server.cancel()

    def forget(self, conversation: str) -> None:
        """Do nothing: what a server keeps of a conversation is the server's."""

    def get_num_tokens_from_messages(
        self, messages: Sequence[BaseMessage], tools: Sequence[object] | None = None
    ) -> int:
        """Return a guess that is not too low; LangChain's own would fetch a tokeniser from the network."""
        return sum(8 + len(turn.content) // _LETTERS_A_TOKEN for turn in turns(messages))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> ChatResult:
        said: list[str] = []
        usage, about = None, {}
        for chunk in self._stream(messages, stop, run_manager, **kwargs):
            message = chunk.message
            assert isinstance(message, AIMessageChunk)
            said.append(str(message.content))
            usage, about = message.usage_metadata, message.response_metadata
        reply = AIMessage("".join(said), response_metadata=about, usage_metadata=usage)
        return ChatResult(generations=[ChatGeneration(message=reply)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        ask = self._ask(messages, tuple(stop or ()), kwargs)
        said: list[str] = []
        events = self.server.say(ask, self.model_id)
        try:
            for event in events:
                if not isinstance(event, Ended):
                    said.append(event.text)
                    yield ChatGenerationChunk(message=AIMessageChunk(content=event.text))
                    continue
                if event.bound and event.finish != "cancelled":
                    whole_json("".join(said), cut=event.finish == "length")
                yield self._last(event)
        finally:
            events.close()

    def _ask(self, messages: Sequence[BaseMessage], stop: tuple[str, ...], options: dict[str, object]) -> Ask:
        schema, seed = options.pop("json_schema", None), options.pop("seed", None)
        options.pop("conversation", None)
        ask = Ask(
            turns(messages),
            max_tokens=int(_number(options.pop("max_tokens", None), self.max_tokens)),
            temperature=_number(options.pop("temperature", None), self.temperature),
            seed=self.seed if seed is None else int(_number(seed, 0)),
            stop=stop,
            schema=None if schema is None else json_schema(schema),
        )
        if options:
            raise TypeError(f"ServerChat has no option {sorted(options)[0]!r}")
        return ask

    def _last(self, ended: Ended) -> ChatGenerationChunk:
        usage = UsageMetadata(
            input_tokens=ended.prompt,
            output_tokens=ended.generated,
            total_tokens=ended.prompt + ended.generated,
            input_token_details=InputTokenDetails(cache_read=ended.cached),
        )
        about = {"model_name": self.model_id, "finish_reason": ended.finish}
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


def open_server(
    address: Address,
    *,
    model: str = "",
    key: str = "",
    variable: str = "COACH_API_KEY",
    limits: Limits | None = None,
) -> ServerChat:
    """Ask a server which models it has and return the chat model over one of them.

    Args:
        address: Where it is.
        model: Which; "" for the one it has.
        key: What it wants to see of us; "" for none.
        variable: The environment variable the key is from.
        limits: When to lose patience.

    Raises:
        ModelMissing: It does not answer, or has no such model, or several and none was named.
    """
    server = Server(address, key, variable=variable, limits=limits)
    try:
        return ServerChat(server=server, model_id=_one_of(server.models(), model, address.place))
    except ModelFailed as error:
        raise ModelMissing(error.problem, fix=trouble(ModelMissing, "server_down", place="").fix) from None


def _one_of(names: Sequence[str], wanted: str, place: str) -> str:
    shown = ", ".join(names[:_SHOWN])
    if not names:
        raise failure("server_empty", place=place)
    if wanted and wanted not in names:
        raise failure("server_unknown", place=place, name=wanted, names=shown)
    if not wanted and len(names) > 1:
        raise failure("server_choose", place=place, names=shown)
    return wanted or names[0]


def _number(value: object, usual: float) -> float:
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number is needed, not {value!r}")
    return value
