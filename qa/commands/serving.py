"""The chat in a browser: what is served, and to whom."""

import shlex
import sys
from collections.abc import Sequence

from qa.commands.chatting import outfit_of
from qa.commands.notices import Notice
from qa.commands.options import Choice
from qa.exits import DONE
from qa.places import library_directory

_PROGRAM = "from qa.start import main; main()"


def serve(choice: Choice, port: int, notice: Notice) -> int:
    """Serve the chat on the loopback address until it is interrupted; return the exit code.

    Each browser tab runs a chat of its own, in a process of its own.

    Raises:
        SettingsError: The settings file cannot be used as it is; said here, where somebody reads it.
        ServingError: textual-serve is not installed, or the port is taken.
    """
    from qa.tui.serving import serve_on_loopback

    outfit_of(choice)
    title = f"{library_directory(choice.library).name} · qa"
    serve_on_loopback(command(sys.argv[1:]), port, notice, title=title)
    return DONE


def command(arguments: Sequence[str]) -> str:
    """Return the shell command of the same chat in a terminal.

    Args:
        arguments: Those of this command, from which what asks for the browser is left out.
    """
    kept = []
    skip = False
    for argument in arguments:
        if skip or argument == "--web" or argument.startswith("--port="):
            skip = False
        elif argument == "--port":
            skip = True
        else:
            kept.append(argument)
    return shlex.join([sys.executable, "-c", _PROGRAM, *kept])
