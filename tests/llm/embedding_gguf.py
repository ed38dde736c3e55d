"""A small embedding model with random weights: BERT's architecture and tokeniser, CLS or mean pooling."""

from pathlib import Path

import gguf
import numpy as np

_LETTERS = "abcdefghijklmnopqrstuvwxyzåäöé0123456789.,:;!?-'\"()"


def tiny_embedder(
    path: Path, *, width: int = 64, seed: int = 0, name: str = "tiny", pooling: int = 2
) -> Path:
    """Write the model to ``path`` and return it: 0.3 MB, the same bytes each time for a seed.

    A token is a letter, so two texts are near where they share letters at the same places: enough to see
    whose vectors these are, not enough to find anything.
    """
    kinds = gguf.TokenType
    tokens = [(mark, kinds.CONTROL) for mark in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")]
    tokens += [(f"\u2581{letter}", kinds.NORMAL) for letter in _LETTERS]
    tokens += [(letter, kinds.NORMAL) for letter in _LETTERS]
    layers, heads, inner, context = 2, 4, 2 * width, 512
    writer = gguf.GGUFWriter(path, "bert")
    writer.add_name(name)
    writer.add_context_length(context)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_layer_norm_eps(1e-12)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType(pooling))
    writer.add_tokenizer_model("bert")
    writer.add_token_type_count(2)
    writer.add_token_list([text.encode() for text, _ in tokens])
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_bos_token_id(2)
    writer.add_eos_token_id(3)
    writer.add_unk_token_id(1)
    writer.add_sep_token_id(3)
    writer.add_pad_token_id(0)
    writer.add_mask_token_id(4)
    for tensor, array in _weights(len(tokens), width, layers, inner, context, seed).items():
        writer.add_tensor(tensor, array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _weights(vocabulary, width, layers, inner, context, seed):
    source = np.random.default_rng(seed)

    def random(*shape):
        return (source.standard_normal(shape) * 0.3).astype(np.float32)

    ones, zeros = np.ones(width, np.float32), np.zeros(width, np.float32)
    weights = {
        "token_embd.weight": random(vocabulary, width),
        "token_types.weight": random(2, width),
        "position_embd.weight": random(context, width),
        "token_embd_norm.weight": ones,
        "token_embd_norm.bias": zeros,
    }
    for layer in range(layers):
        for part, rows, columns in (
            ("attn_q", width, width),
            ("attn_k", width, width),
            ("attn_v", width, width),
            ("attn_output", width, width),
            ("ffn_up", inner, width),
            ("ffn_down", width, inner),
        ):
            weights[f"blk.{layer}.{part}.weight"] = random(rows, columns)
            weights[f"blk.{layer}.{part}.bias"] = np.zeros(rows, np.float32)
        for part in ("attn_output_norm", "layer_output_norm"):
            weights[f"blk.{layer}.{part}.weight"] = ones
            weights[f"blk.{layer}.{part}.bias"] = zeros
    return weights
