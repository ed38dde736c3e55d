"""Strings that a model reads as control tokens, made into plain text."""

import re

# Chat frames of the families in the catalogue and their relatives: <|im_end|>, <|channel>, <channel|>,
# <start_of_turn>, </s>, [INST], [/SYSTEM_PROMPT], <<SYS>>, <think>, and the full-width bars some use.
_FRAMES = re.compile(
    r"""
      <[|｜](?=[^\s<>]{1,64}>)                       # <|name|> and <|name>
    | <(?=/?[^\s<>|｜]{1,64}[|｜]>)                   # <name|>
    | <(?=/?(?:s|unk|pad|bos|eos|cls|sep|mask|think|thinking|tool_call|tool_response|tool_calls
            |start_of_turn|end_of_turn|start_of_image|end_of_image|end_of_utterance|image_soft_token
            |unused\d{1,4}|fim_prefix|fim_middle|fim_suffix|endoftext|endofprompt)>)
    | <(?=</?SYS>>)
    | \[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|CALL_ID|ARGS|THINK
            |IMG|IMG_BREAK|IMG_END|PREFIX|MIDDLE|SUFFIX|MODEL_SETTINGS)\])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def harmless(text: str) -> str:
    """Return ``text`` with a space inside each control-token string, so that a tokeniser reads plain text.

    A reader still sees what was written. Lone surrogates become U+FFFD and NUL a space, because neither
    passes through a pipe or a C string. The child repeats this with the model's own vocabulary.
    """
    plain = _SURROGATE.sub("\ufffd", text.replace("\x00", " "))
    while (broken := _FRAMES.sub(lambda m: f"{m[0][0]} {m[0][1:]}", plain)) != plain:
        plain = broken
    return plain
