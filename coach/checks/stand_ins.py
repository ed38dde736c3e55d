"""Every name gives the same draft: those in no list, or everyday words too, are read under a known name.

The known name is as long as the real one, so positions stay true, and is put back in everything made.
"""

import dataclasses
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TypeVar, cast

from coach.checks.address import is_finite, known
from coach.checks.named import capitals, is_other, named
from coach.domain.text import Lang

_T = TypeVar("_T")


@dataclasses.dataclass(frozen=True, slots=True)
class StandIns:
    """The names of one conversation that are read under another."""

    lang: Lang
    names: Mapping[str, str]
    """The known name by the real one."""

    def hide(self, value: _T) -> _T:
        """Return a text, or whatever holds texts, with the known names in it."""
        return _mapped(value, self._hidden) if self.names else value

    def show(self, value: _T) -> _T:
        """Return a text, or whatever holds texts, with the real names back in it."""
        if not self.names:
            return value
        real = {known.lower(): name for name, known in self.names.items()}
        shape = re.compile(rf"(?<!\w)({'|'.join(real)})(?=(?:s|:s)?(?!\w))", re.IGNORECASE)
        return _mapped(value, lambda text: shape.sub(lambda m: real[m[0].lower()], text))

    def _hidden(self, text: str) -> str:
        at, pieces = 0, []
        for place in capitals(text):
            name = place.word.partition("-")[0]
            bare = next((n for n in (name, name.removesuffix("s")) if n in self.names), "")
            if bare and (bare == name or self.lang == "sv") and not is_other(place, self.lang):
                pieces += [text[at : place.start], self.names[bare]]
                at = place.start + len(bare)
        return "".join((*pieces, text[at:]))


def stand_ins(said: Sequence[str], lang: Lang) -> StandIns:
    """Return the names of what a person said that are to be read under another name."""
    low = set(re.findall(r"[^\W\d_]+", "\n".join(said).lower()))
    names: dict[str, str] = {}
    for word, pronoun in named(said, lang).items():
        name = word.partition("-")[0]
        pool = pools(lang)[pronoun or ("hen" if lang == "sv" else "they")]
        free = [
            other
            for other in pool
            if len(other) == len(name)
            and not {other.lower(), f"{other.lower()}s"} & low
            and other not in names.values()
        ]
        # "Idris" has no further s where it owns something.
        owns = lang == "sv" and name.endswith("s") and _owns(said, name)
        free.sort(key=lambda other: other.endswith("s") != owns)
        if free and name not in names:
            names[name] = free[0]
    return StandIns(lang, names)


def _owns(said: Sequence[str], name: str) -> bool:
    """Return whether a Swedish name in -s may own what follows it: "Lars rapport"."""
    for place in capitals("\n".join(said)):
        follows = re.match(r" ([^\W\d_]+)", place.after)
        before = place.before.split()[-1:] or [""]
        if place.word != name or not follows or is_finite(before[0], "sv"):
            continue
        others = (
            known("preposition", "sv") | known("adverb", "sv") | known("opener", "sv") | {"att", "som", "och"}
        )
        if not is_finite(follows[1], "sv") and follows[1] not in others:
            return True
    return False


@cache
def pools(lang: Lang) -> Mapping[str, tuple[str, ...]]:
    """Return the known names by the pronoun for their bearers."""
    raw = files("coach.checks").joinpath("stand_ins.toml").read_text(encoding="utf-8")
    return {pronoun: tuple(names) for pronoun, names in tomllib.loads(raw)[lang].items()}


def _mapped(value: _T, change: Callable[[str], str]) -> _T:
    """Return a value with every text in it changed; what holds none comes back as it is."""
    if isinstance(value, str):
        return cast(_T, change(value))
    if isinstance(value, Mapping):
        return cast(_T, {_mapped(key, change): _mapped(one, change) for key, one in value.items()})
    if isinstance(value, (tuple, list, frozenset, set)):
        return cast(_T, type(value)([_mapped(one, change) for one in value]))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.init}
        made = {name: _mapped(one, change) for name, one in fields.items()}
        return dataclasses.replace(value, **made) if made != fields else value
    return value
