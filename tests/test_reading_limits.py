"""Readers in processes of their own: whatever a parser does, the run goes on and nothing is left behind."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import misbehaving
import pytest
from processes import started

from index.errors import NoArticleError, ReadError
from index.workers import child
from index.workers.bounds import Bounds
from index.workers.crew import Crew
from index.workers.worker import Worker

ROOMY = Bounds(seconds=60)
TIGHT = Bounds(seconds=1.5, megabytes=300)


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A process with ample bounds."""
    made = Worker(ROOMY, lambda: False)
    yield made
    made.end()


@pytest.fixture
def tight() -> Iterator[Worker]:
    """A process that may take one second and a half, and 300 MB."""
    made = Worker(TIGHT, lambda: False)
    yield made
    made.end()


def is_running(process: int) -> bool:
    """Return whether a process is there and has not ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        try:
            os.kill(process, 0)
        except OSError:
            return False
        return not Path("/proc").exists()
    return state.rpartition(")")[2].split()[0] != "Z"


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for a condition."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it never came to that"
        time.sleep(0.02)


def refusal(worker: Worker, function: Callable[..., object]) -> str:
    """Return the one line with which a call ends, after which the same worker works again."""
    with pytest.raises(ReadError) as caught:
        worker.call(function)
    assert worker.call(misbehaving.double, 21) == 42
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_calls_are_answered_by_one_process(worker: Worker) -> None:
    """It is another one than ours, it is kept, and what it prints goes nowhere."""
    first = worker.call(misbehaving.process)
    assert worker.call(misbehaving.chatter) == 1
    assert first == worker.call(misbehaving.process) != os.getpid()


def test_what_a_reader_says_comes_back(worker: Worker) -> None:
    """Its reason, of its kind, and the process stays."""
    first = worker.call(misbehaving.process)
    assert refusal(worker, misbehaving.refuse) == "torn"
    with pytest.raises(NoArticleError, match="settings"):
        worker.call(misbehaving.find_nothing)
    assert worker.call(misbehaving.process) == first


def test_a_fault_nobody_foresaw_names_its_place(worker: Worker) -> None:
    """One file's fault ends no run, and can be reported."""
    said = refusal(worker, misbehaving.fail)
    assert said.startswith("its reader failed (KeyError: 'chapter")
    assert "misbehaving.py, line" in said


@pytest.mark.parametrize("function", [misbehaving.hang, misbehaving.spin])
def test_a_parser_that_hangs_is_ended(tight: Worker, function: Callable[..., object]) -> None:
    """Also one that holds Python's own lock."""
    before = time.monotonic()
    assert refusal(tight, function) == "took longer than 1.5 s to read; leave it out or split it"
    assert time.monotonic() - before < 20


def test_a_parser_that_crashes_is_one_line(worker: Worker) -> None:
    """A segmentation fault takes only its own process."""
    assert refusal(worker, misbehaving.crash).startswith("its reader crashed (SIGSEGV)")
    assert "exit code 3" in refusal(worker, misbehaving.leave)


@pytest.mark.parametrize("function", [misbehaving.grow, misbehaving.burst])
def test_a_parser_that_fills_the_memory_is_ended(function: Callable[..., object]) -> None:
    """Little by little or at once."""
    worker = Worker(Bounds(seconds=60, megabytes=300), lambda: False)
    assert refusal(worker, function) == "needs more than 300 MB of memory; leave it out or split it"
    worker.end()


def test_a_process_that_has_grown_is_replaced(tight: Worker) -> None:
    """What one file left in memory is not held against the next."""
    first = tight.call(misbehaving.keep)
    assert tight.call(misbehaving.process) != first
    assert not is_running(first)


def test_a_process_that_was_ended_from_without_is_replaced(worker: Worker) -> None:
    """As the system does where memory is short, between two files."""
    first = worker.call(misbehaving.process)
    os.kill(first, signal.SIGKILL)
    assert worker._process is not None
    worker._process.wait()  # all its threads are gone, and what they held
    assert worker.call(misbehaving.double, 4) == 8


