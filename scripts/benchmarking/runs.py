"""Runs of `qa index` over many files: the first, and those that find little or nothing to do."""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarking.processes import NOTHING, Ended, MeasuringError, Program, run_process
from benchmarking.prose import Prose
from benchmarking.spread import Spread, repeated
from benchmarking.vocabulary import plain_words
from index.library import Library

SEED = 1
FOLDER = 500
"""Files in one folder."""
PARAGRAPHS, WORDS = 2, 30
"""Of an article: about 70 words."""
WRITTEN = 1_700_000_000
"""When the files were last changed, in seconds since 1970: long ago, so that their times can be trusted."""
PATIENCE = 240.0
"""Seconds after which a first run is not made once more only to know the spread."""
LOOK = """
import os, sys
def look(folder):
    for entry in os.scandir(folder):
        look(entry.path) if entry.is_dir() else entry.stat()
look(sys.argv[1])
"""
"""What no run can do without: finding the files and asking their sizes and times."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Run:
    """Processes that did the same."""

    seconds: Spread
    peak_bytes: Spread


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs over one folder of articles."""

    articles: int
    passages: int
    first: Run
    unchanged: Run
    changed: Run
    """One article has other words."""
    added: Run
    """One article is new."""
    removed: Run
    """One file is gone, with `--prune`."""
    look: Run
    """The limit: a bare Python process that walks the same files and asks their sizes and times."""
    nothing: Run
    """The limit below that: `python -c pass`."""

    @property
    def rate(self) -> float:
        """Passages a second in the first run."""
        return self.passages / self.first.seconds.median


def measure_runs(articles: int, home: Path, *, rounds: int, say: Say) -> Runs:
    """Return what runs over so many made files cost.

    Args:
        articles: One in each file.
        home: A folder for files and library, with neither in it.
        rounds: How often each run is made; the first one less often where it takes long.
        say: Is told what is being done.

    Raises:
        MeasuringError: A run failed, or did not find what it should.
    """
    files = Files(home / "articles")
    files.write(range(articles))
    program = Program(home / "library")
    say(f"{articles:,} articles: first run")
    first = repeated(lambda: _first(program, files, articles), times=rounds, patience=PATIENCE)
    with Library.open(program.library) as library:
        passages = library.counts().passages
    made = []
    for count in range(rounds):
        say(f"{articles:,} articles: round {count + 1} of {rounds} of the other runs")
        made.append(_round(program, files, articles, count))
    others = {name: _run(one[name] for one in made) for name in made[0]}
    return Runs(articles=articles, passages=passages, first=_run(first), **others)


class Files:
    """Made articles as text files in folders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, numbers: Iterable[int], *, version: int = 0) -> None:
        """Write the articles of these numbers; another version has other words under the same name."""
        prose = Prose(plain_words(), seed=SEED + version)
        for number in numbers:
            file = self._file(number)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(prose.article(number, paragraphs=PARAGRAPHS, words=WORDS).file(), "utf-8")
            os.utime(file, (WRITTEN + version, WRITTEN + version))

    def remove(self, number: int) -> None:
        """Delete the file of that number."""
        self._file(number).unlink()

    def _file(self, number: int) -> Path:
        return self.folder / f"{number // FOLDER:04}" / f"{number:07}.txt"


def _first(program: Program, files: Files, articles: int) -> Ended:
    shutil.rmtree(program.library, ignore_errors=True)
    return _index(program, files, "added", articles)


def _round(program: Program, files: Files, articles: int, count: int) -> dict[str, Ended]:
    """Return how each kind of run after the first ended; the folder has as many articles as before."""
    ended = {"unchanged": _index(program, files, "unchanged", articles)}
    files.write([count], version=count + 1)
    ended["changed"] = _index(program, files, "changed")
    files.write([articles + count])
    ended["added"] = _index(program, files, "added")
    files.remove(articles + count)
    ended["removed"] = _index(program, files, "removed", 1, "--prune")
    ended["look"] = run_process((*NOTHING[:-1], LOOK, str(files.folder)))
    ended["nothing"] = run_process(NOTHING)
    return ended


def _index(program: Program, files: Files, field: str, expected: int = 1, *options: str) -> Ended:
    """Return how a run ended that must report so many articles in a field."""
    ended = program("index", files.folder, "--json", *options)
    report = ended.json
    if report[field] != expected or report["skipped"]:
        raise MeasuringError(f"qa index: reported {report}; {expected} {field} were expected")
    return ended


def _run(ended: Iterable[Ended]) -> Run:
    known = list(ended)
    return Run(Spread.of(one.seconds for one in known), Spread.of(one.peak_bytes for one in known))
