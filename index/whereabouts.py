"""Where the articles of a library lie, asked without keeping anyone from writing."""

import json
from collections.abc import Iterable, Sequence, Set
from pathlib import Path

from index.inventory import ArticleEntry
from index.rows import ARTICLE_COLUMNS, to_article
from index.snapshot import Snapshot


class Whereabouts(Snapshot):
    """A snapshot that knows which files hold which articles."""

    def files_under(self, path: str) -> list[str]:
        """Return the known files at a path or below it, in order of their paths."""
        below = path.rstrip("/") + "/"
        # "0" is the first character after the slash.
        rows = self._rows(
            "SELECT path FROM files WHERE path = ?1 OR path >= ?2 AND path < ?3 ORDER BY path",
            (path, below, below[:-1] + "0"),
        )
        return [found for (found,) in rows]

    def articles_in(self, files: Set[str]) -> list[tuple[str, tuple[str, ...]]]:
        """Return the ids of the articles that lie in some files, each with the other files it lies in.

        In the order they came in; an article that would leave with these files has no others.
        """
        rows = self._rows(
            "SELECT DISTINCT a.number, a.id, g.path FROM files f JOIN locations l ON l.file = f.id "
            "JOIN articles a ON a.number = l.article JOIN locations m ON m.article = a.number "
            "JOIN files g ON g.id = m.file "
            "WHERE f.path IN (SELECT value FROM json_each(?)) ORDER BY a.number, g.id",
            (json.dumps(sorted(files)),),
        )
        others: dict[str, list[str]] = {}
        for _, identifier, path in rows:
            elsewhere = others.setdefault(identifier, [])
            if path not in files:
                elsewhere.append(path)
        return [(identifier, tuple(paths)) for identifier, paths in others.items()]

    def entries(self, identifiers: Iterable[str]) -> list[ArticleEntry]:
        """Return articles by id, without their texts, in the order they came in."""
        rows = self._rows(
            f"SELECT {ARTICLE_COLUMNS}, a.characters, "  # noqa: S608 - the columns are ours
            "(SELECT count(*) FROM passages p WHERE p.article = a.number) "
            "FROM articles a WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.number",
            (json.dumps(list(identifiers)),),
        )
        return [
            ArticleEntry(to_article(columns, ""), characters, passages)
            for *columns, characters, passages in rows
        ]


def known_under(paths: Sequence[Path], view: Whereabouts) -> list[str]:
    """Return the known files at or below any of some absolute paths, each once, in order."""
    return sorted({file for path in paths for file in view.files_under(str(path))})
