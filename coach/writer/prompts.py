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
    """The texts of one mode and language, unfilled."""

    system: str
    user: Template
    """The first order of a conversation."""
    again: Template
    """Those that follow: what is new."""


@cache
def prompt(mode: str, lang: Lang) -> Prompt:
    """Return a mode's prompt with the shared voice before it.

    Raises:
        SetupError: A file of the mode is missing.
    """
    voice = _read("shared", f"voice.{lang}.md")
    again = f"again.{lang}.md"
    own = shipped("prompts").joinpath(mode, again).is_file()
    return Prompt(
        f"{voice}\n\n{_read(mode, f'system.{lang}.md')}",
        Template(_read(mode, f"user.{lang}.md")),
        Template(_read(mode if own else "shared", again)),
    )


def prompt_key(mode: str, lang: Lang) -> str:
    """Return a hash of what a mode's conversations begin with in a language."""
    return hashlib.sha256(f"{mode}\0{prompt(mode, lang).system}".encode()).hexdigest()[:16]


def prompt_id(mode: str, version: int) -> str:
    """Return ``<mode>@<version>:<hash>``, the hash over every text a model is given, in both languages."""
    total = hashlib.sha256()
    for lang in LANGS:
        made = prompt(mode, lang)
        total.update(f"{made.system}\0{made.user.template}\0{made.again.template}\0".encode())
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
