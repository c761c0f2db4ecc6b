"""What a GGUF file holds, read from its header: llama.cpp does not tell the names of the tensors."""

import struct
from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from pathlib import Path

from index.errors import ModelError

_STRING, _ARRAY = 8, 9
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
"""Bytes of each type of value but the two above, by its number in the GGUF specification, version 3."""
_FIRST = 8
"""Bytes before the counts: the magic and the version."""

Shape = tuple[int, ...]


def tensor_shapes(path: Path) -> dict[str, Shape]:
    """Return the shape of each tensor in a GGUF file, by its name; the innermost dimension first.

    Raises:
        ModelError: The header is cut short or damaged, or the file cannot be read.
    """
    try:
        with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
            return _Header(data).tensor_shapes()
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
