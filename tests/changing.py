"""Files that change between two runs, so that every kind of write happens, and the runs over them.

Tests import it as `from changing import lay_out_after, lay_out_before, run`.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from fakes import FakeEmbedder

from index.build import build
from index.errors import LibraryMissingError
from index.library import Library
from index.passages import PassageSettings
from index.progress import BuildEvent
from index.writing import Writer


def write_articles(folder: Path, topics: dict[str, str], *, sentences: int = 4, day: int = 1) -> None:
    """Write an article for each name, on some day long ago."""
    for name, topic in topics.items():
        body = " ".join(
            f"The {topic} was seen by {n} people in the town on that day." for n in range(sentences)
        )
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"All about the {topic}\n\n{body}\n", "utf-8")
        written_on(path, day)


def write_dated(path: Path, day: str) -> None:
    """Write an article with a day of its own."""
    path.write_text(f"---\ntitle: The fair\ndate: {day}\n---\n\nThe fair opened with cows. The mayor came.\n")
    written_on(path, int(day[-2:]))


def written_on(path: Path, day: int) -> None:
    """Make a file look as if it had been written on some day long ago."""
    moment = 1_700_000_000 + 86_400 * day
    os.utime(path, (moment, moment))


def lay_out_before(folder: Path) -> None:
    """Write the files that the library holds when the killed run begins."""
    topics = {f"{n:02}.txt": topic for n, topic in enumerate("flood fair bridge cows mayor ice".split())}
    write_articles(folder, {**topics, "copy.txt": "flood", "gone.txt": "zebra", "old/moved.txt": "harbour"})
    write_dated(folder / "dated.md", "2024-03-01")


def lay_out_after(folder: Path) -> None:
    """Change them: new, changed, longer, touched, moved, redated, deleted, a copy's original gone."""
    (folder / "gone.txt").unlink()
    (folder / "00.txt").unlink()
    write_articles(folder, {"new1.txt": "wind", "new2.txt": "heron", "02.txt": "tunnel"}, day=2)
    write_articles(folder, {"03.txt": "cows"}, sentences=7, day=2)
    written_on(folder / "04.txt", -9)
    (folder / "new").mkdir()
    (folder / "old" / "moved.txt").rename(folder / "new" / "moved.txt")
    write_dated(folder / "dated.md", "2024-03-09")


def events(source: Path, library: Path) -> Iterator[BuildEvent]:
    """Bring what lies in a folder into a library, take out what is gone, and yield what happens."""
    embedder = FakeEmbedder(dimension=32)
    with suppress(LibraryMissingError), Library.open(library) as opened, Writer.of(opened) as writer:
        for path in sorted(writer.files()):
            if not Path(path).exists():
                writer.forget(path)
    yield from build([source], library, lambda: embedder, settings=PassageSettings(tokens=20))


def run(source: Path, library: Path) -> None:
    """Do all of it."""
    for _ in events(source, library):
        pass
