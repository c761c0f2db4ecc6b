"""One request to a server and its reply, read by a thread: whoever waits for it can stop at any time."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import TracebackType
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
)

from index.errors import ModelError

BLOCK = 1 << 16
_LOOK_SECONDS = 0.05
"""Between two looks at whether the reply is still wanted."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait for a server, in seconds."""

    connect: float = 5.0
    begin: float = 300.0
    """Until the reply begins: a model may have to be loaded, a long prompt be read on a slow processor."""
    between: float = 60.0
    """From one piece to the next."""
    whole: float = 900.0
    """For all of it."""


PATIENT = Limits()


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a server."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    """Never shown: a key may be among them."""
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """How a reply begins."""

    status: int
    headers: Mapping[str, str]
    """By any case of their names."""


class Exchange:
    """A request on its way; leaving the block closes the connection, whatever is still to come."""

    def __init__(self, request: Request, limits: Limits, cancelled: Callable[[], bool]) -> None:
        """Send the request.

        Args:
            request: Its address must be http or https.
            limits: How long to wait.
            cancelled: Says whether the reply is not wanted any more.
        """
        self._request = request
        self._limits = limits
        self._cancelled = cancelled
        self._ends = time.monotonic() + limits.whole
        self._arrived: SimpleQueue[Head | bytes | Exception] = SimpleQueue()
        self._dropped = Event()
        self._socket: socket.socket | None = None
        Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> "Exchange":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._dropped.set()
        if self._socket is not None:
            with suppress(OSError):  # it is closed already
                self._socket.shutdown(socket.SHUT_RDWR)

    def head(self) -> Head | None:
        """Return how the reply begins; `None` once it is not wanted any more.

        Raises:
            ModelError: There is no reply.
        """
        head = self._next(self._limits.begin)
        assert not isinstance(head, bytes), "the head comes first"
        return head

    def blocks(self) -> Iterator[bytes]:
        """Yield the body as it comes, until it is not wanted any more.

        Raises:
            ModelError: It breaks off, or does not go on.
        """
        seconds = self._limits.begin
        while block := self._next(seconds):
            assert isinstance(block, bytes), "one head comes"
            yield block
            seconds = self._limits.between

    def _next(self, seconds: float) -> Head | bytes | None:
        until = min(time.monotonic() + seconds, self._ends)
        while not self._cancelled():
            try:
                arrived = self._arrived.get(timeout=_LOOK_SECONDS)
            except Empty:
                if time.monotonic() > until:
                    raise ModelError(
                        f"{self._where}: no answer in time; try again, or look at the server"
                    ) from None
                continue
            if isinstance(arrived, Exception):
                raise ModelError(f"{self._where}: {_reason(arrived)}") from arrived
            return arrived
        return None

    @property
    def _where(self) -> str:
        parts = urlsplit(self._request.url)
        return f"{parts.scheme}://{parts.netloc}"

    def _read(self) -> None:
        """Put head, blocks and an empty block into the queue, or the error that ended it."""
        connection = None
        try:
            connection = _connection(self._request.url, self._limits.connect)
            connection.connect()
            self._socket = connection.sock
            connection.timeout = self._limits.begin
            if not self._dropped.is_set():
                self._exchange(connection)
        except (HTTPError, HTTPException, OSError, UnicodeError) as error:
            self._arrived.put(error)
        finally:
            if connection is not None:
                connection.close()

    def _exchange(self, connection: HTTPConnection) -> None:
        request = self._request
        path = urlsplit(request.url).path or "/"
        connection.request(
            request.method, path, body=request.body, headers=request.headers, preload_content=False
        )
        response = connection.getresponse()
        try:
            self._arrived.put(Head(response.status, response.headers))
            while block := response.read1(BLOCK, decode_content=True):
                self._arrived.put(block)
            self._arrived.put(b"")
        finally:
            response.close()


def _connection(url: str, seconds: float) -> HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=seconds, ssl_context=ssl.create_default_context())
    return HTTPConnection(host, parts.port, timeout=seconds)


def _reason(error: Exception) -> str:
    """Return in our words why a server gave no reply, and what to do."""
    if isinstance(error, SSLError | ssl.SSLError):
        return f"no safe connection ({error}); check the address"
    reasons = (
        (NameResolutionError, "its host is not known; check the address and the connection"),
        (NewConnectionError, "no server answers there; start it, or check the address"),
        (ConnectTimeoutError, "no connection in time; check the address, and whether the server runs"),
        (UnicodeError, "no address that can be asked; check how it is written"),
        (TimeoutError, "no answer in time; try again, or look at the server"),
    )
    broke = f"the connection broke ({type(error).__name__}); try again, or look at the server"
    return next((said for kind, said in reasons if isinstance(error, kind)), broke)
