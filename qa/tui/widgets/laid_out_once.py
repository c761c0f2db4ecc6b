"""Widgets that are laid out once where the framework's own are laid out twice."""

from textual.containers import Vertical
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from qa.tui.widgets.backdrop import Backdrop


class LaidOutOnce(Widget):
    """A widget whose size asks for nothing; named as the last of the classes it is made of.

    In the framework's own a new size of what a widget holds asks for another layout, of the whole
    screen, in which nothing changes: what scroll bars come and go with it asks for one by itself.
    """

    virtual_size = reactive(Size(0, 0))


class Words(Static, LaidOutOnce):
    """Text that can change."""


class Column(Vertical, Backdrop, LaidOutOnce):
    """Widgets under each other."""
