"""Words → the articles whose titles, sources, bylines or days have them."""

import gc
import threading
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalogue import Listing
from qa.tui.listing import NEWEST, Row, filtered, folded, ordered
from qa.tui.stock import moment_of, stock_of

if TYPE_CHECKING:
    from index.inventory import Moment


class Titles:
    """The articles of a library as they are looked for; read once, and again once it was written to.

    Each call may block and be made by any thread.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._moment: Moment | None = None
        self._rows: list[Row] = []
        self._turn = threading.Lock()

    def found(self, words: str, most: int) -> list[Listing]:
        """Return articles that have all the words, in their titles first, the newest first.

        Raises:
            LibraryError: The library cannot be read.
        """
        with self._turn:
            self._read_if_written()
            rows = filtered(self._rows, words)
        wanted = folded(words).split()

        def elsewhere(row: Row) -> bool:
            title = folded(row.listing.title)
            return not all(word in title for word in wanted)

        return [row.listing for row in nsmallest(most, rows, key=elsewhere)]

    def _read_if_written(self) -> None:
        moment = moment_of(self.directory)
        if moment is None or moment == self._moment:
            return
        for stock in stock_of(self.directory):
            if stock.whole:
                self._moment, self._rows = stock.moment, ordered(stock.rows, NEWEST)
        gc.freeze()  # what is there now stays: gone through for garbage while one types, it is felt
