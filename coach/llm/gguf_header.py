"""Check a GGUF file in plain Python before any native code sees it."""

import hashlib
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.domain.errors import ModelMissing
from coach.llm.gguf_layout import (
    BLOCKS,
    CUT,
    MAGIC,
    MAX_DIMS,
    MAX_KEY,
    MAX_NAME,
    Bytes,
    Counted,
    Damaged,
    Value,
)
from coach.llm.trouble import trouble

_MAX_KEYS = 4_096
_MAX_TENSORS = 65_536
_MAX_LAYERS = 1_024
_ENDS = 1 << 20
"""Bytes at each end of a file that go into its cheap hash."""
_VOCABULARY = "tokenizer.ggml.tokens"

Keys = Mapping[str, Value | Counted]


@dataclass(frozen=True, slots=True)
class GgufInfo:
    """What a model file says about itself, after its structure was found sound."""

    path: Path
    bytes: int
    architecture: str
    name: str
    """``general.name``, or "" when the file does not say."""
    context: int
    """The longest prompt and reply together, in tokens, the model was made for."""
    layers: int
    vocabulary: int
    chat_template: bool
    """False for base models: they can't hold a conversation."""
    width: int
    """Numbers a token is inside the model: the dimension of its vectors."""
    pooling: int | None
    """How a file for embeddings says that vectors of tokens become one, as llama.cpp numbers it."""
    kv_bytes: int
    """Memory of one token in the context, 16-bit; an upper bound for models with sliding windows."""

    def memory(self, context: int) -> int:
        """Estimate the bytes of memory a process needs with a window of ``context`` tokens."""
        return self.bytes + self.kv_bytes * min(context, self.context) + (512 << 20)

    @property
    def id(self) -> str:
        """The file's name and eight digits of a cheap hash: of its size and the bytes at both ends."""
        digest = hashlib.sha256(str(self.bytes).encode())
        with self.path.open("rb") as file:
            digest.update(file.read(_ENDS))
            file.seek(max(0, self.bytes - _ENDS))
            digest.update(file.read(_ENDS))
        return f"{self.path.stem}-{digest.hexdigest()[:8]}"


