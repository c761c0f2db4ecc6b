"""Where the `qa` command begins: Ctrl-C is answered in a line even before the rest is imported."""

import sys
from typing import NoReturn

from qa.exits import INTERRUPTED


def main() -> NoReturn:
    """Run the command line and exit."""
    try:
        from qa.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("qa: interrupted\n")
        sys.exit(INTERRUPTED)
    run()
