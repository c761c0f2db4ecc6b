"""The one thread that may block: it opens the library, then answers question after question."""

from collections.abc import Callable
from queue import SimpleQueue

from textual.message import Message
from textual.worker import get_current_worker

from index.errors import ArticleQAError, LibraryMissingError
from qa.asking import Asking
from qa.tui.messages import Arrived, Empty, Ended, Failed, Loading, Opened, Request, Unopened

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

    def put(self, request: Request) -> None:
        """Have a request answered after those before it."""
        self._requests.put(request)

    def close(self) -> None:
        """Let `work` return once it has finished what it is doing."""
        self._requests.put(None)

    def work(self) -> None:
        """Open the library and answer until closed; returns early where there is nothing to ask."""
        asking = self._open()
        if asking is None:
            return
        while (request := self._requests.get()) is not None:
            self._answer(asking, request)

    def _open(self) -> Asking | None:
        def progress(step: str) -> None:
            self._post(Loading(step))

        try:
            asking = self._open_asking(progress)
            holdings = asking.holdings
        except LibraryMissingError:
            self._post(Empty())
            return None
        except ArticleQAError as error:
            self._post(Unopened(str(error)))
            return None
        if holdings.articles == 0:
            self._post(Empty())
            return None
        self._post(Opened(asking.model, holdings))
        return asking

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
