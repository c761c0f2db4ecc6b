"""The box the question is written in."""

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from qa.tui.completing import Choices, completions
from qa.tui.keymap import keys_of
from qa.tui.plain import one_line
from qa.tui.slash import find
from qa.tui.widgets.menu import Menu
from qa.tui.widgets.source_digits import SourceDigits

if TYPE_CHECKING:
    from textual.timer import Timer

KEYS_SECONDS = 0.25
"""Without a letter, after which the keys are shown that an empty box has, or lacks: drawing their line anew
takes longer than drawing ten letters."""
ASK = "Ask about your articles…"
HELP = "/help shows the commands"


class Prompt(TextArea):
    """Several lines, sent by Enter; remembers what was sent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Ask", tooltip="Ask the question", id="send"),
        Binding("shift+enter,ctrl+j,alt+enter", "newline", "New line", show=False, id="newline"),
        Binding("up", "earlier", "Line up; on the first line, the question before", show=False, id="up"),
        Binding("down", "later", "Line down; on the last line, the question after", show=False, id="down"),
        Binding("pageup", "page(-1)", "Conversation a page up", show=False, id="page-up"),
        Binding("pagedown", "page(1)", "Conversation a page down", show=False, id="page-down"),
    ]

    class Sent(Message):
        """Enter was pressed on something other than white space."""

        def __init__(self, text: str, *, alone: bool, branch: int | None = None) -> None:
            super().__init__()
            self.text = text
            self.alone = alone
            """Whether it is to be asked exactly as it stands."""
            self.branch = branch
            """Its place, where it takes that of an earlier question and the conversation goes on there."""

    class Editing(Message):
        """A question to be asked in another way has come into the box, or has gone."""

        def __init__(self, *, alone: bool, branch: int | None) -> None:
            super().__init__()
            self.alone = alone
            self.branch = branch

    class Paged(Message):
        """The reader wants to see more of the conversation: pages down, or up where negative."""

        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    def __init__(self, *, id: str | None = None, filters: str = "") -> None:  # noqa: A002 - the framework's name
        """Make the box; while it is empty it says which articles are asked, if not all."""
        super().__init__(id=id, highlight_cursor_line=False)
        self.show_filters(filters)
        self.menu = Menu()
        """What can be typed next; the screen puts it above the box."""
        self.choices: Choices = {}
        """What may follow the commands."""
        self._offered_for = ""
        self.digits = SourceDigits(self)
        self._sent: list[str] = []
        self._at = 0
        self._draft = ""
        self._filled = False
        self._keys_due: Timer | None = None
        self._alone = False
        self._branch: int | None = None
        self._aside = ""

    def show_filters(self, filters: str) -> None:
        """Say while the box is empty which articles are asked, "" being all."""
        self.placeholder = Content("   ".join(filter(None, (ASK, one_line(filters), HELP))))

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Say whether a key is text here; a digit that goes to a source is not."""
        return not self.digits.leads(key) and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        """Handle keys in the order they were typed.

        A bound key that bubbled up to the application would come after the letters behind it: what
        is typed or pasted faster than the screen is drawn would be sent in another order.
        """
        if self.digits.leads(event.key):
            event.stop()
            event.prevent_default()
            await self.digits.go(event)
            return
        if self.digits.are_typed and await self.digits.end(event):
            return
        for binding in self._bound(event.key):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return

    def type_early(self, event: events.Key) -> None:
        """Take a key that was typed before the box was there.

        Until the chat has the terminal, that makes an Enter a new line.
        """
        key = "enter" if event.character == "\n" else event.key
        self.post_message(events.Key(key, event.character))

    def _bound(self, key: str) -> list[Binding]:
        """Return what a key does here, the settings' keys in the place of those they replace."""
        keymap = self.app._keymap  # the framework applies it only where it looks for keys itself
        there = [one for found in self._bindings.key_to_bindings.values() for one in found]
        return [one for one in there if key in (keys_of(one, keymap) if one.id in keymap else (one.key,))]

    def on_text_area_changed(self) -> None:
        """Offer or withdraw the digits' keys when the box becomes empty, or no longer is."""
        self._offer()
        if self._keys_due is not None or bool(self.text) is not self._filled:
            self._filled = bool(self.text)
            self._show_keys_soon()
        if not self.text:
            self._stand(alone=False)

    def _show_keys_soon(self) -> None:
        if self._keys_due is not None:
            self._keys_due.stop()
        self._keys_due = self.set_timer(KEYS_SECONDS, self._show_keys)

    def _show_keys(self) -> None:
        self._keys_due = None
        self.screen.refresh_bindings()

    def put_to_edit(self, question: str) -> None:
        """Put in a question to be edited and then asked exactly as it stands.

        What stood here comes back once it has been sent.
        """
        self._put(question)
        self._stand(alone=True)

    def put_to_branch(self, question: str, place: int) -> None:
        """Put in an earlier question to be edited; sent, it is asked in its place.

        What stood here comes back once it has been sent.
        """
        self._put(question)
        self._stand(alone=False, branch=place)

    def _put(self, question: str) -> None:
        if not self._alone and self._branch is None:
            self._aside = self.text
        self.text = question
        self.move_cursor(self.document.end)

    def _stand(self, *, alone: bool, branch: int | None = None) -> None:
        if (self._alone, self._branch) != (alone, branch):
            self._alone, self._branch = alone, branch
            self.post_message(self.Editing(alone=alone, branch=branch))

    def action_send(self) -> None:
        """Hand over the question and empty the box."""
        if self._complete_first():
            return
        text = self.text.strip()
        if not text:
            return
        if self._sent[-1:] != [text]:
            self._sent.append(text)
        self._at = len(self._sent)
        alone, branch = self._alone, self._branch
        aside = self._aside if alone or branch is not None else ""
        self._stand(alone=False)
        self.text, self._draft, self._aside = aside, "", ""
        self.move_cursor(self.document.end)
        self.post_message(self.Sent(text, alone=alone, branch=branch))

    def _offer(self) -> None:
        """Offer what the text may become, unless it was brought back: then Up and Down go on from there."""
        if self.text != self._offered_for:
            self._offered_for = self.text
            recalled = self._at < len(self._sent)
            self.menu.offer(() if recalled else completions(self.text, self.choices))

    def _complete_first(self) -> bool:
        """Put in the completion chosen where the line is none yet; say whether more is to be typed."""
        self._offer()  # what was typed just now has not been looked at yet
        chosen = self.menu.chosen
        if chosen is None or not (self.menu.moved or find(self.text) is None):
            return False
        self.complete()
        return not chosen.runs

    def complete(self) -> bool:
        """Put in the completion chosen; `False` where nothing is offered."""
        self._offer()
        chosen = self.menu.chosen
        if chosen is None:
            return False
        self.text = chosen.line
        self.move_cursor(self.document.end)
        return True

    def action_newline(self) -> None:
        """Begin a new line at the cursor."""
        self.replace("\n", *self.selection)

    def action_page(self, pages: int) -> None:
        """Ask for the conversation to be scrolled."""
        self.post_message(self.Paged(pages))

    def action_earlier(self) -> None:
        """Move the cursor up; from the first line, bring back the question before."""
        if self.menu.move(-1):
            return
        if not self.navigator.is_first_wrapped_line(self.cursor_location):
            self.action_cursor_up()
        elif self._at > 0:
            self._recall(self._at - 1)

    def action_later(self) -> None:
        """Move the cursor down; from the last line, bring back the question after."""
        if self.menu.move(1):
            return
        if not self.navigator.is_last_wrapped_line(self.cursor_location):
            self.action_cursor_down()
        elif self._at < len(self._sent):
            self._recall(self._at + 1)

    def _recall(self, at: int) -> None:
        if self._at == len(self._sent):
            self._draft = self.text
        self._at = at
        self._stand(alone=False)
        self.text = self._sent[at] if at < len(self._sent) else self._draft
        self.move_cursor(self.document.end)
