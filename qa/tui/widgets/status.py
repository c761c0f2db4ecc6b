"""The line at the top: what is asked, and how far it is."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from qa.tui.plain import one_line
from qa.tui.widgets.ends import GAP, EndsLine

Facts = Sequence[str]


class StatusLine(EndsLine):
    """The library on the left; model and state on the right; what matters least is left out first."""

    def __init__(self) -> None:
        super().__init__()
        self._library: Facts = ()
        self._model: str | None = None
        self._usage: Facts = ()
        self._state = ""

    def show_library(self, facts: Facts) -> None:
        """Show what the library holds, its name first."""
        self._library = facts
        self._draw()

    def show_state(self, model: str | None, state: str) -> None:
        """Show the language model, if one is used, and what is being done."""
        self._model, self._state = model, state
        self._draw()

    def show_model(self, model: str | None) -> None:
        """Show another language model; `None` for quotations alone."""
        self._model = model
        self._draw()

    def show_usage(self, facts: Facts) -> None:
        """Show how fast the model wrote, and how much of its window it used."""
        self._usage = facts
        self._draw()

    def on_resize(self) -> None:
        """Show what has room now."""
        self._draw()

    def _draw(self) -> None:
        room = self.content_size.width
        for left, right in self._ways():
            if left.cell_length + GAP + right.cell_length <= room:
                break
        self.put(left, right)

    def _ways(self) -> Iterator[tuple[Content, Content]]:
        """Yield the two ends with less and less in them."""
        usage = () if self._state.endswith("…") else self._usage  # of the answer before the one that comes
        model = (self._model,) if self._model else ()
        library = self._library
        yield _joined(library), _joined((*model, *usage, self._state))
        yield _joined(library), _joined((*model, *usage[:1], self._state))
        yield _joined(library), _joined((*model, self._state))
        yield _joined(library[: max(1, len(library) - 1)]), _joined((*model, self._state))
        yield _joined(library[:1]), _joined((*model, self._state))


def _joined(facts: Facts) -> Content:
    return Content(one_line(" · ".join(filter(None, facts))))
