"""The chat, opened over what the reader chose."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import QuestionError
from qa import settings
from qa.commands.keeping import going_back, memory_of
from qa.commands.options import Choice
from qa.dialogue.bookmark import Bookmark
from qa.exits import DONE
from qa.models.keys import keys_of
from qa.models.shelf import Shelf, models_folder
from qa.places import cache_directory, library_directory
from qa.remembered import Remembered
from qa.tui import garbage
from qa.tui.outfit import Outfit

if TYPE_CHECKING:
    from index.build import Cancelled
    from index.progress import BuildEvent
    from qa.answering.answer import Asker

SWITCH_SECONDS = 0.0005
"""What draws waits at most so long for its turn while Python code of the thread that answers runs, each of
the several times a letter takes a turn; usually it is ten times that."""

PICTURES_VARIABLE, PICTURES = "TEXTUAL_FPS", "120"
"""How often in a second the framework draws at most. After it has drawn, it waits for one to two of these
before it draws again, so that a letter typed then stood there 33 ms later at its own 60; an answer is drawn
as often as before, since what comes of it comes less often than that."""


def chat(choice: Choice) -> int:
    """Show the chat until it is left; return the exit code."""
    outfit = outfit_of(choice)
    if outfit.bookmark is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError('the chat needs a terminal; without one, ask with: qa ask "Who won?"')
    os.environ.setdefault(PICTURES_VARIABLE, PICTURES)  # read once, when the framework is imported
    from qa.tui.app import ChatApp

    def opened(progress: Callable[[str], None]) -> "Asker":
        progress("opening the library and the models")
        # Here, in a thread and after the first paint, which need not wait for all that answering takes.
        from qa.commands.ahead import for_answering

        ahead = for_answering(choice)
        from qa.commands.opening import open_asker
        from qa.printing.unmatched import unmatched

        asker = open_asker(choice, progress, ahead)
        if missing := unmatched(asker.retriever.library, choice.scope):
            asker.retriever.close()
            raise QuestionError(f"start the chat with other filters: {missing}")
        garbage.begin()
        return asker

    open_memory = memory_of(choice)
    if open_memory and outfit.bookmark and (shown := outfit.bookmark.conversation()):
        open_memory = partial(going_back, shown)
    directory = library_directory(choice.library)
    command = f"qa index --library {choice.library} PATH" if choice.library else "qa index PATH"
    app = ChatApp(opened, library=directory, command=command, open_memory=open_memory, outfit=outfit)
    if not choice.sources:  # what is asked of named files is a library in the cache, made from them each time
        app.may_bring_in(partial(_brought_in, directory))
    sys.setswitchinterval(SWITCH_SECONDS)
    app.run()
    return DONE


def _brought_in(directory: Path, given: str, cancelled: "Cancelled") -> Iterator["BuildEvent"]:
    from qa.commands.beside import brought_in_beside

    return brought_in_beside(given, directory, cancelled)


def outfit_of(choice: Choice) -> Outfit:
    """Return what the chat has beside someone to ask.

    Raises:
        SettingsError: The settings file cannot be used as it is.
    """
    chosen = settings.load()
    shelf = Shelf(
        cache_directory(),
        models_folder(chosen.models),
        tuple(one.address for one in chosen.endpoints),
        choice.context,
        keys_of(chosen.endpoints, choice.model),
    )
    return Outfit(choice.scope, chosen, shelf, Remembered.read(), Bookmark.given())
