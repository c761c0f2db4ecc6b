"""Indexes that rotted where nobody looked are made anew when asked, and nothing else is."""

import os
from pathlib import Path

import pytest
from test_build import run, write

from index import vector_files, word_files
from index.library import Library
from index.rescue.mending import mend_indexes
from index.rescue.soundness import FULL_TEXT, VECTOR_INDEX, check
from index.vectors import VectorIndex
from index.words import WordIndex


def failing(library: Library) -> list[str]:
    """Return the names of the checks that fail."""
    checks = check(library, VectorIndex.open(library), WordIndex.open(library))
    return [each.name for each in checks if not each.ok]


@pytest.mark.parametrize(
    ("folder", "files", "name"),
    [(vector_files.FOLDER, "*.recent", VECTOR_INDEX), (word_files.FOLDER, "*/*.idx", FULL_TEXT)],
)
def test_a_rotten_index_is_made_anew(tmp_path: Path, folder: str, files: str, name: str) -> None:
    """A byte that changed behind the time of its file is found by the check, and mended by its remedy."""
    write(tmp_path / "in", "flood.txt", "flood")
    run(tmp_path / "in", into=tmp_path / "lib")
    (rotten,) = (tmp_path / "lib" / folder).glob(files)
    times = rotten.stat().st_atime_ns, rotten.stat().st_mtime_ns
    data = bytearray(rotten.read_bytes())
    data[len(data) // 2] ^= 1
    rotten.write_bytes(data)
    os.utime(rotten, ns=times)
    with Library.open(tmp_path / "lib") as library:
        assert failing(library) == [name]
        assert mend_indexes(library) == [name]
        assert failing(library) == []
        assert mend_indexes(library) == []
