"""Who gets the chat, and what its page may ask for."""

import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp import web

KEY = "key"
"""The parameter of the first address, and the cookie that takes its place."""

Middleware = Any
"""What aiohttp calls before each request; its types are not ours to depend on."""


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


def confine(origin: str) -> Callable[["web.Request", "web.StreamResponse"], Awaitable[None]]:
    """Return what has the browser keep every page to what is served here.

    The browser then refuses to fetch a font, a script or a picture from elsewhere, to tell another site
    where it was led from, and to show the chat inside another page.

    Args:
        origin: The address served.
    """
    policy = (
        "default-src 'none'; script-src 'self'; font-src 'self'; img-src 'self' data:; "
        "style-src 'self' 'unsafe-inline'; "  # the terminal writes its own
        f"connect-src {origin.replace('http', 'ws', 1)}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )

    async def confined(_request: "web.Request", response: "web.StreamResponse") -> None:
        response.headers["Content-Security-Policy"] = policy
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"  # another version may be served here tomorrow

    return confined


def _cookie(origin: str) -> str:
    """Return a name of its own for each port: cookies do not tell ports apart."""
    return f"qa-{origin.rpartition(':')[2]}"
