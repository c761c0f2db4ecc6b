"""All that Ctrl+P looks through, each by itself: none waits for another, and none is imported before."""

from collections.abc import Callable
from importlib import import_module

from textual.command import Provider


def _found_by(module: str, name: str) -> Callable[[], type[Provider]]:
    def imported() -> type[Provider]:
        provider: type[Provider] = getattr(import_module(f"qa.tui.finding.{module}"), name)
        return provider

    return imported


EVERYTHING: set[type[Provider] | Callable[[], type[Provider]]] = {
    _found_by("commands", "Commands"),
    _found_by("keys", "Keys"),
    _found_by("choices", "Models"),
    _found_by("choices", "Themes"),
    _found_by("articles", "Articles"),
    _found_by("commands", "Talks"),
}
