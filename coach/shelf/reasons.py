"""Say why a file was refused, in the person's language."""

import tomllib
from functools import cache
from importlib.resources import files

from coach.domain.text import Lang


class Refusal(Exception):
    """A file gives no text.

    Args:
        reason: A key of ``reasons.toml``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def why(reason: str, lang: Lang, *values: object) -> str:
    """Return the sentence for a reason of ``reasons.toml``, with its values put in."""
    return reasons()[reason][lang].format(*values)


@cache
def reasons() -> dict[str, dict[Lang, str]]:
    """Return every reason a file may be refused for."""
    raw = files("coach.shelf").joinpath("reasons.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)
