"""The chat, opened over what the reader chose."""

import sys
from collections.abc import Callable

import click

from index.errors import QuestionError
from qa.answering.answer import Asker
from qa.commands.adding import brought_in
from qa.commands.keeping import memory_of
from qa.commands.opening import open_asker
from qa.commands.options import Choice
from qa.exits import DONE
from qa.places import library_directory
from qa.printing.unmatched import unmatched
from qa.retrieval.filters import described


def chat(choice: Choice) -> int:
    """Show the chat until it is left; return the exit code."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError('the chat needs a terminal; without one, ask with: qa ask "Who won?"')
    from qa.tui.app import ChatApp

    def opened(progress: Callable[[str], None]) -> Asker:
        progress("opening the library and the models")
        asker = open_asker(choice, progress)
        if missing := unmatched(asker.retriever.library, choice.scope):
            asker.retriever.close()
            raise QuestionError(f"start the chat with other filters: {missing}")
        return asker

    open_memory = memory_of(choice)
    directory = library_directory(choice.library)
    command = f"qa index --library {choice.library} PATH" if choice.library else "qa index PATH"
    filters = described(choice.scope)
    app = ChatApp(opened, library=directory, command=command, filters=filters, open_memory=open_memory)
    if not choice.sources:  # what is asked of named files is a library in the cache, made from them each time
        app.may_bring_in(lambda given, cancelled: brought_in(given, directory, cancelled))
    app.run()
    return DONE
