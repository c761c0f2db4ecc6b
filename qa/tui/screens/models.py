"""The language models that can be chosen, and what each costs in memory."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qa.models.shelf import Choosable, Shelf
from qa.printing.render import size
from qa.tui.plain import one_line
from qa.tui.widgets.key_line import KeyLine


class ModelsScreen(ModalScreen[Choosable | None]):
    """One line for the model, one for where it is and what it takes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", id="models-back"),
        Binding("j", "move(1)", "Next", show=False, id="models-next"),
        Binding("k", "move(-1)", "Previous", show=False, id="models-previous"),
    ]

    def __init__(self, shelf: Shelf, recent: Sequence[str], current: str | None) -> None:
        """Prepare the list.

        Args:
            shelf: Where models are looked for.
            recent: Those used lately, as they would be typed.
            current: The name of the one that answers now.
        """
        super().__init__()
        self._shelf = shelf
        self._recent = recent
        self._current = current
        self._found: Sequence[Choosable] = ()

    def compose(self) -> ComposeResult:
        """Lay out the list, and what to do for more of them."""
        yield Static("Language models · Enter takes the one marked", classes="title", markup=False)
        yield OptionList(id="models", markup=False)
        yield Static(
            f"GGUF files in {one_line(str(self._shelf.folder))} are listed here, and the servers under "
            "[models] in settings.toml; /model and a path or an address takes any other.",
            id="told",
            markup=False,
        )
        yield KeyLine()

    def on_mount(self) -> None:
        """Look for models; reading their headers takes a moment."""
        self.query_one(OptionList).loading = True
        self.run_worker(self._look(), exclusive=True)

    async def _look(self) -> None:
        self._found = await asyncio.to_thread(self._shelf.models, self._recent)
        there = self.query_one(OptionList)
        there.loading = False
        there.add_options([Option(self._lines(one)) for one in self._found])
        there.focus()
        there.highlighted = next((at for at, one in enumerate(self._found) if one.name == self._current), 0)

    def _lines(self, one: Choosable) -> Content:
        here = "● " if one.name == self._current else "  "
        used = " · used lately" if one.recent else ""
        name = Content(f"{here}{one_line(one.name)}").stylize("bold")
        rest = Content(f"  {cost(one)}{used}  {one_line(where(one))}").stylize("$text-muted")
        return Content("\n").join([name, rest])

    def action_move(self, by: int) -> None:
        """Go down the list, or up."""
        there = self.query_one(OptionList)
        if by > 0:
            there.action_cursor_down()
        else:
            there.action_cursor_up()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index])


def cost(one: Choosable) -> str:
    """Return what a model takes of this machine's memory, or why that is not known."""
    if one.trouble:
        return f"! {one_line(one.trouble)}"
    if one.need is None:
        return "no memory here: the question and its evidence go to that server"
    need = one.need
    cache = "cache not known" if need.cache is None else f"{size(need.cache)} for {need.context:,} tokens"
    return f"{size(need.total)} memory: file {size(need.weights)}, {cache}"


def where(one: Choosable) -> str:
    """Return where a model is."""
    return "comes with the program" if one.kind == "bundled" else one.typed
