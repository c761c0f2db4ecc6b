"""The box the question is written in."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from qa.tui.plain import one_line

ASK = "Ask about your articles…"
HELP = "/help shows the commands"


class Prompt(TextArea):
    """Several lines, sent by Enter; remembers what was sent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Ask", tooltip="Ask the question"),
        Binding("shift+enter,ctrl+j,alt+enter", "newline", "New line", show=False),
        Binding("up", "earlier", "Line up; on the first line, the question before", show=False),
        Binding("down", "later", "Line down; on the last line, the question after", show=False),
        Binding("pageup", "page(-1)", "Conversation a page up", show=False),
        Binding("pagedown", "page(1)", "Conversation a page down", show=False),
    ]

    class Sent(Message):
        """Enter was pressed on something other than white space."""

        def __init__(self, text: str, *, alone: bool) -> None:
            super().__init__()
            self.text = text
            self.alone = alone
            """Whether it is to be asked exactly as it stands."""

    class Editing(Message):
        """A question to be asked exactly as it stands has come into the box, or has gone."""

        def __init__(self, alone: bool) -> None:
            super().__init__()
            self.alone = alone

    class Paged(Message):
        """The reader wants to see more of the conversation: pages down, or up where negative."""

        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    def __init__(self, *, id: str | None = None, filters: str = "") -> None:  # noqa: A002 - the framework's name
        """Make the box; while it is empty it says which articles are asked, if not all."""
        hint = Content("   ".join(filter(None, (ASK, one_line(filters), HELP))))
        super().__init__(id=id, placeholder=hint, highlight_cursor_line=False)
        self.jumps = 0
        """Digits up to this one, in an empty box, go to a source instead."""
        self._sent: list[str] = []
        self._at = 0
        self._draft = ""
        self._filled = False
        self._alone = False
        self._aside = ""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Say whether a key is text here; a digit that goes to a source is not."""
        return not self._jumps(key) and super().check_consume_key(key, character)

    def _jumps(self, key: str) -> bool:
        return not self.text and key in "123456789"[: self.jumps]

    async def _on_key(self, event: events.Key) -> None:
        """Handle keys in the order they were typed.

        A bound key that bubbled up to the application would come after the letters behind it: what
        is typed or pasted faster than the screen is drawn would be sent in another order.
        """
        if self._jumps(event.key):
            event.prevent_default()
            return
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return

    def on_text_area_changed(self) -> None:
        """Offer or withdraw the digits' keys when the box becomes empty, or no longer is."""
        if bool(self.text) is not self._filled:
            self._filled = bool(self.text)
            self.screen.refresh_bindings()
        if not self.text:
            self._stand_alone(False)

    def put_to_edit(self, question: str) -> None:
        """Put in a question to be edited and then asked exactly as it stands.

        What stood here comes back once it has been sent.
        """
        if not self._alone:
            self._aside = self.text
        self.text = question
        self._stand_alone(True)
        self.move_cursor(self.document.end)

    def _stand_alone(self, alone: bool) -> None:
        if self._alone is not alone:
            self._alone = alone
            self.post_message(self.Editing(alone))

    def action_send(self) -> None:
        """Hand over the question and empty the box."""
        text = self.text.strip()
        if not text:
            return
        if self._sent[-1:] != [text]:
            self._sent.append(text)
        self._at = len(self._sent)
        alone, aside = self._alone, self._aside if self._alone else ""
        self._stand_alone(False)
        self.text, self._draft, self._aside = aside, "", ""
        self.move_cursor(self.document.end)
        self.post_message(self.Sent(text, alone=alone))

    def action_newline(self) -> None:
        """Begin a new line at the cursor."""
        self.replace("\n", *self.selection)

    def action_page(self, pages: int) -> None:
        """Ask for the conversation to be scrolled."""
        self.post_message(self.Paged(pages))

    def action_earlier(self) -> None:
        """Move the cursor up; from the first line, bring back the question before."""
        if not self.navigator.is_first_wrapped_line(self.cursor_location):
            self.action_cursor_up()
        elif self._at > 0:
            self._recall(self._at - 1)

    def action_later(self) -> None:
        """Move the cursor down; from the last line, bring back the question after."""
        if not self.navigator.is_last_wrapped_line(self.cursor_location):
            self.action_cursor_down()
        elif self._at < len(self._sent):
            self._recall(self._at + 1)

    def _recall(self, at: int) -> None:
        if self._at == len(self._sent):
            self._draft = self.text
        self._at = at
        self._stand_alone(False)
        self.text = self._sent[at] if at < len(self._sent) else self._draft
        self.move_cursor(self.document.end)
