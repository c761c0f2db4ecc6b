"""What the figures were measured on."""

import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import numpy as np

from qa.version import __version__

LIBRARIES = (
    "faiss-cpu", "tantivy", "openvino", "tokenizers", "numpy", "sentence-transformers", "torch",
    "llama-cpp-python",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine and what runs on it; nothing that names it."""

    date: str
    """Of the measurement, ISO 8601."""
    system: str
    processor: str
    cores: int
    """That this process may use."""
    memory_bytes: int
    simd: str
    """What FAISS was compiled for, and the highest level that numpy found."""
    versions: dict[str, str]

    def text(self) -> str:
        """Return it as two lines to read."""
        versions = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        memory = f"{self.memory_bytes / 2**30:.0f} GiB"
        facts = (self.system, self.processor, f"{self.cores} cores", memory, self.simd)
        return f"{self.date}: {', '.join(facts)}\n{versions}"


def this_machine() -> Machine:
    """Return the facts of this one."""
    versions = {"article-qa": __version__, "Python": platform.python_version()}
    versions |= {name: version(name) for name in LIBRARIES} | {"SQLite": sqlite3.sqlite_version}
    return Machine(
        date=date.today().isoformat(),
        system=platform.system(),
        processor=platform.machine(),
        cores=_cores(),
        memory_bytes=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        simd=_simd(),
        versions=versions,
    )


def _cores() -> int:
    # Fewer than there are, in a container that was given some; macOS cannot say.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _simd() -> str:
    import faiss

    compiled = faiss.get_compile_options().removeprefix("OPTIMIZE").strip()
    settings = np.show_config(mode="dicts") or {}
    found = settings.get("SIMD Extensions", {}).get("found", [])
    return f"FAISS {compiled}; numpy {', '.join(found)}"
