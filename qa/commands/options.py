"""The options that commands share, and how their words become values."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from index.errors import QuestionError
from index.readers.records.field_names import parse
from index.scope import EVERYTHING, Scope
from qa.answering.unsupported import UNSUPPORTED, Unsupported
from qa.models.address import ModelPlace, model_place
from qa.places import expanded
from qa.retrieval.filters import day, scope_of

Command = Callable[..., int]
LEAST_CONTEXT = 256
"""Tokens; a question with one quotation and its answer has no room in less."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the options name."""

    library: str | None = None
    """A directory; `None` is the usual one."""
    sources: tuple[Path, ...] = ()
    """Files and folders to ask over without a library of one's own."""
    model: ModelPlace | None = None
    """A GGUF file or the address of a server; `None` is the bundled model."""
    context: int | None = None
    """Tokens in the model's window; `None` leaves it to the model."""
    quote: bool = False
    """Answer by quotation alone, without a language model."""
    unsupported: Unsupported = "quote"
    """What becomes of a sentence that its evidence does not carry."""
    reranker: str | None = None
    """A cross-encoder's name or folder, or a GGUF file; `None` is none."""
    limit: int = 10
    scope: Scope = EVERYTHING
    """The only articles to look at."""
    today: dt.date | None = None
    """The day that words such as "last week" are counted from; `None` is the clock's."""
    going_on: bool = False
    """Go on with the last conversation."""
    explain: bool = False
    """Say how each passage came to its place."""


def place(written: str) -> Path:
    """Return a path, its `~` resolved where the shell left it.

    Raises:
        click.BadParameter: It is an address, or empty, as an unset variable leaves it: that must
            not mean this folder.
    """
    if not written:
        raise click.BadParameter("the path is empty")
    if written.startswith(("http://", "https://")):
        raise click.BadParameter(f"{written} is an address; bring it in with qa index")
    return expanded(written)


library = click.option(
    "--library", metavar="DIR", help="The library's directory [QA_LIBRARY; the user's data directory]."
)
sources = click.option(
    "--from",
    "sources",
    metavar="PATH",
    multiple=True,
    type=place,
    help="Ask over these files or folders, without a library of one's own.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
wait = click.option("--wait", is_flag=True, help="Wait while another command writes to the library.")
quiet = click.option("-q", "--quiet", is_flag=True, help="No notices on standard error.")
limit = click.option(
    "-n", "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Most passages listed."
)
going_on = click.option(
    "-c", "--continue", "going_on", is_flag=True, help="Go on with the last conversation."
)
events = click.option(
    "-n", "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Most events listed."
)
quote = click.option("--quote", is_flag=True, help="Quotations alone: no language model.")
unsupported = click.option(
    "--unsupported",
    type=click.Choice(UNSUPPORTED),
    envvar="QA_UNSUPPORTED",
    default="quote",
    show_default=True,
    help="What the articles do not bear out: quote them instead, cut it, or mark it [QA_UNSUPPORTED].",
)
batch = click.option(
    "--batch",
    metavar="FILE",
    type=place,
    help="Answer each line of a JSONL file (- for standard input), one JSON object per line.",
)
embedder = click.option(
    "--embedder", metavar="NAME", help="A sentence-transformers name or folder [the library's own; bundled]."
)
fields = click.option(
    "--fields",
    metavar="NAME=FIELD,...",
    envvar="QA_FIELDS",
    default="",
    callback=lambda _context, _option, written: parse(written),
    help="What fields of JSON files are called, as headline=title,lead.words=text; such files are read again "
    "[QA_FIELDS; the usual names].",
)
model = click.option(
    "-m",
    "--model",
    metavar="MODEL",
    help="A GGUF file, or the address of an OpenAI-compatible server, as http://127.0.0.1:8080/v1#name; "
    "its key, if any, stands in QA_API_KEY, or where settings.toml says [QA_MODEL; the bundled one].",
)
context = click.option(
    "--context",
    metavar="TOKENS",
    type=click.IntRange(min=LEAST_CONTEXT),
    help="The window of the language model [QA_CONTEXT; what the server tells, else 4096].",
)
reranker = click.option(
    "--reranker",
    metavar="NAME",
    help="A model that reads the best passages again: a cross-encoder's name or folder, or a GGUF file "
    "[QA_RERANKER; none].",
)
explain = click.option(
    "--explain",
    is_flag=True,
    help="Say how each passage came to its place; with ask, also what the model wrote that did not hold.",
)
web = click.option(
    "--web", is_flag=True, help="Serve the chat to a browser on this machine, instead of in the terminal."
)
port = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="With --web: where; 0 is any that is free.",
)
_FILTERS = (
    click.option("--since", metavar="DATE", help="Only articles of this day or later; undated ones too."),
    click.option("--until", metavar="DATE", help="Only articles of this day or earlier; undated ones too."),
    click.option("--on", metavar="DATE", help="Only articles of this day, month or year; undated ones too."),
    click.option("--source", metavar="NAME", multiple=True, help="Only articles of this paper or site."),
    click.option("--author", metavar="NAME", multiple=True, help="Only articles by this author."),
    click.option("--section", metavar="NAME", multiple=True, help="Only articles of this section."),
    click.option("--language", metavar="CODE", multiple=True, help="Only articles in this language, as en."),
)
today = click.option(
    "--today", metavar="DATE", help='The day "last week" is counted from [QA_TODAY; the clock\'s].'
)


def writing(command: Command) -> Command:
    """Give a command what chooses who writes an answer, and what becomes of what does not hold."""
    for option in (unsupported, quote, context, model):
        command = option(command)
    return command


def filters(command: Command) -> Command:
    """Give a command what chooses articles: their days, sources, authors, sections and languages."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def choice(given: dict[str, Any]) -> Choice:
    """Return what the options of a command name.

    Raises:
        QuestionError: A date is not one, or a filter cannot be meant.
    """
    return Choice(
        library=given.get("library"),
        sources=tuple(given.get("sources") or ()),
        model=_model(given.get("model")),
        context=_context(given.get("context")),
        quote=bool(given.get("quote")),
        unsupported=given.get("unsupported") or "quote",
        reranker=_reranker(given.get("reranker")),
        limit=given.get("limit") or 10,
        scope=scope_of(given, dash="--"),
        today=_today(given.get("today")),
        going_on=bool(given.get("going_on")),
        explain=bool(given.get("explain")),
    )


def _model(given: str | None) -> ModelPlace | None:
    """Return where the language model is to be had; `None` for the bundled one."""
    named = os.environ.get("QA_MODEL") or None if given is None else given
    return None if named is None else model_place(named)


def _context(given: int | None) -> int | None:
    """Return the tokens wanted in the window; `None` leaves it to the model."""
    named = os.environ.get("QA_CONTEXT")
    if given is not None or not named:
        return given
    if not named.isdecimal() or int(named) < LEAST_CONTEXT:
        raise QuestionError(f"QA_CONTEXT={named} is no window; set it to {LEAST_CONTEXT} tokens or more")
    return int(named)


def _reranker(given: str | None) -> str | None:
    """Return the reranker's name; `None` for none, which QA_RERANKER may say by being empty."""
    return os.environ.get("QA_RERANKER") or None if given is None else given


def _today(given: str | None) -> dt.date | None:
    """Return the day that is to be taken for today; `None` for the clock's."""
    if given is not None:
        return day(given, "--today")
    named = os.environ.get("QA_TODAY")
    return day(named, "QA_TODAY") if named else None
