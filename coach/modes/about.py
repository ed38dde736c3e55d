"""What ``prompts/<mode>/mode.toml`` says about a mode."""

import tomllib
from functools import cache

from coach.domain.errors import SetupError
from coach.domain.mode import ModeInfo
from coach.domain.text import LANGS
from coach.resources import shipped

_KEYS = frozenset(("version", "max_tokens", "title", "about", "examples"))


@cache
def about(name: str) -> ModeInfo:
    """Return a mode's title, examples and prompt version.

    Raises:
        SetupError: The file is missing, or has a key that means nothing or lacks one.
    """
    file = shipped("prompts").joinpath(name, "mode.toml")
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError(
            f"no mode.toml for the mode {name!r}", fix=f"add prompts/{name}/mode.toml"
        ) from error
    if wrong := _KEYS ^ raw.keys():
        raise SetupError(
            f"prompts/{name}/mode.toml: {sorted(wrong)} missing or unknown", fix="see CONTRIBUTING.md"
        )
    return ModeInfo(
        name=name,
        version=raw["version"],
        title={lang: raw["title"][lang] for lang in LANGS},
        about={lang: raw["about"][lang] for lang in LANGS},
        examples={lang: tuple(raw["examples"][lang]) for lang in LANGS},
        max_tokens=raw["max_tokens"],
    )
