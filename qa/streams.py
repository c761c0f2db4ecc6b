"""Standard streams that are closed, broken, or take no text but ASCII."""

import errno
import io
import os
import sys
from pathlib import Path

from qa.commands.notices import print_line
from qa.exits import DONE, FAILED


def unwritten(error: OSError) -> int:
    """Return the exit code where output could not be written; anything else is a bug, and is raised."""
    if error.errno not in {errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EIO}:
        raise error
    # What is left in the buffer would fail once more when Python ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:  # whoever read our output has read enough
        return DONE
    print_line(f"qa: the output cannot be written ({error.strerror}); free some space and try again")
    return FAILED


def mend_streams() -> None:
    """Put an empty stream in the place of a closed one (`qa list >&-`), and let the output take any text."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - it is ours until the end
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
