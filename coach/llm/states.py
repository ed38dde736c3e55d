"""States of conversations, so that nothing is read twice: in memory, and in a folder where there is one.

Tokens are text: a state is as private as the conversation it is of. It lies in a folder named after that
conversation, and goes with it. A file that is cut, foreign or of another version is dropped without a word:
what it held is read again.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import struct
import tempfile
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIXED = "fixed"
"""The owner of what every conversation of a mode begins with: nothing in it is the person's."""
_MAGIC = b"coachst1"
_HEAD = struct.Struct("<8sI")
_DIGEST = 32
_NAME = re.compile(r"[0-9a-f]{16}\.[\w-]+\.[0-9a-f]{32}\.state")
_OWNER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LONGEST = 512
"""States in a chain; a conversation has as many as turns."""
_BEGINNINGS = 12
"""Fixed beginnings kept: one a mode and language in use."""
_SPARE_DISK = 512 << 20
"""Left free on the disk whatever the limit says, in bytes."""


@dataclass(frozen=True, slots=True)
class State:
    """What a model holds of some tokens, and the state it continues."""

    name: str
    before: str
    """The name of the state that ends where this begins; "" for none."""
    start: int
    tokens: tuple[int, ...]
    """Those it is of: ``start`` is the place of the first."""
    rest: tuple[int, ...]
    """Tokens that follow and belong to what the name stands for, but were not read yet."""
    data: bytes
    """llama.cpp's own, for ``Context.put``."""

    @property
    def end(self) -> int:
        """The place after its last token."""
        return self.start + len(self.tokens)


class States:
    """A bounded store of states; the conversations used last stay.

    Args:
        key: The model's own, from ``model_key``: a state fits no other.
        library: The version of llama.cpp's binding, part of every file's name.
        folder: Where they outlive the process; None keeps them in memory only.
        memory: Bytes in memory, for what is in no folder.
        disk: Bytes in the folder.
    """

    def __init__(self, key: str, library: str, folder: Path | None, *, memory: int, disk: int) -> None:
        self._key = f"{key[:16]}.{re.sub(r'[^0-9A-Za-z]', '-', library)}"
        self._folder = folder
        self._limits = (memory, disk)
        self._held: OrderedDict[tuple[str, str], State] = OrderedDict()
        self._forgotten: set[str] = set()
        if folder is not None:
            with contextlib.suppress(OSError):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._clear_up(folder)

    def begin(self, owner: str) -> None:
        """Make room for a conversation's states; without it none is written for that owner.

        Whoever erases a conversation removes its folder, and what is saved after that goes nowhere.
        """
        if (place := self._place(owner)) is not None and owner not in self._forgotten:
            with contextlib.suppress(OSError):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.utime(place)

    def get(self, owner: str, name: str) -> State | None:
        """Return a state of that owner, or of what every conversation begins with."""
        for whose in (owner, FIXED):
            if (held := self._held.get((whose, name))) is not None:
                self._held.move_to_end((whose, name))
                return held
            path = self._file(whose, name)
            if path is not None and (found := _read(path, name)) is not None:
                with contextlib.suppress(OSError):
                    os.utime(path)
                return found
        return None

    def has(self, owner: str, name: str) -> bool:
        """Return whether ``get`` would find something, unless it is damaged."""
        for whose in (owner, FIXED):
            path = self._file(whose, name)
            if (whose, name) in self._held or (path is not None and path.is_file()):
                return True
        return False

    def chain(self, owner: str, name: str) -> tuple[State, ...]:
        """Return the states that lead up to one, first to last; none where one is missing."""
        found: list[State] = []
        while name and len(found) < _LONGEST:
            state = self.get(owner, name)
            if state is None or (found and state.end != found[-1].start):
                return ()
            found.append(state)
            name = state.before
        return tuple(reversed(found)) if found and not found[-1].start else ()

    def put(self, owner: str, state: State) -> None:
        """Keep a state; the conversations used longest ago make room for it."""
        if owner in self._forgotten:
            return
        if (path := self._file(owner, state.name)) is not None:
            if not path.parent.is_dir() and path.parent.parent.is_dir():
                return  # erased meanwhile
            if self._make_room(owner, len(state.data)) and _write(path, state):
                if owner == FIXED:
                    _prune(path.parent)
                return
        self._held[owner, state.name] = state
        self._held.move_to_end((owner, state.name))
        while sum(len(one.data) for one in self._held.values()) > self._limits[0]:
            self._held.popitem(last=False)

    def drop(self, owner: str, keep: frozenset[str] = frozenset()) -> None:
        """Drop the states of an owner but those named."""
        for whose, name in [key for key in self._held if key[0] == owner and key[1] not in keep]:
            del self._held[whose, name]
        place = self._place(owner)
        if place is None:
            return
        with contextlib.suppress(OSError):
            for path in list(place.iterdir()):
                if path.name.startswith(self._key) and path.name.split(".")[2] not in keep:
                    path.unlink(missing_ok=True)

    def discard(self, owner: str, name: str) -> None:
        """Drop one state that llama.cpp would not take."""
        for whose in (owner, FIXED):
            self._held.pop((whose, name), None)
            if (path := self._file(whose, name)) is not None:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def forget(self, owner: str) -> None:
        """Drop all of an owner's, and keep nothing of it from now on."""
        if owner == FIXED:
            return
        self._forgotten.add(owner)
        self.drop(owner)
        if (place := self._place(owner)) is not None:
            shutil.rmtree(place, ignore_errors=True)

    def _place(self, owner: str) -> Path | None:
        return self._folder / owner if self._folder is not None and _OWNER.fullmatch(owner) else None

    def _file(self, owner: str, name: str) -> Path | None:
        place = self._place(owner)
        return None if place is None else place / f"{self._key}.{name}.state"

    def _make_room(self, owner: str, size: int) -> bool:
        """Remove whole conversations, the one used longest ago first; return whether there is room now."""
        assert self._folder is not None
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(self._folder).free - _SPARE_DISK
            places = {place: _size(place) for place in self._folder.iterdir() if place.is_dir()}
            others = [place for place in places if place.name not in {owner, FIXED}]
            oldest = sorted(others, key=lambda place: place.stat().st_mtime)
            taken = sum(places.values())
            while oldest and (taken + size > self._limits[1] or size > free):
                place = oldest.pop(0)
                shutil.rmtree(place, ignore_errors=True)
                taken, free = taken - places[place], free + places[place]
            return taken + size <= self._limits[1] and size <= free
        return False

    def _clear_up(self, folder: Path) -> None:
        """Remove half-written files and those of another version: nothing reads them any more."""
        library = self._key.partition(".")[2]
        for path in list(_files(folder)):
            state = _NAME.fullmatch(path.name)
            if path.name.startswith("tmp") or (state and path.name.split(".")[1] != library):
                path.unlink(missing_ok=True)


