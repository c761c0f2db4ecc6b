"""What the chat does with the sources of an answer: goes to them, reads them, opens them."""

from textual import on

from index.errors import ReadError
from qa.tui.screens.stocked import StockedScreen
from qa.tui.widgets.source import Source


class SourcedScreen(StockedScreen):
    """The sources' part of the chat."""

    def action_jump(self, number: int) -> None:
        """Go to a source by its number; to its whole article, when one is there already."""
        again = self.panes.sources.arrived_at(number)
        if not self.panes.jump(number):
            self.notify(f"There is no source {number} here.", markup=False)
        elif again:
            self.action_read()

    def action_step(self, by: int) -> None:
        """Go to the next source, or the one before."""
        self.panes.sources.step(by)

    def action_sources(self) -> None:
        """Go to the sources, showing them if need be; from there, hide them."""
        if not self.panes.toggle_sources():
            self.set_focus(self.prompt)

    async def action_fold(self) -> None:
        """Unfold the passages that were read and not cited, or fold them."""
        if not await self.panes.sources.toggle_folded():
            self.notify("Every passage that was read is cited.")

    def action_read(self) -> None:
        """Read the whole article of the selected source."""
        from qa.tui.reading import reading_of
        from qa.tui.screens.reader import ReaderScreen

        source = self.panes.sources.selected
        if source is not None:
            cited = self.panes.sources.citations
            reading = reading_of(self.directory, source.hit, cited, cited=source.citation)
            self.app.push_screen(ReaderScreen(reading))

    @on(Source.Wanted)
    def _source_wanted(self) -> None:
        self.action_read()

    def action_open(self) -> None:
        """Open the selected source's article at the cited words."""
        from qa.tui.opening import open_article

        source = self.panes.sources.selected
        if source is None:
            self.notify("There is no source to open yet.")
            return
        try:
            open_article(self.app, source.hit.path, source.quote)
        except ReadError as error:
            self.notify(str(error), severity="error", markup=False)
