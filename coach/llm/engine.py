"""llama.cpp itself: reading prompts, writing replies. Imported by the child process only."""

import codecs
import time
from collections.abc import Callable, Sequence
from typing import Any

import jinja2
import llama_cpp
import numpy as np

from coach.llm.prompt import Prompts, TemplateRefused
from coach.llm.protocol import Done, Event, Finish, Job, Load, Reading, Ready, Said, Turn
from coach.llm.sampling import Sampler

Emit = Callable[[Event], None]
Stopped = Callable[[], bool]
_THOUGHT, _THOUGHT_OVER = "<think>", "</think>"


class ContextFull(ValueError):
    """The conversation leaves no room for a reply."""


class Engine:
    """One loaded model with one context, which keeps what it has read.

    Args:
        load: The model file and how to run it.

    Raises:
        ValueError: llama.cpp can't load the file, or it has no chat template.
    """

    def __init__(self, load: Load) -> None:
        self._llm: Any = _loaded(load)
        # llama-cpp-python keeps a row of logits a batch token: 310 MB at a vocabulary of 150,000.
        self._llm.scores = np.zeros((1, self._llm.n_vocab()), np.single)
        self._prompts = Prompts(self._llm)
        self._forgets = not (self._llm._is_recurrent or self._llm._is_hybrid)
        self._tick: Stopped = bool
        self._abort = llama_cpp.ggml_abort_callback(lambda _: self._tick())
        self._never = llama_cpp.ggml_abort_callback()
        self.ready = Ready(self._llm.n_ctx(), self._llm.n_vocab(), load.n_threads)

    def count(self, turns: Sequence[Turn]) -> int:
        """Return the number of tokens the conversation takes, with its template.

        Raises:
            TemplateRefused: The template rejects the conversation.
        """
        return len(self._prompts.tokens(turns))

    def say(self, job: Job, emit: Emit, stopped: Stopped) -> Done:
        """Write one reply, in pieces to ``emit``, until it ends or ``stopped`` says so.

        Raises:
            TemplateRefused: The template rejects the conversation.
            ContextFull: No token of a reply would fit.
            GrammarRefused: llama.cpp does not parse the grammar.
            RuntimeError: llama.cpp failed to evaluate.
        """
        tokens = self._prompts.tokens(job.turns)
        room = self._llm.n_ctx() - len(tokens)
        if room < 1:
            raise ContextFull(f"{len(tokens)} tokens do not fit a window of {self._llm.n_ctx()}")
        sampler = Sampler(self._llm.ctx, self._llm._model.vocab, job)
        try:
            llama_cpp.llama_perf_context_reset(self._llm.ctx)
            evaluated = self._read(tokens, emit, stopped)
            if evaluated < 0:
                return Done("cancelled", len(tokens), 0, 0, 0)
            llama_cpp.llama_synchronize(self._llm.ctx)  # the counters are brought up to date here
            counted = int(llama_cpp.llama_perf_context(self._llm.ctx).n_p_eval)
            finish, written = self._write(job, tokens, sampler, min(job.max_tokens, room), emit, stopped)
            return Done(finish, len(tokens), evaluated, counted, written)
        finally:
            sampler.close()

    def _read(self, tokens: list[int], emit: Emit, stopped: Stopped) -> int:
        """Bring the context to ``tokens``; return how many had to be read, or -1 when it was stopped."""
        llm = self._llm
        start = self._rewind(tokens)

        def tell() -> None:
            emit(Reading(llm.n_tokens - start, len(tokens) - start))

        self._tick = _beating(stopped, tell)
        # Only while reading: one decode of a prompt takes seconds, one of a token does not.
        llama_cpp.llama_set_abort_callback(llm.ctx, self._abort, None)
        try:
            for at in range(start, len(tokens), llm.n_batch):
                if stopped():
                    return -1
                llm.eval(tokens[at : at + llm.n_batch])
                tell()
        except RuntimeError:
            self._after_failure()
            if stopped():
                return -1
            raise
        finally:
            llama_cpp.llama_set_abort_callback(llm.ctx, self._never, None)
        return len(tokens) - start

    def _rewind(self, tokens: list[int]) -> int:
        """Cut the context back to what it shares with ``tokens``; return how many that are."""
        llm = self._llm
        held = llm.input_ids[: llm.n_tokens]
        width = min(len(held), len(tokens))
        different = np.flatnonzero(held[:width] != np.asarray(tokens[:width], dtype=held.dtype))
        # The last token is always read again: its logits are what the reply is drawn from.
        shared = min(int(different[0]) if len(different) else width, len(tokens) - 1)
        if shared < llm.n_tokens and not (shared and llm._ctx.kv_cache_seq_rm(-1, shared, -1)):
            llm._ctx.kv_cache_clear()
            shared = 0
        llm.n_tokens = shared
        return shared

    def _after_failure(self) -> None:
        # A recurrent state can't be cut back to before the batch that failed.
        if not self._forgets:
            self._llm._ctx.kv_cache_clear()
            self._llm.n_tokens = 0

    def _write(
        self, job: Job, tokens: list[int], sampler: Sampler, limit: int, emit: Emit, stopped: Stopped
    ) -> tuple[Finish, int]:
        written: list[int] = []
        text = _Text(job.stop, emit)
        finish: Finish = "length"
        while len(written) < limit:
            if written:
                self._llm.eval(written[-1:])
            token = sampler.draw()
            if self._prompts.ends(token):
                finish = "stop"
                break
            written.append(token)
            if text.add(self._prompts.piece(token)):
                return "stop", len(written)
            if stopped():
                finish = "cancelled"
                break
        self._prompts.remember(job.turns, text.end(), tokens + written)
        return finish, len(written)


