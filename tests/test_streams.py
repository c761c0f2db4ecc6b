"""Batches side by side: requests are shared, lent and given back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import numpy as np
import pytest

from index.streams import Inputs, Streams


@dataclass
class Request:
    """Gives back what it is given."""

    given: Any = None

    def start_async(self, inputs: Inputs) -> None:
        """Take a batch."""
        self.given = inputs[0]

    def wait(self) -> None:
        """Be done."""

    def get_output_tensor(self, _number: int) -> Any:
        """Return what was given, as a tensor."""
        return Tensor(self.given)


@dataclass
class Tensor:
    """An array as OpenVINO shows it."""

    data: Any


@dataclass
class Graph:
    """Runs one batch at a time, and cannot make its first requests."""

    failing: int
    properties: dict[str, int] = field(
        default_factory=lambda: {"OPTIMAL_NUMBER_OF_INFER_REQUESTS": 1, "INFERENCE_NUM_THREADS": 1}
    )

    def get_property(self, name: str) -> int:
        """Return a number."""
        return self.properties[name]

    def create_infer_request(self) -> Request:
        """Return a request.

        Raises:
            RuntimeError: As often as it is to fail.
        """
        self.failing -= 1
        if self.failing >= 0:
            raise RuntimeError("out of memory")
        return Request()


def batches(count: int) -> Iterator[Inputs]:
    """Yield so many batches of one number each."""
    return ([np.full(1, number, np.float32)] for number in range(count))


def test_requests_that_could_not_be_made_are_made_later() -> None:
    """However often memory was short, whoever asks next is served and waits for nothing."""
    streams = Streams(Graph(failing=2))
    for _ in range(2):
        with pytest.raises(RuntimeError, match="out of memory"):
            list(streams.results(batches(2)))
    given: list[float] = []
    asking = Thread(
        target=lambda: given.extend(float(one[0]) for one in streams.results(batches(5))), daemon=True
    )
    asking.start()
    asking.join(10)
    assert given == [0, 1, 2, 3, 4]


def test_results_nobody_takes_hold_no_request() -> None:
    """Whoever stops in the middle leaves the next as much as there was."""
    streams = Streams(Graph(failing=0))
    for _ in range(5):
        results = streams.results(batches(3))
        assert next(results)[0] == 0
        results.close()  # type: ignore[attr-defined]  # it is a generator
    assert [float(one[0]) for one in streams.results(batches(3))] == [0, 1, 2]
