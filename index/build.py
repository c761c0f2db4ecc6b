"""The pipeline from files to a library: what changed → read → cut → store → embed."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from index import vectors, words
from index.embedder import Embedder
from index.embedding import Backlog, LoadedOnce
from index.errors import LibraryMissingError
from index.incoming import Incoming
from index.library import Library
from index.passages import PassageSettings
from index.progress import Arranging, BuildEvent, Finished
from index.readers.records.field_names import USUAL_NAMES, FieldNames
from index.run import Run
from index.walk import walk
from index.wanted import Wanted
from index.writing import Writer

INDEXED = 20_000
"""Vectors between two times that the index on disk is caught up during a long run: else a chat that
is open compares all of them one by one."""

Cancelled = Callable[[], bool]
Task = Callable[[Run], Iterator[BuildEvent]]


def build(
    paths: Sequence[Path],
    library_directory: Path,
    embedder: Callable[[], Embedder],
    *,
    settings: PassageSettings | None = None,
    names: FieldNames = USUAL_NAMES,
    cancelled: Cancelled = lambda: False,
) -> Iterator[BuildEvent]:
    """Bring what lies under `paths` into a library, and yield what happens.

    Every new or changed file is stored, in one transaction with its articles and their passages, in
    place of what it held before: from then on it is found by its words. What has no vector yet is
    embedded meanwhile, batch by batch, and the rest of it afterwards. Stopped at any moment, the next
    run does what was left. A file that cannot be read is skipped, and what the library has of it stays.
    A file that is gone leaves if its articles lie in another one (it was moved); else it is counted.

    `embedder` is called once, when a library is made or the first passage is to be cut, so never
    where nothing changed. Its identity is compared with the library's then, before anything was
    written.

    Args:
        paths: Files and folders.
        library_directory: Where the library is, or is made.
        embedder: Loads the embedder.
        settings: How articles are cut; `None` as the library has it, or the usual way.
        names: What fields of JSON files are called; where any are given, such files are read again.
        cancelled: Says whether to stop; asked between files and between batches of passages.

    Raises:
        ReadError: A path does not exist, or there is nothing to read; nothing is made then.
        LibraryMismatchError: The library was made with another embedder or other settings.
        LibraryBusyError: Another process is writing to it.
        LibraryError: It cannot be opened or written.
        ModelError: The embedder cannot be loaded or run.
    """
    found = walk(paths)
    loading = LoadedOnce(embedder)
    library = _opened(library_directory, loading, settings)
    yield from _carried_out(lambda run: run.take_files(found, names), library, loading, cancelled)


def gather(
    wanted: Wanted,
    library_directory: Path,
    embedder: Callable[[], Embedder],
    *,
    cancelled: Cancelled = lambda: False,
) -> Iterator[BuildEvent]:
    """Bring files, folders and what lies at addresses into a library; otherwise as `build`.

    Each address is asked for politely, and what it gives is stored before the next. One that fails
    is skipped, and what the library has of it stays.
    """
    found = walk(wanted.paths) if wanted.paths else None
    loading = LoadedOnce(embedder)
    library = _opened(library_directory, loading, None)

    def task(run: Run) -> Iterator[BuildEvent]:
        if found:
            yield from run.take_files(found, wanted.names)
        if wanted.addresses:
            # Here, since what fetches takes a tenth of a second to import.
            from index.visiting import visitor

            with visitor(wanted, run.asked_to_stop) as visits:
                yield from run.take_addresses(wanted.addresses, visits)

    yield from _carried_out(task, library, loading, cancelled)


def bring_in(
    incoming: Iterable[Incoming],
    library_directory: Path,
    embedder: Callable[[], Embedder],
    *,
    settings: PassageSettings | None = None,
    cancelled: Cancelled = lambda: False,
) -> Iterator[BuildEvent]:
    """Bring what was fetched into a library, and yield what happens; otherwise as `build`."""
    loading = LoadedOnce(embedder)
    library = _opened(library_directory, loading, settings)
    yield from _carried_out(lambda run: run.take_incoming(incoming), library, loading, cancelled)


def _carried_out(
    task: Task, library: Library, loading: LoadedOnce, cancelled: Cancelled
) -> Iterator[BuildEvent]:
    started = time.perf_counter()
    with closing(library):
        with Writer.of(library) as writer, Backlog(writer, loading) as backlog:
            run = Run(writer, loading, cancelled, came_in=backlog.came_in)
            yield from task(run)
            yield from run.settle_stories()
            if run.stored_something and not run.stopped:
                yield Arranging()
                words.bring_up_to_date(library)
            yield from _embedded(backlog, library, run)
            run.finish()
        vectors.bring_up_to_date(library)
        words.bring_up_to_date(library)
    yield Finished(run.report(time.perf_counter() - started))


def _embedded(backlog: Backlog, library: Library, run: Run) -> Iterator[BuildEvent]:
    """Embed what waits, and now and then have the index on disk hold what is embedded so far."""
    indexed = 0
    for event in backlog.work_off(run.asked_to_stop):
        yield event
        if event.done - indexed >= INDEXED:
            vectors.bring_up_to_date(library)
            indexed = event.done


def _opened(directory: Path, loading: LoadedOnce, settings: PassageSettings | None) -> Library:
    try:
        library = Library.open(directory)
    except LibraryMissingError:
        wanted = settings or PassageSettings()
        return Library.open_or_create(directory, embedder=loading(), settings=wanted)
    try:
        if settings is not None:
            library.require_settings(settings)
    except BaseException:
        library.close()
        raise
    return library
