"""Scores kept question by question, so that a change is told from chance.

A file holds what the program reached: for each set the value of each measure for each
question, in the order of the data, and a digest of the questions' ids. No word of any question or
article is in it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from evaluation.measures import Difference, Figure
from evaluation.tables import Table, Value
from index.errors import ReadError

KEPT = Path(__file__).with_name("baseline.json")
"""What the search of the program as it is committed reached."""
KEPT_ANSWERS = Path(__file__).with_name("answers.json")
"""What its answers reached."""

Values = NDArray[np.float64]
"""One number per question, shape (n,)."""


class Comparable(Protocol):
    """What was measured question by question."""

    @property
    def key(self) -> str:
        """What tells it from others over the same data, such as a quick one."""

    @property
    def called(self) -> str:
        """A title."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions asked, in order."""

    @property
    def ours(self) -> Mapping[str, Values]:
        """What is kept: measure → value of each question."""

    @property
    def decimals(self) -> int:
        """Of its figures."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a set came to before."""

    asked: str
    """A digest of the questions' ids, in order."""
    scores: Mapping[str, Values]
    """Measure → value of each question."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What some sets came to before; written and read as JSON."""

    sets: Mapping[str, Before]

    @classmethod
    def read(cls, file: Path) -> Self:
        """Return what a file holds.

        Raises:
            ReadError: It cannot be read, or is no baseline.
        """
        try:
            forms = json.loads(file.read_text("utf-8"))
            return cls({name: _before(form) for name, form in forms.items()})
        except OSError as error:
            raise ReadError(f"{file}: the baseline cannot be read ({error.strerror})") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReadError(f"{file}: is no baseline; write one with --save {file}") from error

    def compared(self, measured: Comparable) -> Table | None:
        """Return how far a trial is from before; `None` where it was not asked the same then."""
        before = self.sets.get(measured.key)
        if before is None or before.asked != _digest(measured):
            return None
        shared = [measure for measure in measured.ours if measure in before.scores]
        now = {measure: _rounded(measured.ours[measure]) for measure in shared}
        rows: dict[str, Mapping[str, Value]] = {
            "before": {measure: Figure.mean(before.scores[measure]) for measure in shared},
            "now": {measure: Figure.mean(values) for measure, values in now.items()},
            "change": {
                measure: Difference.between(values, before.scores[measure]) for measure, values in now.items()
            },
        }
        return Table(f"{measured.called}, against the baseline", rows, measured.decimals)


def save_baseline(measured: Iterable[Comparable], file: Path) -> None:
    """Write what trials came to; other sets that the file has already stay as they are.

    Raises:
        ReadError: The file is there and is no baseline.
        OSError: It cannot be written.
    """
    kept = Baseline.read(file).sets if file.exists() else {}
    new = {one.key: Before(_digest(one), one.ours) for one in measured}
    forms = {name: _form(before) for name, before in sorted({**kept, **new}.items())}
    file.write_text(json.dumps(forms, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _digest(measured: Comparable) -> str:
    return blake2b("\n".join(measured.questions).encode(), digest_size=8).hexdigest()


def _form(before: Before) -> dict[str, Any]:
    # a line a measure, so that what changed can be seen; most values are 0 or 1
    scores = {name: _written(values) for name, values in before.scores.items()}
    return {"asked": before.asked, "scores": scores}


def _before(form: Mapping[str, Any]) -> Before:
    return Before(form["asked"], {name: _read(line) for name, line in form["scores"].items()})


def _written(values: Values) -> str:
    return " ".join(f"{value:.4g}" for value in values.tolist())


def _read(line: str) -> Values:
    return np.array([float(value) for value in line.split()], np.float64)


def _rounded(values: Values) -> Values:
    """Return values as a file gives them back: what rounding makes is no change."""
    return _read(_written(values))
