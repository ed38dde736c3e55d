"""The models worth offering, with the pins that say which bytes they are."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Literal

from coach.domain.errors import UsageError
from coach.domain.text import Lang

_SYSTEM = 2 << 30
"""Memory left for everything else on the machine."""


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """One pinned model file."""

    kind: Literal["chat", "embedding"]
    id: str
    tier: str
    """``a``: 2 cores and 8 GB, ``b``: 16 GB, ``c``: graphics card, ``d``: server; and its part there."""
    repo: str
    file: str
    revision: str
    bytes: int
    sha256: str
    base: str
    """The model this file was made from."""
    licence: str
    context: int
    quant: str
    thinking: str
    """What the template does when nothing is said."""
    ram_mb: int
    note: Mapping[Lang, str]
    """What it is for, in one sentence."""

    def address(self, hub: str) -> str:
        """Return the file's address on a model hub that keeps revisions apart."""
        return f"{hub.rstrip('/')}/{self.repo}/resolve/{self.revision}/{self.file}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A model of the catalogue, seen from one machine."""

    model: CatalogueModel
    fits: bool
    recommended: bool
    """The one to take when nobody has a reason for another."""


@cache
def catalogue() -> tuple[CatalogueModel, ...]:
    """Return all pinned models in the order of the file: chat models first."""
    raw = tomllib.loads(files("coach.llm").joinpath("models.toml").read_text(encoding="utf-8"))
    known = {field.name for field in fields(CatalogueModel)} - {"kind"}
    found: list[CatalogueModel] = []
    for kind in ("chat", "embedding"):
        for entry in raw[kind]:
            if unknown := entry.keys() - known:
                raise ValueError(f"models.toml: unknown key {sorted(unknown)[0]!r} in {entry.get('id')!r}")
            found.append(CatalogueModel(kind=kind, **entry))
    return tuple(found)


def models_list(memory_bytes: int) -> tuple[Listed, ...]:
    """Return the chat models, and what of them runs in ``memory_bytes`` beside everything else.

    Tiers ``c`` and ``d`` are never recommended: what memory alone can't tell is whether there is a graphics
    card, and without one they answer too slowly.
    """
    chat = [model for model in catalogue() if model.kind == "chat"]
    fitting = {model.id for model in chat if (model.ram_mb << 20) + _SYSTEM <= memory_bytes}
    usual = next(
        (
            m.id
            for tier in ("b-default", "a-default", "a-minimum")
            for m in chat
            if m.tier == tier and m.id in fitting
        ),
        None,
    )
    return tuple(Listed(model, model.id in fitting, model.id == usual) for model in chat)


def model(name: str) -> CatalogueModel:
    """Return the model with the id ``name``.

    Raises:
        UsageError: The catalogue has no such model.
    """
    for found in catalogue():
        if found.id == name:
            return found
    raise UsageError(f"no model {name!r} in the catalogue; there are: {', '.join(m.id for m in catalogue())}")
