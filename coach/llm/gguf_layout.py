"""Reading a GGUF file's numbers, strings and arrays without trusting any of them."""

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

MAGIC = b"GGUF"
STRING, ARRAY = 8, 9
SCALARS: Mapping[int, str] = MappingProxyType({
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"
})  # fmt: skip
"""The value types of fixed size, as ``struct`` reads them; 8 is a string, 9 an array."""

# Tensor type -> (weights in a block, bytes of a block), from ggml's own table.
BLOCKS: Mapping[int, tuple[int, int]] = MappingProxyType({
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 40),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82),
    23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
    34: (256, 54), 35: (256, 66), 39: (32, 17), 40: (64, 36), 41: (128, 18),
})  # fmt: skip

MAX_NAME = 64
MAX_DIMS = 4
MAX_KEY = 65_535
# Per-layer settings come as short arrays; vocabularies are long ones that are only counted.
_KEPT_ARRAY = 2_048

Value = str | int | float | bool | tuple[int, ...]


CUT = "den är avklippt"


class Damaged(ValueError):
    """The file is not laid out as a GGUF file is.

    Args:
        why: What is wrong, and where.
        swedish: The same for a Swedish reader, in a few words.
    """

    def __init__(self, why: str, swedish: str = "den är skadad") -> None:
        super().__init__(why)
        self.swedish = swedish


@dataclass(frozen=True, slots=True)
class Counted:
    """An array too long to keep: its element type and length."""

    kind: int
    count: int


class Bytes:
    """A cursor over the mapped file that refuses to leave it."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self.at = 0
        self.size = len(data)

    def take(self, count: int, what: str) -> bytes:
        """Return the next ``count`` bytes.

        Raises:
            Damaged: The file ends before that.
        """
        if count > self.size - self.at:
            raise Damaged(f"the file ends inside {what}", CUT)
        self.at += count
        return self._data[self.at - count : self.at]

    def number(self, code: str, what: str) -> int:
        """Return the next whole number, read as ``struct`` format ``code``.

        Raises:
            Damaged: The file ends before that.
        """
        return int(struct.unpack(code, self.take(struct.calcsize(code), what))[0])

    def string(self, what: str, limit: int) -> str:
        """Return the next length-prefixed string.

        Raises:
            Damaged: It is longer than ``limit`` or than the file.
        """
        length = self.number("<Q", what)
        if length > limit:
            raise Damaged(f"{what} claims {length} bytes")
        return self.take(length, what).decode("utf-8", "replace")

    def value(self, what: str) -> Value | Counted:
        """Return the next typed value; arrays of strings, floats or great length are only counted.

        Raises:
            Damaged: The type does not exist, or the file ends before the value does.
        """
        kind = self.number("<I", what)
        if kind == STRING:
            return self.string(what, self.size)
        if kind == ARRAY:
            return self._array(what)
        return self._scalar(kind, what)

    def _scalar(self, kind: int, what: str) -> int | float | bool:
        code = SCALARS.get(kind)
        if code is None:
            raise Damaged(f"{what} has the unknown type {kind}")
        raw = self.take(struct.calcsize(code), what)
        if kind == 7 and raw not in {b"\x00", b"\x01"}:
            raise Damaged(f"{what} is neither true nor false")
        value = struct.unpack(code, raw)[0]
        return float(value) if kind in {6, 12} else bool(value) if kind == 7 else int(value)

    def _array(self, what: str) -> tuple[int, ...] | Counted:
        kind, count = self.number("<I", what), self.number("<Q", what)
        if kind == STRING:
            self._skip_strings(count, what)
            return Counted(kind, count)
        code = SCALARS.get(kind)
        if code is None:
            raise Damaged(f"{what} is an array of the unknown type {kind}")
        raw_size = struct.calcsize(code) * count
        if raw_size > self.size - self.at:
            raise Damaged(f"{what} claims {count} elements")
        if count > _KEPT_ARRAY or kind in {6, 7, 12}:
            self.at += raw_size
            return Counted(kind, count)
        return struct.unpack(f"<{count}{code[1]}", self.take(raw_size, what))

    def _skip_strings(self, count: int, what: str) -> None:
        data, at, size, length_of = self._data, self.at, self.size, struct.Struct("<Q").unpack_from
        if count * 8 > size - at:
            raise Damaged(f"{what} claims {count} strings")
        for _ in range(count):
            if size - at < 8:
                raise Damaged(f"the file ends inside {what}", CUT)
            at += 8 + length_of(data, at)[0]
            if at > size:
                raise Damaged(f"a string of {what} leaves the file", CUT)
        self.at = at
