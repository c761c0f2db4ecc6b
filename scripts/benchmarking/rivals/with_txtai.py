"""txtai: an embeddings database with its content, as its documentation begins; passages are paragraphs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarking.rivals.playing import Found, Search, main, text_files


class Txtai:
    """A rival of one library, its defaults kept."""

    def __init__(self, model: Path) -> None:
        from txtai import Embeddings

        self._embeddings: Any = Embeddings(path=str(model), content=True)

    def build(self, articles: Path, index: Path) -> int:
        """Make the index and return how many passages it holds."""
        rows = ({"text": text, "source": file.name} for file in text_files(articles) for text in _parts(file))
        self._embeddings.index(rows)
        self._embeddings.save(str(index))
        return int(self._embeddings.count())

    @contextmanager
    def opened(self, index: Path) -> Iterator[Search]:
        """Lend a search of the index."""
        self._embeddings.load(str(index))

        def search(question: str, limit: int) -> list[Found]:
            # In its SQL a quotation mark ends the text; as a parameter it is text like any other.
            sql = "select text, source from txtai where similar(:question)"
            rows = self._embeddings.search(sql, limit, parameters={"question": question})
            return [Found(row["source"], row["text"]) for row in rows]

        yield search
        self._embeddings.close()


def _parts(file: Path) -> list[str]:
    """Return the paragraphs of an article."""
    return [part.strip() for part in re.split(r"\n\s*\n", file.read_text("utf-8")) if part.strip()]


if __name__ == "__main__":
    main(Txtai)
