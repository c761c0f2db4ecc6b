"""Articles by title and source, as Ctrl+P finds them wherever one is."""

import asyncio
from functools import partial

from textual.command import Hits, Provider

from index.catalogue import Listing
from index.errors import ArticleQAError
from qa.tui.finding.offer import Offer, hits
from qa.tui.reading import reading_of_listing
from qa.tui.screens.reader import ReaderScreen
from qa.tui.screens.stocked import StockedScreen
from qa.tui.wording import day

FEWEST_LETTERS = 2
MOST_ARTICLES = 8


class Articles(Provider):
    """Articles by title, source, byline and day; the one chosen is opened to be read."""

    async def search(self, query: str) -> Hits:
        """Yield the articles that have the words."""
        chat = self.app.screen_stack[0]
        if not isinstance(chat, StockedScreen) or len(query.strip()) < FEWEST_LETTERS:
            return
        titles = chat.titles
        try:
            found = await asyncio.to_thread(titles.found, query, MOST_ARTICLES)
        except ArticleQAError:
            return  # the library's screen says why

        def read(listing: Listing) -> None:
            self.app.push_screen(ReaderScreen(reading_of_listing(titles.directory, listing)))

        offers = (Offer("article", one.title, _about(one), partial(read, one), found=True) for one in found)
        for hit in hits(offers, query):
            yield hit


def _about(listing: Listing) -> str:
    return " · ".join(filter(None, ("article", listing.source, day(listing.date))))
