"""Rebuilds killed at every place where something is settled, and at random ones."""

import json
import os
import random
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from fakes import FakeEmbedder
from killing import Calls
from processes import apart, folder_in_memory, started
from test_build import run, write

from index.library import Library
from index.passages import PassageSettings
from index.rebuilding import rebuild
from index.rescue.soundness import check
from index.vectors import VectorIndex
from index.words import WordIndex

TOPICS = ["flood", "bridge", "fair"]
SHORT = PassageSettings(tokens=40)
RANDOM = 20
"""Random places beside those where something is settled."""


def other() -> FakeEmbedder:
    """Load the embedder of the rebuilt library."""
    return FakeEmbedder(name="other", dimension=32)


def rebuilt(library: Path) -> None:
    """Rebuild a library to the end."""
    for _event in rebuild(library, other, settings=SHORT):
        pass


def counted(library: Path) -> tuple[int, list[int]]:
    """Rebuild, and return how many calls that took, and the counts of those that settle something."""
    calls = Calls()
    sys.setprofile(calls)
    rebuilt(library)
    sys.setprofile(None)
    return calls.count, [count for count, _ in calls.settling]


def killed(library: Path, at: int) -> bool:
    """Kill a rebuild at one of its calls; return whether it came so far."""
    child = os.fork()
    if not child:
        try:
            sys.setprofile(Calls(at, lambda: os.kill(os.getpid(), signal.SIGKILL)))
            rebuilt(library)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def losses(library: Path) -> list[str]:
    """Return what is wrong with a library: checks that fail, and topics that are not found."""
    with Library.open(library) as opened:
        vectors, words = VectorIndex.open(opened), WordIndex.open(opened)
        found = [str(each) for each in check(opened, vectors, words) if not each.ok]
        embedder = other() if opened.info.embedder.name == "other" else FakeEmbedder()
        for topic in TOPICS:
            (best, _), *_ = vectors.search(embedder.embed([topic])[0], 1)
            (named, _), *_ = words.search(topic, 1)
            both = opened.articles_of([best, named]).values()
            found += [f"{topic} is not found" for article in both if topic not in article.title]
        return found


def kill_all(folder: Path) -> dict[str, Any]:
    """Kill rebuilds of copies of one library, finish each, and return what became of them."""

    def laid_out() -> None:
        for topic in TOPICS:
            write(folder / "in", f"{topic}.txt", topic, sentences=12)
        run(folder / "in", into=folder / "lib")

    apart(laid_out)
    shutil.copytree(folder / "lib", folder / "whole")
    total, settling = apart(lambda: counted(folder / "whole"))
    chance = random.Random(5)
    points = sorted({*settling, *(chance.randrange(total) for _ in range(RANDOM))})
    found: dict[str, Any] = {"points": len(points), "killed": 0, "losses": []}
    for at in points:
        library = folder / f"case-{at}"
        shutil.copytree(folder / "lib", library)
        found["killed"] += killed(library, at)
        found["losses"] += apart(lambda library=library: losses(library))
        apart(lambda library=library: rebuilt(library))
        found["losses"] += apart(lambda library=library: losses(library))
        if not (library / "library.db").exists() or (library / "rebuilding").exists():
            found["losses"].append(f"{at}: something was left over")
        shutil.rmtree(library)
    return found


def test_a_rebuild_killed_anywhere_loses_nothing() -> None:
    """The library answers after every kill, as the old one or the new one, and the next call finishes."""
    code = (
        "import json, sys, pathlib, faiss, numpy, tantivy\n"
        "from test_rebuilding_killed import kill_all\n"
        "print(json.dumps(kill_all(pathlib.Path(sys.argv[1]))))"
    )
    with folder_in_memory() as folder, started(code, folder) as process:
        printed, said = process.communicate()
    assert process.returncode == 0, said
    found = json.loads(printed.splitlines()[-1])
    assert found["losses"] == []
    assert found["killed"] >= found["points"] - 3
    assert found["points"] > 40
