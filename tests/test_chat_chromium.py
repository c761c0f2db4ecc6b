"""The chat in a real Chromium: what a person sees, types, copies, saves and closes there."""

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from chromium import PATIENCE_S, PROGRAM, Browser, Tab, chromium
from command import Command
from served import Server, served

pytest.importorskip("textual_serve")
pytestmark = [
    pytest.mark.bundled,
    pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed"),
    pytest.mark.asyncio(loop_scope="module"),  # one server and one browser for all
]

BRIDGE = "Who is building the new Weighhouse Bridge?"
BUILDER = "Kestrel Vane"
KEYS = "f1 Keys"
"""Stands in the last line of the chat once it listens."""


Room = tuple[Server, Browser, Path]


@dataclass(frozen=True, slots=True)
class Desk:
    """A served chat, a browser, and the tab it is open in."""

    server: Server
    browser: Browser
    folder: Path
    """Where the browser saves files, and the desktop notes what it was to open."""
    tab: Tab


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(town: Command, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Room]:
    """A machine with a desktop, on which the chat is served."""
    folder = tmp_path_factory.mktemp("desktop")
    opener = folder / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {folder}/opened\n', "utf-8")
    opener.chmod(0o755)
    own = {"PATH": f"{opener.parent}:{os.environ['PATH']}", "QA_STATE": f"{folder}/state"}
    own["QA_SETTINGS"] = str(folder / "settings.toml")
    (folder / "settings.toml").touch()
    async with served(town, **own) as server, chromium(folder / "chromium") as browser:
        await browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        yield server, browser, folder


@pytest_asyncio.fixture(loop_scope="module")
async def desk(room: Room) -> AsyncIterator[Desk]:
    """A person before the chat over the sample articles; when they are gone, so is every chat."""
    server, browser, folder = room
    tab = await browser.open(server.address)
    await tab.sees("32 articles")
    await tab.sees(KEYS)
    yield Desk(server, browser, folder, tab)
    await browser.close_tabs()
    await until(lambda: not server.chats(), "every chat ends with its tab")


async def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until a condition holds."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"it did not come to that: {what}") from None


async def ask(tab: Tab) -> None:
    """Ask who builds the bridge, and wait for the answer and its source."""
    await tab.type(BRIDGE)
    await tab.press("Enter")
    await tab.sees(BUILDER)
    await tab.sees("The Carrowby Herald · 8 Jun 2023")
    await tab.sees("= quoted word for word")


async def colours(tab: Tab, text: str) -> tuple[float, ...]:
    """Return the brightest red, green and blue, from 0 to 1, of what is drawn where the text stands."""
    from matplotlib.image import imread

    lines = (await tab.screen()).splitlines()
    row = next(number for number, line in enumerate(lines) if text in line)
    column = lines[row].index(text)
    width, height = await tab.value(
        "(({width, height}) => [width / tapped.cols, height / tapped.rows])"
        "(document.querySelector('.xterm-screen').getBoundingClientRect())"
    )
    picture = imread(io.BytesIO(await tab.picture()), format="png")
    left, right = round(column * width), round((column + len(text)) * width)
    place = picture[round(row * height) : round((row + 1) * height), left:right]
    return tuple(float(place[:, :, colour].max()) for colour in range(3))


async def test_a_person_asks_and_checks_the_source(desk: Desk) -> None:
    """The chat is drawn, takes what is typed without a click before, and nothing comes from elsewhere."""
    tab, origin = desk.tab, desk.server.origin
    assert await tab.value("document.title") == "town · qa"
    assert await tab.value("location.href") == f"{origin}/"  # without the key
    await ask(tab)
    red, green, blue = await colours(tab, "[1]")
    assert red > green > blue + 0.2, "the mark is not drawn in its own colour"
    assert max(await colours(tab, " " * 10)) < 0.2
    await tab.press("1", "1")
    await tab.sees("citation [1], 1 of 1")
    await tab.press("Escape")
    await tab.sees_no_more("citation [1]")
    requests = list(tab.told("Network.requestWillBeSent"))
    sockets = [told["url"] for told in tab.told("Network.webSocketCreated")]
    asked = {told["request"]["url"].split(origin)[0] for told in requests}
    assert asked == {""}, "something was fetched from elsewhere"
    assert [url.rpartition("/ws/")[0] for url in sockets] == [origin.replace("http", "ws")]
    complaints = [told["entry"] for told in tab.told("Log.entryAdded")]
    assert not [one for one in complaints if one["level"] == "error"]
    assert not list(tab.told("Runtime.exceptionThrown"))


async def test_every_key_of_the_chat_is_there(desk: Desk) -> None:
    """It goes through the page to the chat; the one that a browser's window keeps has another."""
    tab = desk.tab
    await ask(tab)
    for key, shows, leaves in (
        ("F1", "Anywhere", "Escape"),
        ("F2", "Language models", "Escape"),
        ("Control+l", "Rowan Ward opens its doors", "Escape"),
        ("Control+s", "Words that were said", "Escape"),
        ("Control+p", "Find commands, keys", "Escape"),
        ("Control+r", "asked exactly as it stands", "Control+u"),
    ):
        await tab.press(key)
        await tab.sees(shows)
        await tab.press(leaves)
        await tab.sees_no_more(shows)
    await tab.sees("f4 New")
    await tab.press("F4")
    await tab.sees("F1 shows every key.")
    await tab.press("Control+q")
    await tab.becomes("document.body.innerText.includes('The chat has ended.')")
    await until(lambda: not desk.server.chats(), "the chat ends when it is left")
    await tab.press("Enter")
    await tab.sees(KEYS)


