"""The whole way from files to a library, and what the program does meanwhile.

Command line: a folder of articles and a directory for a library that is not there yet.
"""

import json
import sys
import time
from pathlib import Path

from benchmarking.stages import Watch
from index.build import build
from index.embedder import open_embedder
from index.progress import Finished
from qa.places import cache_directory


def main(articles: Path, library: Path) -> None:
    """Print seconds and stages."""
    with Watch.over() as watch:
        started = time.perf_counter()
        (report,) = (
            event.report
            for event in build([articles], library, lambda: open_embedder(cache=cache_directory()))
            if isinstance(event, Finished)
        )
        seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "added": report.added, "stages": watch.seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
