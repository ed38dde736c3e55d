"""What kind of phrase a person wrote, so that it can be put into a sentence without bending it."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from coach.domain.text import Lang

Form = Literal["verb", "noun", "clause", "linked", "whole"]
"""``verb``: can follow "ska" / "will"; ``noun``: a thing; ``clause``: has its own subject and verb;
``linked``: begins with its own "genom att", "so that" …; ``whole``: a sentence that stands by itself."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase ready to be joined on."""

    text: str
    form: Form
    plural: bool = False
    """Whether the person spoke of "we"."""


@cache
def words(name: str, lang: Lang) -> frozenset[str]:
    """Return a word class of ``words.<lang>.toml``; "_" in it stands for a space."""
    raw = files("coach.writer").joinpath(f"words.{lang}.toml").read_text(encoding="utf-8")
    return frozenset(word.replace("_", " ") for word in tomllib.loads(raw)[name].split())


@cache
def one_of(name: str, lang: Lang) -> str:
    """Return a word class as an alternation for an expression, longest first."""
    longest = sorted(words(name, lang), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in longest)


_EDGES = re.compile(r"^[\s\-–•*\"'”“]+|[\s\-–;,:\"”“]+$")


def trim(text: str) -> str:
    """Return a phrase on one line without bullets, outer quotes and a closing stop; "!" and "?" go too."""
    flat = re.sub(r"\s+", " ", _EDGES.sub("", text)).strip()
    return re.sub(r"[.!?…]+$", "", flat).strip()


def lower_first(text: str, keep: frozenset[str] | set[str] = frozenset()) -> str:
    """Return ``text`` with a small first letter, unless its first word is a name, an abbreviation or "I"."""
    first = text.split(" ", 1)[0]
    bare = first.strip(",.;:'’")
    name = bare in keep or any(c.isupper() for c in bare[1:]) or any(c.isdigit() for c in bare)
    return text if name or not text else text[0].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return ``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def joined(text: str, lang: Lang) -> str:
    """Return a phrase with a small first letter where its first word can be no name."""
    return lower_first(text) if text.split(" ", 1)[0].lower() in words("small", lang) else text


def alike(items: Iterable[str], lang: Lang) -> list[str]:
    """Return the items of a list all with a small first letter, or all with a capital where one needs it."""
    low = [joined(item, lang) for item in items]
    return low if not any(item[:1].isupper() for item in low) else [upper_first(item) for item in low]