async def test_the_focus_stays_where_it_is_while_the_chat_is_drawn(desk: Desk) -> None:
    """The page does not take it away with every picture, and a key that comes then is not lost."""
    tab = desk.tab

    def sent() -> list[str]:
        return [told["response"]["payloadData"] for told in tab.told("Network.webSocketFrameSent")]

    before = len(sent())
    await ask(tab)
    told = sent()[before:]
    assert '["stdin","\\r"]' in told
    assert '["blur"]' not in told


async def test_words_go_to_the_clipboard_and_come_from_it(desk: Desk) -> None:
    """What is copied is the browser's, and what it has can be pasted as everywhere in it."""
    tab = desk.tab
    await ask(tab)
    await tab.press("Control+o", "y")
    await tab.sees("Copied the answer with 1 citation.")
    given = ["clipboardReadWrite", "clipboardSanitizedWrite"]
    await desk.browser.call("Browser.grantPermissions", permissions=given, origin=desk.server.origin)
    copied = await tab.value("navigator.clipboard.readText()")
    assert "“The contract to replace the Weighhouse Bridge has gone to Kestrel Vane" in copied
    await tab.value("navigator.clipboard.writeText('Größe “Łódź”\\nin two lines 🎈')")
    await tab.press("Escape", "Control+v")
    await tab.sees("Größe “Łódź”")
    await tab.sees("in two lines 🎈")
    await tab.sees(KEYS)  # it was pasted, not sent


async def test_files_and_addresses_are_opened_and_saved(desk: Desk) -> None:
    """An address opens a tab, a file the desktop's program for it, and an export is saved by the browser."""
    tab = desk.tab
    await ask(tab)
    await tab.type("/export html")
    await tab.press("Enter")
    await tab.sees("Given to the browser to save")
    saved = desk.folder / "who-is-building-the-new-weighhouse-bridge.html"
    await until(saved.exists, "the export is saved")
    assert BUILDER in saved.read_text("utf-8")
    await tab.press("Control+l")
    await tab.sees("Old boat and high water")
    await tab.press("/")
    await tab.sees("⏎ Go on")
    await tab.type("old boat")
    await tab.sees_no_more("New bins from June")
    await tab.press("Enter")
    await tab.sees("⏎ Read")
    await tab.press("Enter")
    await tab.sees("Open file")
    await tab.press("o")
    opened = desk.folder / "opened"
    await until(opened.exists, "the desktop is asked to open the file")
    assert opened.read_text("utf-8").strip().endswith("bridge-delay.html")
    await tab.press("u")
    address = "https://www.carrowbyherald.example/news/2024/10/17/bridge-delay"
    await until(lambda: desk.browser.opened(address) is not None, "a tab is opened at the address")
    other = desk.browser.opened(address)
    assert other is not None
    assert not other["canAccessOpener"]


async def test_the_window_may_have_any_size(desk: Desk) -> None:
    """The chat is laid out anew, and what is left of a letter's width has its colour."""
    from matplotlib.image import imread

    tab = desk.tab
    await ask(tab)
    for width, height in ((500, 400), (1500, 900), (833, 611)):
        await tab.resize(width, height)
        cell = await tab.value("document.querySelector('.xterm-screen').offsetWidth / tapped.cols")
        await tab.becomes(f"tapped.cols === {int(width // cell)}")
        await tab.sees("f1 Keys" if width > 600 else "esc Stop")
        assert not await tab.value("document.documentElement.scrollWidth > innerWidth")
        corner = imread(io.BytesIO(await tab.picture()), format="png")[-1, -1, :3]
        assert [round(255 * float(colour)) for colour in corner] == [18, 18, 18]  # textual-dark's


async def test_a_tab_loaded_anew_goes_on(desk: Desk) -> None:
    """With its own conversation, not another tab's; closed, nothing is left running behind it."""
    first, second = desk.tab, await desk.browser.open(desk.server.address)
    await ask(first)
    await second.sees(KEYS)
    await second.type("How many homes were flooded?")
    await second.press("Enter")
    await second.sees("= quoted word for word")
    assert len(desk.server.chats()) == 2
    await first.call("Page.reload")
    await first.sees("goes on.")
    assert BUILDER in await first.screen()
    await second.close()
    await until(lambda: len(desk.server.chats()) == 1, "the chat ends with its tab")
    await first.press("F4")
    await first.sees("F1 shows every key.")
    await first.call("Page.reload")
    await first.sees_no_more("ready")
    await first.sees("32 articles")
    assert BUILDER not in await first.screen()
    await first.close()
    await until(lambda: not desk.server.chats(), "the last one too")


async def test_a_chat_that_was_killed_is_said_to_have_ended(desk: Desk) -> None:
    """Instead of standing there as if it listened."""
    (chat,) = desk.server.chats()
    os.kill(chat, signal.SIGKILL)
    await desk.tab.becomes("document.body.innerText.includes('The chat has ended.')")


async def test_without_the_key_there_is_nothing(room: Room) -> None:
    """Nor with a wrong one."""
    server, browser, _ = room
    for address in (server.origin, f"{server.origin}/?key=wrong"):
        stranger = await browser.open_apart(address)
        await stranger.becomes("document.body.innerText === 'Open the address that qa chat --web printed.'")
    assert not server.chats()
    await browser.close_tabs()
