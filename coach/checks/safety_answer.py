"""The fixed words for each class, with the signposts of a country."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from coach.checks.safety_rules import DANGERS
from coach.domain.text import LANGS, Both, Lang

_OTHER = "other"
"""Stands for every country that is not listed."""


@dataclass(frozen=True, slots=True)
class Signpost:
    """A number or a role that a person can turn to."""

    country: str
    classes: tuple[str, ...]
    number: str
    """Empty for a role."""
    label: Both

    def short(self, lang: Lang) -> str:
        """Return who answers, without when and how."""
        return re.split(r"[,(;]", self.label[lang])[0].strip()

    def line(self, lang: Lang) -> str:
        """Return it as a line of a list."""
        return f"– {self.number}: {self.label[lang]}" if self.number else f"– {self.label[lang]}"


def words(name: str, lang: Lang, country: str) -> str:
    """Return the fixed text of the class ``name``, or ``doubtful``; empty for ``none``."""
    text = _data().texts.get(name)
    if text is None:
        return ""
    lines = posts(lang, country, *(DANGERS if name == "doubtful" else (name,)))
    number = _data().emergency[_place(country)]
    return Template(text[lang]).substitute(emergency=number, signposts=lines).strip()


def urgent(lang: Lang, country: str) -> str:
    """Return the line that stands there whatever was heard: the emergency number and who listens."""
    place = _place(country)
    first = next(signposts("A", place))
    someone = f"{first.short(lang)} {first.number}".strip()
    text = Template(_data().texts["urgent"][lang])
    return text.substitute(emergency=_data().emergency[place], someone=someone[:1].upper() + someone[1:])


def posts(lang: Lang, country: str, *classes: str) -> str:
    """Return the signposts for some classes as a list, each once; for danger when none are named."""
    every = (post for name in classes or DANGERS for post in signposts(name, _place(country)))
    return "\n".join(dict.fromkeys(post.line(lang) for post in every))


def _place(country: str) -> str:
    return country.upper() if country.upper() in _data().emergency else _OTHER


def signposts(name: str, country: str) -> Iterator[Signpost]:
    """Yield the signposts of a country for the class ``name``, in the order of the file."""
    yield from (post for post in _data().posts if post.country == country and name in post.classes)


@dataclass(frozen=True, slots=True)
class _Data:
    emergency: Mapping[str, str]
    posts: tuple[Signpost, ...]
    texts: Mapping[str, Both]


@cache
def _data() -> _Data:
    raw = tomllib.loads(files("coach.checks").joinpath("signposts.toml").read_text(encoding="utf-8"))
    posts = tuple(
        Signpost(p["country"], tuple(p["classes"]), p.get("number", ""), {lang: p[lang] for lang in LANGS})
        for p in raw["signpost"]
    )
    return _Data(raw["emergency"], posts, raw["text"])
