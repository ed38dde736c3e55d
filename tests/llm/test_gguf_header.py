import random
import struct
import time

import pytest

from coach.domain.errors import ModelMissing
from coach.llm import check_gguf


def changed(path, tmp_path, at, raw):
    data = bytearray(path.read_bytes())
    data[at : at + len(raw)] = raw
    copy = tmp_path / "changed.gguf"
    copy.write_bytes(data)
    return copy


def header_end(path):
    return path.read_bytes().index(b"output.weight") + 200


def test_a_sound_file_says_what_it_is(tiny):
    info = check_gguf(tiny)
    assert (info.architecture, info.name, info.context, info.layers) == ("llama", "tiny", 4096, 2)
    assert info.chat_template
    assert info.kv_bytes == 2 * 2 * 2 * (16 + 16)  # layers, heads, bytes, keys and values
    assert info.id.startswith("tiny0-") or info.id.startswith("tiny")
    assert info.id == check_gguf(tiny).id


def test_the_id_tells_two_files_of_one_name_apart(tiny, tmp_path):
    other = changed(tiny, tmp_path, tiny.stat().st_size - 1, b"\x7f")
    same_name = tmp_path / tiny.name
    other.rename(same_name)
    assert check_gguf(same_name).id != check_gguf(tiny).id


def test_a_missing_file_is_a_setup_error_with_a_way_out(tmp_path):
    with pytest.raises(ModelMissing) as error:
        check_gguf(tmp_path / "nothing.gguf")
    assert "coach models" in error.value.fix_text("en")


@pytest.mark.parametrize(
    "content", [b"", b"G", b"GGUF", b"<html>not found</html>" * 50, b"\x80\x02pickle" * 100]
)
def test_what_is_no_model_is_refused(tmp_path, content):
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelMissing):
        check_gguf(path)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(ModelMissing):
        check_gguf(tmp_path)


def test_a_file_cut_anywhere_is_refused(tiny, tmp_path):
    data = tiny.read_bytes()
    path = tmp_path / "cut.gguf"
    for length in [*range(1, 400, 7), *range(400, len(data) - 1, len(data) // 60), len(data) - 1]:
        path.write_bytes(data[:length])
        with pytest.raises(ModelMissing, match="not a sound"):
            check_gguf(path)


@pytest.mark.parametrize(
    ("at", "raw"),
    [
        (4, struct.pack("<I", 1)),
        (4, struct.pack(">I", 3)),
        (8, struct.pack("<Q", 2**63)),
        (8, struct.pack("<Q", 0)),
        (16, struct.pack("<Q", 2**40)),
        (24, struct.pack("<Q", 2**64 - 1)),
    ],
    ids=["old version", "other byte order", "tensors", "no tensors", "keys", "key length"],
)
def test_impossible_counts_are_refused(tiny, tmp_path, at, raw):
    with pytest.raises(ModelMissing):
        check_gguf(changed(tiny, tmp_path, at, raw))


@pytest.mark.parametrize(
    ("key", "skip", "raw"),
    [
        (b"tokenizer.ggml.tokens", 8, struct.pack("<Q", 2**61)),
        (b"tokenizer.ggml.scores", 8, struct.pack("<Q", 3)),
        (b"tokenizer.ggml.eos_token_id", 4, struct.pack("<I", 2**31)),
        (b"llama.attention.head_count", 4, struct.pack("<I", 0)),
        (b"llama.block_count", 4, struct.pack("<I", 2**31)),
        (b"llama.context_length", 0, struct.pack("<I", 99)),
    ],
    ids=["huge vocabulary", "scores too few", "end token outside", "no heads", "layers", "unknown type"],
)
def test_values_that_would_lead_native_code_astray_are_refused(tiny, tmp_path, key, skip, raw):
    at = tiny.read_bytes().index(key) + len(key) + skip
    with pytest.raises(ModelMissing):
        check_gguf(changed(tiny, tmp_path, at, raw))


def test_a_tensor_that_overlaps_another_is_refused(tiny, tmp_path):
    # name, number of dimensions, one dimension, type, then the offset
    at = tiny.read_bytes().index(b"output_norm.weight") + len(b"output_norm.weight") + 4 + 8 + 4
    with pytest.raises(ModelMissing, match="starts at"):
        check_gguf(changed(tiny, tmp_path, at, struct.pack("<Q", 0)))


def test_500_mutated_headers_end_in_an_answer_or_a_setup_error_within_5_seconds(tiny, tmp_path):
    source = random.Random(7)
    end = header_end(tiny)
    begun, refused = time.monotonic(), 0
    for _ in range(500):
        raw = source.choice([bytes([source.randrange(256)]), b"\xff" * 8, b"\x00" * 8, source.randbytes(4)])
        path = changed(tiny, tmp_path, source.randrange(end), raw)
        try:
            check_gguf(path)
        except ModelMissing:
            refused += 1
    assert time.monotonic() - begun < 5
    # The rest hit the letters of a token or a weightless number: a sound file with other content.
    assert refused > 200


@pytest.mark.parametrize(
    ("raw", "sv", "en"),
    [
        (b"PK\x03\x04 a zip file", "den är ingen GGUF-fil", "does not begin with GGUF"),
        (b"GGUF\x63\x00\x00\x00", "GGUF-versionen 99 är okänd", "GGUF version 99 is unknown"),
        (b"GGUF\x03\x00", "den är avklippt", "the file ends inside the version"),
    ],
)
def test_a_reason_is_told_in_the_language_of_the_person(tmp_path, raw, sv, en):
    path = tmp_path / "m.gguf"
    path.write_bytes(raw)
    with pytest.raises(ModelMissing) as refused:
        check_gguf(path)
    assert sv in refused.value.text("sv")
    assert en in refused.value.text("en")
