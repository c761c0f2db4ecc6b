"""A program that has one line to type in and nothing else: less than this no key of ours can take."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class OneInput(App[None]):
    """The line."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Input(placeholder="type here")


if __name__ == "__main__":
    OneInput().run()
