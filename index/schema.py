"""The tables of `library.db`, version by version."""

APPLICATION = 0x61727141
"""SQLite's application id ("arqA"): tells our databases from others."""

DATABASE = "library.db"

PAGE_SIZE = 8192
"""Bytes; five vectors of 384 float32 fit a page, with SQLite's default of 4096 only two."""

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row a write. Indexes derived from the library name the row they were made at; the token
-- tells two histories apart that reached the same number, as after a backup was put back.
CREATE TABLE generations (generation INTEGER PRIMARY KEY, token TEXT NOT NULL, at TEXT NOT NULL);

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    reader INTEGER NOT NULL
);

-- The text comes last, so that reading the rest of a row does not read it.
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    fields TEXT NOT NULL,
    date TEXT,
    added TEXT NOT NULL,
    story TEXT,
    characters INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX articles_by_date ON articles (date);

-- What each file says of an article beside its words; the first file's is what readers see.
CREATE TABLE locations (
    file INTEGER NOT NULL REFERENCES files (id),
    position INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number),
    fields TEXT NOT NULL,
    PRIMARY KEY (file, position)
) WITHOUT ROWID;
CREATE INDEX locations_by_article ON locations (article);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (number),
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    digest BLOB NOT NULL,
    generation INTEGER NOT NULL,
    UNIQUE (article, position)
);
CREATE INDEX passages_by_digest ON passages (digest);
CREATE INDEX passages_by_generation ON passages (generation);

CREATE TABLE vectors (
    number INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    vector BLOB NOT NULL,
    generation INTEGER NOT NULL
);
CREATE INDEX vectors_by_generation ON vectors (generation);

CREATE TABLE removed (passage INTEGER PRIMARY KEY, generation INTEGER NOT NULL, digest BLOB NOT NULL);
CREATE INDEX removed_by_generation ON removed (generation);
"""

MIGRATIONS = (_FIRST,)
"""Statement n - 1 brings a database from version n - 1 to n."""

VERSION = len(MIGRATIONS)
"""The schema this program writes, kept in `PRAGMA user_version`."""
