"""A mode's prompt, filled in: what a model is told, and the id that says which prompt it was."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Template

from coach.domain.errors import SetupError
from coach.domain.text import LANGS, Lang
from coach.resources import shipped


@dataclass(frozen=True, slots=True)
class Prompt:
    """The two texts of one mode and language, unfilled."""

    system: str
    user: Template


@cache
def prompt(mode: str, lang: Lang) -> Prompt:
    """Return a mode's prompt with the shared voice before it.

    Raises:
        SetupError: A file of the mode is missing.
    """
    voice = _read("shared", f"voice.{lang}.md")
    return Prompt(f"{voice}\n\n{_read(mode, f'system.{lang}.md')}", Template(_read(mode, f"user.{lang}.md")))


def prompt_id(mode: str, version: int) -> str:
    """Return ``<mode>@<version>:<hash>``, the hash over every text a model is given, in both languages."""
    total = hashlib.sha256()
    for lang in LANGS:
        made = prompt(mode, lang)
        total.update(f"{made.system}\0{made.user.template}\0".encode())
    return f"{mode}@{version}:{total.hexdigest()[:8]}"


def fill(template: Template, values: Mapping[str, str]) -> str:
    """Return the template with its values.

    Raises:
        SetupError: The template names something that is not given.
    """
    try:
        return template.substitute(values).strip()
    except (KeyError, ValueError) as error:
        raise SetupError(f"a prompt has no value for {error}", fix="see prompts/README.md") from error


def quoted(text: str) -> str:
    """Return a text that stays between the marks it is put between: it can't end its own quotation."""
    return re.sub(r"(?<=<)(?=<)|(?<=>)(?=>)", " ", text)


def _read(folder: str, name: str) -> str:
    try:
        return shipped("prompts").joinpath(folder, name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SetupError(f"no prompt {folder}/{name}", fix=f"add prompts/{folder}/{name}") from error
