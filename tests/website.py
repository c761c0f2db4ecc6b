"""A web site on this machine. Tests import it as `from website import Website, website`."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = "text/html; charset=utf-8"
RSS = "application/rss+xml"
ATOM = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    """By lower-case name."""


@dataclass(slots=True)
class Reply:
    """What the site answers."""

    body: str | bytes = ""
    kind: str = PAGE
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    gate: threading.Event | None = None
    """The answer waits for it."""

    @property
    def data(self) -> bytes:
        """The body's bytes."""
        return self.body.encode() if isinstance(self.body, str) else self.body


class Website:
    """What it answers is put into it by path; everything else is 404."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[Asked] = []
        self.replies: dict[str, Reply] = {}

    def put(self, path: str, reply: Reply) -> str:
        """Answer a path with this from now on, and return its address."""
        self.replies[path] = reply
        return self.address + path

    def reply(self, asked: Asked) -> Reply:
        """Return the answer to a request: 304 where its entity tag is the one asked with."""
        self.asked.append(asked)
        reply = self.replies.get(asked.path, Reply("not here", status=404))
        if reply.gate:
            reply.gate.wait(30)
        tag = reply.headers.get("ETag")
        if tag and asked.headers.get("if-none-match") == tag:
            return Reply(status=304, headers={"ETag": tag})
        return reply

    def times(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(asked.path == path for asked in self.asked)


@contextmanager
def website() -> Iterator[Website]:
    """Lend a site that is served while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = site.reply(
                Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
            )
            try:
                self.send_response(reply.status)
                headers = {
                    "Content-Type": reply.kind,
                    "Content-Length": str(len(reply.data)),
                    **reply.headers,
                }
                for name, value in headers.items():
                    if value:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.data)
            except (BrokenPipeError, ConnectionResetError):  # whoever asked has heard enough
                pass

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Website(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sentences(topic: str, count: int = 20) -> str:
    """Return a text of about twelve words a sentence."""
    return " ".join(f"The {topic} was seen by {n} people in the town on that day." for n in range(count))


def page(title: str, topic: str, *, head: str = "") -> Reply:
    """Return a web page with an article among menus."""
    body = "".join(f"<p>{sentences(topic, 5)}</p>" for _ in range(4))
    return Reply(
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body><nav>Home</nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    )


def rss(*items: str, title: str = "The Town Paper") -> Reply:
    """Return an RSS 2.0 feed of items given as XML."""
    return Reply(
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{title}</title><link>http://paper.example/</link><description>News</description>"
        f"<language>en-gb</language>{''.join(items)}</channel></rss>",
        RSS,
    )


def item(title: str, link: str, *, rest: str = "<description>A teaser.</description>") -> str:
    """Return an item of an RSS feed."""
    return f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>{rest}</item>"


def whole(topic: str) -> str:
    """Return an element that carries all of an article."""
    return f"<content:encoded><![CDATA[<p>{sentences(topic)}</p>]]></content:encoded>"
