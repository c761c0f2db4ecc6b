"""Modules of ours run as processes of their own, which print one line of JSON at their end.

What loads heavy libraries is measured apart: it would else share threads, memory and caches with
what is measured next.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from benchmarking.processes import CHECKOUT, Ended, MeasuringError, run_process
from index.bundled import EMBEDDING_MODEL, bundled_file
from qa.places import cache_directory

SCRIPTS = CHECKOUT / "scripts"
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}
"""Nothing is downloaded while something is measured; and some libraries else warn, or tokenize with
one thread, once a process has forked."""


def run_apart(module: str, *arguments: object, python: Path | str = sys.executable) -> Ended:
    """Return how a module of ours ended, with what it printed.

    Args:
        module: Its dotted name.
        arguments: Its command line.
        python: The Python of the environment it runs in.

    Raises:
        MeasuringError: It failed; with the last line it said.
    """
    command = (str(python), "-P", "-W", "ignore", "-m", module, *map(str, arguments))
    return run_process(command, environment())


def environment() -> dict[str, str]:
    """Return the variables of such a process: ours, without settings of the program's user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QA_", "PYTHON"))}
    paths = os.pathsep.join([str(SCRIPTS), str(CHECKOUT)])
    return kept | OFFLINE | {"PYTHONPATH": paths, "QA_CACHE": str(cache_directory())}


def told(ended: Ended) -> Any:
    """Return the JSON in the last line that a process printed; libraries may have printed before.

    Raises:
        MeasuringError: There is none.
    """
    lines = ended.out.strip().splitlines()
    try:
        return json.loads(lines[-1])
    except (IndexError, ValueError) as error:
        raise MeasuringError(f"no figures were printed but: {lines[-1:] or 'nothing'}") from error


def embedding_model() -> Path:
    """Return the folder of the bundled embedding model.

    Raises:
        ModelError: It is missing or damaged.
    """
    return bundled_file(EMBEDDING_MODEL, cache=cache_directory()).parent
