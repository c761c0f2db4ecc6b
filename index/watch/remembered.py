"""What a library remembers beside its articles, asked without keeping anyone from writing."""

import json
from collections.abc import Iterable

from index.incoming import FeedState
from index.snapshot import Snapshot
from index.writing import LeftOut


class Remembered(Snapshot):
    """A snapshot that knows what was fetched, what was taken out, and what feeds said."""

    def feed_states(self, addresses: Iterable[str]) -> dict[str, FeedState]:
        """Return by address what the servers of feeds said last; those never asked are left out."""
        rows = self._rows(
            "SELECT address, etag, modified, checked FROM feeds "
            "WHERE address IN (SELECT value FROM json_each(?))",
            (json.dumps(list(addresses)),),
        )
        return {address: FeedState(*state) for address, *state in rows}

    def fetched(self) -> dict[str, bytes]:
        """Return by address the digests of what came from the web."""
        rows = self._rows(
            "SELECT path, digest FROM files WHERE path LIKE 'http://%' OR path LIKE 'https://%'"
        )
        return dict(rows)

    def left_out(self) -> LeftOut:
        """Return what a person took out, and no run brings in again unless it is named."""
        rows = self._rows("SELECT kind, name FROM left_out")
        names = {kind: frozenset(name for each, name in rows if each == kind) for kind in ("path", "article")}
        return LeftOut(names["path"], names["article"])
