"""What finding stories costs as a library grows: made articles, reprints among them, one by one."""

import random
import sqlite3
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from evaluation.libraries import say
from evaluation.reprinting import by_another_paper, joined, paragraphs, reworded
from evaluation.tables import Table, Value
from index.creation import create
from index.database import open_writing, transaction
from index.records import article_id
from index.stories.clustering import Stories

SEED = 7
SIZES = (1_000, 10_000, 100_000)
QUICK_SIZES = SIZES[:2]
PARAGRAPHS = 12
REWORDED = 1 / 3
"""The share of words that are others: else 100,000 articles out of the paragraphs of 2,453 would have each
paragraph in common with dozens of others."""
REPRINTED = 0.1
"""The share of articles that are a version of one of the `REMEMBERED` before."""
REMEMBERED = 200
NOTICED = 0.1
"""The share of articles under which the same notice stands, of 150 words."""
STEP = 1_000


@dataclass(slots=True)
class _Watch:
    """How long the work within it took."""

    seconds: float = 0.0
    processor: float = 0.0
    """Seconds of this process alone: what a busy machine does not change much."""

    @contextmanager
    def running(self) -> Iterator[None]:
        started, busy = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - started
        self.processor += time.process_time() - busy


def measure_growth(texts: Sequence[str], sizes: Sequence[int]) -> Table:
    """Return what the last 1,000 articles of a library took at some sizes, each in a transaction of its own.

    Args:
        texts: What the articles are made of.
        sizes: In articles, ascending, each a multiple of 1,000.
    """
    rows: dict[str, dict[str, Value]] = {}
    watch, versions = _Watch(), 0
    with tempfile.TemporaryDirectory(prefix="article-qa-") as folder:
        create(Path(folder), {})
        with closing(open_writing(Path(folder))) as connection:
            stories = Stories(connection)
            for number, (text, is_version) in enumerate(_made(texts, sizes[-1]), start=1):
                versions += is_version
                with transaction(connection):
                    _store(connection, number, text)
                with watch.running(), transaction(connection):
                    stories.take_in(number, text)
                if number in sizes:
                    rows[f"{number:,} articles"] = {
                        "seconds": watch.seconds,
                        "of processor": watch.processor,
                        "versions made": versions,
                        **_held(connection),
                    }
                if number % (10 * STEP) == 0:
                    say(f"{number:,} articles, the last 1,000 in {watch.processor:.1f} s of processor")
                if number % STEP == 0:
                    watch = _Watch()
    return Table("growth: what the last 1,000 articles took", rows)


def _store(connection: sqlite3.Connection, number: int, text: str) -> None:
    connection.execute(
        "INSERT INTO articles (number, id, title, path, fields, added, characters, text) "
        "VALUES (?, ?, '', '', '{}', '', ?, ?)",
        (number, article_id(str(number), text), len(text), text),
    )


def _held(connection: sqlite3.Connection) -> dict[str, Value]:
    """Return how many articles are in a story, and in the largest one."""
    ((told, largest),) = connection.execute(
        "SELECT sum(count), max(count) FROM (SELECT count(*) AS count FROM articles "
        "WHERE story IS NOT NULL GROUP BY story)"
    )
    return {"in a story": told or 0, "largest story": largest or 0}


def _made(texts: Sequence[str], count: int) -> Iterator[tuple[str, bool]]:
    """Yield articles, and whether each is a version of an earlier one."""
    chance = random.Random(SEED)
    pool = [paragraph for text in texts for paragraph in paragraphs(text)]
    notice = " ".join(" ".join(pool).split()[:150])
    other = reworded(REWORDED)
    before: deque[str] = deque(maxlen=REMEMBERED)
    for _ in range(count):
        words = joined(chance.choices(pool, k=PARAGRAPHS))
        if before and chance.random() < REPRINTED:
            yield by_another_paper(chance.choice(before), words, chance), True
            continue
        text = other(words, chance.choice(texts), chance)
        before.append(text)
        yield (joined([text, notice]) if chance.random() < NOTICED else text), False
