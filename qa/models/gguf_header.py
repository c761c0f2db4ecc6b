"""What a GGUF file holds, read from its header: llama.cpp tells it only once the file is loaded."""

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path

from index.errors import ModelError

_STRING, _ARRAY = 8, 9
_WHOLE = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 7: "<?", 10: "<Q", 11: "<q"}
"""How the types that are whole numbers lie in the file."""
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
"""Bytes of each type of value but the two above, by its number in the GGUF specification, version 3."""
_MAGIC = b"GGUF"
_FIRST = 8
"""Bytes before the counts: the magic and the version."""

LONGEST_LIST = 1024
"""Numbers of a list that are kept: as many as a network may have layers."""

Shape = tuple[int, ...]
Setting = int | str | tuple[int, ...]


def tensor_shapes(path: Path) -> dict[str, Shape]:
    """Return the shape of each tensor in a GGUF file, by its name; the innermost dimension first.

    Raises:
        ModelError: The header is cut short or damaged, or the file cannot be read.
    """
    with _header(path) as header:
        return header.tensor_shapes()


def settings_of(path: Path) -> dict[str, Setting]:
    """Return by their names the whole numbers, texts and short lists of numbers that a GGUF file states.

    Raises:
        ModelError: As `tensor_shapes`.
    """
    with _header(path) as header:
        if not header.has_magic:
            raise ModelError(f"{path} is not a GGUF file; name one")
        return dict(header.settings())


@contextmanager
def _header(path: Path) -> "Iterator[_Header]":
    try:
        with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
            yield _Header(data)
    except (OSError, ValueError, KeyError, struct.error) as error:
        raise ModelError(f"the header of the GGUF file {path} is damaged; download it again") from error


class _Header:
    """A reader of numbers and strings, from the front to the back."""

    def __init__(self, data: mmap) -> None:
        self._data = data
        self._at = _FIRST

    def tensor_shapes(self) -> dict[str, Shape]:
        tensors, settings = self._long(), self._long()
        for _ in range(settings):
            self._string()
            self._skipper(self._int())()
        return dict(self._tensor() for _ in range(tensors))

    @property
    def has_magic(self) -> bool:
        return bool(self._data[:4] == _MAGIC)

    def settings(self) -> Iterator[tuple[str, Setting]]:
        self._long()
        for _ in range(self._long()):
            name = self._string().decode("utf-8", "replace")
            value = self._setting(self._int())
            if value is not None:
                yield name, value

    def _setting(self, kind: int) -> Setting | None:
        """Return a value, or pass over it: `None` for one that is of no use here."""
        if kind == _STRING:
            return self._string().decode("utf-8", "replace")
        if kind in _WHOLE:
            return self._number(kind)
        if kind != _ARRAY:
            self._skip(_SIZES[kind])
            return None
        start = self._at
        inner, count = self._int(), self._long()
        if inner in _WHOLE and count <= LONGEST_LIST:
            return tuple(self._number(inner) for _ in range(count))
        self._at = start
        self._skip_array()
        return None

    def _number(self, kind: int) -> int:
        start = self._at
        self._skip(_SIZES[kind])
        (number,) = struct.unpack_from(_WHOLE[kind], self._data, start)
        return int(number)

    def _tensor(self) -> tuple[str, Shape]:
        name = self._string().decode("utf-8")
        shape = tuple(self._long() for _ in range(self._int()))
        self._skip(4 + 8)  # its type and its place
        return name, shape

    def _skipper(self, kind: int) -> Callable[[], object]:
        """Return what passes over one value of a type."""
        if kind == _STRING:
            return self._string
        if kind == _ARRAY:
            return self._skip_array
        size = _SIZES[kind]
        return lambda: self._skip(size)

    def _skip_array(self) -> None:
        kind, count = self._int(), self._long()
        if kind in _SIZES:
            self._skip(_SIZES[kind] * count)
            return
        skip = self._skipper(kind)
        for _ in range(count):
            skip()

    def _string(self) -> bytes:
        size = self._long()
        start = self._at
        self._skip(size)
        return self._data[start : start + size]

    def _skip(self, size: int) -> None:
        self._at += size
        if self._at > len(self._data):
            raise ValueError("the header is longer than the file")

    def _int(self) -> int:
        (number,) = struct.unpack_from("<I", self._data, self._at)
        self._at += 4
        return int(number)

    def _long(self) -> int:
        (number,) = struct.unpack_from("<Q", self._data, self._at)
        self._at += 8
        return int(number)
