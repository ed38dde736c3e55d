"""Word lists and patterns per language, as data.

One file ``<name>.<lang>.toml`` each; every list in it has a comment on what it means.
"""

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from coach.domain.text import Lang


@cache
def lexicon(name: str, lang: Lang) -> MappingProxyType[str, tuple[str, ...]]:
    """Return the lists of ``<name>.<lang>.toml`` by key.

    Raises:
        FileNotFoundError: No such lexicon in this language.
    """
    raw = files("coach.checks.lexicon").joinpath(f"{name}.{lang}.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: tuple(value) for key, value in tomllib.loads(raw).items()})
