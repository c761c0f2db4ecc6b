"""Libraries for tests of the index of vectors, and what is found in them by comparing with everything."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from shelf import EMBEDDER, article, shelf, store

from index.library import Library
from index.vector_files import FOLDER
from index.vector_sizes import Sizes

QUERY = EMBEDDER.embed(["the water of the river"])[0]
TINY = Sizes(recent=6, share=4, exact=30, unwritten=3)
"""With these a few articles are enough for large files and for clusters."""


def town(number: int) -> str:
    """Return a text that differs from all others in a few words."""
    return " ".join(f"Street {number * k} had water{number} in house {number + k}." for k in range(1, 8))


def stock(directory: Path, numbers: Iterable[int]) -> None:
    """Store an article a number, each in a file of its own; there are three passages or four in each."""
    with shelf(directory) as (_, writer):
        for number in numbers:
            store(writer, f"{number}.txt", [article(f"Town {number}", town(number))])


def clear(directory: Path, numbers: Iterable[int]) -> None:
    """Take the articles of these numbers out."""
    with shelf(directory) as (_, writer):
        for number in numbers:
            writer.forget(f"/papers/{number}.txt")


def brute_force(library: Library, query: NDArray[np.float32]) -> dict[int, float]:
    """Return every passage's similarity, computed from the stored vectors one by one."""
    ids = [p.id for entry in library.articles() for p in library.passages_of(entry.article.id)]
    return {number: float(vector @ query) for number, vector in library.vectors_of(ids).items()}


def file_of(directory: Path, kind: str) -> Path:
    """Return the one file of the index whose name ends so."""
    (found,) = (directory / FOLDER).glob(f"*.{kind}")
    return found


def times(directory: Path) -> dict[str, int]:
    """Return when each file of the index was written."""
    files = (directory / FOLDER).iterdir()
    return {file.name: file.stat().st_mtime_ns for file in files if file.suffix != ".lock"}
