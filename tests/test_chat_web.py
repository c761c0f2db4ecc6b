"""The chat in a browser: who gets it, and that it is the same chat."""

import asyncio
import socket
import subprocess
import sys

import pytest
from command import Command
from served import served

from index.errors import ServingError
from qa.commands.serving import command
from qa.tui.serving import serve_on_loopback

PATIENCE_SECONDS = 120
TAB = "0" * 32
"""The name of a tab, as the page makes them."""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["chat", "--web"], "chat"),
        (["--web", "--port", "0", "--quote"], "--quote"),
        (["chat", "--port=1", "--web", "--source", "The Herald"], "chat --source 'The Herald'"),
    ],
)
def test_the_chat_served_is_the_one_asked_for(given: list[str], kept: str) -> None:
    """Its options are kept, and what asks for the browser is not."""
    served = command(given)
    assert served.startswith(sys.executable)
    assert served.endswith(f"main()' {kept}")


def test_without_the_package_it_is_said_what_to_install(nowhere: Command) -> None:
    """In one line; nothing else of the chat needs it."""
    code = "import sys; sys.modules['textual_serve'] = None; from qa.start import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "chat", "--web"],
        env=nowhere.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert (
        ran.stderr == "qa: --web needs the package textual-serve; install it: pip install 'article-qa[web]'\n"
    )


@pytest.fixture(scope="module")
def _installed() -> None:
    """Leave out what needs textual-serve where it is not installed."""
    pytest.importorskip("textual_serve")


@pytest.mark.bundled
@pytest.mark.usefixtures("_installed")
async def test_only_the_browser_with_the_key_gets_the_chat(town: Command) -> None:
    """No other site, no other name, nobody without the key; with it one asks and leaves."""
    import aiohttp

    jar = aiohttp.CookieJar(unsafe=True)  # which keeps cookies of addresses without a name
    async with served(town) as server, aiohttp.ClientSession(cookie_jar=jar) as browser:
        origin, address = server.origin, server.address
        for url, headers in (
            (origin, {}),
            (f"{origin}/?key=wrong", {}),
            (f"{origin}/ws/{TAB}", {}),
            (address, {"Origin": "http://evil.example"}),
            (address, {"Host": "evil.example"}),
        ):
            async with browser.get(url, headers=headers) as refused:
                assert refused.status == 403, url
        async with browser.get(address) as page:
            assert (page.status, str(page.url)) == (200, f"{origin}/")
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(f"{origin}/ws/{TAB}", headers={"Origin": "http://evil.example"})
        async with browser.ws_connect(f"{origin}/ws/{TAB}?width=100&height=30") as terminal:
            await comes(terminal, "32 articles")
            await terminal.send_json(["stdin", "Who is building the new Weighhouse Bridge?"])
            await terminal.send_json(["stdin", "\r"])
            await comes(terminal, "Kestrel Vane")
            await terminal.send_json(["stdin", "\x11"])


async def comes(terminal: object, text: str) -> None:
    """Wait until a text comes down the line."""
    import aiohttp

    assert isinstance(terminal, aiohttp.ClientWebSocketResponse)
    seen = ""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while text not in seen:
            message = await terminal.receive()
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
            seen += message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else ""


@pytest.mark.usefixtures("_installed")
def test_a_port_that_is_taken_is_said() -> None:
    """With what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServingError, match=f"port {port} of 127.0.0.1 cannot be served .*--port 0"):
            serve_on_loopback("true", port, print)
