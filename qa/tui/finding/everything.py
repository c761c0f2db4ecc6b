"""All that Ctrl+P looks through, each by itself: none waits for another."""

from collections.abc import Callable

from textual.command import Provider

from qa.tui.finding.articles import Articles
from qa.tui.finding.choices import Models, Themes
from qa.tui.finding.commands import Commands, Talks
from qa.tui.finding.keys import Keys

EVERYTHING: set[type[Provider] | Callable[[], type[Provider]]] = {
    Commands,
    Keys,
    Models,
    Themes,
    Articles,
    Talks,
}
