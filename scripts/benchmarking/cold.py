"""A question from a shell: the whole process of `qa search`, over libraries of several sizes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarking.processes import MeasuringError, Program
from benchmarking.spread import Spread


@dataclass(frozen=True, slots=True)
class Cold:
    """`qa search` as a process of its own, the files in the file system's cache."""

    seconds: Spread
    more_s: Spread
    """Than over the smallest library in the same round."""
    peak_bytes: Spread


def measure_cold(directories: Mapping[int, Path], questions: Sequence[str]) -> dict[int, Cold]:
    """Return what each question costs, asked of all libraries in turn, by size.

    Args:
        directories: Of libraries, by how many passages they hold.
        questions: One for each round; before them the first is asked of all, unmeasured.

    Raises:
        MeasuringError: Nothing was found in one.
    """
    programs = {size: Program(directory) for size, directory in directories.items()}
    seconds: dict[int, list[float]] = {size: [] for size in programs}
    peaks: dict[int, list[float]] = {size: [] for size in programs}
    for count, question in enumerate([questions[0], *questions]):
        for size, program in programs.items():
            ended = program("search", question, "--json")
            if not ended.json["hits"]:
                raise MeasuringError(f"{question}: nothing was found among {size} passages")
            if count:
                seconds[size].append(ended.seconds)
                peaks[size].append(ended.peak_bytes)
    least = seconds[min(seconds)]
    return {
        size: Cold(
            Spread.of(took),
            Spread.of(one - other for one, other in zip(took, least, strict=True)),
            Spread.of(peaks[size]),
        )
        for size, took in seconds.items()
    }
