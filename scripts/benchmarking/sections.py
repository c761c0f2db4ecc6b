"""What `scripts/benchmark` reports: sections of figures, each with tables to read and promises to keep."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarking.machine import Machine
from benchmarking.tables import Rows, aligned, rounded, target_rows
from benchmarking.targets import Target


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report."""

    name: str
    method: str
    """What was done, and how the figures are to be read; lines of text."""
    figures: Mapping[str, Any]
    """As JSON has them; no path of this machine is in it."""
    tables: Sequence[Rows]
    targets: Sequence[Target] = ()

    def form(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        targets = [asdict(target) | {"met": target.met} for target in self.targets]
        written: dict[str, Any] = rounded({"method": self.method, **self.figures, "targets": targets})
        return written

    def text(self) -> str:
        """Return it as lines to read."""
        tables = [*self.tables, *([target_rows(self.targets)] if self.targets else [])]
        return "\n\n".join([f"{self.name}: {self.method}", *map(aligned, tables)])


@dataclass(frozen=True, slots=True)
class Account:
    """Some sections of one run on one machine."""

    machine: Machine
    sections: Sequence[Section]

    def form(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {"machine": asdict(self.machine)} | {one.name: one.form() for one in self.sections}