def _loaded(load: Load) -> llama_cpp.Llama:
    try:
        return llama_cpp.Llama(
            load.path,
            n_ctx=load.n_ctx,
            n_batch=load.n_batch,
            n_ubatch=load.n_batch,
            n_threads=load.n_threads,
            n_threads_batch=load.n_threads,
            n_gpu_layers=-1,  # all of them, where the build has a GPU at all
            flash_attn=True,
            verbose=False,
        )
    except jinja2.TemplateError as error:
        raise TemplateRefused(f"the model's chat template is no Jinja: {error}") from error


def _beating(stopped: Stopped, tell: Callable[[], None]) -> Stopped:
    """Return ``stopped`` that also tells once a second that the work goes on: a batch may take a minute."""
    told = time.monotonic()

    def tick() -> bool:
        nonlocal told
        if time.monotonic() - told > 1:
            told = time.monotonic()
            tell()
        return stopped()

    return tick


class _Text:
    """Bytes to text in whole characters, held back where a stop may begin.

    Leading blanks and a leading thought are dropped: some models think although they were told not to.
    """

    def __init__(self, stops: Sequence[str], emit: Emit) -> None:
        self._stops = stops
        self._emit = emit
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._given: list[str] = []

    def add(self, piece: bytes) -> bool:
        """Take a token's bytes; return whether a stop was met. What follows it is dropped."""
        self._held += self._decoder.decode(piece)
        if not self._given and self._still_thinking():
            self._emit(Said(""))
            return False
        met = [at for stop in self._stops if (at := self._held.find(stop)) >= 0]
        if met:
            self._held = self._held[: min(met)]
            self._give(len(self._held))
            return True
        self._give(len(self._held) - self._may_begin())
        return False

    def end(self) -> str:
        """Give what is held and return the whole text."""
        self._held += self._decoder.decode(b"", final=True)
        if not self._given and self._held.startswith(_THOUGHT):
            self._held = ""
        self._give(len(self._held))
        return "".join(self._given)

    def _still_thinking(self) -> bool:
        self._held = self._held.lstrip()
        if self._held.startswith(_THOUGHT):
            _, over, rest = self._held.partition(_THOUGHT_OVER)
            if not over:
                return True
            self._held = rest.lstrip()
        return bool(self._held) and _THOUGHT.startswith(self._held)

    def _may_begin(self) -> int:
        longest = max(map(len, self._stops), default=0)
        for length in range(min(longest - 1, len(self._held)), 0, -1):
            if any(stop.startswith(self._held[-length:]) for stop in self._stops):
                return length
        return 0

    def _give(self, count: int) -> None:
        if count > 0:
            self._given.append(self._held[:count])
            self._emit(Said(self._held[:count]))
            self._held = self._held[count:]
