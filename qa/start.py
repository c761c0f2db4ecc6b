"""Where the `qa` command begins: Ctrl-C is answered in a line even before the rest is imported."""

import gc
import os
import sys
from typing import NoReturn

from qa.exits import INTERRUPTED

GARBAGE = 50_000
"""New objects from which unreachable ones are looked for. At Python's 700 an eighth of the processor time
until the chat's first paint goes into looking, while next to all that importing makes stays."""

TURN_VARIABLE, TURN = "OPENBLAS_THREAD_TIMEOUT", "4"
"""How long numpy's other threads look out for work before they sleep, as a power of two of clock cycles. At
their own 26 each looks for 35 ms as soon as numpy is imported, on a core that models are being loaded on."""


def main() -> NoReturn:
    """Run the command line and exit."""
    gc.set_threshold(GARBAGE)
    os.environ.setdefault(TURN_VARIABLE, TURN)
    try:
        from qa.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("qa: interrupted\n")
        sys.exit(INTERRUPTED)
    try:
        run()
    finally:
        # All that is left goes with the process. To look once more for what is unreachable among a hundred
        # thousand objects took 70 ms.
        gc.freeze()
