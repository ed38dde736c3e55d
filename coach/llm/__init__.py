"""The local language model: catalogue, file check, the llama.cpp process and the chat model over it.

The parts load on first use: naming the room costs nothing, and llama.cpp itself only ever loads in the
child process.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.llm.catalogue import CatalogueModel, model, models_list
    from coach.llm.chat import LocalChat, open_model
    from coach.llm.control import harmless
    from coach.llm.embedding import LocalEmbedder, embeds
    from coach.llm.fetch import Progress, download, verify
    from coach.llm.gguf_header import GgufInfo, check_gguf
    from coach.llm.worker import Limits, Worker

__all__ = [
    "CatalogueModel",
    "GgufInfo",
    "Limits",
    "LocalChat",
    "LocalEmbedder",
    "Progress",
    "Worker",
    "check_gguf",
    "download",
    "embeds",
    "harmless",
    "model",
    "models_list",
    "open_model",
    "verify",
]

_HOME = {
    "CatalogueModel": "catalogue",
    "GgufInfo": "gguf_header",
    "Limits": "worker",
    "LocalChat": "chat",
    "LocalEmbedder": "embedding",
    "Progress": "fetch",
    "Worker": "worker",
    "check_gguf": "gguf_header",
    "download": "fetch",
    "embeds": "embedding",
    "harmless": "control",
    "model": "catalogue",
    "models_list": "catalogue",
    "open_model": "chat",
    "verify": "fetch",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"coach.llm.{_HOME[name]}"), name)
