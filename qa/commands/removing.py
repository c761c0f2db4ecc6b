"""Taking out of the library what is named on the command line."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click

from index import removal
from index.library import Library
from index.removal import Removal, Staying
from qa.commands.notices import Notice
from qa.commands.turns import Turn
from qa.exits import DONE
from qa.places import expanded, library_directory
from qa.printing import render
from qa.printing.jsonform import Json, print_json

MOST_NAMED = 5
"""Articles that stay named one by one; more are counted."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How to remove."""

    library: str | None
    wait: bool
    """Whether to wait for another writer."""
    as_json: bool


def remove(what: Sequence[str], wish: Wish, notice: Notice) -> int:
    """Take out what is named and print what that was; return the exit code.

    Raises:
        QuestionError: An argument names nothing in the library; nothing is removed then.
    """
    directory = library_directory(wish.library)
    turn = Turn(directory, wish.wait, notice)
    gone = turn.take(lambda: removal.remove(_written(what), directory))
    _print(gone, wish, notice, done=f"removed {_counted(gone)}")
    return DONE


def plan(what: Sequence[str], wish: Wish, notice: Notice) -> int:
    """Print what `remove` would take out; return the exit code.

    Raises:
        QuestionError: As `remove`.
    """
    with Library.open(library_directory(wish.library)) as library:
        going = removal.planned(_written(what), library)
    _print(going, wish, notice, done=f"would remove {_counted(going)}; nothing is removed yet")
    return DONE


def _written(what: Sequence[str]) -> list[str]:
    """Return the arguments with `~` resolved where the shell left it, as in a list."""
    return [str(expanded(one)) if one.startswith("~") else one for one in what]


def _print(gone: Removal, wish: Wish, notice: Notice, *, done: str) -> None:
    if wish.as_json:
        print_json(_object(gone))
    else:
        style = render.style_of(sys.stdout)
        for entry in gone.articles:
            click.echo(render.article_line(entry, style))
    for staying in gone.staying[:MOST_NAMED]:
        notice(_said_of(staying))
    if len(gone.staying) > MOST_NAMED:
        notice(f"{len(gone.staying) - MOST_NAMED:,} more lie in other files too, and stay")
    notice(done)


def _counted(gone: Removal) -> str:
    articles, files = len(gone.articles), len(gone.files)
    said = f"{articles:,} {'article' if articles == 1 else 'articles'}"
    return f"{said} and {files:,} {'file' if files == 1 else 'files'}" if files else said


def _said_of(staying: Staying) -> str:
    article = staying.entry.article
    return f"{article.id} {render.plain(article.title)} stays, since {staying.elsewhere[0]} has it too"


def _object(gone: Removal) -> Json:
    return {
        "removed": len(gone.articles),
        "files": len(gone.files),
        "articles": [entry.article.id for entry in gone.articles],
        "staying": [{"id": each.entry.article.id, "paths": list(each.elsewhere)} for each in gone.staying],
    }
