"""Which threads of the program go first."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Thread, get_native_id

import pytest

from qa.precedence import LEAST, step_back

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux orders the threads of a program")


def niceness() -> int:
    """Return that of this thread."""
    return os.getpriority(os.PRIO_PROCESS, get_native_id())


def test_a_thread_that_steps_back_takes_those_it_begins_with_it_and_no_other() -> None:
    """What draws stays as it was."""
    before = niceness()
    found: list[int] = []

    def work() -> None:
        step_back(3)
        found.append(niceness())
        begun = Thread(target=lambda: found.append(niceness()))
        begun.start()
        begun.join()

    with ThreadPoolExecutor(1) as other:
        other.submit(work).result()
    assert found == [min(before + 3, LEAST)] * 2
    assert niceness() == before
