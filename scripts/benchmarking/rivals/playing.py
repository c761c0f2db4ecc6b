"""What every rival can be told to do, as a command with one line of JSON at its end.

Only the standard library is imported: this runs in the rivals' environments.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

WARM_UP = 10
"""Questions asked before any is timed."""


class Found(NamedTuple):
    """A passage that a search gave."""

    source: str
    """The name of its article's file."""
    text: str


Search = Callable[[str, int], list[Found]]
"""A question and how many passages → the best, the best first."""


class Rival(Protocol):
    """A way to make an index of text files and to search it."""

    def build(self, articles: Path, index: Path) -> int:
        """Make an index in `index`, which is not there yet, and return how many passages it holds."""

    def opened(self, index: Path) -> AbstractContextManager[Search]:
        """Lend a search of the index."""


def play(load: Callable[[Path], Rival], arguments: list[str]) -> None:
    """Do what the command line says: `build`, `search` or `answer`, then an embedding model's folder.

    Args:
        load: Imports what the rival needs and loads the model, which `build` counts apart.
        arguments: `build MODEL ARTICLES INDEX`, `search MODEL INDEX QUESTION LIMIT`, or
            `answer MODEL INDEX FILE LIMIT`, the file holding a JSON list of questions.
    """
    task, model, *rest = arguments
    started = time.perf_counter()
    rival = load(Path(model))
    loaded = time.perf_counter() - started
    if task == "build":
        print(json.dumps({**_built(rival, *map(Path, rest)), "load_s": loaded}))
    elif task == "search":
        index, question, limit = rest
        with rival.opened(Path(index)) as search:
            print(json.dumps({"hits": search(question, int(limit))}))
    else:
        index, file, limit = rest
        questions = json.loads(Path(file).read_text("utf-8"))
        with rival.opened(Path(index)) as search:
            print(json.dumps(_answered(search, questions, int(limit))))


def text_files(folder: Path) -> list[Path]:
    """Return the articles' files in order."""
    return sorted(folder.rglob("*.txt"))


def main(load: Callable[[Path], Rival]) -> None:
    """Play as this process's command line says."""
    play(load, sys.argv[1:])


def _built(rival: Rival, articles: Path, index: Path) -> dict[str, float]:
    started = time.perf_counter()
    passages = rival.build(articles, index)
    return {"passages": passages, "work_s": time.perf_counter() - started}


def _answered(search: Search, questions: list[str], limit: int) -> dict[str, object]:
    for question in questions[:WARM_UP]:
        search(question, limit)
    hits, milliseconds = [], []
    for question in questions:
        started = time.perf_counter()
        hits.append(search(question, limit))
        milliseconds.append(1000 * (time.perf_counter() - started))
    return {"hits": hits, "milliseconds": milliseconds}
