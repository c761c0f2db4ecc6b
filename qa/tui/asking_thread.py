"""The one thread that may block: it opens the library, then answers question after question."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from index.errors import ArticleQAError, LibraryMissingError
from qa.asking import Asking, Cancelled
from qa.records import Answer, Answered, Event
from qa.tui import slash
from qa.tui.messages import (
    Arrived,
    Change,
    Changed,
    Counted,
    Empty,
    Ended,
    Failed,
    Loading,
    Opened,
    Recount,
    Remembered,
    Request,
    Unchanged,
    Unkept,
    Unopened,
)

if TYPE_CHECKING:
    from qa.dialogue.memory import Memory, OpenMemory

LOOK_AGAIN_SECONDS = 1.0
"""Between two looks at whether there are articles now."""

OpenAsking = Callable[[Callable[[str], None]], Asking]
"""Opens the library and models, telling its argument each step; raises `ArticleQAError`."""


class AskingThread:
    """Answers requests in the order they were put, in the thread that `work` runs in.

    One thread opens and asks, because a database connection and a model belong to the thread that
    opened them, and because two answers at once would only slow each other. It keeps each answer
    before it passes it on: what stands there whole is kept.
    """

    def __init__(
        self,
        open_asking: OpenAsking,
        post: Callable[[Message], object],
        open_memory: "OpenMemory | None" = None,
    ) -> None:
        """Prepare the thread; with `None` for `open_memory` nothing is kept."""
        self._open_asking = open_asking
        self._post = post
        self._open_memory = open_memory
        self._memory: Memory | None = None
        self._requests: SimpleQueue[Request | Change | Recount | None] = SimpleQueue()
        self._closed = threading.Event()

    def put(self, request: Request | Change | Recount) -> None:
        """Have a request answered, the model changed or the articles counted, after what was put before."""
        self._requests.put(request)

    def close(self) -> None:
        """Let `work` return once it has finished what it is doing."""
        self._closed.set()
        self._requests.put(None)

    def work(self) -> None:
        """Open the library and answer until closed; returns early where it cannot be opened."""
        asking = self._open()
        if asking is None:
            return
        try:
            while (request := self._requests.get()) is not None:
                if isinstance(request, Change):
                    asking = self._changed(asking, request)
                elif isinstance(request, Recount):
                    self._recount(asking)
                else:
                    self._answer(asking, request)
        finally:
            self._forget()

    def _changed(self, asking: Asking, change: Change) -> Asking:
        """Return whom to ask from now on: with the other model, or as before where it cannot be had."""
        try:
            changed = asking.written_by(change.open())
        except ArticleQAError as error:
            self._post(Unchanged(change, str(error)))
            return asking
        self._post(Changed(change, changed.model))
        return changed

    def _recount(self, asking: Asking) -> None:
        """Say what the library holds now; where that is nothing, wait until it holds something again."""
        try:
            holdings = asking.holdings
            if holdings.articles:
                self._post(Counted(holdings))
                return
            self._post(Empty())
            while not self._closed.wait(LOOK_AGAIN_SECONDS):
                if (holdings := asking.holdings).articles:
                    self._post(Opened(asking.model, holdings))
                    return
        except ArticleQAError as error:
            self._post(Unopened(str(error)))

    def _open(self) -> Asking | None:
        """Return whom to ask, once there are articles; `None` where that fails or the chat is closed."""
        asking = None
        waiting = False

        def progress(step: str) -> None:
            if not waiting:
                self._post(Loading(step))

        while not self._closed.is_set():
            try:
                asking = asking or self._open_asking(progress)
                holdings = asking.holdings
                if holdings.articles:
                    self._remember(holdings.directory)
                    self._post(Opened(asking.model, holdings))
                    return asking
            except LibraryMissingError:
                pass  # as good as an empty one, until somebody makes it
            except ArticleQAError as error:
                self._post(Unopened(str(error)))
                return None
            if not waiting:
                self._post(Empty())
                waiting = True
            self._closed.wait(LOOK_AGAIN_SECONDS)
        return None

    def _remember(self, directory: Path) -> None:
        """Open the memory, and show what is taken up, before anything is asked."""
        if self._open_memory is None:
            return
        try:
            self._memory = self._open_memory(directory)
        except ArticleQAError as error:
            self._post(Unkept(str(error)))
        else:
            if self._memory.line:
                self._post(Remembered(self._memory.taken_up, self._memory.line))

    def _keep(self, request: Request, answer: Answer) -> None:
        """Keep an answer; where that fails it is said, and no further one is kept."""
        if self._memory is None:
            return
        try:
            if branch := request.branch:
                self._memory.conversations.branch(branch.source, request.conversation, turns=branch.turns)
            self._memory.conversations.add(request.conversation, answer)
        except ArticleQAError as error:
            self._forget()
            self._post(Unkept(str(error)))

    def _forget(self) -> None:
        if self._memory is not None:
            self._memory.close()
            self._memory = None

    def _answer(self, asking: Asking, request: Request) -> None:
        worker = get_current_worker()

        def cancelled() -> bool:
            return request.stopped.is_set() or worker.is_cancelled

        try:
            if not cancelled():
                for event in _events(asking, request, cancelled):
                    if isinstance(event, Answered):
                        self._keep(request, event.answer)
                    self._post(Arrived(request, event))
            holdings = asking.holdings
        except ArticleQAError as error:
            self._post(Failed(request, str(error)))
        else:
            self._post(Ended(request, holdings))


def _events(asking: Asking, request: Request, cancelled: Cancelled) -> Iterator[Event]:
    """Return the events of the answer, or of the timeline that the request asks for."""
    asking = asking.under(request.terms)
    topic = slash.topic(request.question)
    if topic is not None:
        return asking.timeline(topic, cancelled=cancelled)
    return asking.ask(request.question, turns=request.turns, cancelled=cancelled)
