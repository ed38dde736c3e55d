"""llama.cpp from a prebuilt package, for machines without a compiler. Imported by the child process only.

It is llama.cpp's own server, called in this process. It keeps no states: what a conversation has read is
known while it is the last one, and only then. It also opens a port on 127.0.0.1 whether wanted or not, so a
key that nobody else knows guards it.
"""

import json
import os
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import xllamacpp

from coach.llm.protocol import Done, Event, Finish, Job, Load, Reading, Ready, Said, Turn
from coach.llm.refusals import ContextFull, GrammarRefused, TemplateRefused
from coach.llm.server_answer import NoSense, Piece, Thoughts, piece

_QUIET = {"enable_thinking": False}
_BATCH = 128
"""Tokens read between two looks at whether the reply is still wanted."""


class Prebuilt:
    """One loaded model in llama.cpp's server.

    Args:
        load: The model file and how to run it.

    Raises:
        ValueError: llama.cpp can't load the file.
    """

    def __init__(self, load: Load) -> None:
        self._key = secrets.token_hex(32)
        try:
            self._server: Any = xllamacpp.Server(_wanted(load, self._key))
        except RuntimeError as error:
            raise ValueError(f"llama.cpp can't load it: {error}") from error
        meta = self._ask("/v1/models", None)["data"][0].get("meta") or {}
        self.ready = Ready(load.n_ctx, int(meta.get("n_vocab", 0)), load.n_threads)

    def count(self, turns: Sequence[Turn]) -> int:
        """Return the number of tokens the conversation takes, with its template.

        Raises:
            TemplateRefused: The template rejects the conversation.
        """
        messages = {"messages": [asdict(turn) for turn in turns], "chat_template_kwargs": _QUIET}
        prompt = self._ask("/apply-template", messages)["prompt"]
        return len(self._ask("/tokenize", {"content": prompt, "parse_special": True})["tokens"])

    def say(self, job: Job, emit: Callable[[Event], None], stopped: Callable[[], bool]) -> Done:
        """Write one reply, in pieces to ``emit``, until it ends or ``stopped`` says so.

        Raises:
            TemplateRefused: The template rejects the conversation.
            ContextFull: No token of a reply would fit.
            GrammarRefused: llama.cpp does not parse the grammar.
            RuntimeError: llama.cpp failed to evaluate.
        """
        reply = _Reply(emit, stopped)
        self._server.handle_chat_completions(_request(job), reply.take)
        if reply.problem is not None:
            raise _refusal(reply.problem, job.grammar is not None)
        return reply.done()

    def settle(self) -> None:
        """Do nothing: no states are kept."""

    def forget(self, owner: str) -> None:
        """End the process: what the server has read is in its memory, and only its end clears that."""
        os._exit(0)

    def _ask(self, path: str, body: Mapping[str, object] | None) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._server.listening_address}{path}", data, headers)
        # No proxy of the environment sees what is asked here.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                found: Mapping[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            with error:
                raise TemplateRefused(f"the chat template rejects the conversation: {error.reason}") from None


class _Reply:
    """Takes the events of a reply as the server tells them."""

    def __init__(self, emit: Callable[[Event], None], stopped: Callable[[], bool]) -> None:
        self._emit, self._stopped = emit, stopped
        self._thoughts, self._last = Thoughts(), Piece()
        self._finish: Finish = "cancelled"
        self._read = 0
        self.problem: Mapping[str, object] | None = None

    def take(self, event: Mapping[str, Any]) -> bool:
        """Pass an event on; return whether the server should stop."""
        if isinstance(problem := event.get("error"), Mapping):
            self.problem = problem
            return True
        if progress := event.get("prompt_progress"):
            held = progress["cache"]
            self._emit(Reading(progress["processed"] - held, progress["total"] - held))
        if timings := event.get("timings"):
            self._read = timings["prompt_n"]
        try:
            found = piece(json.dumps(event).encode())
        except NoSense as error:
            self.problem = {"message": str(error)}
            return True
        self._last = found if found.prompt else self._last
        self._finish = found.finish or self._finish
        self._emit(Said(self._thoughts.feed(found.text)))
        return self._finish == "cancelled" and self._stopped()

    def done(self) -> Done:
        """Return how it ended."""
        self._emit(Said(self._thoughts.end()))
        last = self._last
        return Done(self._finish, last.prompt, last.prompt - last.cached, self._read, last.generated)


def _wanted(load: Load, key: str) -> object:
    wanted = xllamacpp.CommonParams()
    wanted.model.path = load.path
    wanted.n_ctx, wanted.n_parallel = load.n_ctx, 1
    wanted.n_batch = wanted.n_ubatch = min(_BATCH, load.n_batch)
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = load.n_threads
    wanted.warmup, wanted.ui, wanted.endpoint_slots = False, False, False
    # Texts of conversations that were left stay in no second memory.
    wanted.cache_ram_mib = 0
    wanted.api_keys = [key]
    return wanted


def _request(job: Job) -> Mapping[str, object]:
    wanted: dict[str, object] = {
        "messages": [asdict(turn) for turn in job.turns],
        "max_tokens": job.max_tokens,
        "temperature": job.temperature,
        "top_k": job.top_k,
        "top_p": job.top_p,
        "min_p": job.min_p,
        "stop": list(job.stop),
        "stream": True,
        "stream_options": {"include_usage": True},
        "return_progress": True,
        "chat_template_kwargs": _QUIET,
    }
    if job.seed is not None:
        wanted["seed"] = job.seed
    if job.grammar is not None:
        wanted["grammar"] = job.grammar
    return wanted


def _refusal(problem: Mapping[str, object], bound: bool) -> Exception:
    said = " ".join(str(problem.get("message", "")).split())
    if problem.get("type") == "exceed_context_size_error":
        return ContextFull(said)
    if "grammar" in said and bound:
        return GrammarRefused(said)
    if "template" in said.lower() or "jinja" in said.lower():
        return TemplateRefused(said)
    return RuntimeError(said)
