"""The keys of a screen in its last line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.style import Style

from qa.tui.widgets.ends import GAP, EndsLine

ROOM = 100
"""Columns from which the key that finds anything has room of its own at the right."""
EDGE = "▏"
"""Before that key."""
_KEY = "key"
"""Under which name the words of a key know it."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and what it does."""

    name: str
    written: str
    word: str
    action: str
    tooltip: str
    enabled: bool

    @property
    def said(self) -> str:
        """How it stands in the line."""
        return f"{self.written} {self.word}"


class KeyLine(EndsLine):
    """The keys that can be pressed now, those for which there is room; a click presses one.

    One widget, where the framework's own footer has one for each key: they are told to have changed
    several times an answer.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[Key] = []
        """Those in the line, from the left."""
        self._finding: Key | None = None
        self._under: str | None = None
        """The name of the key that the pointer is on."""

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self.watch(self.app, "app_focus", self._follow, init=False)

    def _follow(self, _: object) -> None:
        self.call_after_refresh(self._look)

    def on_resize(self) -> None:
        """Show the keys that have room now."""
        self._look()

    def _look(self) -> None:
        """Draw the keys anew where others are to be seen.

        While the terminal has not the focus nothing has it: it comes back to where it was, as do the keys.
        """
        if not self.is_attached or not self.size.width or (self.keys and not self.app.app_focus):
            return
        active = self.screen.active_bindings
        finding = active.get(self.app.COMMAND_PALETTE_BINDING) if self.outer_size.width >= ROOM else None
        known = self.keys, self._finding
        self._finding = self._key(finding) if finding else None
        room = self.content_size.width - (cell_len(self._finding.said) + GAP + 2 if self._finding else 0)
        self.keys = list(_with_room(self._offered(active.values()), room))
        if (self.keys, self._finding) != known:
            self._draw()

    def _offered(self, active: Iterable[ActiveBinding]) -> Iterator[Key]:
        """Yield the keys to be shown, of several that do the same the first."""
        seen: set[str] = set()
        for one in active:
            if one.binding.show and one.binding.action not in seen:
                seen.add(one.binding.action)
                yield self._key(one)

    def _key(self, active: ActiveBinding) -> Key:
        binding = active.binding
        return Key(
            binding.key,
            self.app.get_key_display(binding),
            binding.description,
            binding.action,
            active.tooltip or binding.description,
            active.enabled,
        )

    def _draw(self) -> None:
        left = Content(" ").join(map(self._drawn, self.keys))
        finding = self._finding
        right = (
            Content.assemble((EDGE, "$foreground 20%"), self._drawn(finding), " ") if finding else Content()
        )
        self.put(left, right)

    def _drawn(self, key: Key) -> Content:
        said = Content.assemble((key.written, "bold $text-accent"), f" {key.word}")
        if not key.enabled:
            said = said.stylize("dim")
        if key.name == self._under:
            said = said.stylize("on $block-hover-background")
        return said.stylize(Style.from_meta({_KEY: key.name}))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show which key a click would press, and say what it does."""
        self._point(event.style.meta.get(_KEY))

    def on_leave(self) -> None:
        """Show none any more."""
        self._point(None)

    def _point(self, name: str | None) -> None:
        if name != self._under:
            self._under = name
            key = self._named(name)
            self.tooltip = key.tooltip if key else None
            self._draw()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key that was clicked."""
        if key := self._named(event.style.meta.get(_KEY)):
            if key.enabled:
                self.app.simulate_key(key.name)
            else:
                self.app.bell()

    def _named(self, name: str | None) -> Key | None:
        keys = [*self.keys, self._finding] if self._finding else self.keys
        return next((key for key in keys if key.name == name), None)


def _with_room(keys: Iterable[Key], room: int) -> Iterator[Key]:
    """Yield keys as long as they have room beside each other."""
    for key in keys:
        room -= cell_len(key.said)
        if room < 0:
            return
        yield key
        room -= 1
