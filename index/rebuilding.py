"""A library cut and embedded anew from its own articles, while the old one goes on answering.

The new one is made in `rebuilding/`, a library directory of its own without files; broken off, it
is taken up again. Complete, with its indexes, it takes the old one's place in one transaction of
the old database: to exchange the files would leave readers with a log of another database.
"""

import shutil
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index import vector_files, vectors, word_files, words
from index.database import kind_of, next_generation, open_writing, transaction, translated
from index.embedder import Embedder
from index.embedding import LoadedOnce, embed_waiting
from index.errors import (
    LibraryDamagedError,
    LibraryMismatchError,
    LibraryMissingError,
    LibraryNewerError,
)
from index.library import Library
from index.lock import writing_lock
from index.passages import PassageSettings, cut
from index.progress import BuildEvent, Finished, Read, Report, Walked
from index.schema import DATABASE
from index.shelving import Content
from index.writing import Writer

FOLDER = "rebuilding"
DERIVED = ("vectors", "words")
"""The folders of the derived indexes."""
SPARE = 0.25
"""The share of empty pages from which the database is written anew without them."""

Cancelled = Callable[[], bool]

_SWAP = """
DELETE FROM removed;
DELETE FROM waiting;
DELETE FROM passages;
DELETE FROM vectors;
INSERT INTO vectors (number, digest, vector, crc, generation)
    SELECT number, digest, vector, crc, generation FROM next.vectors;
INSERT INTO passages (id, article, position, start, end, cuts, digest, generation)
    SELECT p.id, a.number, p.position, p.start, p.end, p.cuts, p.digest, p.generation
    FROM next.passages p JOIN next.articles n ON n.number = p.article JOIN articles a ON a.id = n.id;
DELETE FROM generations;
INSERT INTO generations SELECT * FROM next.generations;
DELETE FROM meta WHERE key = 'swept';
INSERT OR REPLACE INTO meta SELECT key, value FROM next.meta WHERE key IN ('uuid', 'embedder', 'settings');
"""


def rebuild(
    directory: Path,
    embedder: Callable[[], Embedder],
    *,
    settings: PassageSettings | None = None,
    cancelled: Cancelled = lambda: False,
) -> Iterator[BuildEvent]:
    """Make a library anew with an embedder and passage settings, and yield what happens.

    Readers are answered from the old one until the new one is whole. Texts that are cut as they
    were keep their vectors where the embedder is the same. `Report.changed` counts the articles.

    Args:
        directory: The library's.
        embedder: Loads the embedder the new one is made with.
        settings: How articles are cut; `None` as before, or, where that was the usual way of an earlier
            version, the usual way.
        cancelled: Says whether to stop; the next call goes on from there.

    Raises:
        LibraryBusyError: Another process is writing to it.
        LibraryError: It cannot be opened or written.
        ModelError: The embedder cannot be loaded or run.
    """
    started = time.perf_counter()
    with Library.open(directory) as old, writing_lock(directory):
        loading = LoadedOnce(embedder)
        with (
            _beside(old, loading(), settings or old.info.settings.renewed()) as new,
            Writer.of(new) as writer,
        ):
            yield from _take_over(old, writer, loading, cancelled)
            _keep_vectors(old, new)
            yield from embed_waiting(writer, loading, cancelled)
            stopped = bool(writer.waiting(1)) or _differing(old, new) != (set(), set())
        if not stopped:
            _finish(old, new.directory)
        count = old.counts().articles
    seconds = time.perf_counter() - started
    yield Finished(Report(0, count, 0, 0, (), seconds, stopped=stopped))


def is_unfinished(library: Library) -> bool:
    """Return whether a rebuild of the library was begun and not finished."""
    return (library.directory / FOLDER / DATABASE).exists()


@contextmanager
def _beside(old: Library, embedder: Embedder, settings: PassageSettings) -> Iterator[Library]:
    """Lend the library that is being made, begun anew where what is there is of no use."""
    directory = old.directory / FOLDER
    if not _is_of_use(old, directory, embedder, settings):
        shutil.rmtree(directory, ignore_errors=True)
    with Library.open_or_create(directory, embedder=embedder, settings=settings) as new:
        _number_behind(old, new)
        yield new


def _is_of_use(old: Library, directory: Path, embedder: Embedder, settings: PassageSettings) -> bool:
    if not (directory / DATABASE).exists():
        return False
    try:
        with Library.open(directory) as begun:
            begun.require_embedder(embedder)
            begun.require_settings(settings)
            return begun.info.uuid != old.info.uuid  # else it has taken the old one's place already
    except (LibraryDamagedError, LibraryMismatchError, LibraryMissingError, LibraryNewerError):
        return False


