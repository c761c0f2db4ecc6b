"""One article, whole, with what an answer cites of it."""

from bisect import bisect_right
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from index.errors import ArticleQAError, ReadError
from qa.places import shortened
from qa.tui.article_keys import READER_KEYS
from qa.tui.opening import open_article
from qa.tui.page import MOST_FOUND, Heading, Mark, Page, after, searched
from qa.tui.plain import one_line
from qa.tui.reading import Opened, Reading, opened
from qa.tui.screens.outline import OutlineScreen
from qa.tui.widgets.article_text import ArticleText
from qa.tui.widgets.key_line import KeyLine
from qa.tui.widgets.search_box import SearchBox

GONE = "The article has left the library."
AROUND = 120
"""Characters from the top of what is in view by which its line in the file is found."""


class ReaderScreen(Screen[None]):
    """The article's text, its citations to step through, and a search in it."""

    BINDINGS: ClassVar[list[BindingType]] = READER_KEYS

    class Loaded(Message):
        """The article has been read from the library; `None` where it is not there any more."""

        def __init__(self, article: Opened | None) -> None:
            super().__init__()
            self.article = article

    class Unreadable(Message):
        """The library cannot be read; `reason` is one line."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    class Found(Message):
        """A search has been through the article."""

        def __init__(self, words: str, places: list[tuple[int, int]]) -> None:
            super().__init__()
            self.words = words
            self.places = places

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading
        self._article: Opened | None = None
        self._words = ""
        self._found: list[tuple[int, int]] = []
        self._at = -1
        """Which citation, or place found, is the current one."""
        self._may_be_read = True
        self.text = ArticleText(id="article")
        self.search = SearchBox("Search in the article…", id="search")

    def compose(self) -> ComposeResult:
        """Lay out title, origin, text, search and keys."""
        with Vertical(id="head"):
            yield Static(one_line(self._reading.title), classes="title", markup=False)
            with Horizontal():
                yield Static(one_line(self._reading.origin), classes="origin", markup=False)
                yield Static("loading…", classes="place", markup=False)
            yield Static(one_line(shortened(self._reading.path)), classes="path", markup=False)
        yield self.text
        yield self.search
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what is known at once, and read the article."""
        self.search.display = False
        self.set_focus(self.text)
        self.run_worker(self._load, thread=True, exclusive=True, group="loading")

    def _load(self) -> None:
        try:
            self.post_message(self.Loaded(opened(self._reading)))
        except ArticleQAError as error:
            self.post_message(self.Unreadable(str(error)))

    @property
    def _page(self) -> Page | None:
        return self._article.page if self._article else None

    @property
    def _marks(self) -> tuple[Mark, ...]:
        return self._page.marks if self._page else ()

    @property
    def _headings(self) -> tuple[Heading, ...]:
        return self._page.headings if self._page else ()

    @on(Loaded)
    def _loaded(self, event: Loaded) -> None:
        if event.article is None:
            self._say(GONE)
            self._end_reading()
            return
        self._article = article = event.article
        self.query_one(".origin", Static).update(article.about)
        self.query_one(".path", Static).update(_places(article))
        self.text.show(article.page)
        if article.notice:
            self.notify(article.notice, severity="warning", markup=False)
        self._at = self._first()
        self._show_current()
        self._search_changed()
        self.refresh_bindings()

    def _first(self) -> int:
        """Return which mark is shown first, -1 for none; they moved when the page was made."""
        first = self._reading.first
        if first is None:
            return -1
        wanted = first.number, first.end - first.start
        given = [(mark.number, mark.end - mark.start) for mark in self._marks]
        return given.index(wanted) if wanted in given else -1

    @on(Unreadable)
    def _unreadable(self, event: Unreadable) -> None:
        self._say("")
        self.query_one(".path", Static).update(one_line(event.reason))
        self.query_one("#head").add_class("-failed")
        self._end_reading()

    def _end_reading(self) -> None:
        """Offer nothing of an article that cannot be read."""
        self._may_be_read = False
        self.search.display = False
        self.set_focus(self.text)
        self.refresh_bindings()

    def _say(self, line: str) -> None:
        self.query_one(".place", Static).update(line)

    @on(ArticleText.Moved)
    def _moved(self) -> None:
        self._say_place()

    def _say_place(self) -> None:
        if self._page is None:
            return
        share = f"{self.text.share_read:.0%}"
        self._say(" · ".join(filter(None, (self._what_is_current(), share))))

    def _what_is_current(self) -> str:
        if self._words:
            count = len(self._found)
            if not count:
                return "not found"
            more = "+" if count >= MOST_FOUND else ""
            return f"found {self._at + 1:,} of {count:,}{more}"
        if self._at < 0:
            return ""
        mark = self._marks[self._at]
        if mark.number is None:
            return "passage read, not cited"
        cited = [each for each in self._marks if each.number is not None]
        return f"citation [{mark.number}], {cited.index(mark) + 1} of {len(cited)}"

    def _show_current(self) -> None:
        steps = self._steps()
        if 0 <= self._at < len(steps):
            self.text.go_to(*steps[self._at])
        self._say_place()

    def _steps(self) -> list[tuple[int, int]]:
        """Return what n and N go through: places found while a search is open, else what is cited."""
        return self._found if self._words else [(mark.start, mark.end) for mark in self._marks]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what there is something for."""
        if action in ("outline", "heading"):
            return bool(self._headings)
        if action == "browse":
            return bool(self._article and self._article.url)
        if action == "step":
            return bool(self._steps())
        if action == "search":  # what is typed while the article still comes is looked for once it is there
            return self._may_be_read and self.focused is not self.search
        return action == "back" or self._article is not None

    def action_step(self, by: int) -> None:
        """Go to the next citation or place found, or the one before, around the ends."""
        steps = self._steps()
        if not steps:
            return
        if self._at >= 0:
            self._at = (self._at + by) % len(steps)
        else:
            here = after([start for start, _ in steps], self.text.top)
            self._at = here if by > 0 else here - 1
        self._show_current()

    def action_search(self) -> None:
        """Open the box to search in the article."""
        self.search.display = True
        self.set_focus(self.search)

    @on(Input.Changed, "#search")
    def _search_changed(self) -> None:
        page, words = self._page, self.search.value.strip()
        if page is None or words == self._words:
            return
        if not words:
            self.workers.cancel_group(self, "search")
            self._take_found(words, [])
            return
        self.run_worker(lambda: self._search(page, words), thread=True, exclusive=True, group="search")

    def _search(self, page: Page, words: str) -> None:
        worker = get_current_worker()
        found: list[tuple[int, int]] = []
        for piece in searched(page.text, words):
            found += piece
            if worker.is_cancelled:
                return
            if len(found) >= MOST_FOUND:
                break
        self.post_message(self.Found(words, found[:MOST_FOUND]))

    @on(Found)
    def _search_done(self, event: Found) -> None:
        if event.words == self.search.value.strip():
            self._take_found(event.words, event.places)

    def _take_found(self, words: str, places: list[tuple[int, int]]) -> None:
        self._words, self._found = words, places
        self.text.mark_found(places)
        self._at = after([start for start, _ in places], self.text.top) if places else -1
        self._show_current()
        self.refresh_bindings()

    @on(Input.Submitted, "#search")
    def _search_sent(self) -> None:
        if not self._words:
            self._end_search()
        else:
            self.set_focus(self.text)

    @on(SearchBox.Handed)
    def _search_handed(self, event: SearchBox.Handed) -> None:
        self.action_step(1 if event.key in ("down", "pagedown") else -1)

    @on(SearchBox.Left)
    def _search_left(self) -> None:
        self._end_search()

    def _end_search(self) -> None:
        self.workers.cancel_group(self, "search")
        self.search.value = ""
        self.search.display = False
        self.set_focus(self.text)
        self._take_found("", [])
        self.text.go_to(self.text.top, self.text.top)

    def action_back(self) -> None:
        """End a search that is open; else go back to where one was."""
        if self.search.display:
            self._end_search()
        else:
            self.dismiss()

    def action_heading(self, by: int) -> None:
        """Go to the heading after the top of what is in view, or the one before it."""
        starts = [heading.start for heading in self._headings]
        at = bisect_right(starts, self.text.top) - 1
        goal = at + by if by > 0 or starts[max(at, 0)] == self.text.top else at
        if 0 <= goal < len(starts):
            self.text.go_to(starts[goal], starts[goal])

    def action_outline(self) -> None:
        """Show the headings, and go to the one chosen."""
        here = max(0, bisect_right([each.start for each in self._headings], self.text.top) - 1)
        self.app.push_screen(OutlineScreen(self._headings, here), self._go_to_heading)

    def _go_to_heading(self, heading: Heading | None) -> None:
        if heading is not None:
            self.text.go_to(heading.start, heading.start)

    def _quoted(self) -> str:
        """Return the words that are current, else those at the top of what is in view."""
        if self._page is None:
            return ""
        steps = self._steps()
        start, end = (
            steps[self._at] if 0 <= self._at < len(steps) else (self.text.top, self.text.top + AROUND)
        )
        return self._page.text[start:end]

    def action_open(self) -> None:
        """Open the article's file at the words that are current, or its address in the browser."""
        path = self._article.path if self._article else self._reading.path
        try:
            open_article(self.app, path, self._quoted())
        except ReadError as error:
            self.notify(str(error), severity="error", markup=False)

    def action_browse(self) -> None:
        """Open the article's address in the browser."""
        url = self._article.url if self._article else None
        if url and url.startswith(("http://", "https://")):
            self.app.open_url(url)
        else:
            self.notify("The article names no address a browser can open.", markup=False)

    def action_copy(self) -> None:
        """Copy the words that are current, with where they are from."""
        if self._article is None:
            return
        about = f"{one_line(self._reading.title)} ({self._article.about}) {one_line(self._article.path)}"
        self.app.copy_to_clipboard(f"“{' '.join(self._quoted().split())}” {about}")
        self.notify("Copied the words with their source.")


def _places(article: Opened) -> str:
    """Return where the article lies: its file or address, and how many others have it."""
    others = len(article.elsewhere)
    more = f" · also in {one_line(article.elsewhere[0])}" if others else ""
    more += f" and {others - 1:,} more" if others > 1 else ""
    return one_line(shortened(article.path)) + more
