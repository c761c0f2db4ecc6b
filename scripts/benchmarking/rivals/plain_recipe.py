"""The recipe of most tutorials: sentence-transformers makes vectors, a flat FAISS index holds them.

Passages are runs of 150 words, which the model's window of 256 tokens holds whole.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarking.rivals.playing import Found, Search, main, text_files

WORDS = 150


class PlainRecipe:
    """A rival of two libraries and a JSON file."""

    def __init__(self, model: Path) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        self._faiss: Any = faiss
        self._model: Any = SentenceTransformer(str(model))

    def build(self, articles: Path, index: Path) -> int:
        """Make the index and return how many passages it holds."""
        passages = [Found(file.name, text) for file in text_files(articles) for text in _passages(file)]
        vectors = self._model.encode([passage.text for passage in passages], normalize_embeddings=True)
        flat = self._faiss.IndexFlatIP(vectors.shape[1])
        flat.add(vectors)
        index.mkdir()
        self._faiss.write_index(flat, str(index / "vectors.faiss"))
        (index / "passages.json").write_text(json.dumps(passages), "utf-8")
        return len(passages)

    @contextmanager
    def opened(self, index: Path) -> Iterator[Search]:
        """Lend a search of the index."""
        flat = self._faiss.read_index(str(index / "vectors.faiss"))
        passages = [Found(*row) for row in json.loads((index / "passages.json").read_text("utf-8"))]

        def search(question: str, limit: int) -> list[Found]:
            vector = self._model.encode([question], normalize_embeddings=True)
            _, (numbers,) = flat.search(vector, limit)
            return [passages[number] for number in numbers]

        yield search


def _passages(file: Path) -> list[str]:
    words = file.read_text("utf-8").split()
    return [" ".join(words[at : at + WORDS]) for at in range(0, len(words), WORDS)]


if __name__ == "__main__":
    main(PlainRecipe)
