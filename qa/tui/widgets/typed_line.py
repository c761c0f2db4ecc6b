"""A line to type into whose keys are handled in the order they were typed."""

from textual import events
from textual.widgets import Input


class TypedLine(Input):
    """An input for what is typed or pasted fast.

    A bound key that bubbled up to the application would come after the letters behind it: a Tab or
    an Enter in the middle of them would work on another text than it was meant for.
    """

    async def _on_key(self, event: events.Key) -> None:
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return
