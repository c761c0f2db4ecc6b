"""How a library's costs grow, as pictures for the documentation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarking.cold import Cold
from benchmarking.growth import Grown
from benchmarking.spread import Spread
from benchmarking.targets import MORE_S
from benchmarking.warm import Warm

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK = "#808080"
"""Grey that can be read on white and on black alike; the background is left transparent."""
COLOURS = ("#3b82d6", "#e0762f", "#2fa36b", "#b063c5")
SIZE = (6.4, 3.6)
"""Inches."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a picture."""

    name: str
    figures: tuple[Spread, ...]
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


def pictures(growth: Sequence[Grown]) -> tuple[Picture, ...]:
    """Return what there is to draw."""
    return (
        Picture("library-warm", "milliseconds a question", _warm([one.warm for one in growth])),
        Picture(
            "library-cold", "seconds, a new process", _cold([one.cold for one in growth]), from_zero=True
        ),
        Picture("library-disk", "bytes a passage", _disk(growth), from_zero=True),
    )


def _warm(warm: Sequence[Warm]) -> tuple[Line, ...]:
    return (
        Line("whole, p95", tuple(one.whole.p95 for one in warm)),
        Line("whole, p50", tuple(one.whole.p50 for one in warm)),
        Line("by meaning, p50", tuple(one.vectors.p50 for one in warm)),
        Line("by words, p50", tuple(one.words.p50 for one in warm)),
        Line("exact, p50", tuple(one.exact.p50 for one in warm), dashed=True),
    )


def _cold(cold: Sequence[Cold]) -> tuple[Line, ...]:
    limit = cold[0].seconds.median + MORE_S
    limits = tuple(Spread.of([limit]) for _ in cold)
    return (
        Line("qa search", tuple(one.seconds for one in cold)),
        Line(f"limit: the smallest and {MORE_S:g} s", limits, dashed=True),
    )


def _disk(growth: Sequence[Grown]) -> tuple[Line, ...]:
    sizes = {
        "database": [one.derived.database_bytes for one in growth],
        "vector index": [one.derived.vectors_bytes for one in growth],
        "full-text index": [one.derived.words_bytes for one in growth],
    }
    return tuple(
        Line(name, tuple(Spread.of([size / one.passages]) for size, one in zip(of, growth, strict=True)))
        for name, of in sizes.items()
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
            _draw_line(axes, sizes, line, INK if line.dashed else next(colours))
        axes.set_xscale("log")
        if picture.from_zero:
            axes.set_ylim(bottom=0)
        else:
            axes.set_yscale("log")
        axes.set_ylabel(picture.label)
        _tint(axes)
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return file


def _draw_line(axes: "Axes", sizes: Sequence[int], line: Line, colour: str) -> None:
    """Draw the medians, and between the least and the most a band."""
    style = "--" if line.dashed else "-"
    heights = [figure.median for figure in line.figures]
    axes.plot(sizes, heights, style, color=colour, marker="o", markersize=4, label=line.name)
    least, most = [one.least for one in line.figures], [one.most for one in line.figures]
    axes.fill_between(sizes, least, most, color=colour, alpha=0.15, linewidth=0)


def _tint(axes: "Axes") -> None:
    from matplotlib.ticker import FuncFormatter

    axes.set_xlabel("passages")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.12g}"))
        axis.label.set_color(INK)
    axes.tick_params(which="both", colors=INK, labelcolor=INK)
    axes.grid(visible=True, color=INK, alpha=0.25, linewidth=0.6)
    for side in axes.spines.values():
        side.set_color(INK)
    axes.legend(frameon=False, labelcolor=INK)