def forget_states(folder: Path, owners: tuple[str, ...] | None) -> None:
    """Remove the states of conversations from a folder; of all of them, and the rest, with None.

    Raises:
        OSError: A file can't be removed.
    """
    for owner in [""] if owners is None else [one for one in owners if _OWNER.fullmatch(one)]:
        for _ in range(5):  # a model's process may be in the middle of writing one
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                shutil.rmtree(folder / owner, ignore_errors=True)
            if not (folder / owner).exists():
                break
        else:
            shutil.rmtree(folder / owner)


def keep_states(folder: Path, owners: frozenset[str]) -> None:
    """Remove the states of conversations that are none any more."""
    with contextlib.suppress(OSError):
        gone = [one.name for one in folder.iterdir() if one.name not in owners | {FIXED}]
        forget_states(folder, tuple(gone))


def model_key(path: Path) -> str:
    """Return a hash of a model file: of its size, its time, both ends and 64 places between them.

    Hashing all of it would cost seconds at every start.
    """
    about = path.stat()
    digest = hashlib.sha256(f"{about.st_size} {about.st_mtime_ns}".encode())
    with path.open("rb") as file:
        for at in (*range(0, about.st_size, max(1 << 20, about.st_size // 64)), about.st_size - (1 << 16)):
            file.seek(max(0, at))
            digest.update(file.read(1 << 20 if not at else 1 << 16))
    return digest.hexdigest()


def state_name(parts: object) -> str:
    """Return the name of the state after some turns or tokens: equal for equal parts only."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _write(path: Path, state: State) -> bool:
    head = json.dumps([state.name, state.before, state.start, len(state.tokens), state.rest]).encode()
    tokens = array("i", state.tokens).tobytes()
    digest = hashlib.sha256()
    temporary = ""
    try:
        # Readable by nobody else, and whole or not there: the name is given when all is written.
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            for part in (_HEAD.pack(_MAGIC, len(head)), head, tokens, state.data):
                digest.update(part)
                file.write(part)
            file.write(digest.digest())
        Path(temporary).replace(path)
        return True
    except OSError:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
        return False


def _read(path: Path, name: str) -> State | None:
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    try:
        body = memoryview(raw)[:-_DIGEST]
        if len(raw) < _HEAD.size + _DIGEST or hashlib.sha256(body).digest() != raw[-_DIGEST:]:
            raise ValueError
        magic, length = _HEAD.unpack_from(raw)
        named, before, start, count, rest = json.loads(raw[_HEAD.size : _HEAD.size + length])
        if magic != _MAGIC or named != name:
            raise ValueError
        at = _HEAD.size + length
        tokens = array("i", raw[at : at + 4 * count])
        return State(name, str(before), int(start), tuple(tokens), tuple(rest), bytes(body[at + 4 * count :]))
    except (ValueError, TypeError, struct.error):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return None


def _prune(place: Path) -> None:
    """Leave the beginnings used last: a prompt that was changed leaves one nobody asks for again."""
    with contextlib.suppress(OSError):
        files = sorted(place.iterdir(), key=lambda path: path.stat().st_mtime)
        for path in files[:-_BEGINNINGS]:
            path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    for place in folder.iterdir():
        if place.is_dir() and not place.is_symlink():
            yield from (path for path in place.iterdir() if path.is_file())


def _size(place: Path) -> int:
    return sum(path.stat().st_size for path in place.iterdir())
