"""Run a command and write what it cost to a file descriptor; a program of its own.

On Linux a process counts the memory of the one it was started from into its own peak, since it is
for a moment a copy of it. So commands are started from here: a Python that has loaded nothing.
"""

import json
import os
import sys
import time


def main(arguments: list[str]) -> None:
    """Run the command after the file descriptor, its output where ours goes."""
    descriptor = int(arguments[0])
    os.set_inheritable(descriptor, False)
    started = time.perf_counter()
    process = os.posix_spawnp(arguments[1], arguments[1:], os.environ)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - started
    # Linux counts kibibytes, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    cost = {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": seconds,
        "peak_bytes": usage.ru_maxrss * unit,
    }
    os.write(descriptor, json.dumps(cost).encode())


if __name__ == "__main__":
    main(sys.argv[1:])
