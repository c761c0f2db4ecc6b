"""Indexing runs killed on purpose, at every place where something is settled and at random ones.

`python tests/killing.py FOLDER SEED POINTS WAITS` kills one run after another and prints a `Tally` as JSON;
tests import it as `from killing import Tally, kill_runs`.

Every run is a fork of one process that has imported everything and started no thread. There it counts
what Python calls in C, and kills itself at a count: the same count is the same place. Inside one such
call, where the native libraries write, it is killed by the clock.
"""

import json
import linecache
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from changing import lay_out_after, lay_out_before, run
from contents import contents, damage, unlike_a_fresh_cut
from processes import MODULES, apart, collected, forked

from index.errors import LibraryMissingError

SETTLING = {
    "replace": "a file replaced",
    "link": "a file replaced",
    "rename": "a file replaced",
    "fsync": "a file flushed",
    "unlink": "a file deleted",
    "rmdir": "a folder deleted",
    "mkdir": "a folder made",
    "utime": "a file's time set",
    "write_index": "vectors written",
    "commit": "words written",
    "wait_merging_threads": "words merged",
}
"""The calls around which every run is killed, and how a tally names them; commits beside."""
COMMIT = "a commit"
RANDOM = "a random place"
NATIVE = "inside a native write"
NATIVE_CALLS = ("vectors written", "words written", "words merged")
LONGEST_NATIVE_S = 0.03
"""Within this time from its beginning a native write is killed; most take less."""


