"""One writer at a time: a lock the operating system lets go of when its holder dies."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LibraryBusyError, LibraryError

LOCK = "library.lock"
HOLDER = "library.holder"
"""Who holds the lock. A file of its own: opening a lock file may empty it."""


@contextmanager
def writing_lock(directory: Path) -> Iterator[None]:
    """Hold the library for writing.

    Raises:
        LibraryBusyError: Another process holds it; the message names the process and its start.
        LibraryError: The directory cannot be written.
    """
    lock = FileLock(directory / LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise LibraryBusyError(f"{directory}: {_holder(directory)}; wait or stop it") from error
    except OSError as error:
        raise LibraryError(
            f"{directory}: the library cannot be written ({error.strerror}); check its permissions"
        ) from error
    try:
        _sign(directory)
        yield
    finally:
        with suppress(FileNotFoundError):
            (directory / HOLDER).unlink()
        lock.release()


@contextmanager
def tried_lock(file: Path, *, seconds: float) -> Iterator[bool]:
    """Say whether a lock was got within `seconds`, and hold it if so; False too where none can be made."""
    lock = FileLock(file, timeout=seconds, thread_local=False)
    try:
        lock.acquire()
    except (Timeout, OSError):  # an unwritable directory: whoever asks can do without
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _sign(directory: Path) -> None:
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        (directory / HOLDER).write_text(json.dumps({"pid": os.getpid(), "since": started}), "utf-8")
    except OSError as error:
        raise LibraryError(f"{directory}: the library cannot be written ({error.strerror})") from error


def _holder(directory: Path) -> str:
    try:
        holder = json.loads((directory / HOLDER).read_text("utf-8"))
        pid, since = int(holder["pid"]), datetime.fromisoformat(holder["since"])
    except (OSError, ValueError, KeyError, TypeError):  # it holds the lock and has not signed yet
        return "the library is being written by another process"
    today = since.date() == datetime.now().astimezone().date()
    start = f"{since:%H:%M}" if today else f"{since:%Y-%m-%d %H:%M}"
    return f"the library is being written by process {pid} since {start}"
