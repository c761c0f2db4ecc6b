"""The one thread that may block: it opens the library, then answers question after question."""

import threading
from collections.abc import Callable
from queue import SimpleQueue

from textual.message import Message
from textual.worker import get_current_worker

from index.errors import ArticleQAError, LibraryMissingError
from qa.asking import Asking
from qa.tui.messages import Arrived, Empty, Ended, Failed, Loading, Opened, Request, Unopened

LOOK_AGAIN_SECONDS = 1.0
"""Between two looks at whether there are articles now."""

OpenAsking = Callable[[Callable[[str], None]], Asking]
"""Opens the library and models, telling its argument each step; raises `ArticleQAError`."""


class AskingThread:
    """Answers requests in the order they were put, in the thread that `work` runs in.

    One thread opens and asks, because a database connection and a model belong to the thread that
    opened them, and because two answers at once would only slow each other.
    """

    def __init__(self, open_asking: OpenAsking, post: Callable[[Message], object]) -> None:
        self._open_asking = open_asking
        self._post = post
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._closed = threading.Event()

    def put(self, request: Request) -> None:
        """Have a request answered after those before it."""
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
        while (request := self._requests.get()) is not None:
            self._answer(asking, request)

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

    def _answer(self, asking: Asking, request: Request) -> None:
        worker = get_current_worker()

        def cancelled() -> bool:
            return request.stopped.is_set() or worker.is_cancelled

        try:
            if not cancelled():
                for event in asking.ask(request.question, turns=request.turns, cancelled=cancelled):
                    self._post(Arrived(request, event))
            holdings = asking.holdings
        except ArticleQAError as error:
            self._post(Failed(request, str(error)))
        else:
            self._post(Ended(request, holdings))
