"""What a program was doing while it ran: its threads are looked at many times a second.

Nothing in the program is changed or slowed but by these looks, and its stages are told by the places
in the source where its threads are found, the innermost place that a rule names. A look must wait
while a library holds the interpreter's lock; so each counts for the time since the look before.
"""

import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

INTERVAL = 0.004
"""Seconds between two looks."""
WAITING = "waiting"
OTHER = "other"
RULES = (
    ("/threading.py", "", WAITING),
    ("/queue.py", "", WAITING),
    ("/concurrent/futures/", "result wait _worker", WAITING),
    ("<frozen importlib", "", "importing"),
    ("/openvino/", "compile_model read_model", "loading the model"),
    ("/openvino/", "", "inference"),
    ("/index/light_encoder.py", "_compile _tokenizer", "loading the model"),
    ("/index/streams.py", "", "inference"),
    ("/index/light_encoder.py", "token", "tokenising"),
    ("/index/light_encoder.py", "", "batching"),
    ("/index/passages.py", "", "cutting"),
    ("/index/sentences.py", "", "cutting"),
    ("/index/readers/", "", "reading"),
    ("/index/workers/", "", "reading"),
    ("/index/stories/", "", "finding copies"),
    ("/index/walk.py", "", "finding files"),
    ("/index/file_states.py", "", "finding files"),
    ("/index/word", "", "full-text index"),
    ("/index/vector", "", "vector index"),
    ("/index/writing.py", "", "storing"),
    ("/index/shelving.py", "", "storing"),
    ("/index/rows.py", "", "storing"),
    ("/index/library.py", "", "storing"),
    ("/index/database.py", "", "storing"),
    ("/index/embedder.py", "", "loading the model"),
    ("/index/bundled.py", "", "loading the model"),
    ("/index/embedding.py", "", "batching"),
)
"""A part of a file's path, parts of a function's name (any will do; none for all), and its stage."""

Place = tuple[str, str]
"""A file's path and a function's name."""
Rule = tuple[str, str, str]
"""One of `RULES`."""


class Watch:
    """Seconds that threads spent in each stage."""

    def __init__(self) -> None:
        self._spent: defaultdict[str, float] = defaultdict(float)
        self._ended = threading.Event()

    @property
    def seconds(self) -> dict[str, float]:
        """By stage, the longest first; of all threads together, those that wait left out."""
        longest = sorted(self._spent.items(), key=lambda item: -item[1])
        return {stage: spent for stage, spent in longest if stage != WAITING}

    @classmethod
    @contextmanager
    def over(cls) -> Iterator["Watch"]:
        """Watch all threads but the watching one while the block runs."""
        watch = cls()
        thread = threading.Thread(target=watch._look, daemon=True)
        thread.start()
        try:
            yield watch
        finally:
            watch._ended.set()
            thread.join()

    def _look(self) -> None:
        own, last = threading.get_ident(), time.perf_counter()
        while not self._ended.wait(INTERVAL):
            now = time.perf_counter()
            for number, frame in sys._current_frames().items():
                if number != own:
                    self._spent[stage_of(places_of(frame))] += now - last
            last = now


def stage_of(places: Iterable[Place], rules: Sequence[Rule] = RULES) -> str:
    """Return the stage of a thread that is in these places, the innermost first."""
    for path, function in places:
        for part, names, stage in rules:
            if part in path and (not names or any(name in function for name in names.split())):
                return stage
    return OTHER


def shares(seconds: Mapping[str, float]) -> dict[str, float]:
    """Return each stage's share of all, in [0, 1]."""
    total = sum(seconds.values())
    return {stage: spent / total for stage, spent in seconds.items()} if total else {}


def places_of(frame: FrameType | None) -> Iterator[Place]:
    """Yield the places a thread is in, the innermost first."""
    while frame is not None:
        yield frame.f_code.co_filename, frame.f_code.co_name
        frame = frame.f_back
