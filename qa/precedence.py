"""Which thread of the program goes first where several want a processor."""

import os
import sys
import threading

LEAST = 19
"""The highest niceness there is."""


def step_back(steps: int) -> None:
    """Let all threads begun before go first: before this one, and those that it begins from now on.

    Only Linux has such an order within a program; elsewhere nothing happens.

    Args:
        steps: Added to its niceness; each makes its share of a processor that others want a fifth smaller.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        before = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, min(before + steps, LEAST))
