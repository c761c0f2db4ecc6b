"""The chat served to a browser on this machine, by textual-serve.

What is served can write files and start programs. So it is served on the loopback address alone, and
only to a browser that was given the key: other users of the machine do not have it, and neither does a
page of another site that is open in the same browser, or a name that was made to point here.
"""

import secrets
import socket
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from index.errors import ServingError

if TYPE_CHECKING:
    from aiohttp import web

HOST = "127.0.0.1"
KEY = "key"
"""The parameter of the first address, and the cookie that takes its place."""

Notice = Callable[[str], None]
Middleware = Any
"""What aiohttp calls before each request; its types are not ours to depend on."""


def serve_on_loopback(command: str, port: int, notice: Notice) -> None:
    """Serve a chat to each tab of a browser until it is interrupted.

    Args:
        command: The shell command of a chat.
        port: Where; 0 is any that is free.
        notice: Told the address.

    Raises:
        ServingError: textual-serve is not installed, or the port is taken.
    """
    try:
        from aiohttp import web
        from textual_serve.server import Server
    except ImportError as error:
        raise ServingError(
            "--web needs the package textual-serve; install it: pip install 'article-qa[web]'"
        ) from error
    listening = _listening(port)
    port = listening.getsockname()[1]
    origin, key = f"http://{HOST}:{port}", secrets.token_urlsafe(24)

    async def application() -> web.Application:
        app: web.Application = await Server(command, HOST, port, title="qa")._make_app()
        app.on_startup.clear()  # it prints its own name
        app.middlewares.append(guard(origin, key))
        return app

    notice(f"the chat is at {origin}/?{KEY}={key} · Ctrl+C ends it")
    web.run_app(application(), sock=listening, print=None, access_log=None)


def guard(origin: str, key: str) -> Middleware:
    """Return what lets through only a browser that has the key and asks for this very address.

    Args:
        origin: The address served, as "http://127.0.0.1:8000".
        key: What the first address carries; it is then kept in a cookie.
    """
    from aiohttp import web

    @web.middleware  # type: ignore[untyped-decorator]
    async def guarded(
        request: web.Request, handler: "Callable[[web.Request], Awaitable[web.StreamResponse]]"
    ) -> web.StreamResponse:
        if f"http://{request.host}" != origin or request.headers.get("Origin", origin) != origin:
            raise web.HTTPForbidden(text="This chat is not served to other sites.")
        given = request.query.get(KEY)
        if given is not None and secrets.compare_digest(given.encode(), key.encode()):
            # The key leaves the address bar, and with it the history.
            response = web.HTTPFound("/")
            response.set_cookie(_cookie(origin), key, httponly=True, samesite="Strict")
            return response
        if not secrets.compare_digest(request.cookies.get(_cookie(origin), "").encode(), key.encode()):
            raise web.HTTPForbidden(text="Open the address that qa chat --web printed.")
        return await handler(request)

    return guarded


def _cookie(origin: str) -> str:
    """Return a name of its own for each port: cookies do not tell ports apart."""
    return f"qa-{origin.rpartition(':')[2]}"


def _listening(port: int) -> socket.socket:
    """Return a socket on the loopback address.

    Raises:
        ServingError: The port is taken, or not ours to take.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)  # at once, so that the address printed is there
    except OSError as error:
        listening.close()
        raise ServingError(
            f"port {port} of {HOST} cannot be served ({error.strerror}); name another: --port 0"
        ) from error
    return listening
