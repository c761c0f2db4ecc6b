"""A topic → its timeline on standard output."""

import sys
from contextlib import closing

import click

from qa.accounts.timeline import Chronicler, Timeline
from qa.commands.ahead import NOTHING as NOTHING_YET
from qa.commands.ahead import Ahead
from qa.commands.notices import Notice
from qa.commands.opening import open_retriever
from qa.commands.options import Choice
from qa.exits import DONE, NOTHING
from qa.printing import render
from qa.printing.jsonform import print_json
from qa.printing.timeline_page import timeline_object, undated_events
from qa.printing.undated import undated_line
from qa.printing.unmatched import unmatched

NOTHING_TOLD = "The articles tell nothing of it."


def timeline(topic: str, choice: Choice, *, as_json: bool, notice: Notice, ahead: Ahead = NOTHING_YET) -> int:
    """Print what the articles tell of a topic, in the order it happened; return the exit code.

    Args:
        topic: As typed.
        choice: What is searched.
        as_json: Print an object instead.
        notice: Is told what the reader should know.
        ahead: What is being loaded already.
    """
    retriever = open_retriever(choice, notice, ahead)
    with closing(retriever):
        if line := unmatched(retriever.library, choice.scope):
            notice(line)
        chronicler = Chronicler(retriever, limit=choice.limit, scope=choice.scope, today=choice.today)
        found = chronicler.timeline(topic)
    if line := undated_line([citation.hit for citation in found.citations], found.explanation):
        notice(line)
    if as_json:
        print_json(timeline_object(found))
    else:
        _print(found)
    return DONE if found.events else NOTHING


def _print(found: Timeline) -> None:
    if not found.events:
        click.echo(NOTHING_TOLD)
        return
    style = render.style_of(sys.stdout)
    for event in found.events:
        click.echo(style.wrapped(render.plain(event.sentence.text), indent="  ", first=""))
    for line in undated_events(found):
        click.echo(style.dim(line))
    click.echo()
    click.echo(render.sources(found.citations, style))
