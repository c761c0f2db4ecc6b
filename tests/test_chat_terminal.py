"""The chat and the terminal it is shown on."""

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from command import COMMAND, Command

from qa.tui import terminal

pytestmark = pytest.mark.bundled

PATIENCE_S = 60
TELLING = """
import atexit, pathlib, sys
told = pathlib.Path(sys.argv.pop())
atexit.register(lambda: told.write_text(str(sys.modules["textual.constants"].MAX_FPS), "utf-8"))
from qa.start import main
main()
"""


def test_the_chat_ends_with_its_terminal(tmp_path: Path) -> None:
    """Also where no signal tells it, instead of reading the end of its input for ever."""
    ours, theirs = pty.openpty()
    qa = Command(tmp_path / "library", tmp_path / "cache")
    variables = qa.environment(TERM="xterm-256color")
    process = subprocess.Popen(
        COMMAND, stdin=theirs, stdout=theirs, stderr=theirs, env=variables, start_new_session=True
    )
    os.close(theirs)
    try:
        shown = b""
        while b"\x1b[?1049h" not in shown:  # the alternate screen: it runs
            shown += os.read(ours, 4096)
        os.close(ours)
        process.wait(timeout=PATIENCE_S)
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(("wish", "most"), [({}, "120"), ({"TEXTUAL_FPS": "30"}, "30")])
def test_a_letter_does_not_wait_long_for_the_next_picture(
    tmp_path: Path, wish: dict[str, str], most: str
) -> None:
    """The chat draws up to 120 times a second, or as often as its reader wants."""
    ours, theirs = pty.openpty()
    qa = Command(tmp_path / "library", tmp_path / "cache")
    told = tmp_path / "told"
    process = subprocess.Popen(
        (sys.executable, "-c", TELLING, told), stdin=theirs, stdout=theirs, stderr=theirs,
        env=qa.environment(TERM="xterm-256color", **wish), start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        shown = b""
        while b"library" not in shown:
            shown += os.read(ours, 4096)
        os.write(ours, b"\x11")  # Ctrl+Q
        with suppress(OSError):  # nobody holds the other end any more
            while os.read(ours, 4096):
                pass
        process.wait(timeout=PATIENCE_S)
    finally:
        os.close(ours)
        process.kill()
        process.wait()
    assert told.read_text("utf-8") == most


def test_an_open_terminal_is_not_gone() -> None:
    """Only one whose other end is closed is."""
    ours, theirs = pty.openpty()
    assert not terminal.is_gone(theirs)
    os.close(ours)
    assert terminal.is_gone(theirs)
    os.close(theirs)
