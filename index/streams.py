"""A compiled graph, run over several batches at once: each has cores of its own."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from threading import Condition
from typing import Any

import numpy as np
from numpy.typing import NDArray

Inputs = Sequence[NDArray[Any]]
"""Of one batch, in the order of the graph's."""


class Streams:
    """The inference requests of one compiled graph, shared by the threads that ask.

    There is one more than run side by side, so that a question need not wait for a whole batch of
    somebody who embeds a library meanwhile.
    """

    def __init__(self, compiled: Any) -> None:
        """Take an `openvino.CompiledModel`; requests are made when they are first needed."""
        self._compiled = compiled
        self.count: int = compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        self.threads: int = compiled.get_property("INFERENCE_NUM_THREADS")
        """Of all streams together."""
        self._unmade = self.count + 1
        self._free: list[Any] = []
        self._changed = Condition()

    def results(self, batches: Iterable[Inputs]) -> Iterator[NDArray[np.float32]]:
        """Yield the graph's first output for each batch, in order; up to `count` are run meanwhile.

        Raises:
            RuntimeError: OpenVINO cannot run the graph.
        """
        running: deque[Any] = deque()
        try:
            for inputs in batches:
                if len(running) == self.count:
                    yield self._result(running)
                while (request := self._taken(wait=not running)) is None:
                    yield self._result(running)
                running.append(request)
                request.start_async(inputs)
            while running:
                yield self._result(running)
        finally:
            self._let_go(len(running))

    def _result(self, running: deque[Any]) -> NDArray[np.float32]:
        """Return the result of the request that runs longest, which is free then."""
        running[0].wait()
        result = np.array(running[0].get_output_tensor(0).data, dtype=np.float32)
        with self._changed:
            self._free.append(running.popleft())
            self._changed.notify()
        return result

    def _taken(self, *, wait: bool) -> Any:
        """Return a request; `None` where all are taken and the caller must not wait.

        Only who holds none may wait, so that those who hold some always come to give them back.
        """
        with self._changed:
            while not self._free and not self._unmade:
                if not wait:
                    return None
                self._changed.wait()
            if self._free:
                return self._free.pop()
            made = self._compiled.create_infer_request()
            self._unmade -= 1  # one that could not be made may be tried again: else all would wait for it
            return made

    def _let_go(self, count: int) -> None:
        """Make others in place of requests that failed, or whose results nobody waits for any more."""
        with self._changed:
            self._unmade += count
            self._changed.notify(count)
