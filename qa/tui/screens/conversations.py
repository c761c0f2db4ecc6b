"""The conversations that were kept: found again, gone on with, named, deleted, written to files."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from index.errors import ArticleQAError
from qa.dialogue.kept_conversations import Conversation, Match
from qa.dialogue.memory import TakenUp
from qa.tui.exporting import deliver, export
from qa.tui.keeping import LISTED, Kept
from qa.tui.plain import one_line
from qa.tui.widgets.key_line import KeyLine
from qa.tui.wording import counted

if TYPE_CHECKING:
    from textual.timer import Timer

Result = TypeVar("Result")

AFTER_SECONDS = 0.15
"""Without a letter, after which is looked for what stands in the box: a list of a hundred takes longer to
draw than a letter to type."""
SEARCH = "Words that were said, or of a title"
NONE = "No conversation was kept here yet: every answer is, as it comes."
NO_MATCH = "In no conversation do all these words stand in one turn, or in the title."


@dataclass(frozen=True, slots=True)
class Left:
    """How the list was left."""

    taken_up: TakenUp | None = None
    """The conversation to go on with; `None` stays with the one of now."""
    deleted: frozenset[str] = frozenset()
    """Ids of those that are no more."""


class ConversationsScreen(ModalScreen[Left]):
    """A search box and the conversations under it, the one spoken in last first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take_up", "Go on", priority=True, id="kept-go-on"),
        Binding("down", "move(1)", "Next", show=False, priority=True, id="kept-next"),
        Binding("up", "move(-1)", "Previous", show=False, priority=True, id="kept-previous"),
        Binding("pagedown", "move(10)", "Ten further", show=False, priority=True, id="kept-page-down"),
        Binding("pageup", "move(-10)", "Ten back", show=False, priority=True, id="kept-page-up"),
        Binding("ctrl+r", "rename", "Rename", priority=True, id="kept-rename"),
        Binding("ctrl+d", "delete", "Delete", priority=True, id="kept-delete"),
        Binding(
            "ctrl+e",
            "export",
            "Export",
            priority=True,
            tooltip="Write it to a file as Markdown",
            id="kept-export",
        ),
        Binding("escape", "leave", "Back", priority=True, id="kept-back"),
    ]

    def __init__(self, kept: Kept, *, words: str = "", current: str = "") -> None:
        """Prepare the list.

        Args:
            kept: The conversations.
            words: What is looked for at first.
            current: The id of the one that is on the screen.
        """
        super().__init__()
        self._kept = kept
        self._words = words
        self._current = current
        self._found: list[Match] = []
        self._deleted: frozenset[str] = frozenset()
        self._naming: Conversation | None = None
        self._doomed: Conversation | None = None
        self._due: Timer | None = None
        """Set while what stands in the box is still to be looked for."""

    def compose(self) -> ComposeResult:
        """Lay out the box, the list, and the line that says what happened."""
        yield Static("Conversations", classes="title", markup=False)
        yield Input(self._words, placeholder=SEARCH, id="words")
        yield OptionList(id="kept", markup=False)
        yield Static(id="told", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """List them."""
        self._box.focus()
        self._look()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys in this screen's own order: the box has some of them too, and would put those first."""
        places = {one.id: place for place, one in enumerate(self.BINDINGS) if isinstance(one, Binding)}
        found = super().active_bindings.items()
        return dict(sorted(found, key=lambda item: places.get(item[1].binding.id, len(places))))

    @property
    def _box(self) -> Input:
        return self.query_one("#words", Input)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#kept", OptionList)

    @property
    def _chosen(self) -> Conversation | None:
        at = self._list.highlighted
        return self._found[at].conversation if at is not None and at < len(self._found) else None

    def _tell(self, line: str) -> None:
        self.query_one("#told", Static).update(one_line(line))

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._naming is None:
            self._not_due()
            self._due = self.set_timer(AFTER_SECONDS, self._look)

    def _not_due(self) -> bool:
        """Look no more for what stands in the box; `False` where that was not due."""
        was_due = self._due is not None
        if self._due is not None:
            self._due.stop()
        self._due = None
        return was_due

    def _look(self) -> None:
        self._not_due()
        self.run_worker(self._looked(self._box.value), exclusive=True, group="look")

    async def _looked(self, words: str) -> None:
        found = await self._done(lambda: self._kept.found(words))
        if found is None:
            return
        self._found = list(found)
        self._list.clear_options()
        self._list.add_options(list(map(self._option, found)))
        self._list.highlighted = 0 if found else None
        if not found:
            self._tell(NO_MATCH if words.strip() else NONE)
        else:
            self._tell(f"the last {len(found)}" if len(found) == LISTED else "")

    async def _done(self, work: Callable[[], Result]) -> Result | None:
        """Return what a piece of work gives, in a thread; where it fails, say why and return `None`."""
        try:
            return await asyncio.to_thread(work)
        except ArticleQAError as error:
            self._tell(f"! {error}")
            return None

    def _option(self, match: Match) -> Option:
        one = match.conversation
        here = "● " if one.id == self._current else "  "
        title = Content(f"{here}{one_line(one.title)}").stylize("bold")
        lines = [
            title,
            Content(f"  {when(one.last)} · {counted(one.turns, 'question')}").stylize("$text-muted"),
        ]
        if match.excerpt:
            lines.append(Content(f"  {one_line(match.excerpt)}").stylize("$text-muted"))
        return Option(Content("\n").join(lines))

    @on(OptionList.OptionHighlighted)
    def _reached(self, event: OptionList.OptionHighlighted) -> None:
        self._keep_doomed(None)
        if event.option_index == len(self._found) - 1 >= LISTED - 1 and not self._box.value.strip():
            self.run_worker(self._further(self._found[-1].conversation), exclusive=True, group="look")

    async def _further(self, last: Conversation) -> None:
        """List those before the last one listed."""
        found = await self._done(lambda: self._kept.before(last)) or ()
        self._found.extend(found)
        self._list.add_options(list(map(self._option, found)))
        self._tell("" if len(found) < LISTED else f"the last {len(self._found)}")

    @on(OptionList.OptionSelected)
    async def _clicked(self) -> None:
        await self.action_take_up()

    def action_move(self, by: int) -> None:
        """Go down the list, or up; the box keeps the focus."""
        if self._found:
            at = self._list.highlighted or 0
            self._list.highlighted = max(0, min(len(self._found) - 1, at + by))

    async def action_take_up(self) -> None:
        """Go on with the conversation chosen; while one is named, give it its name."""
        if self._not_due():
            await self._looked(self._box.value)
        chosen = self._chosen
        if self._naming is not None:
            await self._give_name(self._naming, self._box.value)
        elif chosen is not None:
            self._tell("reading…")
            taken_up = await self._done(lambda: self._kept.taken_up(chosen))
            if taken_up is not None:
                self.dismiss(Left(taken_up, self._deleted))

    def action_leave(self) -> None:
        """Give up naming or deleting, else go back to the chat."""
        if self._doomed is not None:
            self._keep_doomed(None)
        elif self._naming is not None:
            self._stop_naming()
        else:
            self.dismiss(Left(None, self._deleted))

    def action_rename(self) -> None:
        """Put the title into the box, to be changed."""
        self._not_due()  # what the box gets now is no word to look for
        self._naming = self._chosen
        if self._naming is not None:
            self._words, self._box.value = self._box.value, self._naming.title
            self._tell("the title; Enter keeps it, Esc leaves it as it was")

    async def _give_name(self, conversation: Conversation, title: str) -> None:
        await self._done(lambda: self._kept.rename(conversation, title))
        self._stop_naming()

    def _stop_naming(self) -> None:
        self._naming = None
        if self._box.value == self._words:
            self._look()
        self._box.value = self._words

    async def action_delete(self) -> None:
        """Delete the conversation chosen, the second time it is asked for."""
        chosen = self._chosen
        if chosen is None or self._naming is not None:
            return
        if self._doomed != chosen:
            self._keep_doomed(chosen)
            return
        self._doomed = None
        await self._done(lambda: self._kept.delete(chosen))
        self._deleted |= {chosen.id}
        self._look()

    def _keep_doomed(self, doomed: Conversation | None) -> None:
        """Ask whether to delete a conversation; `None` lets the one asked about live."""
        if doomed is not None:
            asked = f"Delete “{doomed.title}”, {counted(doomed.turns, 'question')}?"
            self._tell(f"{asked} Once more deletes it, Esc keeps it.")
        elif self._doomed is not None:
            self._tell("")
        self._doomed = doomed

    async def action_export(self) -> None:
        """Write the conversation chosen to a Markdown file in the directory the chat was begun in.

        In a browser it is the browser that saves it.
        """
        chosen = self._chosen
        if chosen is None or self._naming is not None:
            return
        exported = await self._done(lambda: self._kept.exported(chosen))
        if exported is None:
            return
        if name := deliver(self.app, exported):
            self._tell(f"given to the browser to save: {name}")
        elif file := await self._done(lambda: export(exported, "")):
            self._tell(f"written: {file}")


def when(moment: datetime) -> str:
    """Return "4 Mar 2024, 14:05", as the clock here says."""
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"