def _number_behind(old: Library, new: Library) -> None:
    """Let the new passages' ids follow the old ones', so that no id comes to mean another passage.

    Where the old library has given out more since the rebuild was begun, those made so far move up.
    """
    with translated(old.directory), closing(open_writing(new.directory)) as connection:
        _attach(connection, old.directory, "old")
        (last,) = connection.execute(_LAST_ID.format("old")).fetchone()
        (first,) = connection.execute("SELECT min(id) FROM passages").fetchone()
        ahead = 0 if first is None else last + 1 - first
        with transaction(connection):
            if ahead > 0:
                # By way of negative ids, which meet none of the others.
                connection.execute("UPDATE passages SET id = -(id + ?)", (ahead,))
                connection.execute("UPDATE passages SET id = -id")
            behind = max(last, connection.execute(_LAST_ID.format("main")).fetchone()[0] + max(0, ahead))
            connection.execute("DELETE FROM sqlite_sequence WHERE name = 'passages'")
            connection.execute("INSERT INTO sqlite_sequence VALUES ('passages', ?)", (behind,))
    if ahead > 0:
        for folder in DERIVED:
            shutil.rmtree(new.directory / folder, ignore_errors=True)


_LAST_ID = "SELECT coalesce(max(seq), 0) FROM {}.sqlite_sequence WHERE name = 'passages'"


def _take_over(
    old: Library, writer: Writer, loading: LoadedOnce, cancelled: Cancelled
) -> Iterator[BuildEvent]:
    """Cut the articles that the new library lacks, and take out what the old one has not any more."""
    new = writer.library
    missing, surplus = _differing(old, new)
    writer.take_out(identifier for identifier, _ in surplus)
    yield Walked(len(missing) + new.counts().articles, len(missing))
    for identifier, _ in sorted(missing):
        if cancelled():
            return
        article = old.article(identifier)
        if article is None:
            continue
        embedder = loading.fitting(new)
        settings = new.info.settings.within(embedder.max_tokens)
        writer.keep(Content(article, tuple(cut(article, settings, embedder.count_tokens))))
        yield Read(article.path, 1)


def _differing(old: Library, new: Library) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the articles only the old library has, and those only the new one has.

    Each is its id, and what is indexed of it that may change: its day and its headings.
    """
    before, now = (
        {(one.article.id, f"{one.article.date} {one.article.headings}") for one in library.articles()}
        for library in (old, new)
    )
    return before - now, now - before


def _keep_vectors(old: Library, new: Library) -> None:
    """Take over the vectors of texts that are cut as they were; damaged ones are made anew."""
    if old.info.embedder.digest != new.info.embedder.digest:
        return
    with translated(old.directory), closing(open_writing(new.directory)) as connection:
        _attach(connection, old.directory, "old")
        connection.create_function("crc32", 1, zlib.crc32, deterministic=True)
        with transaction(connection):
            connection.execute(
                "INSERT INTO vectors (digest, vector, crc, generation) "
                "SELECT v.digest, v.vector, v.crc, ? FROM old.vectors v "
                "WHERE v.digest IN (SELECT digest FROM waiting) AND crc32(v.vector) = v.crc",
                (next_generation(connection),),
            )
            connection.execute("DELETE FROM waiting WHERE digest IN (SELECT digest FROM vectors)")


def _finish(old: Library, made: Path) -> None:
    """Put the new library, whole and with its indexes, in the place of the old one."""
    with Library.open(made) as new:
        vectors.bring_up_to_date(new)
        words.bring_up_to_date(new)
        uuid = new.info.uuid
    for name in DERIVED:
        (old.directory / name).mkdir(exist_ok=True)
        for path in (made / name).iterdir():
            path.rename(old.directory / name / path.name)
    with translated(old.directory), closing(open_writing(old.directory)) as connection:
        _attach(connection, made, "next")
        with transaction(connection):
            for statement in filter(str.strip, _SWAP.split(";")):
                connection.execute(statement)
        connection.execute("DETACH next")
        _shrink(connection)
    vector_files.discard_others(old.directory, {uuid})
    word_files.discard_others(old.directory, {uuid})
    shutil.rmtree(made, ignore_errors=True)


def _shrink(connection: sqlite3.Connection) -> None:
    """Give back the room of what is gone, where nobody is in the way."""
    (empty,) = connection.execute("PRAGMA freelist_count").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    if empty < SPARE * pages:
        return
    try:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    except sqlite3.OperationalError as error:
        # A reader holds the old pages, or there is no room for the copy: the empty ones are used again.
        if kind_of(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL):
            raise


def _attach(connection: sqlite3.Connection, directory: Path, name: str) -> None:
    connection.execute(f"ATTACH ? AS {name}", (str(directory / DATABASE),))
