"""What may follow each command, as far as it can be told."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qa.tui.completing import Choices, paths
from qa.tui.narrowing import FILTERS

if TYPE_CHECKING:
    from qa.tui.screens.commanded import CommandedScreen

Words = Iterable[tuple[str, str]]


def choices(screen: "CommandedScreen") -> Choices:
    """Return what completes the words after a command; what the screen knows is asked each time."""
    return {
        "add": paths,
        "copy": lambda _: [("markdown", "with citations, as Markdown"), ("answer", "the answer alone")],
        "export": lambda _: [
            ("markdown", "for reading and editing"),
            ("html", "one page for a browser"),
            ("json", "for programs, with every offset"),
        ],
        "filter": lambda _: [
            *((f"{name}:", f"only articles of this {name}") for name in FILTERS[3:]),
            *((f"{name}:", f"only articles {name} this day") for name in FILTERS[:3]),
            ("off", "all articles"),
        ],
        "quote": lambda _: [("on", "quotations alone"), ("off", "the model writes")],
        "samples": lambda _: [("off", "take them out again")],
        "since": lambda _: [("off", "all articles")],
        "model": lambda _: ((name, "used lately") for name in screen.recent_models),
        "theme": lambda _: ((name, "") for name in sorted(screen.app.available_themes)),
        "without": lambda _: _numbers(screen),
        "only": lambda _: _numbers(screen),
    }


def _numbers(screen: "CommandedScreen") -> Words:
    return ((str(number), title) for number, title in screen.panes.sources.numbers)
