"""A language model with random weights and a real one's shape: its speed is real, its words are not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coach.resources import shipped

_TEMPLATE = """\
{%- for m in messages %}
{{- '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
{{- '<|im_start|>assistant\\n' }}
{%- if enable_thinking is defined and enable_thinking is false %}
{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}
{%- endif %}"""
"""Qwen3's frame."""
_PREFIX = 6
"""The longest piece of a word that is one token: about two tokens a word, as with real vocabularies."""
_SIGNS = "\u2581.,:;!?\"'{}[]()-–_/<>|\\\n0123456789»«”’…%&=+*#@§éüÉ"
_BLOCK = 32
"""Weights in a block of Q8_0: a 16-bit scale and 32 bytes."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes that speed depends on."""

    layers: int
    width: int
    heads: int
    kv_heads: int
    head: int
    """Width of one attention head."""
    inner: int
    vocabulary: int
    context: int


SHAPES: Mapping[str, Shape] = {
    "0.6b": Shape(28, 1024, 16, 8, 128, 3072, 151_936, 40_960),
    "tiny": Shape(2, 128, 4, 2, 32, 256, 20_000, 16_384),
}
"""``0.6b`` is Qwen3-0.6B's: 28 layers, 151,936 tokens; ``tiny`` is for tests."""


def build(path: Path, shape: Shape) -> Path:
    """Write a model of that shape to ``path``, the same bytes each time, and return the path.

    It never ends a reply by itself, and what it says is valid text.

    Raises:
        ImportError: ``gguf`` is missing; it comes with the extra ``test``.
        OSError: The file can't be written.
    """
    import gguf

    writer = gguf.GGUFWriter(path, "qwen3")
    writer.add_name("random")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_key_length(shape.head)
    writer.add_value_length(shape.head)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1e6)
    tokens = _tokens(shape.vocabulary)
    _add_vocabulary(writer, tokens)
    source = np.random.default_rng(0)
    for name, size in _matrices(shape, len(tokens)):
        weights = _random(source, size)
        if name == "token_embd.weight":
            # Also the output: tokens whose row is nought are never the likeliest.
            weights[[n for n, (_, kind) in enumerate(tokens) if kind != gguf.TokenType.NORMAL]] = 0
        writer.add_tensor(name, weights, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    for name, width in _norms(shape):
        writer.add_tensor(name, np.ones(width, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _tokens(size: int) -> list[tuple[str, int]]:
    """Return text and kind of each token: bytes, signs, beginnings of the guides' words, and filling."""
    import gguf

    kinds = gguf.TokenType
    control = ["<|im_start|>", "<|im_end|>", "</s>"]
    tokens = [("<unk>", int(kinds.UNKNOWN)), *((text, int(kinds.CONTROL)) for text in control)]
    tokens += [(text, int(kinds.USER_DEFINED)) for text in ("<think>", "</think>")]
    tokens += [(f"<0x{byte:02X}>", int(kinds.BYTE)) for byte in range(256)]
    letters = [chr(n) for n in (*range(65, 91), *range(97, 123))] + list("åäöÅÄÖ")
    pieces = dict.fromkeys([*_SIGNS, *letters])
    # A piece is built letter by letter, so that every step on the way to it is a token, too.
    pieces |= dict.fromkeys(f"\u2581{word[:end]}" for word in _words() for end in range(1, _PREFIX + 1))
    tokens += [(piece, int(kinds.NORMAL)) for piece in pieces]
    tokens += [(f"\u2581fyllnad{n}", int(kinds.NORMAL)) for n in range(size - len(tokens))]
    return tokens[:size]


def _words() -> Iterator[str]:
    for path in sorted(shipped("knowledge").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".md"):
            yield from re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8"))


def _add_vocabulary(writer: object, tokens: list[tuple[str, int]]) -> None:
    import gguf

    assert isinstance(writer, gguf.GGUFWriter)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list([text.encode() for text, _ in tokens])
    writer.add_token_types([kind for _, kind in tokens])
    # The longer a piece, the sooner it is joined.
    writer.add_token_scores([float(len(text)) for text, _ in tokens])
    writer.add_bos_token_id(3)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(_TEMPLATE)


def _matrices(shape: Shape, vocabulary: int) -> Iterator[tuple[str, tuple[int, int]]]:
    queries, keys = shape.heads * shape.head, shape.kv_heads * shape.head
    yield "token_embd.weight", (vocabulary, shape.width)
    for layer in range(shape.layers):
        for name, size in {
            "attn_q": (queries, shape.width),
            "attn_k": (keys, shape.width),
            "attn_v": (keys, shape.width),
            "attn_output": (shape.width, queries),
            "ffn_gate": (shape.inner, shape.width),
            "ffn_up": (shape.inner, shape.width),
            "ffn_down": (shape.width, shape.inner),
        }.items():
            yield f"blk.{layer}.{name}.weight", size


def _norms(shape: Shape) -> Iterator[tuple[str, int]]:
    yield "output_norm.weight", shape.width
    for layer in range(shape.layers):
        for name in ("attn_norm", "ffn_norm"):
            yield f"blk.{layer}.{name}.weight", shape.width
        for name in ("attn_q_norm", "attn_k_norm"):
            yield f"blk.{layer}.{name}.weight", shape.head


def _random(source: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    rows, width = size
    blocks = width // _BLOCK
    made = np.empty((rows, blocks, 2 + _BLOCK), np.uint8)
    scale = np.float16(0.02 / 74)  # 74: how far bytes of equal chance spread
    made[:, :, :2] = np.frombuffer(scale.tobytes(), np.uint8)
    made[:, :, 2:] = source.integers(0, 256, (rows, blocks, _BLOCK), np.uint8)
    return made.reshape(rows, blocks * (2 + _BLOCK))
