"""What a model has been told in a conversation: only what is new follows, and nothing is told twice."""

import contextlib
import json
import os
import re
import tempfile
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

_FILE = "talk.json"
_HELD = 32
"""Conversations in memory."""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation as the model has it, word by word."""

    prompt: str = ""
    """The instructions it began with; with others it begins anew."""
    exchanges: tuple[tuple[str, str], ...] = ()
    """What the model was asked and what it answered, refused answers too, in order."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What the placeholders stood for the last time."""
    passages: tuple[str, ...] = ()
    """The ids of the passages it has been given; each one's number is its place, from 1."""

    def after(self, asked: str, answered: str) -> "Talk":
        """Return the talk with one more exchange."""
        return replace(self, exchanges=(*self.exchanges, (asked, answered)))


class Talks:
    """The talks of conversations: in memory, and on disk where there is a folder for them.

    What is lost is told again; nothing here is the only copy of anything.

    Args:
        folder: Holds a folder a conversation, the one its model states lie in; None for memory only.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._held: OrderedDict[str, Talk] = OrderedDict()
        self._forgotten: set[str] = set()

    def get(self, conversation: str, prompt: str) -> Talk:
        """Return a conversation's talk, a new one where there is none with these instructions."""
        found = self._held.get(conversation) or self._read(conversation)
        if found is None or found.prompt != prompt:
            return Talk(prompt)
        return found

    def put(self, conversation: str, talk: Talk) -> None:
        """Keep a conversation's talk."""
        if conversation in self._forgotten:
            return
        self._held[conversation] = talk
        self._held.move_to_end(conversation)
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
        place = self._place(conversation)
        # The model's process makes the folder; whoever erased it meanwhile wants nothing written there.
        if place is not None and place.is_dir():
            _write(place / _FILE, talk)

    def forget(self, conversation: str) -> None:
        """Drop a conversation's talk, and keep nothing of it from now on."""
        self._held.pop(conversation, None)
        self._forgotten.add(conversation)
        if (place := self._place(conversation)) is not None:
            with contextlib.suppress(OSError):
                (place / _FILE).unlink(missing_ok=True)

    def _place(self, conversation: str) -> Path | None:
        named = self._folder is not None and _NAME.fullmatch(conversation)
        return self._folder / conversation if self._folder is not None and named else None

    def _read(self, conversation: str) -> Talk | None:
        place = self._place(conversation)
        if place is None:
            return None
        try:
            raw = json.loads((place / _FILE).read_text(encoding="utf-8"))
            exchanges = tuple((str(asked), str(answered)) for asked, answered in raw["exchanges"])
            values = {str(name): str(value) for name, value in raw["values"].items()}
            return Talk(str(raw["prompt"]), exchanges, values, tuple(map(str, raw["passages"])))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def added(old: str, new: str, said: str = "") -> str:
    """Return the lines of ``new`` that are neither in ``old`` nor in the model's last answer, ``said``."""
    if new.startswith(f"{old}\n"):
        fresh = new[len(old) + 1 :].split("\n")
    else:
        known = set(old.split("\n"))
        fresh = [line for line in new.split("\n") if line not in known]
    return "\n".join(line for line in fresh if len(line) < 20 or line.strip() not in said).strip()


def numbered(
    given: Sequence[str], passages: Sequence[tuple[str, str, str]], above: str
) -> tuple[str, tuple[str, ...]]:
    """Return passages as a model reads them, and the ids of all it has been given then.

    Args:
        given: The ids of those it has.
        passages: Id, title and text of those it needs now.
        above: Stands for a text that is in the conversation already.
    """
    ids, rows = list(given), []
    for id, title, text in passages:
        known = id in ids
        if not known:
            ids.append(id)
        rows.append(f"[{ids.index(id) + 1}] ({title}) {above if known else text}")
    return "\n\n".join(rows), tuple(ids)


def _write(path: Path, talk: Talk) -> None:
    fields = {
        "prompt": talk.prompt,
        "exchanges": talk.exchanges,
        "values": dict(talk.values),
        "passages": talk.passages,
    }
    with contextlib.suppress(OSError):
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(fields, file, ensure_ascii=False)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
