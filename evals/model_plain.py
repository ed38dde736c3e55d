"""The stock loop, to compare with: llama-cpp-python's ``create_chat_completion`` in a process of its own.

``python -m evals.model_plain PATH N_CTX THREADS PLAIN`` reads ``{"messages", "max_tokens"}`` a line and
writes what it cost.
"""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coach.llm.protocol import Load

Messages = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one reply cost."""

    evaluated: int
    """Tokens of prompt and reply that llama.cpp evaluated, by its own count."""
    total: int
    """Tokens of prompt and reply."""
    first: float
    """Seconds to the first piece."""
    rate: float
    """Tokens a second after the first; 0 for fewer than two."""
    text: str


class Plain:
    """One stock model, asked over pipes; ``restart`` begins a new process."""

    def __init__(self, load: Load) -> None:
        self._command = [
            sys.executable, "-m", "evals.model_plain", load.path, str(load.n_ctx), str(load.n_threads),
            str(int(load.plain)),
        ]  # fmt: skip
        self._process = self._started()

    def say(self, messages: Messages, max_tokens: int) -> Cost:
        """Write a reply and return its cost.

        Raises:
            RuntimeError: The process ended.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"messages": list(messages), "max_tokens": max_tokens}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the stock loop ended with {self._process.wait()}")
        return Cost(**json.loads(line))

    def restart(self) -> None:
        """Begin a new process: what was read is lost."""
        self.close()
        self._process = self._started()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _started(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def main(argv: Sequence[str]) -> int:
    """Answer until standard input ends; return 0."""
    import llama_cpp

    path, n_ctx, threads, plain = argv
    stock = llama_cpp.llama_cpp.llama_model_default_params

    def params() -> object:
        made: Any = stock()
        made.use_extra_bufts = not int(plain)  # as the worker found this processor
        return made

    llama_cpp.llama_cpp.llama_model_default_params = params
    llm: Any = llama_cpp.Llama(
        path, n_ctx=int(n_ctx), n_threads=int(threads), n_threads_batch=int(threads), flash_attn=True,
        verbose=False,
    )  # fmt: skip
    for line in sys.stdin:
        print(json.dumps(_answer(llm, llama_cpp, **json.loads(line))), flush=True)
    return 0


def _answer(llm: Any, llama_cpp: Any, messages: Messages, max_tokens: int) -> dict[str, object]:  # noqa: ANN401
    begun, times, text = time.monotonic(), [], ""
    llama_cpp.llama_perf_context_reset(llm.ctx)
    for chunk in llm.create_chat_completion(
        list(messages), stream=True, max_tokens=max_tokens, temperature=0.3
    ):
        if piece := chunk["choices"][0]["delta"].get("content"):
            times.append(time.monotonic())
            text += piece
    llama_cpp.llama_synchronize(llm.ctx)
    counted = llama_cpp.llama_perf_context(llm.ctx)
    return {
        "evaluated": counted.n_p_eval + counted.n_eval,
        "total": llm.n_tokens + 1,
        "first": times[0] - begun,
        "rate": (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0,
        "text": text,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
