"""A mode's questions, cues and examples: data beside its prompt, read once."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from coach.domain.text import Lang
from coach.resources import shipped

Table = Mapping[str, object]


@cache
def table(mode: str, name: str, lang: Lang) -> Table:
    """Return ``prompts/<mode>/<name>.<lang>.toml``.

    Raises:
        FileNotFoundError: There is no such file.
    """
    raw = shipped("prompts").joinpath(mode, f"{name}.{lang}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(raw))


def line(mode: str, lang: Lang, section: str, key: str, **values: object) -> str:
    """Return one line of ``questions.<lang>.toml``, its ``{…}`` filled.

    Raises:
        KeyError: There is no such line.
    """
    lines = table(mode, "questions", lang)[section]
    assert isinstance(lines, Mapping)
    return str(lines[key]).format(**values)


def lines(mode: str, lang: Lang, section: str, key: str) -> tuple[str, ...]:
    """Return the examples under a key of ``questions.<lang>.toml``, unfilled; none for a missing key."""
    found = table(mode, "questions", lang).get(section, {})
    assert isinstance(found, Mapping)
    return tuple(str(item) for item in found.get(key, ()))


@cache
def cue(mode: str, lang: Lang, name: str) -> re.Pattern[str]:
    """Return the expressions under a name of ``cues.<lang>.toml`` as one pattern, for lower-cased text."""
    found = table(mode, "cues", lang)[name]
    assert isinstance(found, list)
    return re.compile("|".join(f"(?:{item})" for item in found))


def answers(mode: str, lang: Lang, name: str, text: str) -> bool:
    """Return whether the whole of ``text``, signs aside, is one of a cue's expressions."""
    bare = re.sub(r"^[\s\"'(]+|[\s.!,;:)\"'…]+$", "", text.lower())
    return bool(bare) and cue(mode, lang, name).fullmatch(bare) is not None
