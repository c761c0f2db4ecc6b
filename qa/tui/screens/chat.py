"""The chat: decides what a key, a click or an event of the answer does."""

from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.widgets import Static

from index.errors import ArticleQAError
from qa.asking import Terms
from qa.records import Answered, Checked, Event, Found
from qa.tui import garbage, messages, slash
from qa.tui.asking_thread import OpenAsking
from qa.tui.choices import choices
from qa.tui.keys import BEGINNING_KEYS, CHAT_KEYS, TALK_KEYS
from qa.tui.outfit import Outfit
from qa.tui.screens.opened import OpenedScreen
from qa.tui.screens.stocked import WAYS_IN
from qa.tui.talk import Talk
from qa.tui.widgets.conversation import Conversation
from qa.tui.widgets.key_line import KeyLine
from qa.tui.widgets.panes import Panes
from qa.tui.widgets.prompt import Prompt
from qa.tui.widgets.run_line import RunLine
from qa.tui.widgets.status import StatusLine
from qa.tui.widgets.welcome import greeting
from qa.tui.wording import counted, in_short, library_facts, usage_facts

if TYPE_CHECKING:
    from qa.dialogue.memory import OpenMemory, TakenUp
    from qa.tui.widgets.turn import Turn

AS_IT_STANDS = "asked exactly as it stands; empty the box to ask in the conversation again"
IN_ITS_PLACE = "asked in the place of that question, in a conversation of its own; the other one is kept"
REST_SECONDS = 10.0
"""Between two looks at whether nothing is done."""
NEEDS_SOURCES = frozenset({"open", "copy", "step", "jump", "read", "fold"})


