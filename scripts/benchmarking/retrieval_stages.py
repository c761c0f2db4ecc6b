"""Where the processor time of a question goes, stage by stage.

The program is interrupted each time it has used a millisecond of any processor, and the stage it is in is
told by the place in the source, as `benchmarking.stages` does. A library is not interrupted within: what it
used counts for the place that called it. Threads that OpenVINO starts count for the stage that waits.
"""

import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from benchmarking.stages import OTHER, places_of, stage_of

INTERVAL = 0.001
"""Seconds of processor time between two looks; what the system makes of it may be four times that."""
RULES = (
    ("/index/light_encoder.py", "", "embedding the question"),
    ("/index/streams.py", "", "embedding the question"),
    ("/index/vector", "", "by meaning"),
    ("/qa/retrieval/ranking.py", "_add_words _add_similarities", "scores of the other kind"),
    ("/index/words.py", "", "by words"),
    ("/qa/retrieval/relevance.py", "near _best_run", "words that stand together"),
    ("/qa/retrieval/ranking.py", "_apart _spans", "overlaps"),
    ("/index/library.py", "placed", "reading passages"),
    ("/qa/retrieval/relevance.py", "", "scoring"),
    ("/qa/retrieval/ranking.py", "", "scoring"),
    ("/qa/retrieval/copies.py", "", "copies and overlaps"),
    ("/qa/retrieval/versions.py", "", "other papers"),
    ("/qa/times/", "", "times and parts"),
    ("/qa/retrieval/plan.py", "", "times and parts"),
    ("/qa/retrieval/parts.py", "", "times and parts"),
    ("/qa/retrieval/retriever.py", "_keep_up", "looking for changes"),
    ("/qa/retrieval/retriever.py", "", "results"),
)
"""As `benchmarking.stages.RULES`."""


class ProcessorWatch:
    """Seconds of processor time in each stage."""

    def __init__(self) -> None:
        self._spent: defaultdict[str, float] = defaultdict(float)
        self._last = time.process_time()

    def milliseconds(self, items: int) -> dict[str, float]:
        """Return by stage what each of so many items took, the longest first."""
        longest = sorted(self._spent.items(), key=lambda item: -item[1])
        return {stage: 1000 * spent / items for stage, spent in longest}

    def _look(self, _: int, frame: FrameType | None) -> None:
        self._spent[stage_of(places_of(frame), RULES)] += self._since()

    def _since(self) -> float:
        last, self._last = self._last, time.process_time()
        return self._last - last

    def _end(self) -> None:
        self._spent[OTHER] += self._since()

    @classmethod
    @contextmanager
    def over(cls) -> Iterator["ProcessorWatch"]:
        """Watch the main thread, which this has to be called in, while the block runs."""
        watch = cls()
        before = signal.signal(signal.SIGPROF, watch._look)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
        try:
            yield watch
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
            watch._end()


def stages_of(ask: Callable[[str], object], questions: list[str]) -> dict[str, float]:
    """Return by stage the milliseconds of processor time that a question takes, the longest first."""
    with ProcessorWatch.over() as watch:
        for question in questions:
            ask(question)
    return watch.milliseconds(len(questions))