@dataclass(slots=True)
class Tally:
    """What became of the killed runs."""

    killed: dict[str, int] = field(default_factory=dict)
    """Runs by the place they were killed at."""
    outlived: int = 0
    """Runs that came to their end before the place they were to be killed at."""
    losses: list[str] = field(default_factory=list)
    """What was found damaged, lost or different afterwards; must stay empty."""
    seconds: float = 0.0

    def __str__(self) -> str:
        """Return the figures in a line."""
        places = ", ".join(f"{count} at {place}" for place, count in sorted(self.killed.items()))
        return (
            f"{sum(self.killed.values())} runs killed ({places}), {self.outlived} outlived their place, "
            f"{len(self.losses)} losses, in {self.seconds:.0f} s"
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One run to kill."""

    place: str
    """What is written in the tally."""
    count: int
    """The call at which, from 0."""
    seconds: float = 0.0
    """How long after it, by the clock."""
    fresh: bool = False
    """Whether the run makes its library."""


def kill_runs(folder: Path, *, seed: int, points: int, waits: int) -> Tally:
    """Kill runs in a process of their own, two at a time, and return what became of them.

    Args:
        folder: An empty folder.
        seed: Of the random places.
        points: Random places, a fifth of them in runs that make their library.
        waits: Kills inside native writes, at random times.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": MODULES,
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    command = [sys.executable, __file__, str(folder), str(seed), str(points), str(waits)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return Tally(**found)


class Calls:
    """Counts the calls into C of this process, and does something at one of them."""

    def __init__(self, at: int = -1, then: Callable[[], None] = lambda: None) -> None:
        self.count = 0
        self.settling: list[tuple[int, str]] = []
        """The counts just before and just after each settling call, with its name."""
        self._at = at
        self._then = then

    def __call__(self, frame: FrameType, event: str, called: Any) -> None:
        """Take note of an event, as `sys.setprofile` passes it on."""
        if event not in ("c_call", "c_return"):
            return
        if self._at < 0:
            name = _settles(frame, called)
            if name:
                self.settling.append((self.count, name))
        elif self.count == self._at:
            self._then()
        self.count += 1


def _settles(frame: FrameType, called: Any) -> str | None:
    """Return the name of a call that settles something, `None` for others."""
    name = getattr(called, "__name__", "")
    if name == "execute":
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
        return COMMIT if "COMMIT" in line else None
    if name == "replace" and getattr(called, "__module__", None) != "posix":  # that of a string
        return None
    return SETTLING.get(name)


class _Bench:
    """Where runs are killed: the files, the library before and what it must hold afterwards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "in"
        self.before = folder / "before"
        self.wanted: dict[str, Any] = {}
        self.settling: dict[bool, list[tuple[int, str]]] = {}
        self.calls: dict[bool, int] = {}

    def prepare(self) -> None:
        """Make the library, and see what a run that is not killed does."""
        lay_out_before(self.source)
        apart(lambda: run(self.source, self.before))
        lay_out_after(self.source)
        for fresh in (False, True):
            library = self.folder / f"whole-{fresh}"
            if not fresh:
                shutil.copytree(self.before, library)
            counted = apart(lambda: self._counted(library))  # noqa: B023 - called before the next turn
            self.calls[fresh], self.settling[fresh] = counted["count"], counted["settling"]
            self.wanted[str(fresh)] = apart(lambda: contents(library))  # noqa: B023 - likewise

    def cases(self, seed: int, points: int, waits: int) -> list[Case]:
        """Return all runs to kill."""
        chance = random.Random(seed)
        cases = []
        for fresh in (False, True):
            settling = [Case(name, count, fresh=fresh) for count, name in self.settling[fresh]]
            cases += [case for case in settling if case.place == COMMIT or not fresh]
            share = points // 5 if fresh else points - points // 5
            cases += [Case(RANDOM, chance.randrange(self.calls[fresh]), fresh=fresh) for _ in range(share)]
        native = [count for count, name in self.settling[False] if name in NATIVE_CALLS][::2]
        times = [chance.uniform(0.0001, LONGEST_NATIVE_S) for _ in range(waits)]
        cases += [Case(NATIVE, chance.choice(native), seconds) for seconds in times]
        chance.shuffle(cases)
        return cases

    def kill(self, number: int, case: Case, tally: Tally) -> None:
        """Kill one run, look at what it left, finish it, and compare."""
        library = self.folder / f"case-{number}"
        if not case.fresh:
            shutil.copytree(self.before, library)
        if self._killed(library, case):
            tally.killed[case.place] = tally.killed.get(case.place, 0) + 1
        else:
            tally.outlived += 1
        looked = apart(lambda: self._finished(library))
        said = f"{case.place}, call {case.count}{' of a new library' if case.fresh else ''}"
        tally.losses += [f"{said}: {loss}" for loss in looked["losses"]]
        if not looked["losses"] and looked["contents"] != self.wanted[str(case.fresh)]:
            tally.losses.append(f"{said}: {_difference(self.wanted[str(case.fresh)], looked['contents'])}")
        shutil.rmtree(library)

    def _counted(self, library: Path) -> dict[str, Any]:
        calls = Calls()
        sys.setprofile(calls)
        run(self.source, library)
        sys.setprofile(None)
        return {"count": calls.count, "settling": calls.settling}

    def _killed(self, library: Path, case: Case) -> bool:
        """Start a run and kill it; return whether it was killed, not at its end before."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            code = 1
            try:
                sys.setprofile(Calls(case.count, lambda: _die(writing, at_once=not case.seconds)))
                run(self.source, library)
                code = 0
            finally:
                os._exit(code)
        os.close(writing)
        if os.read(reading, 1) and case.seconds:
            time.sleep(case.seconds)
            os.kill(child, signal.SIGKILL)  # one that has ended waits for us, and keeps its number
        os.close(reading)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status):
            raise RuntimeError(f"the run to be killed failed: {case}")
        return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL

    def _finished(self, library: Path) -> dict[str, Any]:
        """Return what is damaged after a kill, and what the library holds after one more run."""
        losses = []
        try:
            losses += [f"{each.name}: {each.detail}" for each in damage(library)]
            losses += [f"{identifier} is not whole" for identifier in unlike_a_fresh_cut(library)]
        except LibraryMissingError:
            pass  # killed before it was made
        run(self.source, library)
        losses += [f"finished, {each.name}: {each.detail}" for each in damage(library)]
        return {"losses": losses, "contents": contents(library)}


def _die(writing: int, *, at_once: bool) -> None:
    """Say that the place is reached, and die there if at once."""
    os.write(writing, b"!")
    if at_once:
        os.kill(os.getpid(), signal.SIGKILL)


def _difference(wanted: dict[str, Any], found: dict[str, Any]) -> str:
    """Return in a line where two contents differ first."""
    for part, before in wanted.items():
        if found[part] != before:
            keys = before.keys() if isinstance(before, dict) else range(max(len(before), len(found[part])))
            for key in keys:
                try:
                    if before[key] != found[part][key]:
                        return f"{part} {key}: {found[part][key]} instead of {before[key]}"
                except (KeyError, IndexError):
                    return f"{part} {key}: missing or too many"
            return f"{part}: something that should not be there"
    return "nothing"


def _share(bench: _Bench, cases: Sequence[Case], first: int) -> dict[str, Any]:
    tally = Tally()
    for number, case in list(enumerate(cases))[first::2]:
        bench.kill(number, case, tally)
    return asdict(tally)


def main(folder: Path, seed: int, points: int, waits: int) -> Tally:
    """Kill runs, two at a time, and return what became of them all."""
    import faiss  # noqa: F401 - every fork is spared importing it
    import tantivy  # noqa: F401 - likewise

    started = time.perf_counter()
    bench = _Bench(folder)
    bench.prepare()
    cases = bench.cases(seed, points, waits)
    total = Tally()
    halves = [forked(partial(_share, bench, cases, first)) for first in (0, 1)]
    for share in [collected(*half) for half in halves]:
        total.killed = dict(Counter(total.killed) + Counter(share["killed"]))
        total.outlived += share["outlived"]
        total.losses += share["losses"]
    total.seconds = time.perf_counter() - started
    return total


if __name__ == "__main__":
    print(json.dumps(asdict(main(Path(sys.argv[1]), *map(int, sys.argv[2:])))))  # noqa: T201 - for whoever asked
