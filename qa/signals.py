"""Signals that wait until it is safe to act on them."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from qa.asking import Cancelled, never

Handler = Callable[[int, FrameType | None], object]

SOON = 0.02
"""Seconds after which a signal that came within an import comes again."""
IMPORTING = "<frozen importlib._bootstrap>"
"""What Python calls the file of its import system."""


@contextmanager
def whole_imports() -> Iterator[None]:
    """Have signals, within, act only once Python's import system has not the word.

    What a handler raises there leaves an import lock to nobody, and is lost itself in the callback of a weak
    reference: other threads that import, as those that load the models do, then waited for ever.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    handlers = {number: handler for number, handler in before.items() if callable(handler)}
    for number, handler in handlers.items():
        signal.signal(number, _outside_imports(handler))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _outside_imports(handler: Handler) -> Handler:
    def handle(number: int, frame: FrameType | None) -> None:
        if frame is not None and frame.f_code.co_filename == IMPORTING:
            threading.Timer(SOON, os.kill, (os.getpid(), number)).start()
        else:
            handler(number, frame)

    return handle


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
