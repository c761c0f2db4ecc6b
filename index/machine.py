"""What a measurement was made on, so that it is not taken for another machine's."""

import os
import platform
import sys
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from index.light_encoder import Precision, precisions

_NVIDIA, _AMD = Path("/dev/nvidia0"), Path("/dev/kfd")
"""There where a driver for computing has found a card."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine as far as the speed of an encoder depends on it; nothing that names it."""

    system: str
    processor: str
    cores: int
    """That this process may use."""
    precisions: tuple[Precision, ...]
    """What the processor computes in, as OpenVINO says."""
    accelerator: str | None
    """Whose card, or part of the processor, could embed in its place; `None` where there is none."""

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits; equal ones mean equal machines."""
        return blake2b(repr(sorted(asdict(self).items())).encode(), digest_size=8).hexdigest()

    def text(self) -> str:
        """Return it as a line to read."""
        card = f", {self.accelerator}" if self.accelerator else ""
        cores = "1 core" if self.cores == 1 else f"{self.cores} cores"
        return f"{self.system}, {self.processor}, {cores}{card}"


@cache
def this_machine() -> Machine:
    """Return what this one is; takes about a millisecond."""
    return Machine(
        system=f"{platform.system()} {platform.machine()}",
        processor=_processor(),
        cores=_cores(),
        precisions=tuple(sorted(precisions())),
        accelerator=_accelerator(),
    )


def _processor() -> str:
    """Return the model's name where the system tells it in a file, else the kind of processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))  # fewer than there are, in a container that was given some
    return os.cpu_count() or 1


def _accelerator() -> str | None:
    """Return whose accelerator torch might use, without importing it, which takes seconds."""
    if sys.platform == "darwin":
        return "Apple GPU" if platform.machine() == "arm64" else None
    if _NVIDIA.exists():
        return "NVIDIA GPU"
    return "AMD GPU" if _AMD.exists() else None
