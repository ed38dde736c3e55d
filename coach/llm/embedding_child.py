"""The embedding model's process: ``python -m coach.llm.embedding_child`` answers each line with one.

The first line says what to load. It ends when its standard input does, so it never outlives the program.
"""

import base64
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Sequence

import llama_cpp
import numpy as np

from coach.llm.embedding import Load


def _loaded(load: Load) -> llama_cpp.Llama:
    model = llama_cpp.Llama(
        load.path,
        embedding=True,
        pooling_type=load.pooling,
        n_ctx=load.n_ctx,
        # An encoder reads a text in one go.
        n_batch=load.n_ctx,
        n_ubatch=load.n_ctx,
        n_threads=load.n_threads,
        n_threads_batch=load.n_threads,
        n_gpu_layers=-1,
        flash_attn=True,
        verbose=False,
    )
    # llama-cpp-python keeps a row of logits a batch token: 1 GB at a vocabulary of 250,000.
    model.scores = np.zeros((1, model.n_vocab()), np.single)
    return model


def _embedded(model: llama_cpp.Llama, texts: Sequence[str]) -> str:
    # One at a time is as quick as many: reading is what costs.
    rows = [model.embed(text.encode("utf-8", "replace").decode(), normalize=True) for text in texts]
    return base64.b64encode(np.array(rows, dtype="<f4").tobytes()).decode()


def _read(lines: "queue.SimpleQueue[bytes]") -> None:
    held = b""
    # Not a buffered reader: it would hold a lock that the interpreter needs to end.
    while chunk := os.read(0, 1 << 16):
        *whole, held = (held + chunk).split(b"\n")
        for line in whole:
            lines.put(line)
    # The program is gone, and native code may be in the middle of anything.
    os._exit(0)


def main() -> int:
    """Serve until standard input ends; return the exit code when the model can't be loaded."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(lines,), daemon=True).start()

    def tell(**what: object) -> None:
        out.write(json.dumps(what).encode() + b"\n")

    try:
        model = _loaded(Load(**json.loads(lines.get())["load"]))
    except (OSError, ValueError, RuntimeError, MemoryError, KeyError, TypeError) as error:
        tell(problem=f"{type(error).__name__}: {error}")
        return 1
    tell(ready=model.n_embd())
    while True:
        texts = json.loads(lines.get())["texts"]
        try:
            tell(vectors=_embedded(model, texts))
        except (ValueError, RuntimeError) as error:
            tell(problem=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    sys.exit(main())
