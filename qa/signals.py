"""Signals that wait until it is safe to act on them."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from qa.asking import Cancelled, never


@contextmanager
def held_signals() -> Iterator[Cancelled]:
    """Hold interruption and termination back within, and say whether one is waiting.

    llama.cpp calls back into Python, where the exception that a signal raises is printed and lost.
    Held, the signal ends the work through `cancelled`, and takes its effect when the block is left.
    Another thread than the main one gets no signals, and nothing is held there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield never
        return
    waiting: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda given, _: waiting.append(given)) for number in numbers}
    try:
        yield lambda: bool(waiting)
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if waiting:
            signal.raise_signal(waiting[0])