class ChatScreen(OpenedScreen):
    """Conversation, sources and prompt."""

    BINDINGS = [*BEGINNING_KEYS, *CHAT_KEYS, *TALK_KEYS]  # noqa: RUF012 - as the framework types it

    def __init__(
        self,
        open_asking: OpenAsking,
        *,
        library: Path,
        command: str,
        outfit: Outfit,
        open_memory: "OpenMemory | None",
    ) -> None:
        super().__init__()
        self.outfit, self.terms = outfit, Terms(outfit.scope)
        self._begin_filtering()
        self.kept, self.keeps = None, open_memory is not None
        self._open_asking = open_asking
        self._open_memory = open_memory
        self._library = self._directory = library
        self._command = command
        self._thread, self._model = None, None
        self._there = inf
        """When the box could be typed into, as events tell the time."""
        self._talk, self._begins_anew = Talk(), False
        self.status, self.panes = StatusLine(), Panes()
        self.prompt = Prompt(id="prompt", filters=in_short(self.terms))
        self.prompt.choices = choices(self)
        self.prompt.digits.is_at = self.panes.sources.arrived_at
        self.editing = Static(AS_IT_STANDS, id="editing", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the status line, the two panes, the prompt and the keys."""
        yield self.status
        yield self.panes
        yield RunLine()
        yield self.editing
        yield self.prompt.menu
        yield self.prompt
        yield KeyLine()

    async def on_mount(self) -> None:
        """Show the welcome at once, and only then begin to open the library."""
        self.status.show_library([self._library.name])
        self._state("loading…")
        await self.panes.conversation.greet(greeting())
        self.set_focus(self.prompt)
        self._there = events.Event().time
        self.set_interval(REST_SECONDS, self.rest)
        self.call_after_refresh(self._open)

    def on_key(self, event: events.Key) -> None:
        """Give the box what was typed before it was there."""
        if event.time < self._there:
            event.stop()
            self.prompt.type_early(event)

    def on_unmount(self) -> None:
        """Let the thread that asks end."""
        self._talk.forget()
        if self._thread is not None:
            self._thread.close()

    def _begin_filtering(self) -> None:
        """Let filters that hold already be chosen later than those of answers of before."""
        self._filtering = 0 if self.terms.scope.everything else 1

    @on(Prompt.Sent)
    async def _sent(self, event: Prompt.Sent) -> None:
        from qa.tui.widgets.turn import Turn  # for which the first paint does not wait

        await self._begin_anew()
        if event.text.startswith("/") and slash.topic(event.text) is None:
            await self._run_command(event.text)
            return
        if event.text.isdecimal() and len(event.text) < 3 and event.branch is None:
            self.action_jump(int(event.text))  # typed before there was a source to go to at once
            return
        if event.branch is not None:
            self._talk.branch(event.branch)
            await self.panes.cut(self._talk.answers)
        turn = Turn(event.text, alone=event.alone, terms=self.terms)
        turn.filtering = self._filtering
        await self.panes.add(turn, self._talk.answers)
        turn.say("waiting…")
        self._talk.add(turn)
        self._ask_next()

    async def _run_command(self, line: str) -> None:
        command = slash.find(line)
        if command is None:
            name = line.split(maxsplit=1)[0]
            await self.panes.conversation.note(f"{name} is no command here; /help shows those there are.")
        else:
            done = await self.app.run_action(command.called_with(slash.words_of(line)), self)
            if not done and self.is_running:
                self.notify(f"/{command.name} has nothing to work on yet.", markup=False)

    def _ask_next(self) -> None:
        """Have the next question answered, if none is being answered."""
        request = self._talk.next() if self._opened else None
        if request and self._thread and self._talk.running:
            self._note()
            self._progress(self._talk.running, "searching…")
            self._thread.put(request)

    def _note(self) -> None:
        """Note which conversation is shown: a browser that loads its tab anew gets it again."""
        if bookmark := self.outfit.bookmark:
            try:
                bookmark.note(self._talk.conversation)
            except ArticleQAError as error:
                self._complain(error)

    def _progress(self, turn: "Turn", state: str) -> None:
        turn.say(state)
        self._state(state)

    @on(messages.Arrived)
    async def _arrived(self, message: messages.Arrived) -> None:
        if turn := self._talk.turn_of(message.request):
            await self._show_event(turn, message.event)

    async def _show_event(self, turn: "Turn", event: Event) -> None:
        match event:
            case Found():
                turn.found(event)
                self.refresh_bindings()
                await self.panes.show_sources(turn)
                state = f"reading {counted(len(event.hits), 'passage')}…"
            case Checked(sentence):
                turn.checked(sentence)
                state = f"{counted(turn.sentences, 'sentence')} checked…"
            case Answered(answer):
                self._talk.keep(answer)
                turn.answered(answer)
                await self.panes.show_sources(turn)
                await self.panes.stretch.fold()
                self.status.show_usage(usage_facts(answer.usage))
                self._state(turn.outcome)
                return
        if not self._talk.stopping:
            self._progress(turn, state)

    @on(messages.Failed)
    async def _failed(self, message: messages.Failed) -> None:
        if turn := self._talk.turn_of(message.request):
            turn.failed(message.reason)
            self._state("ready")
            self._talk.end()
        self._ask_next()

    @on(messages.Ended)
    async def _ended(self, message: messages.Ended) -> None:
        self.status.show_library(library_facts(self._library.name, message.holdings))
        if turn := self._talk.turn_of(message.request):
            if turn.answer is None:
                turn.stopped()
                self._state("stopped")
            self._talk.end()
        self._ask_next()
        if self._talk.running is None:
            garbage.clear_an_answer()

    def rest(self) -> None:
        """Use that nothing is done and nothing typed."""
        if self.is_current and self._talk.running is None and not self.prompt.text:
            garbage.clear_all()

    @on(Panes.SourcesChanged)
    def _sources_changed(self, event: Panes.SourcesChanged) -> None:
        if self.prompt.digits.known != event.digits:
            self.prompt.digits.known = event.digits
            self.refresh_bindings()

    @on(Prompt.Paged)
    def _paged(self, event: Prompt.Paged) -> None:
        self.panes.conversation.page(event.pages)

    @on(Prompt.Editing)
    def _editing(self, event: Prompt.Editing) -> None:
        self.editing.update(IN_ITS_PLACE if event.branch is not None else AS_IT_STANDS)
        self.editing.display = event.alone or event.branch is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only another try where nothing can be asked, and reading where there is a source."""
        if action in WAYS_IN:
            return self._is_way_in(action)
        if self._refused or action == "retry":
            return self._refused and action == "retry"
        if action == "edit":
            return self.panes.conversation.understood is not None
        return action not in NEEDS_SOURCES or bool(self.panes.sources.numbers)

    async def action_stop(self) -> None:
        """Stop the answer at once, else take back a question that waits; then go to the prompt."""
        if self._talk.stop() and self._talk.running is not None:
            self._progress(self._talk.running, "stopping…")
        elif self.prompt.menu.close():
            pass
        elif withdrawn := self._talk.withdraw():
            withdrawn.stopped()
        self.set_focus(self.prompt)

    def action_copy_text(self) -> None:
        """Copy what is selected; where nothing is, stop the answer."""
        try:
            super().action_copy_text()
        except SkipAction:
            if not self._talk.stop():
                raise
            if self._talk.running is not None:
                self._progress(self._talk.running, "stopping…")

    def action_next_pane(self) -> None:
        """Complete the command being typed; else go to the next pane."""
        if not (self.prompt.has_focus and self.prompt.complete()):
            self.app.action_focus_next()

    async def action_turn(self, by: int) -> None:
        """Go to the question before, or after, with its sources."""
        await self.panes.step_turn(by)

    async def action_earlier(self) -> None:
        """Show questions of before that are not shown."""
        await self.panes.show_more(self._talk.answers, up=True)

    @on(Conversation.EndWanted)
    async def _end_wanted(self) -> None:
        await self.panes.show_end(self._talk.answers)

    @on(Conversation.Neared)
    async def _neared(self, event: Conversation.Neared) -> None:
        if not self.panes.conversation.is_held:
            await self.panes.show_more(self._talk.answers, up=event.up)

    @on(messages.Changed)
    def _changed(self, message: messages.Changed) -> None:
        self._model = message.model
        self.status.show_model(self._model)
        self._remember_model(message.change)

    @on(messages.Unchanged)
    def _unchanged(self, message: messages.Unchanged) -> None:
        kept = self._model or "quotations alone"
        self.notify(f"{message.reason} · Still: {kept}.", severity="error", timeout=15, markup=False)

    def action_new(self) -> None:
        """Forget what was said and begin again, once the event being shown has been."""
        self._talk.forget()
        self._begins_anew = True
        self.call_later(self._begin_anew)

    async def _begin_anew(self) -> None:
        """Begin again where that is due: what was sent right behind belongs to the new conversation."""
        if self._begins_anew:
            await self.begin(None)

    async def begin(self, taken_up: "TakenUp | None") -> None:
        """Begin a new conversation, or go on with one."""
        from qa.dialogue.memory import goes_on

        self._begins_anew = False
        self._talk.forget()
        self._begin_filtering()
        await self.panes.begin_again(greeting(samples=self._asks_samples))
        if taken_up is not None:
            self._talk.take_up(taken_up)
            await self.panes.show_again(self._talk.answers, goes_on(taken_up.conversation))
        self._note()
        self._state("ready" if self._opened else "loading…")
        self.set_focus(self.prompt)
        self.refresh_bindings()

    def action_edit(self) -> None:
        """Put the last question, as it was understood, into the box; sent, it is asked as it stands."""
        last_is_drawn = not self.panes.stretch.later
        understood = (
            self.panes.conversation.understood if last_is_drawn else self._talk.answers[-1].understood
        )
        if understood is None:
            self.notify("There is no question to edit yet.")
            return
        self.prompt.put_to_edit(understood)
        self.set_focus(self.prompt)

    def action_why(self) -> None:
        """Show how the passages of the answer shown were found."""
        from qa.printing.explaining import account
        from qa.tui.screens.why import WhyScreen

        turn = self.panes.shown
        if turn is None or turn.understood is None:
            self.notify("There is no answer to explain yet.")
            return
        self.app.push_screen(WhyScreen(account(turn.question, turn.understood, turn.hits, turn.explanation)))

    def action_said(self) -> None:
        """Show under each sentence what the model wrote where it did not hold, or hide it."""
        if not self.panes.conversation.toggle_said():
            self.notify("There is nothing the model wrote that did not hold.")

    async def action_timeline(self, _topic: str = "") -> None:
        """Say how to ask for a timeline: the command alone names no topic."""
        await self.panes.conversation.note("Write the topic after it, as in /timeline harbour bridge.")
