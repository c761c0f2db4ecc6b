"""What a library holds, by content: two of the same files hold the same, whatever their rows.

Tests import it as `from contents import contents, damage, unlike_a_fresh_cut`.
"""

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any

from fakes import FakeEmbedder

from index.database import translated
from index.library import Library
from index.passages import cut
from index.records import Passage
from index.rescue.soundness import UNFINISHED, Check, check
from index.schema import DATABASE
from index.vectors import VectorIndex
from index.words import WordIndex

QUESTIONS = ("flood", "fair", "bridge cows", "town people seen", "new mayor")


def contents(directory: Path) -> dict[str, Any]:
    """Return articles with all that belongs to them, files, and what the two indexes find, as JSON values."""
    with Library.open(directory) as library:
        articles, placed = {}, {}
        told = _told_together(library)
        for entry in library.articles():
            identifier = entry.article.id
            passages = library.passages_of(identifier)
            placed.update({passage.id: f"{identifier} {passage.position}" for passage in passages})
            articles[identifier] = _article(library, identifier, passages) | {
                "story": told.get(entry.article.story, [])
            }
        words = WordIndex.open(library)
        return {
            "articles": articles,
            "files": _files(directory),
            "words": {
                question: _placed(placed, (number for number, _ in words.search(question, len(placed))))
                for question in QUESTIONS
            },
            "meanings": _placed(placed, VectorIndex.open(library).ids.tolist()),
        }


def _told_together(library: Library) -> dict[str | None, list[str]]:
    """Return the articles of each story, whose id says only which of them came first."""
    told: dict[str | None, list[str]] = {}
    for entry in library.articles():
        if entry.article.story:
            told.setdefault(entry.article.story, []).append(entry.article.id)
    return {story: sorted(articles) for story, articles in told.items()}


def _placed(placed: dict[int, str], ids: Iterable[int]) -> list[str]:
    """Return what an index found, sorted; a damaged one may find what there is not."""
    return sorted(placed.get(number, "nothing") for number in ids)


def _article(library: Library, identifier: str, passages: tuple[Passage, ...]) -> dict[str, Any]:
    article = library.article(identifier)
    if article is None:  # a damaged library may list what it cannot find
        return {}
    vectors = library.vectors_of([passage.id for passage in passages])
    fields = [name for name in type(article).__slots__ if name not in {"added", "story"}]
    return {
        "fields": {name: str(getattr(article, name)) for name in fields},
        "places": [f"{place}" for place in library.locations(identifier)],
        "passages": [[passage.position, passage.start, passage.end] for passage in passages],
        "vectors": [
            blake2b(vectors[each.id].tobytes(), digest_size=8).hexdigest() if each.id in vectors else None
            for each in passages
        ],
    }


def _files(directory: Path) -> list[list[Any]]:
    connection = sqlite3.connect(f"{(directory / DATABASE).absolute().as_uri()}?mode=ro", uri=True)
    try:
        with translated(directory):
            rows = connection.execute(
                "SELECT path, size, mtime_ns, digest, reader FROM files ORDER BY path"
            ).fetchall()
        return [[value.hex() if isinstance(value, bytes) else value for value in row] for row in rows]
    finally:
        connection.close()


def damage(directory: Path) -> list[Check]:
    """Return the checks that fail, leaving out that some passages wait for their vectors."""
    with Library.open(directory) as library:
        checks = check(library, VectorIndex.open(library), WordIndex.open(library))
    return [each for each in checks if not each.ok and each.name != UNFINISHED]


def unlike_a_fresh_cut(directory: Path) -> list[str]:
    """Return the ids of articles whose passages are not those that cutting them now gives."""
    found = []
    with Library.open(directory) as library:
        for entry in library.articles():
            article = library.article(entry.article.id)
            assert article is not None
            fresh = cut(article, library.info.settings, FakeEmbedder().count_tokens)
            stored = library.passages_of(article.id)
            if [(p.start, p.end) for p in stored] != [(p.start, p.end) for p in fresh]:
                found.append(article.id)
    return found


def flipped(data: bytes, place: int, bits: int) -> bytes:
    """Return data with some bits of one byte turned over."""
    return data[:place] + bytes([data[place] ^ bits]) + data[place + 1 :]
