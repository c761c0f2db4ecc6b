"""A new database filled with what is left of a damaged one, as far as it proves to be what was stored.

Articles and passages are those that `index.rescue.proving` vouches for; a vector is proved by its checksum
and its length. What waits for a vector then is embedded by the next run.
"""

import json
import secrets
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from index.creation import create
from index.database import next_generation, open_writing, transaction
from index.embedder import Embedder
from index.inventory import Identity
from index.passages import PassageSettings, cut
from index.records import Article, Passage
from index.rescue.proving import DAMAGED, Found, Lost, gather
from index.rescue.salvage import Remains, text
from index.shelving import Content, Shelf
from index.writing import UNIT

SHA256_BYTES = 32
MOST_IDS = 1 << 40
"""A number of passages beyond this is damage."""
TOGETHER = 500
"""Files stored in one transaction."""


@dataclass(frozen=True, slots=True)
class Refilled:
    """What the new database holds of the damaged one."""

    articles: int
    lost: tuple[Lost, ...]
    passages: int
    vectors: int
    unread: tuple[str, ...]
    """Files that the next run reads again."""


@dataclass(frozen=True, slots=True)
class _Meta:
    identity: Identity | None
    settings: PassageSettings | None
    created: str


def refill(
    remains: Remains,
    folder: Path,
    embedder: Callable[[Identity | None], Embedder],
    *,
    settings: PassageSettings,
) -> Refilled:
    """Make a library's database in `folder` and return what could be saved.

    The arguments are those of `index.rescue.recovery.recover`.
    """
    meta = _meta(remains)
    identity = meta.identity or _identity(embedder(None))
    settings = meta.settings or settings
    settled = {"created": meta.created, "embedder": asdict(identity), "settings": asdict(settings)}
    create(folder, {"uuid": secrets.token_hex(16), **settled})

    def recut(article: Article) -> tuple[Passage, ...]:
        cutter = embedder(meta.identity)
        return tuple(cut(article, settings.within(cutter.max_tokens), cutter.count_tokens))

    with closing(open_writing(folder)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        found = gather(remains, settings.headings)
        passages = _store_files(connection, found, recut, headings=settings.headings)
        vectors = 0 if meta.identity is None else _store_vectors(connection, remains, identity.dimension)
        _store_the_rest(connection, remains)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    unread = {path for path, held in found.files.items() if held.state.reader == 0}
    unread.update(path for lost in found.lost for path in lost.paths)
    return Refilled(len(found.articles), found.lost, passages, vectors, tuple(sorted(unread)))


def _meta(remains: Remains) -> _Meta:
    """Return what the library says of itself, `None` for what cannot be read."""
    stored: dict[str, Any] = {}
    for key, value in remains.both_ends("SELECT key, value FROM meta", "key")[0]:
        with suppress(*DAMAGED):
            stored[text(key)] = json.loads(text(value))
    identity = settings = None
    with suppress(*DAMAGED):
        identity = Identity(**stored["embedder"])
        if not isinstance(identity.dimension, int) or len(bytes.fromhex(identity.digest)) != SHA256_BYTES:
            identity = None
    with suppress(*DAMAGED):
        settings = _settings(stored["settings"])
    created = datetime.now(UTC).isoformat(timespec="seconds")
    with suppress(*DAMAGED):
        created = datetime.fromisoformat(stored["created"]).isoformat()
    return _Meta(identity, settings, created)


def _settings(stored: dict[str, int]) -> PassageSettings | None:
    """Return how articles are cut, `None` where that is damaged."""
    settings = PassageSettings.stored(stored)
    return settings if all(isinstance(value, int) for value in asdict(settings).values()) else None


def _identity(embedder: Embedder) -> Identity:
    return Identity(embedder.name, embedder.digest, embedder.dimension)


def _store_files(
    connection: sqlite3.Connection,
    found: Found,
    recut: Callable[[Article], tuple[Passage, ...]],
    *,
    headings: int,
) -> int:
    """Store files with their articles and passages; return how many passages."""
    shelf = Shelf(connection, headings)
    files = list(found.files.values())
    for first in range(0, len(files), TOGETHER):
        with transaction(connection):
            generation = next_generation(connection)
            for held in files[first : first + TOGETHER]:
                number = shelf.store_file(held.state)
                contents = [Content(one, found.passages_of(one) or recut(one)) for one in held.articles]
                shelf.replace(number, contents, generation)
    ((count,),) = connection.execute("SELECT count(*) FROM passages")
    return int(count)


def _store_vectors(connection: sqlite3.Connection, remains: Remains, dimension: int) -> int:
    """Store the vectors that are as they were written and that a passage waits for; return how many."""
    crc = "crc" if "crc" in remains.columns("vectors") else "NULL"
    rows, _ = remains.numbered("vectors", f"digest, vector, {crc}", "number")
    sound = [(row[1], half) for row in rows if (half := _sound_vector(row[2], row[3], dimension))]
    with transaction(connection):
        generation = next_generation(connection)
        connection.executemany(
            "INSERT OR IGNORE INTO vectors (digest, vector, crc, generation) SELECT ?1, ?2, ?3, ?4 "
            "WHERE EXISTS (SELECT 1 FROM waiting WHERE digest = ?1)",
            [(digest, half, zlib.crc32(half), generation) for digest, half in sound],
        )
        connection.execute("DELETE FROM waiting WHERE digest IN (SELECT digest FROM vectors)")
    ((count,),) = connection.execute("SELECT count(*) FROM vectors")
    return int(count)


def _sound_vector(stored: object, crc: object, dimension: int) -> bytes | None:
    """Return a vector in half precision, `None` where it is not what was written.

    Without a checksum it is of schema 1, in single precision, where its length alone proves it.
    """
    kind = np.dtype("<f4" if crc is None else "<f2")
    if not isinstance(stored, bytes) or len(stored) != kind.itemsize * dimension:
        return None
    vector = np.frombuffer(stored, dtype=kind).astype(np.float32)
    if not abs(float(np.linalg.norm(vector)) - 1) <= UNIT or crc not in (None, zlib.crc32(stored)):
        return None
    return vector.astype("<f2").tobytes()


def _store_the_rest(connection: sqlite3.Connection, remains: Remains) -> None:
    """Store what a person took out, the state of feeds, and how many ids passages have had."""
    with transaction(connection):
        for table, columns, key in (
            ("left_out", "kind, name", "kind, name"),
            ("feeds", "address, etag, modified, checked", "address"),
        ):
            for row in remains.both_ends(f"SELECT {columns} FROM {table}", key)[0]:  # noqa: S608 - ours
                with suppress(*DAMAGED, sqlite3.IntegrityError):
                    values = [None if value is None else text(value) for value in row]
                    marks = ", ".join("?" * len(values))
                    connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", values)  # noqa: S608
        for (last,) in remains.rows("SELECT seq FROM sqlite_sequence WHERE name = 'passages'")[0]:
            if isinstance(last, int) and 0 < last < MOST_IDS:
                update = "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'passages'"
                connection.execute(update, (last,))
