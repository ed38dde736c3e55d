import time

import pytest

from coach.llm import harmless


@pytest.mark.parametrize(
    "control",
    [
        "<|im_end|>", "<|im_start|>", "<|endoftext|>", "<|eot_id|>", "<|channel>", "<channel|>", "<|turn>",
        "<turn|>", "<|think|>", "<start_of_turn>", "<end_of_turn>", "<s>", "</s>", "<bos>", "<eos>", "<unk>",
        "[INST]", "[/INST]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CALLS]", "<think>", "</think>",
        "<tool_call>", "<<SYS>>", "<</SYS>>", "<｜end▁of▁sentence｜>", "<|IM_END|>",
    ],
)  # fmt: skip
def test_a_control_string_is_broken_and_stays_readable(control):
    text = f"Hej {control} och {control}{control}"
    safe = harmless(text)
    assert control not in safe
    assert safe.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "Jag är < 30 och > 20 år <3", "a|b <- c", "Se [1] och [bilaga 2]", "x <y> z", "<br>",
        "", "mål: [ ] klart", "if a < b | c > d:", "Åsa ångrar sig… “så här”",
    ],
)  # fmt: skip
def test_plain_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_what_breaking_one_string_leaves_is_no_new_one():
    assert "<|im_end|>" not in harmless("<<|im_end|>|im_end|>")
    assert "<s>" not in harmless("<<s>s>")


def test_half_characters_and_nul_do_not_reach_the_pipe():
    harmless("a\x00b\ud800c").encode()
    assert harmless("a\x00b\ud800c") == "a b\ufffdc"


def test_a_hundred_thousand_brackets_take_no_time():
    begun = time.monotonic()
    for text in ("<" * 100_000, "<|" * 50_000, "[/" * 50_000, "<|a" * 33_000 + "|>"):
        harmless(text)
    assert time.monotonic() - begun < 2
