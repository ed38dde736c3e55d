"""Documents, cut into passages that can be found, quoted and proved.

The parts load on first use, so that naming the room costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.shelf.ask import Answer, answer
    from coach.shelf.cite import verify
    from coach.shelf.read import Ingested
    from coach.shelf.shelf import Shelf

__all__ = ["Answer", "Ingested", "Shelf", "answer", "verify"]

_HOME = {"Answer": "ask", "answer": "ask", "verify": "cite", "Ingested": "read", "Shelf": "shelf"}


def __getattr__(name: str) -> object:
    if name in _HOME:
        found: object = getattr(import_module(f"coach.shelf.{_HOME[name]}"), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
