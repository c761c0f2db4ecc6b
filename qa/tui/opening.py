"""Opens an article where the reader's own programs open files."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from textual.app import App, SuspendNotSupported

from index.errors import ReadError
from index.readers.kinds import CONTAINER_SUFFIXES
from index.readers.mail.signs import MESSAGE_SUFFIXES, PAGE_SUFFIXES

_AFTER_COLON = frozenset({"hx", "helix", "subl", "zed", "micro"})
"""Editors that take `file:line`; nearly all others take `+line file`."""
_WITH_GOTO = frozenset({"code", "code-insiders", "codium", "cursor"})
"""Editors that take `--goto file:line`."""
_FOR_VIEWERS = CONTAINER_SUFFIXES | MESSAGE_SUFFIXES | PAGE_SUFFIXES
"""Files in which an editor would show little that can be read."""
_USUAL = ("nano", "vim", "vi")
"""Tried where the environment names no editor."""
_BEGINNING = 6
"""Words of a quotation that find its line where the file breaks the rest with markup."""


def open_article(app: App[None], path: str, quote: str) -> None:
    """Open an article: a text in the editor at the quoted words, an address in the browser.

    A PDF, a book, a Word document or a message is opened by whatever the desktop opens such files with;
    so is every file where the chat is shown in a browser, which has no terminal to lend to an editor.

    Raises:
        ReadError: The file cannot be read, or no program for it can be started here.
    """
    if path.startswith(("http://", "https://")):
        app.open_url(path)
        return
    if app.is_web or Path(path).suffix.lower() in _FOR_VIEWERS:
        _hand_over(viewer_command(path, os.environ))
        return
    command = editor_command(path, quote, os.environ)
    try:
        with app.suspend():
            subprocess.run(command, check=False)
    except SuspendNotSupported as error:
        raise ReadError(f"This terminal cannot be lent to an editor; the article is {path}.") from error
    except OSError as error:
        raise ReadError(f"Cannot start {command[0]}: {error.strerror}. Set EDITOR to another.") from error


def viewer_command(path: str, environment: Mapping[str, str]) -> list[str]:
    """Return the command that has the desktop open a file.

    Args:
        path: The article's file.
        environment: Where PATH is looked up.

    Raises:
        ReadError: The file is gone, or there is no desktop to ask.
    """
    if not Path(path).exists():
        raise ReadError(f"Cannot open {path}: No such file or directory. Index it again if it has moved.")
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open", path=environment.get("PATH"))
    if opener is None:
        raise ReadError(f"There is no program here to show it with; the article is {path}.")
    return [opener, path]


def _hand_over(command: list[str]) -> None:
    """Start a program that shows a file by itself, and writes nothing over the screen."""
    try:
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise ReadError(
            f"Cannot start {command[0]}: {error.strerror}; the article is {command[1]}."
        ) from error


def line_of(text: str, quote: str) -> int:
    """Return the line of the file's text, from 1, on which the quoted words begin; 1 if not found."""
    words = quote.split()
    for count in (len(words), min(_BEGINNING, len(words))):
        pattern = r"\s+".join(re.escape(word) for word in words[:count])
        found = re.search(pattern, text) if pattern else None
        if found:
            return text.count("\n", 0, found.start()) + 1
    return 1


def editor_command(path: str, quote: str, environment: Mapping[str, str]) -> list[str]:
    """Return the command that opens a file in the reader's editor at the line of the quotation.

    Args:
        path: The article's file.
        quote: The cited words; "" opens the file at its beginning.
        environment: Where VISUAL and EDITOR are looked up, in this order.

    Raises:
        ReadError: The file cannot be read, or there is no editor.
    """
    line = _line_in_file(path, quote)
    words = shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or _installed_editor())
    name = Path(words[0]).name
    if name in _AFTER_COLON:
        return [*words, f"{path}:{line}"]
    if name in _WITH_GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    return [*words, f"+{line}", path]


def _line_in_file(path: str, quote: str) -> int:
    try:
        text = Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise ReadError(f"Cannot open {path}: {reason}. Index it again if it has moved.") from error
    return line_of(text, quote)


def _installed_editor() -> str:
    for name in _USUAL:
        if shutil.which(name):
            return name
    raise ReadError("There is no editor to open the article in: set EDITOR to the one you use.")
