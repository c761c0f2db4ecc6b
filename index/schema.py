"""The tables of `library.db`, version by version."""

APPLICATION = 0x61727141
"""SQLite's application id ("arqA"): tells our databases from others."""

DATABASE = "library.db"

PAGE_SIZE = 8192
"""Bytes; ten vectors of 384 float16 fit a page, and short articles do."""

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

# Vectors in half precision, in half the bytes: on the news data no similarity changed by 0.0001, and the
# ten first passages were the same for each of 300 questions. The checksum tells damage that leaves the
# length of a vector as it was.
_SECOND = """
ALTER TABLE vectors ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
UPDATE vectors SET vector = halved(vector);
UPDATE vectors SET crc = crc32(vector);

CREATE INDEX articles_by_story ON articles (story) WHERE story IS NOT NULL;

-- Embedded texts that have no vector yet; those whose last passage has left are swept out.
CREATE TABLE waiting (digest BLOB PRIMARY KEY) WITHOUT ROWID;
INSERT INTO waiting SELECT DISTINCT digest FROM passages WHERE digest NOT IN (SELECT digest FROM vectors);

-- What a person took out, so that no later run brings it in again: a file or folder by its path,
-- an article by its id.
CREATE TABLE left_out (
    kind TEXT NOT NULL CHECK (kind IN ('path', 'article')),
    name TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;

-- What a feed's server said last, for asking only for what is new.
CREATE TABLE feeds (address TEXT PRIMARY KEY, etag TEXT, modified TEXT, checked TEXT NOT NULL) WITHOUT ROWID;
"""

# Passages of several pieces. Libraries made before have one to a passage, and keep them until they are
# made anew.
_THIRD = """
-- Where in the article's text the second and further pieces begin, with a space between.
ALTER TABLE passages ADD COLUMN cuts TEXT NOT NULL DEFAULT '';
UPDATE meta SET value = json_set(value, '$.pieces', 1) WHERE key = 'settings' AND json_valid(value);

-- In the order of articles and positions: passages that follow each other share pieces, and each piece
-- is embedded once.
ALTER TABLE waiting RENAME TO unordered;
CREATE TABLE waiting (number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE);
INSERT INTO waiting (digest)
    SELECT digest FROM unordered JOIN passages USING (digest) GROUP BY digest ORDER BY min(id);
DROP TABLE unordered;
"""

# What stories are found by. Articles that are there wait in `uncompared` for the next run, since no script
# can sketch them. Whoever changes what a sketch is empties the three tables and does the same again.
_FOURTH = """
-- The lowest shingles of each article, in the order in which their other holders are asked for.
CREATE TABLE sketches (
    shingle INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number),
    PRIMARY KEY (shingle, article)
) WITHOUT ROWID;
CREATE INDEX sketches_by_article ON sketches (article);

-- Which articles are copies of each other, each pair both ways round.
CREATE TABLE copies (
    article INTEGER NOT NULL REFERENCES articles (number),
    other INTEGER NOT NULL,
    PRIMARY KEY (article, other)
) WITHOUT ROWID;

CREATE TABLE uncompared (article INTEGER PRIMARY KEY REFERENCES articles (number));
UPDATE articles SET story = NULL WHERE story IS NOT NULL;
INSERT INTO uncompared SELECT number FROM articles;
"""

MIGRATIONS = (_FIRST, _SECOND, _THIRD, _FOURTH)
"""Script n - 1 brings a database from version n - 1 to n; `index.migration` runs them."""

VERSION = len(MIGRATIONS)
"""The schema this program writes, kept in `PRAGMA user_version`."""
