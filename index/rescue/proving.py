"""What is left of a damaged database, proved: articles, their passages and the files they lay in.

An article is proved by its id, which is the digest of its title and text; a passage by the digest of
its words. Of files nothing proves anything: one whose rows leave any doubt is noted as never read, so
that the next run reads it again.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from index.errors import LibraryDamagedError
from index.inventory import FileState
from index.records import Article, Passage, article_id
from index.rescue.inspection import StoredArticle, StoredPassage
from index.rescue.salvage import Remains, text
from index.rows import to_article, to_json

DAMAGED = (LibraryDamagedError, ValueError, KeyError, TypeError, AttributeError, OverflowError)
"""What reading a damaged value ends in."""


@dataclass(frozen=True, slots=True)
class Lost:
    """An article that could not be saved."""

    title: str | None
    """As far as it can be read."""
    paths: tuple[str, ...]
    """Of the files it lay in, as far as they are known."""


@dataclass(frozen=True, slots=True)
class Held:
    """A file and its articles, each as this file states it."""

    state: FileState
    """Of reader 0 where it is to be read again."""
    articles: tuple[Article, ...]


@dataclass(slots=True)
class Found:
    """All that could be proved."""

    articles: dict[int, Article] = field(default_factory=dict)
    """By their numbers in the damaged database."""
    files: dict[str, Held] = field(default_factory=dict)
    """By their paths, in the order they came in; every article lies in one of them."""
    lost: tuple[Lost, ...] = ()
    _passages: dict[str, tuple[Passage, ...]] = field(default_factory=dict)

    def passages_of(self, article: Article) -> tuple[Passage, ...]:
        """Return an article's passages, none where not all of them are left."""
        return self._passages.get(article.id, ())


@dataclass(frozen=True, slots=True)
class _Place:
    position: int
    article: int
    fields: object


def gather(remains: Remains, headings: int) -> Found:
    """Return what can be proved, in a library that embeds so many headings with its passages."""
    found = Found()
    titles = _prove_articles(remains, found, headings)
    places, sound = _places(remains)
    paths = _file_paths(remains)
    missing: dict[int, set[str]] = {number: set() for number in titles}
    drafts: dict[str, tuple[FileState, list[Article]]] = {}
    placed: set[int] = set()
    for number, state in paths.items():
        own = sorted(places.get(number, ()), key=lambda place: place.position)
        certain = sound and state.reader > 0 and [place.position for place in own] == [*range(len(own))]
        articles = []
        for place in own:
            article = found.articles.get(place.article)
            if article is None:
                missing.setdefault(place.article, set()).add(state.path)
                certain = False
                continue
            stated = _as_stated(article, state.path, place.fields)
            first = place.article not in placed
            certain = certain and stated is not None and (not first or stated == article)
            placed.add(place.article)
            articles.append(stated or replace(article, path=state.path))
        if articles or certain:
            drafts[state.path] = state if certain else _unread(state.path), articles
    for number, article in found.articles.items():
        if number not in placed:  # the file is lost, or what ties the article to it
            _, articles = drafts.get(article.path, (None, []))
            drafts[article.path] = _unread(article.path), [*articles, article]
    found.files = {path: Held(state, tuple(articles)) for path, (state, articles) in drafts.items()}
    found.lost = tuple(
        Lost(titles.get(number), tuple(sorted(lost_paths))) for number, lost_paths in sorted(missing.items())
    )
    return found


def _prove_articles(remains: Remains, found: Found, headings: int) -> dict[int, str | None]:
    """Find the articles with their passages; return the titles of those that are damaged, by number."""
    titles: dict[int, str | None] = {}
    known: set[str] = set()
    columns = "id, title, path, fields, added, text"
    cuts = _passages(remains)
    for number, *row in remains.numbered("articles", columns, "number")[0]:
        try:
            article = _article(row)
        except DAMAGED:
            titles[number] = None
            with suppress(*DAMAGED):
                titles[number] = text(row[1])
            continue
        if article.id not in known:
            known.add(article.id)
            found.articles[number] = article
            found._passages[article.id] = _whole(article, cuts.get(number, []), headings)
    return titles


def _article(row: list[Any]) -> Article:
    """Return an article that its id proves.

    Raises:
        ValueError: It is damaged; and any other of `DAMAGED`.
    """
    identifier, title, path, fields, added, words = row
    try:
        moment = datetime.fromisoformat(text(added)).isoformat()
    except DAMAGED:  # when it came in is no reason to lose it
        moment = datetime.now(UTC).isoformat(timespec="seconds")
    # Its story is found again.
    columns = [text(identifier), text(title), text(path), text(fields), moment, None]
    article = to_article(columns, text(words))
    if article_id(article.title, article.text) != article.id:
        raise ValueError("other words")
    return article


def _passages(remains: Remains) -> dict[int, list[StoredPassage]]:
    """Return passages by the numbers of their articles."""
    cuts: dict[int, list[StoredPassage]] = {}
    own = "cuts" if "cuts" in remains.columns("passages") else "x''"
    rows, _ = remains.numbered("passages", f"article, position, start, end, {own}, digest", "id")
    for _, article, position, start, end, stored, digest in rows:
        if all(isinstance(value, int) for value in (article, position, start, end)):
            with suppress(*DAMAGED):
                cuts.setdefault(article, []).append(StoredPassage(position, start, end, text(stored), digest))
    return cuts


def _whole(article: Article, cuts: list[StoredPassage], headings: int) -> tuple[Passage, ...]:
    """Return an article's passages if all of them are there and are the words they were."""
    ordered = tuple(sorted(cuts, key=lambda one: one.position))
    stored = StoredArticle(article.id, article.title, to_json(article), None, "", 0, article.text, ordered)
    if stored.wrong_passages(headings) or not stored.is_covered():
        return ()
    return tuple(one.of(article.id, article.text) for one in ordered)


def _places(remains: Remains) -> tuple[dict[int, list[_Place]], bool]:
    """Return by file what lies in it, and whether nothing of that is lost."""
    rows, sound = remains.both_ends("SELECT file, position, article, fields FROM locations", "file, position")
    places: dict[int, list[_Place]] = {}
    for file, *row in rows:
        places.setdefault(file, []).append(_Place(*row))
    return places, sound


def _file_paths(remains: Remains) -> dict[int, FileState]:
    """Return files by number; of reader 0 where the index of paths does not bear the path out."""
    states = {}
    rows, _ = remains.numbered("files", "path, size, mtime_ns, digest, reader", "id")
    for number, stored, *row in rows:
        with suppress(*DAMAGED):
            path = text(stored)
            borne_out = remains.rows("SELECT id FROM files WHERE path = ?", (path,))[0] == [(number,)]
            usable = isinstance(row[2], bytes) and all(isinstance(row[at], int) for at in (0, 1, 3))
            states[number] = FileState(path, *row) if borne_out and usable else _unread(path)
    return states


def _as_stated(article: Article, path: str, fields: object) -> Article | None:
    """Return an article with what a file says of it, `None` where that is damaged."""
    with suppress(*DAMAGED):
        added = (article.added or datetime.now(UTC)).isoformat()
        return to_article([article.id, article.title, path, text(fields), added, None], article.text)
    return None


def _unread(path: str) -> FileState:
    """Return the state of a file that is to be read again: no reader gave it."""
    return FileState(path, 0, -1, bytes(16), 0)
