"""Feeds read in a thread of their own, so that a slow server keeps nobody waiting."""

import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.errors import ReadError
from index.feeds.subscription import Subscription
from index.fetching.answers import FetchError
from index.fetching.fetcher import Fetcher
from index.fetching.limits import Limits
from index.incoming import Asked, FeedState, Incoming
from index.progress import Skipped
from index.workers.bounds import USUAL
from index.workers.worker import Call, Worker

GATHER_SECONDS = 3.0
"""What arrives in so long is handed over together: each time, the library is opened and written."""
LOOK_SECONDS = 0.5
"""How often to look whether to stop while there is nothing to do."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Some of what a feed brought."""

    incoming: tuple[Incoming, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Through:
    """A feed was asked and all it brought has arrived."""

    address: str
    state: FeedState | None
    """To be stored after what arrived; `None` where the feed could not be had or read."""
    wait: float
    """Seconds in which its server does not want to be asked; 0 where it did not say."""


FeedEvent = Arrived | Through


@dataclass(frozen=True, slots=True)
class _Job:
    address: str
    state: FeedState | None
    known: Mapping[str, bytes]


class _StoppedError(Exception):
    """Nobody waits for the rest."""


class FeedReader:
    """Reads feeds, one after the other, until it is stopped.

    Args:
        post: Is called with what happens, from the reader's own thread.
        agent: The program's name and version, told to servers.
        limits: What to bear of them.
    """

    def __init__(self, post: Callable[[FeedEvent], None], *, agent: str, limits: Limits) -> None:
        self._post = post
        self._stopped = threading.Event()
        self._fetcher = Fetcher(agent, limits=limits, pause=self._pause)
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._subscriptions: dict[str, Subscription] = {}

    def ask(self, address: str, state: FeedState | None, known: Mapping[str, bytes]) -> None:
        """Have a feed read when its turn comes; for the arguments see `Subscription.news`."""
        self._jobs.put(_Job(address, state, known))

    def run(self, stopped: threading.Event) -> None:
        """Read what there is to read until stopped."""
        self._stopped = stopped
        worker = Worker(USUAL, stopped.is_set)
        try:
            while not stopped.is_set():
                try:
                    self._read(self._jobs.get(timeout=LOOK_SECONDS), worker.call)
                except queue.Empty:
                    worker.end()  # for the half hour until the next look
        except _StoppedError:
            return
        finally:
            worker.end()
            self._fetcher.close()

    def _pause(self, seconds: float) -> None:
        if self._stopped.wait(seconds):
            raise _StoppedError

    def _read(self, job: _Job, call: Call) -> None:
        subscription = self._subscriptions.setdefault(
            job.address, Subscription(job.address, self._fetcher, call)
        )
        incoming: list[Incoming] = []
        skipped: list[Skipped] = []
        state, wait, handed = None, 0.0, time.monotonic()
        try:
            for arrival in subscription.news(job.state, job.known):
                if isinstance(arrival, Asked):
                    state = arrival.state
                elif isinstance(arrival, Incoming):
                    incoming.append(arrival)
                elif isinstance(arrival, Skipped):
                    skipped.append(arrival)
                if self._stopped.is_set():
                    return
                if time.monotonic() - handed > GATHER_SECONDS:
                    self._hand_over(incoming, skipped)
                    handed = time.monotonic()
        except ReadError as error:
            skipped.append(Skipped(job.address, str(error)))
            wait = error.wait if isinstance(error, FetchError) else 0.0
        self._hand_over(incoming, skipped)
        self._post(Through(job.address, state, wait))

    def _hand_over(self, incoming: list[Incoming], skipped: list[Skipped]) -> None:
        if incoming or skipped:
            self._post(Arrived(tuple(incoming), tuple(skipped)))
        incoming.clear()
        skipped.clear()
