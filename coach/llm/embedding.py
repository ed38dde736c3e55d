"""An embedding model in a process of its own: texts in, unit vectors out."""

import base64
import contextlib
import json
import queue
import subprocess
import sys
import threading
import tomllib
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, TYPE_CHECKING

from coach.domain.errors import ModelFailed
from coach.llm.gguf_header import GgufInfo, check_gguf
from coach.llm.machine import cores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHILD: tuple[str, ...] = (sys.executable, "-P", "-m", "coach.llm.embedding_child")
_WINDOW = 1024
"""Tokens of a text that are read; a passage of 250 words has about 600."""
_LOADING = 180.0
_PATIENCE = 120.0
"""Seconds a request may take; one holds at most some ten passages."""
_ENCODERS = frozenset({
    "bert", "eurobert", "gemma-embedding", "jina-bert-v2", "jina-bert-v3", "modern-bert", "neo-bert",
    "nomic-bert", "nomic-bert-moe", "t5encoder",
})  # fmt: skip
_POOLING: Mapping[int, str] = {1: "mean", 2: "cls", 3: "last"}
"""As llama.cpp numbers them."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one family of models is asked; see ``embedders.toml``."""

    pooling: str
    question: str
    document: str


@dataclass(frozen=True, slots=True)
class Load:
    """What the child process loads."""

    path: str
    pooling: int
    n_ctx: int
    n_threads: int


def embeds(info: GgufInfo) -> bool:
    """Return whether a model's file is there for vectors, not for replies."""
    return info.architecture in _ENCODERS or info.pooling in _POOLING


def recipe(info: GgufInfo) -> Recipe:
    """Return how this model is asked."""
    names = f"{info.name} {info.path.name}".lower()
    for match, found in _recipes():
        if match in names:
            return found
    return Recipe(_POOLING.get(info.pooling or 0, "mean"), "", "")


@cache
def _recipes() -> tuple[tuple[str, Recipe], ...]:
    raw = tomllib.loads(files("coach.llm").joinpath("embedders.toml").read_text(encoding="utf-8"))
    return tuple((row.pop("match"), Recipe(**row)) for row in raw["family"])


class LocalEmbedder:
    """A GGUF embedding model; safe to use from several threads, one request at a time.

    The process starts with the first request and ends with ``close`` or with the program.

    Args:
        path: The model's file.
        command: The process, for tests.
        patience: Seconds one request may take.

    Raises:
        ModelMissing: There is no such file, or it is damaged.
    """

    def __init__(self, path: Path, *, command: Sequence[str] = CHILD, patience: float = _PATIENCE) -> None:
        info = check_gguf(path)
        self._recipe = recipe(info)
        number = next(n for n, name in _POOLING.items() if name == self._recipe.pooling)
        self._load = Load(str(path), number, min(_WINDOW, info.context), cores())
        self._command, self._patience = tuple(command), patience
        self._lock = threading.Lock()
        self._child: _Child | None = None
        asked = "/".join(asdict(self._recipe).values())
        self.id = f"{info.id} {info.width} {self._load.n_ctx} {asked}"
        """Whose vectors these are: the file's hash, their dimension, how the model is asked."""

    def documents(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return the unit vectors of passages, shape (texts, dimension).

        Raises:
            ModelFailed: The process does not start, died, hung or answered nothing usable.
        """
        return self._embed([self._recipe.document + text for text in texts])

    def question(self, text: str) -> "NDArray[np.float32]":
        """Return the unit vector of what is asked, shape (dimension,); see ``documents``.

        Raises:
            ModelFailed: As ``documents``.
        """
        vector: NDArray[np.float32] = self._embed([self._recipe.question + text])[0]
        return vector

    def close(self) -> None:
        """End the process, in the middle of a request too; a later request starts it again."""
        if child := self._child:
            child.kill()

    def _embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        with self._lock:
            child = self._child
            if child is None or not child.alive():
                child = self._child = _Child(self._command)
                child.ask({"load": asdict(self._load)}, _LOADING)
            said = child.ask({"texts": list(texts)}, self._patience)
        return _vectors(said, len(texts))


def _vectors(said: Mapping[str, object], count: int) -> "NDArray[np.float32]":
    import numpy as np

    raw = base64.b64decode(str(said.get("vectors", "")))
    matrix = np.frombuffer(raw, dtype="<f4").reshape(count, -1)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    if not matrix.size or not np.isfinite(lengths).all() or not lengths.all():
        raise ModelFailed("the embedding model answered no vectors")
    unit: NDArray[np.float32] = matrix / lengths
    return unit


class _Child:
    """The running process: a line of JSON each way."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=_pump, args=(self._process.stdout, self._lines), daemon=True).start()
        self._finish = weakref.finalize(self, _end, self._process)

    def alive(self) -> bool:
        """Return whether it runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it; may be called twice."""
        self._finish()

    def ask(self, request: Mapping[str, object], patience: float) -> Mapping[str, object]:
        """Hand a request over and return the answer.

        Raises:
            ModelFailed: None came in time, or the process says why it can't.
        """
        assert self._process.stdin is not None
        try:
            with contextlib.suppress(OSError, ValueError):
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()
            line = self._lines.get(timeout=patience)
            said: Mapping[str, object] = json.loads(line or b'{"problem": "its process ended"}')
        except queue.Empty:
            said = {"problem": f"no answer in {patience:g} s"}
        except ValueError:
            said = {"problem": "it spoke no sense"}
        if "problem" in said:
            self.kill()
            raise ModelFailed(f"the embedding model failed: {said['problem']}")
        return said


def _pump(source: IO[bytes], lines: "queue.SimpleQueue[bytes]") -> None:
    with contextlib.suppress(ValueError, OSError):
        for line in source:
            lines.put(line)
    lines.put(b"")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()
