"""An OpenAI-compatible server: its replies as JSON, or as the events of a stream."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from index.errors import ModelError
from qa.asking import Cancelled, never
from qa.models.address import ModelAddress
from qa.models.event_stream import events
from qa.models.exchange import PATIENT, Exchange, Head, Limits, Request
from qa.models.keys import NO_KEY, Key
from qa.models.refusals import Asked, message_of, refusal
from qa.version import __version__

Json = dict[str, Any]

_LONGEST_REPLY = 20_000_000
"""Bytes; the longest list of models known has half a million."""
_LONGEST_REFUSAL = 20_000


class Server:
    """Asks the one address the reader named, and nobody else: where it points elsewhere is not followed."""

    def __init__(self, address: ModelAddress, *, key: Key = NO_KEY, limits: Limits = PATIENT) -> None:
        """Prepare; nothing is asked yet.

        Args:
            address: What the reader named.
            key: Sent with each request, and nowhere else.
            limits: How long to wait.

        Raises:
            ModelError: Others could read the key on its way, or it cannot be one.
        """
        if key.value and not address.is_private:
            raise ModelError(
                f"{address.url}: the key in {key.variable} is not sent over plain http; "
                f"name an https address, or unset {key.variable}"
            )
        if key.value and not (key.value.isascii() and key.value.isprintable() and " " not in key.value):
            raise ModelError(f"the key in {key.variable} has characters that no key has; set it again")
        self.address = address
        self._asked = Asked(address.url, key)
        self._limits = limits

    def get(self, path: str) -> Json:
        """Return the object the server gives for a path after the address.

        Raises:
            RefusedError: It answers with another status than 200.
            ModelError: It cannot be reached, or answers with something else.
        """
        return self._whole("GET", self.address.url + path, None)

    def get_own(self, path: str) -> Json:
        """Return the object for a path that is the server's own, beside `/v1`; raises as `get`."""
        return self._whole("GET", self.address.root + path, None)

    def post_own(self, path: str, body: Json) -> Json:
        """Return the object for what is sent to a path of the server's own; raises as `get`."""
        return self._whole("POST", self.address.root + path, body)

    def post(self, path: str, body: Json, cancelled: Cancelled) -> Iterator[Json]:
        """Yield the objects of the stream that answers, or the one object where it does not stream.

        It ends early once `cancelled` says True, with the stream's `[DONE]`, or where it breaks off
        without one.

        Raises:
            RefusedError: The server answers with another status than 200.
            ModelError: It cannot be reached, breaks off, or answers with something else.
        """
        with self._reply("POST", self.address.url + path, body, cancelled) as reply:
            if reply is None:
                return
            if "json" in reply.kind:
                yield self._object(_joined(reply.blocks(), _LONGEST_REPLY))
                return
            if "html" in reply.kind:
                raise ModelError(f"{self.address.url}: the server answers with a web page; {_CHECK}")
            try:
                for data in events(reply.blocks()):
                    if data.strip() == "[DONE]":
                        return
                    yield self._object(data.encode())
            except ValueError as error:
                raise ModelError(
                    f"{self.address.url}: sends no stream of answers ({error}); {_CHECK}"
                ) from error

    def _whole(self, method: str, url: str, body: Json | None) -> Json:
        with self._reply(method, url, body, never) as reply:
            assert reply is not None, "it is always wanted"
            return self._object(_joined(reply.blocks(), _LONGEST_REPLY))

    @contextmanager
    def _reply(
        self, method: str, url: str, body: Json | None, cancelled: Cancelled
    ) -> Iterator["_Reply | None"]:
        """Lend the reply to a request; `None` once it is not wanted any more."""
        headers = {"User-Agent": f"article-qa/{__version__}", "Accept": "application/json, text/event-stream"}
        if self._asked.key.value:
            headers["Authorization"] = f"Bearer {self._asked.key.value}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        encoded = None if body is None else json.dumps(body).encode()
        with Exchange(Request(method, url, headers, encoded), self._limits, cancelled) as exchange:
            head = exchange.head()
            if head is not None and head.status != 200:
                raise refusal(self._asked, head, _joined(exchange.blocks(), _LONGEST_REFUSAL))
            yield None if head is None else _Reply(head, exchange.blocks)

    def _object(self, body: bytes) -> Json:
        """Return an object a server sent, unless it says what went wrong."""
        try:
            value = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise ModelError(f"{self.address.url}: what the server answers is not JSON; {_CHECK}") from error
        if not isinstance(value, dict):
            raise ModelError(f"{self.address.url}: what the server answers is no object; {_CHECK}")
        if value.get("error"):
            said = message_of(body, self._asked) or "it does not say why"
            raise ModelError(f"{self.address.url}: the server failed ({said}); try again, or look at its log")
        return value


_CHECK = "check that it is the address of an OpenAI-compatible server"


@dataclass(frozen=True, slots=True)
class _Reply:
    head: Head
    blocks: Callable[[], Iterator[bytes]]

    @property
    def kind(self) -> str:
        """The content type, in small letters."""
        return (self.head.headers.get("content-type") or "").lower()


def _joined(blocks: Iterator[bytes], most: int) -> bytes:
    """Return the beginning of a body, a block more than `most` bytes of it at most."""
    parts: list[bytes] = []
    size = 0
    for block in blocks:
        parts.append(block)
        size += len(block)
        if size > most:
            break
    return b"".join(parts)
