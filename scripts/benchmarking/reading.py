"""Reading a mixed folder: how fast, in how much memory, and how long it is silent; a program of its own.

`python reading.py FOLDER LIBRARY CORES` indexes the folder on so many cores with an embedder that does
nothing, and prints the figures as JSON.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarking.processes import CHECKOUT, run_process
from index.build import build
from index.progress import Arranging, BuildEvent, Embedding, Finished

MIB = 1 << 20


class NoEmbedder:
    """Gives every text the same vector: what is measured is reading, cutting and storing."""

    name, digest, dimension, max_tokens = "none", "0" * 64, 8, 256

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, 8)."""
        return np.full((len(texts), self.dimension), self.dimension**-0.5, dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many words each text has."""
        return [len(text.split()) for text in texts]


class Watch:
    """When things happened in a run."""

    def __init__(self) -> None:
        self.started = self.last = time.perf_counter()
        self.silence = 0.0
        """The longest time between two events while files were read."""
        self.read_after = 0.0

    def note(self, event: BuildEvent) -> None:
        """Take note of an event."""
        now = time.perf_counter()
        if not self.read_after:
            self.silence = max(self.silence, now - self.last)
            if isinstance(event, Arranging | Embedding | Finished):
                self.read_after = now - self.started
        self.last = now


def measured(folder: Path, library: Path, cores: int) -> dict[str, float]:
    """Return the figures of a run in a process of its own.

    Raises:
        MeasuringError: It failed.
    """
    path = os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "scripts")))
    command = (sys.executable, __file__, str(folder), str(library), str(cores))
    figures: dict[str, float] = run_process(command, {**os.environ, "PYTHONPATH": path}).json
    return figures


def said(cores: int, figures: dict[str, float]) -> str:
    """Return figures in a line."""
    count, seconds = figures["added"], figures["seconds"]
    return (
        f"{cores} core{'s' if cores > 1 else ''}: {count:,.0f} files in {seconds:.1f} s "
        f"({count / seconds:.0f} a second, {figures['cpu_seconds']:.1f} s of computing), "
        f"{figures['peak_mib']:.0f} MiB and {figures['peak_reader_mib']:.0f} MiB a reader, "
        f"never silent for more than {figures['longest_silence']:.1f} s"
    )


def peak(who: int) -> float:
    """Return the most memory that one process held, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit / MIB


def read(folder: Path, library: Path, cores: int) -> dict[str, float]:
    """Return the figures of one run."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    watch, report = Watch(), None
    for event in build([folder], library, NoEmbedder):
        watch.note(event)
        if isinstance(event, Finished):
            report = event.report
    assert report
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "added": report.added,
        "skipped": len(report.skipped),
        "seconds": watch.read_after,
        "cpu_seconds": sum(each.ru_utime + each.ru_stime for each in spent),
        "longest_silence": watch.silence,
        "peak_mib": peak(resource.RUSAGE_SELF),
        "peak_reader_mib": peak(resource.RUSAGE_CHILDREN),
    }


if __name__ == "__main__":
    print(json.dumps(read(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
