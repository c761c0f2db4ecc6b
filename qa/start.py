"""Where the `qa` command begins: Ctrl-C is answered in a line even before the rest is imported."""

import gc
import sys
from typing import NoReturn

from qa.exits import INTERRUPTED

GARBAGE = 50_000
"""New objects from which unreachable ones are looked for. At Python's 700 an eighth of the processor time
until the chat's first paint goes into looking, while next to all that importing makes stays."""


def main() -> NoReturn:
    """Run the command line and exit."""
    gc.set_threshold(GARBAGE)
    try:
        from qa.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("qa: interrupted\n")
        sys.exit(INTERRUPTED)
    run()
