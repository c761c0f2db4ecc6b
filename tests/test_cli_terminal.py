"""What a terminal is shown, and what it is spared."""

import os
import pty
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from command import ARTICLES, COMMAND, FLOOD, Command, write

pytestmark = pytest.mark.bundled

HOSTILE = "\x1b[31mRed\x1b]0;owned\x07 \u202eflood\u2066 \x9b2J news"


@contextmanager
def terminal() -> Iterator[tuple[int, bytearray, threading.Thread]]:
    """Lend a terminal, what was written to it so far, and the thread that reads it to the end."""
    ours, theirs = pty.openpty()
    shown = bytearray()

    def read() -> None:
        with suppress(OSError):  # nobody writes to it any more
            while block := os.read(ours, 4096):
                shown.extend(block)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield theirs, shown, reader
    finally:
        os.close(theirs)
        reader.join()
        os.close(ours)


def on_terminal(qa: Command, *arguments: object, **environment: str) -> str:
    """Return what a command shows on a terminal of 80 columns."""
    variables = qa.environment(TERM="xterm-256color", COLUMNS="80", **environment)
    with terminal() as (theirs, shown, _):
        command = [*COMMAND, *map(str, arguments)]
        subprocess.run(command, stdin=theirs, stdout=theirs, stderr=theirs, env=variables, check=True)
    return shown.decode()


def test_a_terminal_gets_links_and_lines_that_fit(town: Command) -> None:
    """Paths are OSC 8 links and titles bold, unless NO_COLOR is set; lines are as wide as the terminal."""
    shown = on_terminal(town, "search", FLOOD, "--limit", 1)
    file = ARTICLES / "flood-figure-corrected.txt"
    assert f"\x1b]8;;{file.as_uri()}\x1b\\{file}\x1b]8;;\x1b\\" in shown
    assert "\x1b[1mCouncil lowers count" in shown
    plain = on_terminal(town, "search", FLOOD, "--limit", 1, NO_COLOR="1")
    assert "\x1b" not in plain
    assert max(len(line) for line in plain.splitlines() if str(file) not in line) <= 100
    assert len(plain.splitlines()) > 6


def test_indexing_on_a_terminal_shows_a_bar(qa: Command, tmp_path: Path) -> None:
    """The bar moves and is gone at the end; what was skipped and the summary stay."""
    folder = write(tmp_path / "in", lund="The mayor of Lund ate 12 apples.", bad="")
    (folder / "bad.txt").write_bytes(b"")
    variables = qa.environment(TERM="xterm-256color", COLUMNS="200")
    with terminal() as (theirs, shown, _):
        command = [*COMMAND, "index", str(folder)]
        done = subprocess.run(command, stdin=theirs, stdout=theirs, stderr=theirs, env=variables, check=False)
    text = shown.decode()
    assert done.returncode == 1
    assert "Reading" in text
    assert f"skipped {folder / 'bad.txt'}: empty" in text
    assert "1 added, 1 skipped, in " in text.splitlines()[-1]


def test_articles_cannot_drive_the_terminal(qa: Command, tmp_path: Path) -> None:
    """Control characters in a title, a text or a file's name are never sent, to a pipe or a terminal."""
    folder = tmp_path / "in"
    folder.mkdir()
    name = "a\x1b[2Jb\n.md"
    (folder / name).write_text(
        f"# {HOSTILE}\n\nThe flood \x1b[5mrose\x1b[0m to {HOSTILE} on Monday.\n", "utf-8"
    )
    (folder / "bad\x1b[2J\n.txt").write_bytes(b"")
    told = qa("index", folder)
    assert told.code == 1
    identifier = qa("list", "--json").json[0]["id"]
    for arguments in (["list"], ["show", identifier], ["search", "flood"], ["ask", "What rose?", "--quote"]):
        told = told if "\x1b" in told.err else qa(*arguments)
        assert not set(told.out + told.err) & set("\x1b\x07\x9b\u202e\u2066"), arguments
    assert "\n" not in qa("list").out.rstrip("\n")
    shown = on_terminal(qa, "list")
    assert "\x1b[31m" not in shown
    assert "\x07" not in shown
