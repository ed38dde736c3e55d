"""llama.cpp's window on a conversation: tokens in, cut back, taken out as bytes and put in again."""

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import llama_cpp
import numpy as np
from llama_cpp._internals import LlamaContext, LlamaModel
from llama_cpp._logger import set_verbose

from coach.llm.protocol import Load

_TALK, _SPARE = 0, 1
"""llama.cpp's numbers for the conversation, and for the part of it that is being moved in or out."""

Tokens = np.ndarray[tuple[int], np.dtype[np.intc]]


class Model:
    """A loaded model file: its vocabulary and what it says about itself.

    Args:
        load: The file, and whether its weights may be arranged anew for this processor.

    Raises:
        ValueError: llama.cpp can't load the file.
    """

    def __init__(self, load: Load) -> None:
        set_verbose(False)
        llama_cpp.llama_backend_init()
        params = llama_cpp.llama_model_default_params()
        params.use_extra_bufts = not load.plain
        self._model: Any = LlamaModel(path_model=load.path, params=params, verbose=False)
        self.handle: Any = self._model.model
        self.vocab: Any = self._model.vocab
        self.metadata: dict[str, str] = self._model.metadata()
        self.forward = bool(
            llama_cpp.llama_model_is_recurrent(self.handle) or llama_cpp.llama_model_is_hybrid(self.handle)
        )
        """Whether it has a recurrent state, which only goes forward."""

    def window(self, load: Load, sequences: int) -> LlamaContext:
        """Return a new window on it, with room for so many sequences in the same cells.

        Raises:
            ValueError: There is no memory for it.
        """
        params = llama_cpp.llama_context_default_params()
        params.n_ctx, params.n_batch, params.n_ubatch = load.n_ctx, load.n_batch, load.n_batch
        params.n_threads = params.n_threads_batch = load.n_threads
        params.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
        params.n_seq_max, params.kv_unified = sequences, True
        params.no_perf = False
        return LlamaContext(model=self._model, params=params, verbose=False)


class Context:
    """One loaded model with one window, and the tokens the window holds.

    Args:
        load: The model file and how to run it.

    Raises:
        ValueError: llama.cpp can't load the file, or there is no memory for its window.
    """

    def __init__(self, load: Load) -> None:
        self.model = Model(load)
        self.cuts = not self.model.forward
        """Whether what was read can be cut back to any length."""
        self._window: Any = self.model.window(load, sequences=2 if self.cuts else 1)
        self.ctx: Any = self._window.ctx
        self._memory: Any = self._window.memory
        self.size: int = self._window.n_ctx()
        self.batch = load.n_batch
        self._held = np.zeros(self.size, np.intc)
        self._count = 0
        self._never = llama_cpp.ggml_abort_callback()
        self._abort: Any = self._never
        # A processor may promise what the system does not allow; then this ends the process while it loads,
        # and not in the middle of an answer.
        self.read([0, 0])
        self.clear()

    @property
    def tokens(self) -> Tokens:
        """The tokens it holds, in order."""
        return self._held[: self._count]

    def read(self, tokens: Sequence[int]) -> None:
        """Evaluate tokens after those it holds, at most ``batch`` at once.

        Raises:
            RuntimeError: llama.cpp failed, or was told to stop; the window holds what it held before,
                or nothing where a recurrent state can't go back.
        """
        for at in range(0, len(tokens), self.batch):
            piece = tokens[at : at + self.batch]
            array = (llama_cpp.llama_token * len(piece))(*piece)
            code = llama_cpp.llama_decode(self.ctx, llama_cpp.llama_batch_get_one(array, len(piece)))
            if code:
                if not (self.cuts and self.cut(self._count)):
                    self.clear()
                raise RuntimeError(f"llama_decode returned {code}")
            self._held[self._count : self._count + len(piece)] = piece
            self._count += len(piece)

    def cut(self, count: int) -> bool:
        """Forget what follows the first ``count`` tokens; return False where the model can't."""
        if not count:
            self.clear()
            return True
        done = bool(llama_cpp.llama_memory_seq_rm(self._memory, _TALK, count, -1))
        if done:
            self._count = min(self._count, count)
        return done

    def clear(self) -> None:
        """Forget everything."""
        llama_cpp.llama_memory_clear(self._memory, True)
        self._count = 0

    def take(self, start: int) -> bytes:
        """Return the state of the tokens from ``start`` on; where it can't be cut, of all of them.

        Returns:
            Bytes for ``put``, of this model and this version of llama.cpp; none when llama.cpp fails.
        """
        sequence = _SPARE if self.cuts else _TALK
        if self.cuts:
            llama_cpp.llama_memory_seq_cp(self._memory, _TALK, _SPARE, start, self._count)
        try:
            room = int(llama_cpp.llama_state_seq_get_size(self.ctx, sequence))
            buffer = (ctypes.c_uint8 * room)()
            size = int(llama_cpp.llama_state_seq_get_data(self.ctx, buffer, room, sequence))
            return memoryview(buffer)[:size].tobytes()
        finally:
            if self.cuts:
                llama_cpp.llama_memory_seq_rm(self._memory, _SPARE, -1, -1)

    def put(self, tokens: Sequence[int] | Tokens, state: bytes) -> bool:
        """Continue with tokens whose state was taken; return False, and hold what was held, if it is foreign.

        Where a state can't be cut it takes the place of everything, and a failure leaves nothing.
        """
        if not state or self._count + len(tokens) > self.size:
            return False
        sequence = _SPARE if self.cuts else _TALK
        if not self.cuts:
            self.clear()
        buffer = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
        taken = int(llama_cpp.llama_state_seq_set_data(self.ctx, buffer, len(state), sequence))
        end = self._count + len(tokens)
        last = int(llama_cpp.llama_memory_seq_pos_max(self._memory, sequence))
        done = taken == len(state) and last == end - 1
        if self.cuts:
            first = int(llama_cpp.llama_memory_seq_pos_min(self._memory, _SPARE))
            if done := done and first == self._count:
                llama_cpp.llama_memory_seq_cp(self._memory, _SPARE, _TALK, -1, -1)
            llama_cpp.llama_memory_seq_rm(self._memory, _SPARE, -1, -1)
        elif not done:
            self.clear()
        if done:
            self._held[self._count : end] = tokens
            self._count = end
        return done

    def stop_when(self, stopped: Callable[[], bool] | None) -> None:
        """Let llama.cpp ask, while it evaluates, whether to stop; None asks no longer."""
        self._abort = self._never if stopped is None else llama_cpp.ggml_abort_callback(lambda _: stopped())
        llama_cpp.llama_set_abort_callback(self.ctx, self._abort, None)

    def start_counting(self) -> None:
        """Set llama.cpp's own counters to nought."""
        llama_cpp.llama_synchronize(self.ctx)  # or what went before is counted later
        llama_cpp.llama_perf_context_reset(self.ctx)

    def counted(self) -> int:
        """Return how many prompt tokens llama.cpp has evaluated since, by its own count."""
        llama_cpp.llama_synchronize(self.ctx)  # the counters are brought up to date here
        return int(llama_cpp.llama_perf_context(self.ctx).n_p_eval)
