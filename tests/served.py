"""The chat served to a browser, in a process of its own.

Tests import it as `from served import Server, served`.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from command import COMMAND, Command


@dataclass(frozen=True, slots=True)
class Server:
    """A `qa chat --web` that runs."""

    address: str
    """What it printed, with the key."""
    number: int
    """Of its process."""

    @property
    def origin(self) -> str:
        """The address without the key."""
        return self.address.split("/?")[0]

    def chats(self) -> list[int]:
        """Return the processes behind the tabs."""
        listed = Path(f"/proc/{self.number}/task/{self.number}/children").read_text("utf-8")
        return [int(number) for number in listed.split()]


@asynccontextmanager
async def served(qa: Command, *arguments: str, **environment: str) -> AsyncIterator[Server]:
    """Serve the chat, quotations alone, and end that as Ctrl+C does."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *("chat", "--web", "--port", "0", "--quote", *arguments),
        env=qa.environment(**environment),
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        line = (await process.stderr.readline()).decode()
        yield Server(next(word for word in line.split() if word.startswith("http://")), process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        await process.wait()
