"""The chat served to a browser on this machine, drawn there by the terminal of textual-serve.

What is served can write files and start programs. So it is served on the loopback address alone, and
only to a browser that was given the key: other users of the machine do not have it, and neither does a
page of another site that is open in the same browser, or a name that was made to point here.
"""

import html
import secrets
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from index.errors import ServingError
from qa.tui.served.guarding import KEY, confine, guard
from qa.tui.served.tabs import Tabs

HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "served" / "page"

Notice = Callable[[str], None]


def serve_on_loopback(command: str, port: int, notice: Notice, *, title: str = "qa") -> None:
    """Serve a chat to each tab of a browser until it is interrupted.

    Args:
        command: The shell command of a chat.
        port: Where; 0 is any that is free.
        notice: Told the address.
        title: What stands on the tab.

    Raises:
        ServingError: textual-serve is not installed, or the port is taken.
    """
    try:
        import textual_serve
        from aiohttp import web
    except ImportError as error:
        raise ServingError(
            "--web needs the package textual-serve; install it: pip install 'article-qa[web]'"
        ) from error
    listening = _listening(port)
    origin, key = f"http://{HOST}:{listening.getsockname()[1]}", secrets.token_urlsafe(24)
    terminal = Path(textual_serve.__file__).parent / "static"

    async def shown(_request: web.Request) -> web.Response:
        page = (PAGE / "chat.html").read_text("utf-8").replace("{title}", html.escape(title))
        return web.Response(text=page, content_type="text/html")

    with tempfile.TemporaryDirectory(prefix="qa-tabs-") as folder:
        tabs = Tabs(command, Path(folder))
        app = web.Application(middlewares=[guard(origin, key)])
        app.on_response_prepare.append(confine(origin))
        app.on_shutdown.append(tabs.close)
        app.add_routes(
            [
                web.get("/", shown),
                web.get("/ws/{tab:[0-9a-f]{32}}", tabs.attend),
                web.get("/download/{key}", tabs.deliver),
                web.static("/page", PAGE),
                web.static("/static", terminal),
            ]
        )
        notice(f"the chat is at {origin}/?{KEY}={key} · Ctrl+C ends it")
        web.run_app(app, sock=listening, print=None, access_log=None)


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
