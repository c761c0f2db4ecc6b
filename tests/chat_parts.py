"""The parts of turns and sources by name, each of which is one widget."""

from collections.abc import Iterator, Sequence

from qa.tui.screens.chat import ChatScreen
from qa.tui.widgets.blocks import Block
from qa.tui.widgets.source import Source
from qa.tui.widgets.stacked import Stacked

PARTS = frozenset(
    "question understood among state sentence replaced evidence closing "  # of a turn
    "title origin section elsewhere passage".split()  # of a source
)


def parts(screen: ChatScreen, name: str) -> list[Block]:
    """Return the parts of turns and sources that have that name."""
    return [
        block
        for widget in screen.query(Stacked)
        for one, block in _named(widget, widget.blocks(widget.content_size.width))
        if one == name
    ]


def _named(widget: Stacked, blocks: Sequence[Block]) -> Iterator[tuple[str, Block]]:
    if isinstance(widget, Source):
        yield from zip(("title", "origin"), blocks[:2], strict=True)
        for block in blocks[2:-1]:
            yield "elsewhere" if block.text.plain.startswith("also in: ") else "section", block
        yield "passage", blocks[-1]
        return
    yield "question", blocks[0]
    state = next(at for at, block in enumerate(blocks) if block.margin.plain == "Answer")
    for block in blocks[1:state]:
        yield "understood" if "italic" in str(block.text.spans) else "among", block
    yield "state", blocks[state]
    for block in blocks[state + 1 :]:
        sign = block.margin.plain
        if sign:
            yield "evidence" if sign == "…" else "sentence", block
        else:
            yield "replaced" if block.columns else "closing", block
