"""Keys by what they do, by their names in the settings and by what is pressed, as Ctrl+P finds them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.binding import Binding
from textual.command import Hits, Provider

from qa.tui.finding.offer import Offer, hits
from qa.tui.keymap import keys_of
from qa.tui.screens.help import DIGITS, key_name
from qa.tui.sections import sections


class Keys(Provider):
    """Every key of the chat; chosen, it does what it does, where it works from here, else the help opens."""

    def _offers(self) -> Iterator[Offer]:
        keymap = self.app._keymap  # the settings' keys; the framework tells them in no other way
        here = self._here()
        for place, bindings in sections():
            for binding in bindings:
                if not isinstance(binding, Binding) or binding.key in DIGITS[1:]:
                    continue
                keys = "1-9" if binding.key in DIGITS else ", ".join(map(key_name, keys_of(binding, keymap)))
                run = here.get(binding.action)
                about = " · ".join(filter(None, (f"key {keys}", place, "" if run else "shows all keys")))
                name = binding.tooltip or binding.description
                yield Offer("key", name, about, run or self._help, f"{binding.id} {binding.description}")

    def _here(self) -> dict[str, Callable[[], Any]]:
        """Return by its action what each key that works now does."""
        return {
            active.binding.action: partial(self.app.run_action, active.binding.action, active.node)
            for active in self.screen.active_bindings.values()
            if active.enabled
        }

    def _help(self) -> Any:
        return self.app.run_action("help")

    async def search(self, query: str) -> Hits:
        """Yield the keys that fit."""
        for hit in hits(self._offers(), query):
            yield hit
