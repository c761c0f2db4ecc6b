"""When the chat looks for garbage.

Python lets no thread run while it looks, and looks through all it has made since it last did. By itself it
did so for 70 to 230 ms in the middle of an answer, for which a letter typed then had to wait.
"""

import gc

YOUNG = 3_000
"""New objects after which they are looked through, in 1 to 5 ms."""
NEVER = 1_000_000_000
"""Such looks after which older objects are looked through too: when to do that is said below."""
WORTH = 5
"""Such looks after which there may be much."""


def begin() -> None:
    """Look through little at a time from now on; what is there now stays."""
    gc.freeze()
    gc.set_threshold(YOUNG, NEVER, NEVER)


def clear_an_answer() -> None:
    """Look through what an answer has left, in 2 to 7 ms."""
    gc.collect(1)


def clear_all() -> None:
    """Look through everything since the beginning, for when nothing is done and typed: in 10 to 180 ms."""
    _, young, old = gc.get_count()
    if max(young, old) >= WORTH:
        gc.collect()
