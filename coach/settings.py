"""Settings: defaults < coach.toml in the data folder < COACH_* < options; each value knows its source."""

import datetime
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from coach.domain.address import Address
from coach.domain.errors import SetupError, UsageError
from coach.resources import default_data_dir

WriterChoice = Literal["auto", "guided", "model"]
LangChoice = Literal["auto", "sv", "en"]

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "writer": ("auto", "guided", "model"),
    "lang": ("auto", "sv", "en"),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set; ``sources`` says where each value comes from."""

    data_dir: Path
    """The person's folder: documents, conversations, goals."""
    lang: LangChoice = "auto"
    """The language to speak; ``auto`` follows the person's text."""
    writer: WriterChoice = "auto"
    """``auto`` takes the model where there is one that works."""
    model: Path | None = None
    """A GGUF file for the model writer."""
    embedder: Path | None = None
    """A GGUF file for the search by meaning."""
    server: Address | None = None
    """A model server that words drafts in place of a file."""
    server_model: str = ""
    """Which of its models; "" takes the one it has."""
    key_variable: str = "COACH_API_KEY"
    """The environment variable that holds the server's key; the key itself is written nowhere."""
    country: str = "SE"
    """Whose emergency numbers and roles are named, as a code of two letters."""
    port: int = 7860
    """Of the page, on 127.0.0.1."""
    keep_chats_days: int = 90
    """Days after its last message that a conversation is offered for erasing; 0 is never."""
    keep_goals_days: int = 365
    """The same for goals, plans and competences."""
    today: datetime.date | None = None
    """The day to resolve dates against; None is the clock's."""
    sources: Mapping[str, str] | None = None
    """``default``, the path of the file, the variable's name, or ``option``, by field."""

    def source(self, name: str) -> str:
        """Return where the value of a field comes from."""
        return (self.sources or {}).get(name, "default")

    def day(self) -> datetime.date:
        """Return the day to resolve dates against."""
        return self.today or datetime.datetime.now().astimezone().date()


def load(options: Mapping[str, object], environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that hold, each with its source.

    Args:
        options: What the command line gave; None values count as not given.
        environ: The environment; the process's own by default.

    Raises:
        UsageError: A value that can't be, or an option or key that does not exist.
        SetupError: ``coach.toml`` can't be read.
    """
    env = os.environ if environ is None else environ
    given: dict[str, object] = {"data_dir": default_data_dir()}
    sources: dict[str, str] = {}
    from_env = {name: env[f"COACH_{name.upper()}"] for name in _names() if env.get(f"COACH_{name.upper()}")}
    from_options = {name: value for name, value in options.items() if value is not None and name in _names()}
    folder = Path(
        str(from_options.get("data_dir") or from_env.get("data_dir") or given["data_dir"])
    ).expanduser()
    file = folder / "coach.toml"
    layers: tuple[tuple[Mapping[str, object], Callable[[str], str]], ...] = (
        (_from_file(file), lambda _: str(file)),
        (from_env, lambda name: f"COACH_{name.upper()}"),
        (from_options, lambda _: "option"),
    )
    for values, source in layers:
        for name, value in values.items():
            given[name], sources[name] = value, source(name)
    made = {name: _MAKE[name](value, sources.get(name, "default")) for name, value in given.items()}
    return Settings(**made, sources=sources)  # type: ignore[arg-type]


def _names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Settings) if field.name != "sources")


def _from_file(path: Path) -> dict[str, object]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SetupError(
            {
                "sv": f"{str(path)!r} går inte att läsa: {error}",
                "en": f"can't read {str(path)!r}: {error}",
            },
            fix={"sv": "Rätta filen eller lägg den åt sidan.", "en": "Mend the file or move it aside."},
        ) from error
    known = [name for name in _names() if name != "data_dir"]
    for key in raw:
        if key not in known:
            raise UsageError(f"no setting {key!r} in {str(path)!r}; there are {', '.join(known)}")
    return raw


def _path(value: object, source: str) -> Path:
    if "\0" in str(value):
        raise UsageError(f"{str(value)!r} ({source}) is no path")
    return Path(str(value)).expanduser()


def _server(value: object, source: str) -> Address:
    return Address.parse(str(value))


def _model_name(value: object, source: str) -> str:
    name = str(value).strip()
    if not name.isprintable() or len(name) > 200:
        raise UsageError(f"server_model is {name[:40]!r} ({source}); it is a name on one line")
    return name


def _variable(value: object, source: str) -> str:
    # Someone may have put the key itself here: what was given is not shown.
    if not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,99}", str(value)):
        raise UsageError(f"key_variable ({source}) is the name of a variable, such as COACH_API_KEY")
    return str(value)


def _choice(name: str) -> Callable[[object, str], str]:
    def make(value: object, source: str) -> str:
        if value not in _CHOICES[name]:
            raise UsageError(f"{name} is {value!r} ({source}); choose from {', '.join(_CHOICES[name])}")
        return str(value)

    return make


def _port(value: object, source: str) -> int:
    try:
        port = int(str(value))
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise UsageError(f"port is {value!r} ({source}); it is a number from 0 to 65535, 0 takes a free one")
    return port


def _days(name: str) -> Callable[[object, str], int]:
    def make(value: object, source: str) -> int:
        text = str(value)
        if not (text.isascii() and text.isdecimal() and len(text) < 6):
            raise UsageError(f"{name} is {value!r} ({source}); it is a number of days, 0 is never")
        return int(text)

    return make


def _day(value: object, source: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise UsageError(f"today is {value!r} ({source}); write it as YYYY-MM-DD") from None


def _country(value: object, source: str) -> str:
    code = str(value).upper()
    if len(code) != 2 or not code.isalpha():
        raise UsageError(f"country is {value!r} ({source}); it is a code of two letters, such as SE")
    return code


_MAKE: dict[str, Callable[[object, str], object]] = {
    "data_dir": _path,
    "lang": _choice("lang"),
    "writer": _choice("writer"),
    "model": _path,
    "embedder": _path,
    "server": _server,
    "server_model": _model_name,
    "key_variable": _variable,
    "country": _country,
    "port": _port,
    "keep_chats_days": _days("keep_chats_days"),
    "keep_goals_days": _days("keep_goals_days"),
    "today": _day,
}