def check_gguf(path: Path) -> GgufInfo:
    """Return what the model file says about itself.

    Every count, length, type and offset is held against the file's size; nothing is allocated on the
    file's word alone.

    Raises:
        ModelMissing: There is no such file, or it is cut, damaged or not a model this program can run.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _read(path, Bytes(data))
    except Damaged as error:
        raise trouble(ModelMissing, "unsound", file=path.name, why=error, swedish=error.swedish) from None
    except (OSError, ValueError) as error:
        raise trouble(ModelMissing, "unreadable", path=str(path), why=error) from None


def _read(path: Path, data: Bytes) -> GgufInfo:
    if data.take(4, "the first four bytes") != MAGIC:
        raise Damaged("it does not begin with GGUF", "den är ingen GGUF-fil")
    version = data.number("<I", "the version")
    if version not in {2, 3}:
        raise Damaged(f"GGUF version {version} is unknown", f"GGUF-versionen {version} är okänd")
    tensors, count = data.number("<Q", "the tensor count"), data.number("<Q", "the key count")
    if not 0 < tensors <= _MAX_TENSORS or not 0 < count <= _MAX_KEYS:
        raise Damaged(f"it claims {tensors} tensors and {count} keys")
    keys = _keys(data, count)
    _check_tensors(data, tensors, _alignment(keys))
    return _info(path, data.size, keys)


def _keys(data: Bytes, count: int) -> Keys:
    keys: dict[str, Value | Counted] = {}
    for n in range(count):
        key = data.string(f"key {n + 1}", MAX_KEY)
        if not key or key in keys:
            raise Damaged(f"key {n + 1} is empty or stands twice")
        keys[key] = data.value(f"the value of {key[:80]!r}")
    return keys


def _alignment(keys: Keys) -> int:
    alignment = keys.get("general.alignment", 32)
    if type(alignment) is not int or not 8 <= alignment <= 65_536 or alignment & (alignment - 1):
        raise Damaged(f"the alignment {alignment!r} is no power of two")
    return alignment


def _check_tensors(data: Bytes, count: int, alignment: int) -> None:
    names: set[str] = set()
    end = 0
    for n in range(count):
        name = data.string(f"the name of tensor {n + 1}", MAX_NAME - 1)
        if not name or name in names:
            raise Damaged(f"tensor {n + 1} has no name of its own")
        names.add(name)
        size = _tensor_size(data, name)
        offset = data.number("<Q", f"the offset of {name!r}")
        # llama.cpp lays tensors out without gaps; anything else overlaps or hides bytes.
        if offset != end:
            raise Damaged(f"tensor {name!r} starts at {offset}, not at {end}")
        end = offset + size + -size % alignment
    start = data.at + -data.at % alignment
    if start + offset + size > data.size:
        raise Damaged(f"it is cut: {start + offset + size} bytes expected, {data.size} there", CUT)


def _tensor_size(data: Bytes, name: str) -> int:
    dims = data.number("<I", f"the shape of {name!r}")
    if not 0 < dims <= MAX_DIMS:
        raise Damaged(f"tensor {name!r} has {dims} dimensions")
    shape = [data.number("<Q", f"the shape of {name!r}") for _ in range(dims)]
    kind = data.number("<I", f"the type of {name!r}")
    if kind not in BLOCKS:
        raise Damaged(f"tensor {name!r} has the unknown type {kind}")
    block, width = BLOCKS[kind]
    weights = 1
    for length in shape:
        weights *= length
    if not 0 < weights <= data.size * block or shape[0] % block:
        raise Damaged(f"tensor {name!r} has the impossible shape {shape}")
    return weights // block * width


def _info(path: Path, size: int, keys: Keys) -> GgufInfo:
    architecture = keys.get("general.architecture")
    if not isinstance(architecture, str) or not architecture.replace("-", "").replace("_", "").isalnum():
        raise Damaged("it does not name its architecture")
    vocabulary = _vocabulary(keys)
    layers = _whole(keys, f"{architecture}.block_count", _MAX_LAYERS)
    name = keys.get("general.name", "")
    return GgufInfo(
        path=path,
        bytes=size,
        architecture=architecture,
        name=name if isinstance(name, str) else "",
        context=_whole(keys, f"{architecture}.context_length", 1 << 30),
        layers=layers,
        vocabulary=vocabulary,
        chat_template=isinstance(keys.get("tokenizer.chat_template"), str),
        width=_whole(keys, f"{architecture}.embedding_length", 1 << 20),
        pooling=_pooling(keys, architecture),
        kv_bytes=_kv_bytes(keys, architecture, layers),
    )


def _pooling(keys: Keys, architecture: str) -> int | None:
    value = keys.get(f"{architecture}.pooling_type")
    return value if type(value) is int else None


def _whole(keys: Keys, key: str, most: int) -> int:
    value = keys.get(key)
    if type(value) is not int or not 0 < value <= most:
        raise Damaged(f"{key} is {value!r}")
    return value


def _vocabulary(keys: Keys) -> int:
    """Return the number of tokens; arrays of another length make llama.cpp read past their end."""
    tokens = keys.get(_VOCABULARY)
    if not isinstance(tokens, Counted) or tokens.kind != 8 or not 0 < tokens.count <= 1 << 22:
        raise Damaged("it holds no vocabulary", "den är ingen språkmodell")
    if not isinstance(keys.get("tokenizer.ggml.model"), str):
        raise Damaged("it does not name its tokeniser")
    for key in ("tokenizer.ggml.scores", "tokenizer.ggml.token_type"):
        held = keys.get(key)
        length = held.count if isinstance(held, Counted) else len(held) if isinstance(held, tuple) else -1
        if held is not None and length != tokens.count:
            raise Damaged(f"{key} does not have one entry a token")
    for key, value in keys.items():
        if (
            key.startswith("tokenizer.ggml.")
            and key.endswith("_token_id")
            and (type(value) is not int or not 0 <= value < tokens.count)
        ):
            raise Damaged(f"{key} is no token")
    return tokens.count


def _kv_bytes(keys: Keys, architecture: str, layers: int) -> int:
    width = _whole(keys, f"{architecture}.embedding_length", 1 << 20)
    heads = keys.get(f"{architecture}.attention.head_count")
    if heads is None:
        return 0  # recurrent: its state does not grow
    per_layer = heads if isinstance(heads, tuple) else (heads,)
    most = max((h for h in per_layer if type(h) is int), default=0)
    # llama.cpp divides by the head count.
    if not 0 < most <= width or min(h if type(h) is int else -1 for h in per_layer) < 0:
        raise Damaged(f"{architecture}.attention.head_count is {heads!r}")
    held = keys.get(f"{architecture}.attention.head_count_kv", heads)
    kv_heads = sum(h for h in held if type(h) is int) if isinstance(held, tuple) else _times(held, layers)
    key_width = keys.get(f"{architecture}.attention.key_length", width // most)
    value_width = keys.get(f"{architecture}.attention.value_length", width // most)
    if type(key_width) is not int or type(value_width) is not int:
        raise Damaged(f"{architecture} has attention of no whole width")
    return 2 * kv_heads * (key_width + value_width)


def _times(heads: Value | Counted, layers: int) -> int:
    if type(heads) is not int or not 0 <= heads <= 1 << 16:
        raise Damaged(f"the number of key and value heads is {heads!r}")
    return heads * layers