def test_a_process_killed_at_work_is_one_line(worker: Worker, tmp_path: Path) -> None:
    """Whoever waits for it is told at once."""
    said: list[str] = []

    def wait() -> None:
        with pytest.raises(ReadError) as caught:
            worker.call(misbehaving.hang, tmp_path / "process")
        said.append(str(caught.value))

    thread = threading.Thread(target=wait)
    thread.start()
    os.kill(told(tmp_path / "process"), signal.SIGKILL)
    thread.join(20)
    assert said[0].startswith("its reader was ended by the system")


def told(file: Path) -> int:
    """Return the process that wrote its number into a file, as soon as it did."""
    until(lambda: file.exists() and bool(file.read_text()))
    return int(file.read_text())


def test_nobody_waits_for_what_was_given_up(tmp_path: Path) -> None:
    """Leaving the block ends what hangs in it at once, and what was still to begin never does."""
    with Crew(100, most=2) as crew:
        first = crew.begin(misbehaving.hang, tmp_path / "one")
        rest = [crew.begin(misbehaving.hang, tmp_path / f"{number}") for number in range(20)]
        process = told(tmp_path / "one")
        left = time.monotonic()
    assert time.monotonic() - left < 10
    assert not is_running(process)
    assert first.exception() is not None
    assert sum(each.cancelled() for each in rest) >= 18


def test_a_crew_works_side_by_side() -> None:
    """Two processes for two files that are worth it, and one for few."""
    for files, processes in ((100, 2), (2, 1)):
        with Crew(files, most=2) as crew:
            begun = [crew.begin(misbehaving.process) for _ in range(50)]
            assert len({each.result() for each in begun}) <= processes
    with Crew(100, most=2) as crew:
        slow = [crew.begin(time.sleep, 0.5) for _ in range(6)]
        assert [each.result() for each in slow] == [None] * 6


ORPHAN = """
import pathlib, sys, threading, time
import misbehaving
from index.workers.bounds import Bounds
from index.workers.worker import Worker
worker = Worker(Bounds(seconds=float(sys.argv[2])), lambda: False)
getattr(misbehaving, "hang")
worker.call(misbehaving.process)
worker.call(misbehaving.hang, pathlib.Path(sys.argv[1]))
"""


def test_no_process_outlives_its_parent(tmp_path: Path) -> None:
    """Killed without a chance to tidy up, the parent leaves none behind, be it in the middle of a file."""
    with started(ORPHAN, tmp_path / "process", 60) as parent:
        process = told(tmp_path / "process")
        assert is_running(process)
        parent.kill()
        parent.communicate()
    until(lambda: not is_running(process), 20)


def test_an_alarm_ends_what_nothing_else_does() -> None:
    """A process left alone in a call that holds Python's lock is ended by the system."""
    code = (
        "import signal, misbehaving\n"
        "from index.workers import child\n"
        "child.GRACE_SECONDS = 0.2\n"
        "from multiprocessing.connection import Pipe\n"
        "mine, theirs = Pipe()\n"
        "mine.send((misbehaving.spin, (), 0.2))\n"
        "import os\n"
        "from index.workers.bounds import Bounds\n"
        "child.serve(theirs.fileno(), os.getppid(), Bounds(0.2, 1000))\n"
    )
    with started(code) as process:
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGALRM


def test_answers_are_bounded_alike_in_this_process() -> None:
    """What a call gives, refuses or fails with is an answer, never an exception."""
    assert child.answered(misbehaving.double, (2,), ROOMY).value == 4
    assert str(child.answered(misbehaving.refuse, (), ROOMY).error) == "torn"
    assert "KeyError" in str(child.answered(misbehaving.fail, (), ROOMY).error)
    assert "2,000 MB" in str(child.answered(misbehaving.burst, (), ROOMY).error)
    assert child.memory() > 10_000_000
