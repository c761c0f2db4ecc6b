"""Files whose reading is begun before it is their turn, so that every process has something to do."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadError
from index.inventory import FileState
from index.readers.dispatch import Reading, read
from index.readers.harmless import is_harmless
from index.readers.records.field_names import FieldNames
from index.workers.crew import Crew

MOST_FILES = 64
MOST_BYTES = 64 * 1000**2
"""How far ahead: what is read and not stored yet is held in memory."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A file whose reading is begun."""

    path: Path
    file: FileState | None = None
    """As it was then; `None` where that cannot be told."""
    wait: Callable[[float], Reading] | None = None
    """Returns what is in it, raises `ReadError` for why that cannot be had, or `TimeoutError` where it is not
    there after so many seconds; `None` where it need not be read."""
    error: ReadError | None = None
    """Why it cannot be read."""


def begun(path: Path, file: FileState, *, names: FieldNames, crew: Crew) -> Begun:
    """Return a file whose reading is begun: in another process, unless it is read in a moment.

    A process takes a third of a second to start, a short text a millisecond to read.
    """
    try:
        if is_harmless(path, file.size):
            return Begun(path, file, lambda _seconds: read(path, names))
    except ReadError as error:
        return Begun(path, file, error=error)
    return Begun(path, file, crew.begin(read, path, names, size=file.size).result)


def ahead(paths: Iterable[Path], begin: Callable[[Path], Begun]) -> Iterator[Begun]:
    """Yield files in the order given, each some time after it was begun."""
    waiting: deque[Begun] = deque()
    size = 0
    for path in paths:
        waiting.append(begin(path))
        size += _size(waiting[-1])
        while len(waiting) > MOST_FILES or size > MOST_BYTES:
            size -= _size(waiting[0])
            yield waiting.popleft()
    yield from waiting


def _size(begun: Begun) -> int:
    return begun.file.size if begun.file and begun.wait else 0
