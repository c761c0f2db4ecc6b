"""The tabs of a browser, and a chat in a process of its own behind each."""

import asyncio
import contextlib
import shlex
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from qa.dialogue.bookmark import VARIABLE

if TYPE_CHECKING:
    from aiohttp import web
    from textual_serve.app_service import AppService

HEARTBEAT_SECONDS = 15.0
"""After so long a browser that is gone without a word is missed."""
LEAVING_SECONDS = 5.0
"""How long a chat may take to end by itself: one that is loading a model does not listen."""
USUAL_SIZE = 80, 24


class Tabs:
    """Runs the chats, and passes on what they have a browser save."""

    def __init__(self, command: str, folder: Path) -> None:
        """Prepare to run chats; none is run yet.

        Args:
            command: The shell command of one.
            folder: Where each chat notes which conversation its tab shows.
        """
        from textual_serve.download_manager import DownloadManager

        self._command = command
        self._folder = folder
        self._downloads = DownloadManager()
        self._open: set[web.WebSocketResponse] = set()

    async def attend(self, request: "web.Request") -> "web.WebSocketResponse":
        """Run a chat for a tab until the chat is left or the tab is closed; then neither is left open."""
        from aiohttp import web
        from textual_serve.app_service import AppService

        tab = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS)
        await tab.prepare(request)
        chat = AppService(
            self._command_for(request.match_info["tab"]),
            write_bytes=tab.send_bytes,
            write_str=tab.send_str,
            close=tab.close,
            download_manager=self._downloads,
        )
        await chat.start(*_size(request))
        self._open.add(tab)
        watching = asyncio.create_task(_close_after(chat, tab))
        try:
            async for message in tab:
                await _pass_on(message.json(), chat)
        finally:
            self._open.discard(tab)
            await _end(chat)
            await watching
        return tab

    def _command_for(self, name: str) -> str:
        """Return the shell command of the chat in a tab; the shell itself does not stay."""
        return f"{VARIABLE}={shlex.quote(str(self._folder / name))} exec {self._command}"

    async def deliver(self, request: "web.Request") -> "web.StreamResponse":
        """Return a file that a chat has the browser save; each is there once."""
        from aiohttp import web

        key = request.match_info["key"]
        try:
            file = await self._downloads.get_download_metadata(key)
        except KeyError as error:
            raise web.HTTPNotFound(text="This file is not there any more; export it again.") from error
        response = web.StreamResponse()
        response.content_type = file.mime_type
        # https://www.rfc-editor.org/rfc/rfc6266#section-4.3: a name in any script
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.file_name)}"
        await response.prepare(request)
        async for chunk in self._downloads.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    async def close(self, _app: "web.Application") -> None:
        """Tell every tab that it is over, so that no chat is left and nobody waits for one."""
        from aiohttp import WSCloseCode

        await asyncio.gather(*(tab.close(code=WSCloseCode.GOING_AWAY) for tab in self._open))


def _size(request: "web.Request") -> tuple[int, int]:
    """Return the columns and rows a tab has room for."""
    given = [request.query.get(name, "") for name in ("width", "height")]
    if all(number.isdecimal() and int(number) for number in given):
        return int(given[0]), int(given[1])
    return USUAL_SIZE


async def _pass_on(sent: object, chat: "AppService") -> None:
    """Tell the chat what the tab's script has to say: keys typed, its size, whether it is looked at."""
    match sent:
        case ["stdin", str(text)]:
            await chat.send_bytes(text.encode("utf-8", "replace"))
        case ["resize", {"width": int(columns), "height": int(rows)}]:
            await chat.set_terminal_size(columns, rows)
        case ["focus"]:
            await chat.focus()
        case ["blur"]:
            await chat.blur()


async def _close_after(chat: "AppService", tab: "web.WebSocketResponse") -> None:
    """Close a tab's line once its chat has ended, also where it could not say so itself."""
    await asyncio.wait([chat._task])
    await tab.close()


async def _end(chat: "AppService") -> None:
    """End a chat: it is asked to, and ended where it does not listen. What is kept is kept already."""
    process = chat._process
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LEAVING_SECONDS):
            await chat.stop()
            await process.wait()
    if process.returncode is None:
        process.kill()
        await process.wait()
