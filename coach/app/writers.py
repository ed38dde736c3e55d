"""Which writer words the drafts: the guided one, or a local model where there is one that works."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from coach.app.servers import Chosen, chosen_file, chosen_server, open_chat
from coach.domain.errors import CoachError, ModelMissing
from coach.domain.mode import Writer
from coach.domain.text import Both, Lang
from coach.llm.machine import library
from coach.llm.states import forget_states
from coach.settings import Settings
from coach.writer import GuidedWriter

STATES = "states"
"""The folder in the data folder for what a model has read of each conversation."""
_AGAIN = 30.0
"""Seconds until a server that did not answer is asked again."""
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
_SERVER_HERE: Both = {
    "sv": "Utkasten formuleras av {id} på din egen dator (modellservern {place}).",
    "en": "Drafts are worded by {id} on your own machine (model server {place}).",
}
_SERVER_AWAY: Both = {
    "sv": "Utkasten formuleras av {id} på {place}. Det du skriver lämnar din dator.",
    "en": "Drafts are worded by {id} at {place}. What you write leaves your machine.",
}
_SOME: Both = {"sv": "en språkmodell", "en": "a language model"}


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
        self._forget: Callable[[str], None] | None = None
        self._tried = -_AGAIN

    def get(self) -> Writer:
        """Return the writer of finished drafts.

        Raises:
            ModelMissing: The model writer was asked for by name, and there is no model that works.
        """
        with self._lock:
            if self._settings.writer == "guided":
                return GuidedWriter()
            # A server may be started later; a file that does not load will not.
            again = time.monotonic() - self._tried >= _AGAIN and chosen_server(self._settings) is not None
            if self._opened is None and (self._why is None or again):
                try:
                    self._opened, self._why = self._open(), None
                except CoachError as error:
                    if self._settings.writer == "model":
                        raise
                    self._why, self._tried = error, time.monotonic()
            return self._opened or GuidedWriter()

    def note(self, lang: Lang) -> str:
        """Return one line on who words the drafts; no model is started for it."""
        path, server = chosen_file(self._settings), chosen_server(self._settings)
        if self._why and (path or server):
            return _FAILED[lang].format(why=self._why.text(lang))
        if server and self._settings.writer != "guided":
            said = _SERVER_HERE if server.address.local else _SERVER_AWAY
            id = self._opened.id if self._opened else server.model or _SOME[lang]
            return said[lang].format(id=id, place=server.address.place)
        if self._settings.writer == "guided" or not path or library() is None:
            return _GUIDED[lang]
        return _MODEL[lang].format(id=self._opened.id if self._opened else path.stem)

    def path(self) -> Path | None:
        """Return the file of the model that words drafts; None where the guided writer does."""
        return None if self._settings.writer == "guided" else chosen_file(self._settings)

    def server(self) -> Chosen | None:
        """Return the server whose model words drafts; None where a file or the guided writer does."""
        return None if self._settings.writer == "guided" else chosen_server(self._settings)

    def use(self, path: Path | None) -> None:
        """Let another model's file word the drafts from the next one on; None for the guided writer."""
        with self._lock:
            self.close()
            self._opened = self._why = self._close = self._forget = None
            self._settings = replace(
                self._settings, writer="guided" if path is None else "auto", model=path, server=None
            )

    def forget(self, conversations: Sequence[str]) -> None:
        """Make the model forget conversations: in its process, and what is kept for the next start."""
        for one in conversations if self._forget else ():
            assert self._forget is not None
            self._forget(one)
        forget_states(self._settings.data_dir / STATES, tuple(conversations))

    def close(self) -> None:
        """End the model's process, if there is one."""
        if self._close:
            self._close()

    def _open(self) -> Writer:
        from coach.writer.model import ModelWriter

        if server := chosen_server(self._settings):
            far = open_chat(self._settings, server)
            self._close = far.close
            return ModelWriter(far, far.model_id)
        path = chosen_file(self._settings)
        if path is None:
            raise ModelMissing(
                {"sv": "Ingen modell är vald.", "en": "No model is chosen."},
                fix={
                    "sv": "Kör coach models list och sedan coach models use SÖKVÄG.",
                    "en": "Run coach models list, then coach models use PATH.",
                },
            )
        from coach.llm import open_model
        from coach.writer.talk import Talks

        folder = self._settings.data_dir / STATES
        chat, talks = open_model(path, states=folder), Talks(folder)
        self._close = chat.close

        def forget(conversation: str) -> None:
            talks.forget(conversation)
            chat.forget(conversation)

        self._forget = forget
        return ModelWriter(chat, chat.model_id, talks=talks, fits=chat.fits)
