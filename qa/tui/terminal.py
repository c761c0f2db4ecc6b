"""Whether there still is a terminal that shows the chat."""

import select
import signal
import sys

LOOK_SECONDS = 5.0
"""From one look to the next."""


def is_gone(descriptor: int) -> bool:
    """Return whether nobody is at the other end of a terminal or a pipe any more.

    A window that is closed mostly ends its programs by a signal. Where none comes (another program made
    the terminal, or `nohup` keeps the signal off), Textual would read the end of its input again and
    again, on all of a core, for as long as the machine runs.

    Args:
        descriptor: Of what is read from.
    """
    if not hasattr(select, "poll"):
        return False
    looked = select.poll()
    looked.register(descriptor, 0)  # what went wrong is told unasked
    return bool(looked.poll(0))


def input_descriptor() -> int | None:
    """Return that of the standard input; `None` where it is none of the system's, as in a test."""
    stream = sys.__stdin__
    try:
        return None if stream is None else stream.fileno()
    except (OSError, ValueError):
        return None


def end_as_hung_up() -> None:
    """End this process as the signal of a terminal that is closed does: there is nothing to tidy up on it.

    What is kept is kept already, and a run that brings articles in goes on with the next one.
    """
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.raise_signal(signal.SIGHUP)
