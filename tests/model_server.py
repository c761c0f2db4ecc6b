"""An OpenAI-compatible server on this machine that replays what a test gives it.

Tests import it as `from model_server import Played, model_server, stream`.
"""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

EVENTS = "text/event-stream; charset=utf-8"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    """By lower-case name."""
    body: Any
    """The JSON value sent; `None` where nothing was."""


@dataclass(slots=True)
class Played:
    """A reply, block by block; each block is sent by itself."""

    blocks: Sequence[bytes] = ()
    kind: str = EVENTS
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    breaks_off: bool = False
    """The connection is closed in the middle of the body."""
    gate: threading.Event | None = None
    """What follows the first block waits for it."""
    begin: threading.Event | None = None
    """All of it waits for it."""


def as_json(value: object, *, status: int = 200, **headers: str) -> Played:
    """Return a reply that is one JSON value."""
    named = {name.replace("_", "-"): said for name, said in headers.items()}
    return Played([json.dumps(value).encode()], JSON, status, named)


def models(*names: str, **told: object) -> Played:
    """Return a list of models; what is told is told of each."""
    return as_json({"object": "list", "data": [{"id": name, **told} for name in names]})


def event(**choice: object) -> bytes:
    """Return an event with a choice."""
    return (
        b"data: " + json.dumps({"choices": [{"index": 0, **choice}]}, ensure_ascii=False).encode() + b"\n\n"
    )


def stream(*pieces: str, reason: str | None = "stop") -> list[bytes]:
    """Return the events of an answer, one for each piece, and its end where `reason` is not `None`."""
    said = [event(delta={"content": piece}, finish_reason=None) for piece in pieces]
    end = [event(delta={}, finish_reason=reason), b"data: [DONE]\n\n"] if reason else []
    return [event(delta={"role": "assistant", "content": None}), *said, *end]


class ModelServer:
    """What it plays is put into it by path, one reply after the other, the last for ever; else 404."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[Asked] = []
        self.left = threading.Event()
        """Set once a client has gone in the middle of a reply."""
        self._replies: dict[str, list[Played]] = {"/v1/models": [models("tiny-7b", max_model_len=8192)]}

    def put(self, path: str, *replies: Played) -> None:
        """Answer a path with these from now on."""
        self._replies[path] = list(replies)

    def reply(self, asked: Asked) -> Played:
        """Return the answer to a request."""
        self.asked.append(asked)
        replies = self._replies.get(asked.path) or [as_json({"error": "not here"}, status=404)]
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def sent(self, path: str) -> list[Any]:
        """Return the bodies of the requests for a path."""
        return [asked.body for asked in self.asked if asked.path == path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    played: ModelServer

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["content-length"]))))

    def _answer(self, body: object) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.played.reply(Asked(self.command, self.path, headers, body))
        try:
            self._play(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.played.left.set()

    def _play(self, reply: Played) -> None:
        if reply.begin:
            reply.begin.wait(30)
        self.send_response(reply.status)
        headers = {"Content-Type": reply.kind, "Transfer-Encoding": "chunked", **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for number, block in enumerate(reply.blocks):
            if number == 1 and reply.gate:
                self._wait(reply.gate)
            self.wfile.write(b"%x\r\n%b\r\n" % (len(block), block))
        if reply.breaks_off:
            self.close_connection = True
        else:
            self.wfile.write(b"0\r\n\r\n")

    def _wait(self, gate: threading.Event) -> None:
        """Wait for the gate, or until the client has gone."""
        self.connection.settimeout(0.02)
        while not gate.is_set():
            try:
                if not self.connection.recv(1):
                    raise ConnectionResetError
            except TimeoutError:
                continue

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Lend a server that answers while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    played = ModelServer(f"http://127.0.0.1:{server.server_address[1]}/v1")
    server.RequestHandlerClass = type("Handler", (_Handler,), {"played": played})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield played
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
