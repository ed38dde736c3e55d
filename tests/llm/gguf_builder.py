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
) -> Path:
    """Write the model to ``path`` and return it: 0.5 MB, the same bytes each time.

    ``ends=False`` makes a model that never ends a reply by itself; ``extra_tokens`` widens the vocabulary.
    """
    heads, kv_heads, inner = 4, 2, 2 * width
    kinds = gguf.TokenType
    tokens = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), ("</s>", kinds.CONTROL)]
    tokens += [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    tokens += [(char, kinds.NORMAL) for char in _CHARACTERS]
    tokens += [(f"\u2581ord{n}", kinds.NORMAL) for n in range(extra_tokens)]
    tokens += [("<think>", kinds.USER_DEFINED), ("</think>", kinds.USER_DEFINED)]
    tokens += [("<|im_start|>", kinds.CONTROL), ("<|im_end|>", kinds.CONTROL)]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny")
    writer.add_context_length(context)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // heads)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list([text.encode() for text, _ in tokens])
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_token_scores(
        [-float(n) if kind == kinds.NORMAL else 0.0 for n, (_, kind) in enumerate(tokens)]
    )
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(len(tokens) - 1)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)
    if template is not None:
        writer.add_chat_template(template)
    for name, array in _weights(tokens, width, layers, width // heads * kv_heads, inner, ends).items():
        writer.add_tensor(name, array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _weights(tokens, width, layers, kv_width, inner, ends):
    source = np.random.default_rng(0)

    def random(*shape):
        return (source.standard_normal(shape) * 0.3).astype(np.float32)

    ones = np.ones(width, np.float32)
    out = random(len(tokens), width)
    # Bytes and control tokens stay unlikely: what it says is valid UTF-8 and does not break frames.
    quiet = {gguf.TokenType.BYTE, gguf.TokenType.CONTROL, gguf.TokenType.USER_DEFINED, gguf.TokenType.UNKNOWN}
    silent = [n for n, (_, kind) in enumerate(tokens) if kind in quiet and (not ends or n != len(tokens) - 1)]
    out[silent] = 0
    weights = {
        "token_embd.weight": random(len(tokens), width),
        "output_norm.weight": ones,
        "output.weight": out,
    }
    for layer in range(layers):
        block = {
            "attn_norm": ones,
            "ffn_norm": ones,
            "attn_q": random(width, width),
            "attn_k": random(kv_width, width),
            "attn_v": random(kv_width, width),
            "attn_output": random(width, width),
            "ffn_gate": random(inner, width),
            "ffn_up": random(inner, width),
            "ffn_down": random(width, inner),
        }
        weights |= {f"blk.{layer}.{name}.weight": array for name, array in block.items()}
    return weights
