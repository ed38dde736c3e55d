"""Which writer words the drafts: the guided one, or a local model where there is one that works."""

import importlib.util
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from coach.domain.errors import CoachError, ModelMissing
from coach.domain.mode import Writer
from coach.domain.text import Both, Lang
from coach.settings import Settings
from coach.writer import GuidedWriter

POINTER = "model.path"
"""The file in the data folder that names the model to use; ``coach models use`` writes it."""
_GUIDED: Both = {
    "sv": "Arbetar guidat, utan språkmodell. Vill du ha en: kör coach models list i en terminal.",
    "en": "Working guided, without a language model. To add one, run coach models list in a terminal.",
}
_FAILED: Both = {
    "sv": "Arbetar guidat: modellen gick inte att starta ({why}). Kör coach doctor i en terminal.",
    "en": "Working guided: the model could not be started ({why}). Run coach doctor in a terminal.",
}
_MODEL: Both = {
    "sv": "Utkasten formuleras av {id} på din egen dator.",
    "en": "Drafts are worded by {id} on your own machine.",
}


class Writers:
    """Opens the model at most once, when it is first needed.

    Args:
        settings: Which writer is wanted, and which model file.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._opened: Writer | None = None
        self._why: CoachError | None = None
        self._close: Callable[[], None] | None = None

    def get(self) -> Writer:
        """Return the writer of finished drafts.

        Raises:
            ModelMissing: The model writer was asked for by name, and there is no model that works.
        """
        with self._lock:
            if self._settings.writer == "guided":
                return GuidedWriter()
            if self._opened is None:
                try:
                    self._opened = self._open()
                except CoachError as error:
                    if self._settings.writer == "model":
                        raise
                    self._why, self._opened = error, GuidedWriter()
            return self._opened

    def note(self, lang: Lang) -> str:
        """Return one line on who words the drafts; no model is started for it."""
        if self._why and model_path(self._settings):
            return _FAILED[lang].format(why=self._why.text(lang))
        path = model_path(self._settings)
        if self._settings.writer == "guided" or not path or not importlib.util.find_spec("llama_cpp"):
            return _GUIDED[lang]
        return _MODEL[lang].format(id=self._opened.id if self._opened else path.stem)

    def path(self) -> Path | None:
        """Return the file of the model that words drafts; None where the guided writer does."""
        return None if self._settings.writer == "guided" else model_path(self._settings)

    def use(self, path: Path | None) -> None:
        """Let another model word the drafts from the next one on; None for the guided writer."""
        with self._lock:
            self.close()
            self._opened = self._why = self._close = None
            self._settings = replace(self._settings, writer="guided" if path is None else "auto", model=path)

    def close(self) -> None:
        """End the model's process, if there is one."""
        if self._close:
            self._close()

    def _open(self) -> Writer:
        path = model_path(self._settings)
        if path is None:
            raise ModelMissing(
                {"sv": "Ingen modell är vald.", "en": "No model is chosen."},
                fix={
                    "sv": "Kör coach models list och sedan coach models use SÖKVÄG.",
                    "en": "Run coach models list, then coach models use PATH.",
                },
            )
        from coach.llm import open_model
        from coach.writer.model import ModelWriter

        chat = open_model(path)
        self._close = chat.close
        return ModelWriter(chat, chat.model_id)


def model_path(settings: Settings) -> Path | None:
    """Return the model file of the settings, or the one ``coach models use`` chose; None for neither."""
    if settings.model:
        return settings.model
    try:
        said = (settings.data_dir / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(said) if said else None
