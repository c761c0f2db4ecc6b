"""The chat: decides what a key, a click or an event of the answer does."""

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer, Static

from index.errors import ReadError
from qa.dialogue.memory import OpenMemory
from qa.printing.explaining import account
from qa.records import Answered, Checked, Event, Found
from qa.tui import messages, slash
from qa.tui.asking_thread import AskingThread, OpenAsking
from qa.tui.keys import CHAT_KEYS
from qa.tui.opening import open_article
from qa.tui.reading import reading_of
from qa.tui.screens.reader import ReaderScreen
from qa.tui.screens.why import WhyScreen
from qa.tui.talk import Talk
from qa.tui.widgets.panes import Panes
from qa.tui.widgets.prompt import Prompt
from qa.tui.widgets.source import Source
from qa.tui.widgets.status import StatusLine
from qa.tui.widgets.turn import Turn
from qa.tui.widgets.welcome import Welcome, empty_library, greeting, unusable
from qa.tui.wording import as_text, counted, library_line

AS_IT_STANDS = "asked exactly as it stands; empty the box to ask in the conversation again"
NEEDS_SOURCES = frozenset({"open", "copy", "step", "jump", "read", "fold"})


class ChatScreen(Screen[None]):
    """Conversation, sources and prompt."""

    BINDINGS = CHAT_KEYS

    def __init__(
        self,
        open_asking: OpenAsking,
        *,
        library: Path,
        command: str,
        filters: str,
        open_memory: OpenMemory | None,
    ) -> None:
        super().__init__()
        self._open_asking = open_asking
        self._open_memory = open_memory
        self._library = library
        self._command = command
        self._thread: AskingThread | None = None
        self._model: str | None = None
        self._directory = library
        self._opened = self._refused = False
        self._talk = Talk()
        self.status, self.panes = StatusLine(), Panes()
        self.prompt = Prompt(id="prompt", filters=filters)
        self.editing = Static(AS_IT_STANDS, id="editing", markup=False)

    @property
    def directory(self) -> Path:
        """The library that is asked; the one named, until it is open."""
        return self._directory

    def compose(self) -> ComposeResult:
        """Lay out the status line, the two panes, the prompt and the keys."""
        yield self.status
        yield self.panes
        yield self.editing
        yield self.prompt
        yield Footer(compact=True)

    async def on_mount(self) -> None:
        """Show the welcome at once, and only then begin to open the library."""
        self.status.show_library(self._library.name)
        self._state("loading…")
        await self.panes.conversation.greet(greeting())
        self.set_focus(self.prompt)
        self.call_after_refresh(self._open)

    def on_unmount(self) -> None:
        """Let the thread that asks end."""
        self._talk.forget()
        if self._thread is not None:
            self._thread.close()

    def _state(self, state: str) -> None:
        self.status.show_state(self._model, state)

    def _open(self) -> None:
        if self._thread is not None:
            self._thread.close()
        self._thread = AskingThread(self._open_asking, self.post_message, self._open_memory)
        self.run_worker(self._thread.work, thread=True, exclusive=True, group="asking")

    @on(messages.Loading)
    def _loading(self, message: messages.Loading) -> None:
        self._state(f"{message.step}…")

    @on(messages.Remembered)
    async def _remembered(self, message: messages.Remembered) -> None:
        if message.taken_up is not None:
            self._talk.take_up(message.taken_up)
        answers = message.taken_up.turns if message.taken_up else ()
        await self.panes.show_again(answers, message.line)
        self.refresh_bindings()

    @on(messages.Unkept)
    async def _unkept(self, message: messages.Unkept) -> None:
        await self.panes.conversation.note(f"This conversation is not kept: {message.reason}")

    @on(messages.Opened)
    async def _ready(self, message: messages.Opened) -> None:
        if self._refused:  # there were no articles, and now there are
            await self._admit()
        self._model, self._opened = message.model, True
        self._directory = message.holdings.directory
        self.status.show_library(library_line(self._library.name, message.holdings))
        self._state("ready")
        self._ask_next()

    @on(messages.Empty)
    async def _empty(self) -> None:
        await self._refuse(empty_library(str(self._library), self._command), "no articles")

    @on(messages.Unopened)
    async def _unopened(self, message: messages.Unopened) -> None:
        await self._refuse(unusable(message.reason), "not ready")

    async def _refuse(self, welcome: Welcome, state: str) -> None:
        self._refused = True
        self._state(state)
        self.prompt.display = False
        self.panes.hide_sources()
        await self.panes.conversation.greet(welcome)
        self.set_focus(self.panes.conversation)
        self.refresh_bindings()

    async def action_retry(self) -> None:
        """Try again to open the library."""
        await self._admit()
        self._state("loading…")
        self._open()

    async def _admit(self) -> None:
        self._refused = False
        await self.panes.conversation.greet(greeting())
        self.prompt.display = True
        self.panes.unhide_sources()
        self.set_focus(self.prompt)

    @on(Prompt.Sent)
    async def _sent(self, event: Prompt.Sent) -> None:
        if event.text.startswith("/") and slash.topic(event.text) is None:
            await self._run_command(event.text)
            return
        turn = Turn(event.text, alone=event.alone)
        await self.panes.conversation.add(turn)
        turn.say("waiting…")
        self._talk.add(turn)
        self._ask_next()

    async def _run_command(self, line: str) -> None:
        command = slash.find(line)
        if command is None:
            name = line.split(maxsplit=1)[0]
            await self.panes.conversation.note(f"{name} is no command here; /help shows those there are.")
        else:
            await self.run_action(command.action)

    def _ask_next(self) -> None:
        request = self._talk.next() if self._opened else None
        if request and self._thread and self._talk.running:
            self._progress(self._talk.running, "searching…")
            self._thread.put(request)

    def _progress(self, turn: Turn, state: str) -> None:
        turn.say(state)
        self._state(state)

    @on(messages.Arrived)
    async def _arrived(self, message: messages.Arrived) -> None:
        if turn := self._talk.turn_of(message.request):
            await self._show_event(turn, message.event)

    async def _show_event(self, turn: Turn, event: Event) -> None:
        match event:
            case Found():
                await turn.found(event)
                self.refresh_bindings()
                await self.panes.show_sources(turn)
                state = f"reading {counted(len(event.hits), 'passage')}…"
            case Checked(sentence):
                await turn.checked(sentence)
                state = f"{counted(turn.sentences, 'sentence')} checked…"
            case Answered(answer):
                self._talk.keep(answer)
                await turn.answered(answer)
                await self.panes.show_sources(turn)
                self._state(turn.outcome)
                return
        if not self._talk.stopping:
            self._progress(turn, state)

    @on(messages.Failed)
    async def _failed(self, message: messages.Failed) -> None:
        if turn := self._talk.turn_of(message.request):
            await turn.failed(message.reason)
            self._state("ready")
            self._talk.end()
        self._ask_next()

    @on(messages.Ended)
    async def _ended(self, message: messages.Ended) -> None:
        self.status.show_library(library_line(self._library.name, message.holdings))
        if turn := self._talk.turn_of(message.request):
            if turn.answer is None:
                await turn.stopped()
                self._state("stopped")
            self._talk.end()
        self._ask_next()

    @on(Panes.SourcesChanged)
    def _sources_changed(self, event: Panes.SourcesChanged) -> None:
        if self.prompt.jumps != min(9, event.count):
            self.prompt.jumps = min(9, event.count)
            self.refresh_bindings()

    @on(Prompt.Paged)
    def _paged(self, event: Prompt.Paged) -> None:
        page = (
            self.panes.conversation.scroll_page_up
            if event.pages < 0
            else self.panes.conversation.scroll_page_down
        )
        page(animate=False)

    @on(Prompt.Editing)
    def _editing(self, event: Prompt.Editing) -> None:
        self.editing.display = event.alone

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only another try where nothing can be asked, and reading where there is a source."""
        if self._refused or action == "retry":
            return self._refused and action == "retry"
        if action == "edit":
            return self.panes.conversation.understood is not None
        return action not in NEEDS_SOURCES or self.panes.sources.count > 0

    async def action_stop(self) -> None:
        """Stop the answer at once, else take back a question that waits; then go to the prompt."""
        if self._talk.stop() and self._talk.running is not None:
            self._progress(self._talk.running, "stopping…")
        elif withdrawn := self._talk.withdraw():
            await withdrawn.stopped()
        self.set_focus(self.prompt)

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

    def action_new(self) -> None:
        """Forget what was said and begin again, once the event being shown has been."""
        self._talk.forget()
        self.call_later(self._begin_again)

    async def _begin_again(self) -> None:
        await self.panes.begin_again(greeting())
        self._state("ready" if self._opened else "loading…")
        self.set_focus(self.prompt)

    def action_edit(self) -> None:
        """Put the last question, as it was understood, into the box; sent, it is asked as it stands."""
        understood = self.panes.conversation.understood
        if understood is None:
            self.notify("There is no question to edit yet.")
            return
        self.prompt.put_to_edit(understood)
        self.set_focus(self.prompt)

    def action_why(self) -> None:
        """Show how the passages of the answer shown were found."""
        turn = self.panes.shown
        if turn is None or turn.understood is None:
            self.notify("There is no answer to explain yet.")
            return
        self.app.push_screen(WhyScreen(account(turn.question, turn.understood, turn.hits, turn.explanation)))

    def action_said(self) -> None:
        """Show under each sentence what the model wrote where it did not hold, or hide it."""
        if not self.panes.conversation.toggle_said():
            self.notify("There is nothing the model wrote that did not hold.")

    async def action_timeline(self) -> None:
        """Say how to ask for a timeline: the command alone names no topic."""
        await self.panes.conversation.note("Write the topic after it, as in /timeline harbour bridge.")

    def action_copy(self) -> None:
        """Copy the answer shown, with its citations."""
        answer = self.panes.shown.answer if self.panes.shown else None
        if answer is None:
            self.notify("There is no answer to copy yet.")
            return
        self.app.copy_to_clipboard(as_text(answer))
        self.notify(f"Copied the answer with {counted(len(answer.citations), 'citation')}.")

    def action_read(self) -> None:
        """Read the whole article of the selected source."""
        source = self.panes.sources.selected
        if source is not None:
            cited = self.panes.sources.citations
            reading = reading_of(self._directory, source.hit, cited, cited=source.citation)
            self.app.push_screen(ReaderScreen(reading))

    @on(Source.Wanted)
    def _source_wanted(self) -> None:
        self.action_read()

    def action_fold(self) -> None:
        """Unfold the passages that were read and not cited, or fold them."""
        if not self.panes.sources.toggle_folded():
            self.notify("Every passage that was read is cited.")

    def action_open(self) -> None:
        """Open the selected source's article at the cited words."""
        source = self.panes.sources.selected
        if source is None:
            self.notify("There is no source to open yet.")
            return
        try:
            open_article(self.app, source.hit.path, source.quote)
        except ReadError as error:
            self.notify(str(error), severity="error", markup=False)
