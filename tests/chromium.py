"""A real Chromium without a window, driven over its DevTools protocol.

Tests import it as `from chromium import PROGRAM, Tab, chromium`. What the page shows is read from the
buffer its terminal draws from; that it is drawn, a picture tells.
"""

import asyncio
import base64
import itertools
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""`None` where there is none."""
PATIENCE_S = 60
SWITCHES = (
    "--headless=new",
    "--no-sandbox",  # it does not work as root, and nothing is opened but our own pages
    "--disable-dev-shm-usage",
    "--disable-breakpad",
    "--disable-background-networking",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
)
_ANNOUNCED = "DevTools listening on "
_OF_TABS = frozenset({"Target.targetCreated", "Target.targetInfoChanged"})
_MODIFIERS = {"Alt": 1, "Control": 2, "Shift": 8}
_KEYS = {"Enter": 13, "Escape": 27, "Tab": 9, **{f"F{number}": 111 + number for number in range(1, 13)}}
_TAPPED = """
Object.defineProperty(Object.prototype, "terminal", {
  set(made) {
    Object.defineProperty(this, "terminal", { value: made, writable: true });
    window.tapped = made;
  },
});
"""
"""Runs before the page's scripts: the terminal, which they show to nobody, is kept hold of."""
_LINES = """[...Array(tapped.rows).keys()]
  .map((row) => tapped.buffer.active.getLine(row).translateToString(true)).join("\\n")"""


