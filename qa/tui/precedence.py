"""Which thread of the program goes first where all of them want a processor."""

import os
import sys
import threading

GIVING_WAY = 4
"""Added to the niceness of the thread that answers, of those it begins, and so of the models' own: what draws
gets seven tenths of a processor that both want."""


def give_way() -> None:
    """Have the threads begun before go first, before this one and all that it begins from now on.

    Only Linux has such an order within a program; elsewhere nothing happens.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + GIVING_WAY)
