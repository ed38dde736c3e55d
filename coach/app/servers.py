"""The model server a person named: which one, whether text may go there, and a chat model over it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.domain.address import Address
from coach.domain.errors import ModelMissing, UsageError
from coach.settings import Settings

if TYPE_CHECKING:
    from coach.llm.server import ServerChat

POINTER = "model.path"
"""The file in the data folder that names the model to use: a path, or a server and a model of it."""
_WEB = ("http://", "https://")
AGREED = "server.agreed"
"""The file in the data folder that lists the other machines the person lets text go to."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A server, and which of its models."""

    address: Address
    model: str = ""
    """"" takes the one it has."""


def pointed(data_dir: Path) -> tuple[str, str]:
    """Return what ``coach models use`` chose, and the model of a server; "" for neither."""
    try:
        lines = (data_dir / POINTER).read_text(encoding="utf-8").strip().splitlines()
    except (OSError, UnicodeDecodeError):
        return "", ""
    named = [*lines, "", ""]
    return named[0].strip(), named[1].strip()


def chosen_server(settings: Settings) -> Chosen | None:
    """Return the server that words drafts; None where a file or the guided writer does."""
    if settings.server is not None and not _file_wins(settings):
        return Chosen(settings.server, settings.server_model)
    named, model = pointed(settings.data_dir)
    if settings.model is not None or not named.startswith(_WEB):
        return None
    try:
        return Chosen(Address.parse(named), settings.server_model or model)
    except UsageError:
        return None  # changed by another hand: nothing is sent to what can't be read


def chosen_file(settings: Settings) -> Path | None:
    """Return the model file of the settings, or the one ``coach models use`` chose; None for neither."""
    if settings.server is not None and not _file_wins(settings):
        return None
    named, _ = pointed(settings.data_dir)
    return settings.model or (Path(named) if named and not named.startswith(_WEB) else None)


def agreed(data_dir: Path, address: Address) -> bool:
    """Return whether text may go to a server: it is on this machine, or the person said so."""
    if address.local:
        return True
    try:
        return _line(address) in (data_dir / AGREED).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False


def agree(data_dir: Path, address: Address) -> None:
    """Write down that text may go to a server on another machine."""
    if agreed(data_dir, address):
        return
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = data_dir / AGREED
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{_line(address)}\n")
    path.chmod(0o600)


def open_chat(settings: Settings, chosen: Chosen) -> "ServerChat":
    """Return the chat model over a server.

    Raises:
        ModelMissing: It does not answer, has no such model, or is another machine that nobody agreed to.
    """
    from coach.llm.server import open_server
    from coach.llm.trouble import trouble

    if not agreed(settings.data_dir, chosen.address):
        raise trouble(ModelMissing, "server_agree", place=chosen.address.place, url=chosen.address)
    variable = settings.key_variable
    key = os.environ.get(variable, "")
    return open_server(chosen.address, model=chosen.model, key=key, variable=variable)


def _file_wins(settings: Settings) -> bool:
    """Whether a file was named in this very command, and a server somewhere else."""
    return settings.source("model") == "option" != settings.source("server")


def _line(address: Address) -> str:
    return f"{address.scheme}://{address.host}:{address.port}"
