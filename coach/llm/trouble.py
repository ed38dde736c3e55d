"""Say what is wrong with a model, its file or its download, in both languages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TypeVar

from coach.domain.errors import ModelFailed, SetupError
from coach.domain.text import LANGS, Both

E = TypeVar("E", bound=SetupError)


def trouble(kind: type[E], name: str, /, **values: object) -> E:
    """Return an error of this kind with the lines ``trouble.toml`` has under a name, values put in."""
    said = troubles()[name]
    problem, fix = (_filled(said[part], values) for part in ("problem", "fix"))
    return kind(problem, fix=fix)


def failure(name: str, /, **values: object) -> ModelFailed:
    """Return the failure of a reply with the line ``trouble.toml`` has under a name, values put in."""
    return ModelFailed(_filled(troubles()[name]["problem"], values))


@cache
def troubles() -> Mapping[str, Mapping[str, Both]]:
    """Return every line there is: by name, ``problem`` and ``fix``."""
    raw = files("coach.llm").joinpath("trouble.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


def _filled(both: Both, values: Mapping[str, object]) -> Both:
    return {lang: both[lang].format(**values) for lang in LANGS}
