"""How a library's costs grow, as pictures for the documentation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarking.growth import Grown

INK = "#808080"
"""Grey that can be read on white and on black alike; the background is left transparent."""
COLOURS = ("#3b82d6", "#e0762f", "#2fa36b", "#b063c5")
SIZE = (6.4, 3.6)
"""Inches."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a picture."""

    name: str
    heights: tuple[float, ...]
    """One for each size."""
    dashed: bool = False
    """A rival's or a limit's."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines over how many passages a library holds."""

    name: str
    """Of the file."""
    label: str
    """What is measured, with its unit."""
    lines: tuple[Line, ...]
    from_zero: bool = False
    """Whether heights grow evenly from zero; else by powers of ten."""


def draw(growth: Sequence[Grown], folder: Path) -> list[Path]:
    """Write all pictures into a folder as SVG, and return their files.

    Raises:
        OSError: The folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [one.passages for one in growth]
    return [_drawn(picture, sizes, folder / f"{picture.name}.svg") for picture in pictures(growth)]


def pictures(growth: Sequence[Grown]) -> Iterable[Picture]:
    """Return what there is to draw."""
    warm = [one.warm for one in growth]
    derived = [one.derived for one in growth]
    return (
        Picture(
            "library-warm",
            "milliseconds a question",
            (
                Line("whole, p95", tuple(one.whole.p95.median for one in warm)),
                Line("whole, p50", tuple(one.whole.p50.median for one in warm)),
                Line("by meaning, p50", tuple(one.near.latency.p50.median for one in warm)),
                Line("by words, p50", tuple(one.words.p50.median for one in warm)),
                Line("exact, p50", tuple(one.rival.latency.p50.median for one in warm), dashed=True),
            ),
        ),
        Picture(
            "library-cold",
            "seconds, a new process",
            (Line("qa search", tuple(one.cold.seconds.median for one in growth)),),
            from_zero=True,
        ),
        Picture(
            "library-disk",
            "bytes a passage",
            tuple(
                Line(name, tuple(size / one.passages for size, one in zip(sizes, growth, strict=True)))
                for name, sizes in (
                    ("database", [one.database_bytes for one in derived]),
                    ("vector index", [one.vectors_bytes for one in derived]),
                    ("full-text index", [one.words_bytes for one in derived]),
                )
            ),
            from_zero=True,
        ),
    )


def _drawn(picture: Picture, sizes: Sequence[int], file: Path) -> Path:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    # Paths instead of letters need no font; without the salt every file would differ.
    settings: Any = {"svg.fonttype": "path", "svg.hashsalt": "article-qa", "font.size": 10}
    with mpl.rc_context(settings):
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.subplots()
        colours = iter(COLOURS)
        for line in picture.lines:
            colour = INK if line.dashed else next(colours)
            style = "--" if line.dashed else "-"
            axes.plot(sizes, line.heights, style, color=colour, marker="o", markersize=4, label=line.name)
        axes.set_xscale("log")
        axes.set_xlabel("passages", color=INK)
        axes.set_ylabel(picture.label, color=INK)
        if picture.from_zero:
            axes.set_ylim(bottom=0)
        else:
            axes.set_yscale("log")
        axes.tick_params(which="both", colors=INK, labelcolor=INK)
        axes.grid(visible=True, color=INK, alpha=0.25, linewidth=0.6)
        for side in axes.spines.values():
            side.set_color(INK)
        axes.legend(frameon=False, labelcolor=INK)
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return file
