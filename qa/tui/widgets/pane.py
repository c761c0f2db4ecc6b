"""Something to read that scrolls with the keys a reader's hand knows."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from qa.tui.widgets.backdrop import Backdrop
from qa.tui.widgets.laid_out_once import LaidOutOnce


class Pane(VerticalScroll, Backdrop, LaidOutOnce):
    """A scrolling column that can be focused."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Scroll down", show=False, id="scroll-down"),
        Binding("k", "scroll_up", "Scroll up", show=False, id="scroll-up"),
        Binding("g", "scroll_home", "To the beginning", show=False, id="beginning"),
        Binding("G", "scroll_end", "To the end", show=False, id="end"),
        Binding("space", "page_down", "A page down", show=False, id="page"),
    ]
