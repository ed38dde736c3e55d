"""A small language model with random weights: a real architecture, a real tokeniser, a real chat template."""

from pathlib import Path

import gguf
import numpy as np

# Qwen3's frame: thinking is on unless `enable_thinking` is false, which closes an empty thought.
TEMPLATE = """\
{%- for m in messages %}
{{- '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
{{- '<|im_start|>assistant\\n' }}
{%- if enable_thinking is defined and enable_thinking is false %}
{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}
{%- endif %}"""

_CHARACTERS = (
    "\u2581etaoinshrdlucmfwypvbgkjqxzåäöETAOINSHRDLUÅÄÖCMFWYPVBGKJQXZ0123456789.,:;!?\"'{}[]()-_/<>|\\\n"
)


def tiny_gguf(
    path: Path,
    *,
    width: int = 64,
    layers: int = 2,
    context: int = 4096,
    extra_tokens: int = 0,
    template: str | None = TEMPLATE,
    ends: bool = True,
    architecture: str = "llama",
    frame: tuple[str, ...] = (),
    opens: str = "<s>",
    closes: str = "<|im_end|>",
) -> Path:
    """Write the model to ``path`` and return it: 0.5 MB, the same bytes each time.

    ``ends=False`` makes a model that never ends a reply by itself; ``extra_tokens`` widens the vocabulary.
    ``frame`` are control tokens beside the usual ones, ``opens`` and ``closes`` those of a text and a reply.
    ``architecture`` is ``llama``, ``mamba`` (recurrent) or ``lfm2`` (recurrent layers beside attention).
    """
    heads, kv_heads, inner = 4, 2, 2 * width
    kinds = gguf.TokenType
    tokens = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), ("</s>", kinds.CONTROL)]
    tokens += [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    tokens += [(char, kinds.NORMAL) for char in _CHARACTERS]
    tokens += [(f"\u2581ord{n}", kinds.NORMAL) for n in range(extra_tokens)]
    tokens += [("<think>", kinds.USER_DEFINED), ("</think>", kinds.USER_DEFINED)]
    tokens += [(text, kinds.CONTROL) for text in frame]
    tokens += [("<|im_start|>", kinds.CONTROL), ("<|im_end|>", kinds.CONTROL)]
    names = [text for text, _ in tokens]
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name("tiny")
    writer.add_context_length(context)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    hybrid = architecture == "lfm2"
    writer.add_head_count_kv([kv_heads * (n % 2) for n in range(layers)] if hybrid else kv_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // heads)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list([text.encode() for text, _ in tokens])
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_token_scores(
        [-float(n) if kind == kinds.NORMAL else 0.0 for n, (_, kind) in enumerate(tokens)]
    )
    writer.add_bos_token_id(names.index(opens))
    writer.add_eos_token_id(names.index(closes))
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)
    if template is not None:
        writer.add_chat_template(template)
    if architecture == "mamba":
        writer.add_ssm_conv_kernel(4)
        writer.add_ssm_inner_size(2 * width)
        writer.add_ssm_state_size(16)
        writer.add_ssm_time_step_rank(_RANK)
    if hybrid:
        writer.add_shortconv_l_cache(3)
    random = _Random()
    weights = random.ends(tokens, width, ends)
    for layer in range(layers):
        kind = "shortconv" if hybrid and not layer % 2 else architecture
        block = getattr(random, kind)(width, width // heads * kv_heads, inner)
        weights |= {f"blk.{layer}.{name}": array for name, array in block.items()}
    if hybrid:
        weights["token_embd_norm.weight"] = weights.pop("output_norm.weight")
    for name, array in weights.items():
        writer.add_tensor(name, array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


_RANK = 4


class _Random:
    """The weights of each architecture, from one source: the same numbers each time."""

    def __init__(self):
        self._source = np.random.default_rng(0)

    def of(self, *shape):
        return (self._source.standard_normal(shape) * 0.3).astype(np.float32)

    def ends(self, tokens, width, ends):
        out = self.of(len(tokens), width)
        # Bytes and control tokens stay unlikely: what it says is valid UTF-8 and does not break frames.
        kinds = gguf.TokenType
        quiet = {kinds.BYTE, kinds.CONTROL, kinds.USER_DEFINED, kinds.UNKNOWN}
        last = len(tokens) - 1
        out[[n for n, (_, kind) in enumerate(tokens) if kind in quiet and (not ends or n != last)]] = 0
        embedded = self.of(len(tokens), width)
        return {"token_embd.weight": embedded, "output_norm.weight": _ones(width), "output.weight": out}

    def llama(self, width, kv_width, inner):
        return {
            "attn_norm.weight": _ones(width),
            "attn_q.weight": self.of(width, width),
            "attn_k.weight": self.of(kv_width, width),
            "attn_v.weight": self.of(kv_width, width),
            "attn_output.weight": self.of(width, width),
        } | self._feed_forward(width, inner)

    def lfm2(self, width, kv_width, inner):
        norms = {"attn_q_norm.weight": _ones(width // 4), "attn_k_norm.weight": _ones(width // 4)}
        return self.llama(width, kv_width, inner) | norms

    def shortconv(self, width, kv_width, inner):
        return {
            "attn_norm.weight": _ones(width),
            "shortconv.conv.weight": self.of(width, 3),
            "shortconv.in_proj.weight": self.of(3 * width, width),
            "shortconv.out_proj.weight": self.of(width, width),
        } | self._feed_forward(width, inner)

    def mamba(self, width, kv_width, inner):
        return {
            "attn_norm.weight": _ones(width),
            "ssm_in.weight": self.of(2 * inner, width),
            "ssm_conv1d.weight": self.of(inner, 4),
            "ssm_conv1d.bias": self.of(inner),
            "ssm_x.weight": self.of(_RANK + 32, inner),
            "ssm_dt.weight": self.of(inner, _RANK),
            "ssm_dt.bias": self.of(inner),
            "ssm_a": -np.abs(self.of(inner, 16)),
            "ssm_d": self.of(inner),
            "ssm_out.weight": self.of(width, inner),
        }

    def _feed_forward(self, width, inner):
        return {
            "ffn_norm.weight": _ones(width),
            "ffn_gate.weight": self.of(inner, width),
            "ffn_up.weight": self.of(inner, width),
            "ffn_down.weight": self.of(width, inner),
        }


def _ones(count):
    return np.ones(count, np.float32)
