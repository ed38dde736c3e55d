"""Which embedding model the shelf searches by: here the shelf and the room of the models meet."""

import importlib.util
from pathlib import Path

from coach.domain.errors import CoachError
from coach.domain.text import LANGS, Both
from coach.settings import Settings
from coach.shelf import Shelf

POINTER = "embedder.path"
"""The file in the data folder that names the embedding model; ``coach models use`` writes it."""
_LEFT_OUT: Both = {
    "sv": "Sökmodellen används inte: {why} Den inbyggda sökningen svarar i stället.",
    "en": "The search model is not used: {why} The built-in search answers instead.",
}
_NO_LIBRARY: Both = {
    "sv": "llama-cpp-python är inte installerat.",
    "en": "llama-cpp-python is not installed.",
}


def embedder_path(settings: Settings) -> Path | None:
    """Return the embedding model of the settings, or the one ``coach models use`` chose; None for neither."""
    if settings.embedder:
        return settings.embedder
    try:
        said = (settings.data_dir / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(said) if said else None


def choose_embedder(data_dir: Path, path: Path | None) -> None:
    """Write down which embedding model is used from the next start on; None for the built-in vectors.

    Whoever calls holds the folder.
    """
    pointer = data_dir / POINTER
    if path is None:
        pointer.unlink(missing_ok=True)
        return
    partial = pointer.with_suffix(".part")
    partial.write_text(f"{path}\n", encoding="utf-8")
    partial.chmod(0o600)
    partial.replace(pointer)


def equip(shelf: Shelf, settings: Settings) -> Both | None:
    """Let the shelf use the chosen embedding model; return one line where there is one that can't be used."""
    path = embedder_path(settings)
    if path is None:
        return None
    if importlib.util.find_spec("llama_cpp") is None:
        return {lang: _LEFT_OUT[lang].format(why=_NO_LIBRARY[lang]) for lang in LANGS}
    from coach.llm import LocalEmbedder

    try:
        shelf.use(LocalEmbedder(path))
    except CoachError as error:
        return {lang: _LEFT_OUT[lang].format(why=_sentence(error.text(lang))) for lang in LANGS}
    return None


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
