"""The chat and the terminal it is shown on."""

import os
import pty
import subprocess
from pathlib import Path

import pytest
from command import COMMAND, Command

from qa.tui import terminal

pytestmark = pytest.mark.bundled

PATIENCE_S = 60


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


def test_an_open_terminal_is_not_gone() -> None:
    """Only one whose other end is closed is."""
    ours, theirs = pty.openpty()
    assert not terminal.is_gone(theirs)
    os.close(ours)
    assert terminal.is_gone(theirs)
    os.close(theirs)
