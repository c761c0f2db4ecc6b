"""The part of the chat that brings articles in, whatever screen one looks at meanwhile."""

from textual import on
from textual.app import App

from qa.tui.indexing import BringIn, BroughtIn, Idle, Indexing, NotBroughtIn, Progressed
from qa.tui.messages import LibraryChanged, LibraryFills
from qa.tui.plain import one_line
from qa.tui.widgets.run_line import RunLine


class GrowingApp(App[None]):
    """An application whose library grows while it is used; runs outlive the screen they were begun on."""

    indexing: Indexing | None = None
    """What brings articles in; `None` where the library is not to be changed from here."""

    def may_bring_in(self, bring_in: BringIn) -> None:
        """Let articles be brought in and taken out from here on."""
        self.indexing = Indexing(bring_in, self.post_message)

    def bring_in(self, given: str | None) -> None:
        """Bring in a path or an address, after what is being brought in now; nothing for `None`."""
        if given is not None and self.indexing is not None and self.indexing.put(given):
            self.run_worker(self.indexing.work, thread=True, group="indexing")
            self.screen_stack[0].post_message(LibraryFills())
            self.screen.refresh_bindings()

    def on_unmount(self) -> None:
        """Let the run that brings articles in end; the next one does the rest."""
        if self.indexing is not None:
            self.indexing.stop()

    def library_changed(self) -> None:
        """Let the chat, which lies under all other screens, look what there is to ask now."""
        self.screen_stack[0].post_message(LibraryChanged())

    def _run_lines(self) -> list[RunLine]:
        return [line for screen in self.screen_stack for line in screen.query(RunLine)]

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        for line in self._run_lines():
            line.show(event.progress)

    @on(BroughtIn)
    def _brought_in(self, event: BroughtIn) -> None:
        from qa.commands.indexing import summary

        stopped = ", stopped" if event.report.stopped else ""
        self._run_ended(f"{event.given}: {summary(event.report)}{stopped}", is_well=not event.report.skipped)

    @on(NotBroughtIn)
    def _not_brought_in(self, event: NotBroughtIn) -> None:
        self._run_ended(event.reason, is_well=False)

    def _run_ended(self, line: str, *, is_well: bool) -> None:
        self.notify(one_line(line), severity="information" if is_well else "warning", markup=False)

    @on(Idle)
    def _idle(self) -> None:
        for line in self._run_lines():
            line.clear()
        self.library_changed()
        self.screen.refresh_bindings()