class Browser:
    """A line to a browser: what it is told and what it answers, and what its tabs tell unasked."""

    def __init__(self, line: Any) -> None:
        self._line = line
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self.events: list[dict[str, Any]] = []

    async def listen(self) -> None:
        """Take in what comes, until the browser is gone."""
        async for message in self._line:
            told = json.loads(message.data)
            if "id" not in told:
                self.events.append(told)
            elif "error" in told:
                self._answers.pop(told["id"]).set_exception(RuntimeError(told["error"]["message"]))
            else:
                self._answers.pop(told["id"]).set_result(told["result"])

    async def call(self, method: str, session: str | None = None, **given: Any) -> Any:
        """Return what the browser, or the tab of a session, answers to a call of its protocol."""
        number = next(self._numbers)
        self._answers[number] = answer = asyncio.get_running_loop().create_future()
        tab = {"sessionId": session} if session else {}
        await self._line.send_json({"id": number, "method": method, "params": given} | tab)
        async with asyncio.timeout(PATIENCE_S):
            return await answer

    async def open(self, address: str, **apart: str) -> "Tab":
        """Open a tab at an address."""
        target = (await self.call("Target.createTarget", url="about:blank", **apart))["targetId"]
        session = (await self.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        tab = Tab(self, target, session)
        for domain in ("Page", "Network", "Runtime", "Log"):
            await tab.call(f"{domain}.enable")
        await tab.call("Page.addScriptToEvaluateOnNewDocument", source=_TAPPED)
        await tab.go(address)
        return tab

    async def open_apart(self, address: str) -> "Tab":
        """Open a tab at an address, which shares no cookie with the others."""
        return await self.open(address, **await self.call("Target.createBrowserContext"))

    def opened(self, address: str) -> dict[str, Any] | None:
        """Return what the browser said of a tab when it went to an address; `None` if none did."""
        told = (event["params"]["targetInfo"] for event in self.events if event["method"] in _OF_TABS)
        return next((tab for tab in told if tab["url"] == address), None)

    async def close_tabs(self) -> None:
        """Close every tab that has an address."""
        for tab in await self.tabs():
            await self.call("Target.closeTarget", targetId=tab["targetId"])

    async def tabs(self) -> list[dict[str, Any]]:
        """Return what the browser says of each tab that has an address."""
        targets = (await self.call("Target.getTargets"))["targetInfos"]
        return [one for one in targets if one["type"] == "page" and one["url"].startswith("http")]


class Tab:
    """One page, and a person before it."""

    def __init__(self, browser: Browser, target: str, session: str) -> None:
        self._browser = browser
        self._target = target
        self._session = session

    async def call(self, method: str, **given: Any) -> Any:
        """Return what this tab answers to a call of the protocol."""
        return await self._browser.call(method, self._session, **given)

    async def go(self, address: str) -> None:
        """Go to an address."""
        await self.call("Page.navigate", url=address)

    async def close(self) -> None:
        """Close it, as by its cross."""
        await self._browser.call("Target.closeTarget", targetId=self._target)

    async def value(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        given = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = await self.call("Runtime.evaluate", **given)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    async def screen(self) -> str:
        """Return the lines that the page's terminal shows; "" before there is one."""
        try:
            return str(await self.value(_LINES))
        except RuntimeError:
            return ""  # the page is on its way

    async def sees(self, text: str) -> None:
        """Wait until the text stands on the screen."""
        await self._waits(lambda screen: text in screen, text)

    async def sees_no_more(self, text: str) -> None:
        """Wait until the text is gone from the screen."""
        await self._waits(lambda screen: screen and text not in screen, f"{text}, gone")

    async def _waits(self, condition: Callable[[str], object], wanted: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not condition(await self.screen()):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{wanted}: not seen on\n{await self.screen()}") from None

    async def becomes(self, expression: str) -> None:
        """Wait until an expression in the page is true."""
        async with asyncio.timeout(PATIENCE_S):
            while not await self.value(expression):
                await asyncio.sleep(0.05)

    async def type(self, text: str) -> None:
        """Type text, letter by letter."""
        for letter in text:
            await self._key(letter, text=letter)

    async def press(self, *keys: str) -> None:
        """Press keys, named as "Enter", "F1" or "Control+l"."""
        for named in keys:
            *held, key = named.split("+")
            modifiers = sum(_MODIFIERS[one] for one in held)
            text = {"Enter": "\r"}.get(key, key if len(key) == 1 and not held else "")
            # what a window's own menu would do, were there one
            commands = ["paste"] if named == "Control+v" else []
            await self._key(key, text=text, modifiers=modifiers, commands=commands)

    async def _key(self, key: str, **more: Any) -> None:
        number = _KEYS.get(key) or ord(key.upper())
        given = {"key": key, "windowsVirtualKeyCode": number}
        if key.isalpha() and len(key) == 1:
            given["code"] = f"Key{key.upper()}"
        text = more.pop("text")
        await self.call(
            "Input.dispatchKeyEvent", type="keyDown", **given, **more, **({"text": text} if text else {})
        )
        await self.call("Input.dispatchKeyEvent", type="keyUp", **given, modifiers=more.get("modifiers", 0))

    async def resize(self, width: int, height: int) -> None:
        """Make the window so many pixels wide and high."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self.call("Emulation.setDeviceMetricsOverride", **size)

    async def picture(self) -> bytes:
        """Return what is to be seen, as a PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])

    def told(self, *methods: str) -> Iterator[dict[str, Any]]:
        """Yield what the tab told unasked, of some kinds."""
        for event in self._browser.events:
            if event.get("sessionId") == self._session and event["method"] in methods:
                yield event["params"]


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Browser]:
    """Lend a browser that begins with nothing remembered, and keeps what it must in a folder."""
    import aiohttp

    assert PROGRAM is not None
    places = {"XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *SWITCHES,
        f"--user-data-dir={folder}",
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **places},
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not (line := (await process.stderr.readline()).decode()).startswith(_ANNOUNCED):
                assert line, "Chromium ended at once"
        complaining = asyncio.create_task(process.stderr.read())  # a full pipe would hold it up
        address = line.removeprefix(_ANNOUNCED).strip()
        async with aiohttp.ClientSession() as session, session.ws_connect(address, max_msg_size=0) as wire:
            browser = Browser(wire)
            listening = asyncio.create_task(browser.listen())
            await browser.call("Target.setDiscoverTargets", discover=True)
            yield browser
            await browser.call("Browser.close")
            await listening
        await complaining
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
