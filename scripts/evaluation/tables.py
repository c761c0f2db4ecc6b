"""Figures → a table to read and JSON to keep."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.measures import Figure

CELL = 25


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of figures under a title."""

    title: str
    rows: Mapping[str, Mapping[str, Figure | float]]
    """Row → column → figure; a plain number is a count. A row may lack columns."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns in the order they first come up."""
        return tuple(dict.fromkeys(column for row in self.rows.values() for column in row))

    def text(self) -> str:
        """Return the table as lines, each figure with its 95 % interval."""
        width = max((len(name) for name in self.rows), default=0) + 2
        head = " " * width + "".join(f"{column:<{CELL}}" for column in self.columns)
        lines = [
            f"{name:<{width}}" + "".join(f"{_cell(row.get(column)):<{CELL}}" for column in self.columns)
            for name, row in self.rows.items()
        ]
        return "\n".join(line.rstrip() for line in (self.title, head, *lines))

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


def _cell(figure: Figure | float | None) -> str:
    if figure is None:
        return "-"
    if isinstance(figure, Figure):
        return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
    return f"{figure:.4g}"


def _form(figure: Figure | float) -> dict[str, float] | float:
    if isinstance(figure, Figure):
        return {"value": figure.value, "low": figure.low, "high": figure.high}
    return figure
