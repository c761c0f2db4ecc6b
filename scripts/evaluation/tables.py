"""Figures → a table to read and JSON to keep."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.measures import Difference, Figure

Value = Figure | Difference | float
"""A plain number is a count, or what others state without an interval."""
GAP = 2
"""Spaces between columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of figures under a title."""

    title: str
    rows: Mapping[str, Mapping[str, Value]]
    """Row → column → figure. A row may lack columns."""
    decimals: int = 3

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns in the order they first come up."""
        return tuple(dict.fromkeys(column for row in self.rows.values() for column in row))

    def text(self) -> str:
        """Return the table as lines, each figure with its 95 % interval, sure differences with a star."""
        shown = [("", *self.columns)]
        for name, row in self.rows.items():
            cells = (_cell(row.get(column), self.decimals) for column in self.columns)
            shown.append((name, *cells))
        widths = [max(map(len, column)) + GAP for column in zip(*shown, strict=True)]
        lines = ("".join(map(str.ljust, line, widths)).rstrip() for line in shown)
        return "\n".join((self.title, *lines))

    def form(self) -> dict[str, Any]:
        """Return the table as JSON has it."""
        rows = {
            name: {column: _form(figure) for column, figure in row.items()} for name, row in self.rows.items()
        }
        return {"title": self.title, "rows": rows}


def show(table: Table) -> None:
    """Print a table and an empty line."""
    print(table.text(), end="\n\n", flush=True)


def keep(tables: Iterable[Table], file: Path) -> None:
    """Write tables to a JSON file.

    Raises:
        OSError: The file cannot be written.
    """
    forms: Sequence[dict[str, Any]] = [table.form() for table in tables]
    file.write_text(json.dumps(forms, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _cell(value: Value | None, decimals: int) -> str:
    if value is None:
        return "-"
    if isinstance(value, Figure):
        return f"{value.value:.{decimals}f} [{value.low:.{decimals}f}, {value.high:.{decimals}f}]"
    if isinstance(value, Difference):
        figure = value.figure
        bounds = f"[{figure.low:+.{decimals}f}, {figure.high:+.{decimals}f}]"
        return f"{figure.value:+.{decimals}f} {bounds}{' *' if value.sure else ''}"
    return f"{value:.4g}"


def _form(value: Value) -> dict[str, float | bool] | float:
    if isinstance(value, Difference):
        return {**_bounds(value.figure), "sure": value.sure}
    return dict(_bounds(value)) if isinstance(value, Figure) else value


def _bounds(figure: Figure) -> dict[str, float]:
    return {"value": figure.value, "low": figure.low, "high": figure.high}
