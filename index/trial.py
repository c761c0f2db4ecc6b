"""The ways to run an embedding model that were tried on a machine, and which of them is taken."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from index.bundled import write_whole
from index.light_encoder import AGREEMENT, FOR_MANY, Precision
from index.machine import Machine

Runtime = Literal["openvino", "sentence-transformers"]

NEARLY = 0.95
"""From this share of the fastest rate on, the way that embeds a question sooner is taken."""
WORTH_ROUNDING = 1.1
"""Times as fast that products in 8 bits have to be: what they make is a little further from the reference."""
WORTH = 1.5
"""Times as fast as the light encoder sentence-transformers has to be to be loaded for many texts: that
takes seconds and 400 MB."""

_FIGURES = ("agreement", "passages_per_s", "question_ms")
"""What the choice is made by."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One way to run a model, and what came of it."""

    runtime: Runtime
    precision: Precision
    device: str
    """"cpu", or what torch calls the card."""
    agreement: float | None = None
    """The lowest cosine to the reference over `index.probes.PROBES`; `None` where it could not be run."""
    passages_per_s: float | None = None
    """Pieces of passages embedded in a second, many at once; `None` where it was not timed."""
    tokens_per_s: float | None = None
    """Likewise, special tokens included."""
    question_ms: float | None = None
    """The median for a question alone."""
    streams: int | None = None
    """Batches computed side by side; `None` where the runtime does not say."""
    threads: int | None = None
    """Of all of them together."""
    failure: str | None = None
    """Why it could not be run; `None` where it could."""

    @property
    def is_reference(self) -> bool:
        """Whether this is what the others are compared with."""
        return self.runtime == "sentence-transformers"

    @property
    def agrees(self) -> bool:
        """Whether its vectors are near enough to the reference's."""
        return self.agreement is not None and self.agreement >= AGREEMENT[self.precision]


@dataclass(frozen=True, slots=True)
class Trial:
    """What was tried with one model on one machine."""

    machine: Machine
    date: str
    """ISO 8601."""
    tried: tuple[Tried, ...]

    @property
    def light(self) -> Tried | None:
        """The way the light encoder runs; `None` where none of its ways agrees with the reference."""
        fit = [one for one in self._fit if one.precision != FOR_MANY]
        if not fit:
            return None
        fastest = max(one.passages_per_s or 0.0 for one in fit)
        near = (one for one in fit if (one.passages_per_s or 0.0) >= NEARLY * fastest)
        return min(near, key=lambda one: one.question_ms or 0.0)

    @property
    def many(self) -> Tried | None:
        """The way many texts are embedded: the light one's, unless another is so much faster that it pays."""
        reference = next((one for one in self.tried if one.is_reference and one.passages_per_s), None)
        best = self.light
        if best is None:
            return reference
        rounded = (one for one in self._fit if one.precision == FOR_MANY)
        for other, worth in ((next(rounded, None), WORTH_ROUNDING), (reference, WORTH)):
            if other and (other.passages_per_s or 0.0) >= worth * (best.passages_per_s or 0.0):
                best = other
        return best

    @property
    def _fit(self) -> list[Tried]:
        """The light encoder's ways that agree with the reference."""
        return [one for one in self.tried if one.agrees and one.passages_per_s and not one.is_reference]

    def save(self, file: Path) -> None:
        """Write it, whole or not at all.

        Raises:
            OSError: It cannot be written.
        """
        write_whole(file, json.dumps(asdict(self), indent=1).encode())


def load_trial(file: Path) -> Trial | None:
    """Return the trial in a file; `None` where there is none that can be understood."""
    try:
        stored = json.loads(file.read_text("utf-8"))
        machine = stored["machine"]
        return Trial(
            Machine(**{**machine, "precisions": tuple(machine["precisions"])}),
            str(stored["date"]),
            _tried(stored["tried"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None  # it is made again


def _tried(stored: Sequence[dict[str, object]]) -> tuple[Tried, ...]:
    for one in stored:
        if one["precision"] not in AGREEMENT:
            raise ValueError(f"{one['precision']} is no precision")
        if not all(isinstance(one[name], float | None) for name in _FIGURES):
            raise TypeError(f"one of {', '.join(_FIGURES)} is no number")
    return tuple(Tried(**one) for one in stored)  # type: ignore[arg-type]  # as `save` wrote them
