"""Which model words the drafts, what fits this machine, and getting one: for command line and page."""

import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.app.servers import POINTER, Chosen
from coach.app.writers import Writers
from coach.domain.errors import CoachError
from coach.domain.text import Lang
from coach.settings import Settings

HUB = "https://huggingface.co"
"""Where the pinned files lie; ``COACH_MODEL_HUB`` names a mirror."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A model of the catalogue as it stands on this machine."""

    id: str
    bytes: int
    licence: str
    note: Mapping[Lang, str]
    fits: bool
    recommended: bool
    path: Path | None
    """The file, once it is here."""
    used: bool


class _Cancelled(Exception):
    """The person stopped the download; what came stays."""


class Models:
    """The models of one data folder.

    Args:
        settings: What holds.
        writers: Who is told when another model is to be used.
    """

    def __init__(self, settings: Settings, writers: Writers) -> None:
        self._settings = settings
        self._writers = writers
        self._lock = threading.Lock()
        self._state: dict[str, object] = {"state": "idle"}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def folder(self) -> Path:
        """Where fetched models lie."""
        return self._settings.data_dir / "models"

    def runs(self) -> bool:
        """Return whether the library that runs models is installed."""
        from coach.llm.machine import library

        return library() is not None

    def offers(self) -> tuple[Offer, ...]:
        """Return the catalogue's chat models in its order."""
        from coach.llm import models_list
        from coach.llm.machine import memory

        used = self.used()
        found = []
        for entry in models_list(memory() or 0):
            path = self.folder / entry.model.file
            here = path if path.exists() else None
            one = entry.model
            found.append(
                Offer(
                    one.id, one.bytes, one.licence, one.note, entry.fits, entry.recommended, here,
                    used=used is not None and used == here,
                )
            )  # fmt: skip
        return tuple(found)

    def used(self) -> Path | None:
        """Return the file of the model that words drafts; None without one."""
        return self._writers.path()

    def server(self) -> Chosen | None:
        """Return the model server that words drafts; None without one."""
        return self._writers.server()

    def note(self, lang: Lang) -> str:
        """Return one line on who words the drafts, and where."""
        return self._writers.note(lang)

    def memory_bytes(self) -> int:
        """Return the machine's memory; 0 where the system does not say."""
        from coach.llm.machine import memory

        return memory() or 0

    def use(self, path: Path | None) -> None:
        """Let a model's file word the drafts from now on, None the guided writer.

        Raises:
            SetupError: The file is no model that can be used.
        """
        if path is not None:
            from coach.llm import check_gguf

            check_gguf(path)
        choose(self._settings.data_dir, path)
        self._writers.use(path)

    def get(self, name: str) -> None:
        """Begin to fetch a model of the catalogue; ``fetching`` tells how far it is.

        Raises:
            UsageError: The catalogue has no such model.
        """
        from coach.llm import CatalogueModel, model

        wanted: CatalogueModel = model(name)
        target = self.folder / wanted.file
        self.fetch(wanted.address(hub()), target, wanted.bytes, wanted.sha256, name=wanted.id)

    def fetch(self, address: str, target: Path, size: int, sha256: str, *, name: str) -> None:
        """Begin to fetch a pinned file as a model and use it; one at a time.

        Args:
            address: Where it lies.
            target: Where it goes.
            size: Its bytes.
            sha256: Their hash.
            name: What it is called meanwhile.
        """
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._stop.clear()
            self._state = {"state": "fetching", "id": name, "done": 0, "total": size, "left": 0}
            pinned = (address, target, size, sha256)
            self._thread = threading.Thread(target=self._fetch, args=pinned, name="coach-fetch", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """Stop the download; what came stays for the next try."""
        self._stop.set()

    def fetching(self) -> dict[str, object]:
        """Return how the download stands.

        ``state`` is ``idle``, ``fetching``, ``done``, ``cancelled`` or ``failed``; while fetching ``done``
        and ``total`` are bytes and ``left`` seconds, and a failure tells itself as ``sv`` and ``en``.
        """
        with self._lock:
            return dict(self._state)

    def close(self) -> None:
        """Stop what is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(5)

    def _fetch(self, address: str, target: Path, size: int, sha256: str) -> None:
        from coach.llm import Progress, download

        begun, first = time.monotonic(), -1

        def progress(state: Progress) -> None:
            nonlocal first
            if self._stop.is_set():
                raise _Cancelled
            first = state.done if first < 0 else first
            rate = (state.done - first) / max(0.1, time.monotonic() - begun)
            left = round((state.total - state.done) / rate) if rate else 0
            self._tell(state="fetching", done=state.done, left=left)

        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = download(address, target, size=size, sha256=sha256, progress=progress)
            self.use(path)
        except _Cancelled:
            self._tell(state="cancelled")
        except CoachError as error:
            self._tell(state="failed", sv=error.text("sv"), en=error.text("en"))
        except OSError as error:
            self._tell(state="failed", sv=str(error.strerror), en=str(error.strerror))
        else:
            self._tell(state="done")

    def _tell(self, **news: object) -> None:
        with self._lock:
            self._state = {**self._state, **news}


def hub() -> str:
    """Return where model files are fetched from."""
    return os.environ.get("COACH_MODEL_HUB") or HUB


def choose(data_dir: Path, named: Path | Chosen | None) -> None:
    """Write down which model is used from now on; None for none. Whoever calls holds the folder.

    Args:
        data_dir: The folder.
        named: A model file, or a server with one of its models.
    """
    pointer = data_dir / POINTER
    if named is None:
        pointer.unlink(missing_ok=True)
        return
    lines = (named.address, named.model) if isinstance(named, Chosen) else (named,)
    partial = pointer.with_suffix(".part")
    partial.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    partial.chmod(0o600)
    partial.replace(pointer)
