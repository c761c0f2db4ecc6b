"""How long sentence-transformers takes to encode texts: fp32, its default batch.

Command line: the folder of an embedding model and a file with a JSON object of lists of texts. Each
list is encoded once, after a few texts of it that load what is loaded late.
"""

import json
import sys
import time
from pathlib import Path

WARM_UP = 8


def main(model: Path, file: Path) -> None:
    """Print the seconds for each list."""
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(model))
    seconds = {}
    for name, texts in json.loads(file.read_text("utf-8")).items():
        encoder.encode(texts[:WARM_UP])
        started = time.perf_counter()
        encoder.encode(texts)
        seconds[name] = time.perf_counter() - started
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
