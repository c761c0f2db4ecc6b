"""Articles brought into the library from the chat, by an indexing run in a process of its own.

In this process it would slow the typing down, and load the embedder a second time.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadError

_PROGRAM = "from qa.start import main; main()"
_OWN = "qa: "


@dataclass(frozen=True, slots=True)
class Added:
    """What an indexing run did."""

    line: str
    """In a line."""
    skipped: tuple[str, ...]
    """A line for each file that could not be read."""


async def add(path: Path, library: Path, told: Callable[[str], object]) -> Added:
    """Bring a file or folder into the library; return once it is there.

    Args:
        path: What to bring in.
        library: The library's directory.
        told: Told each line of progress. Where this is cancelled, the run is stopped: what it has
            read stays.

    Raises:
        ReadError: It cannot be done, in the words of the run.
    """
    arguments = ("index", "--library", str(library), "--json", "--", str(path))
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PROGRAM, *arguments, stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=PIPE
    )
    try:
        said, printed = await asyncio.gather(_followed(run, told), _read(run))
        await run.wait()
    finally:
        if run.returncode is None:
            run.terminate()
            await run.wait()
    return _report(printed, said)


async def _followed(run: Process, told: Callable[[str], object]) -> str:
    """Pass each line of progress on, and return the last."""
    last = ""
    assert run.stderr is not None
    async for line in run.stderr:
        last = line.decode("utf-8", "replace").strip() or last
        told(last)
    return last


async def _read(run: Process) -> bytes:
    assert run.stdout is not None
    return await run.stdout.read()


def _report(printed: bytes, said: str) -> Added:
    try:
        report = json.loads(printed)
    except ValueError as error:
        raise ReadError(said.removeprefix(_OWN) or "the indexing run ended without a word") from error
    counted = [f"{report[name]:,} {name}" for name in ("added", "changed", "removed") if report[name]]
    rest = [f"{report['unchanged']:,} unchanged"] if report["unchanged"] else []
    if report["skipped"]:
        rest.append(f"{len(report['skipped']):,} skipped")
    line = ", ".join([*(counted or ["nothing new"]), *rest])
    skipped = tuple(f"skipped {one['path']}: {one['reason']}" for one in report["skipped"])
    return Added(f"{line}, in {report['seconds']:.1f} s", skipped)
