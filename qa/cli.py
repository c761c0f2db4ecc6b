"""The `qa` command: arguments in, exit code out."""

import gc
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from index.errors import ArticleQAError
from qa.commands import options
from qa.commands.ahead import for_answering, for_searching
from qa.commands.notices import Notice, print_line
from qa.commands.parsing import Asking, Chatting, Commands
from qa.exits import DONE, INTERRUPTED, TERMINATED
from qa.signals import whole_imports
from qa.streams import mend_streams, unwritten
from qa.version import __version__


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="qa")
def qa() -> None:
    """Ask questions of your own articles, and check every answer against the exact words.

    Without a command the chat opens. Exit codes: 0 answered or done, 1 failed, 2 wrong usage,
    3 the articles don't say or nothing was found, 130 interrupted, 143 terminated.
    """


@qa.command(cls=Chatting)
@options.going_on
@options.library
@options.sources
@options.writing
@options.reranker
@options.filters
@options.today
@options.web
@options.port
def chat(**given: Any) -> int:
    """Open the chat (what `qa` alone does)."""
    if given["web"]:
        from qa.commands.serving import serve

        return serve(options.choice(given), given["port"], _notices({"quiet": False}))
    from qa.commands.chatting import chat as run

    return run(options.choice(given))


@qa.command(cls=Asking)
@click.argument("question", required=False)
@options.going_on
@options.library
@options.sources
@options.writing
@options.reranker
@options.limit
@options.filters
@options.today
@options.explain
@options.batch
@options.as_json
@options.quiet
def ask(question: str | None, **given: Any) -> int:
    """Answer one question, every sentence cited. A lone - reads it from standard input."""
    choice, notice = options.choice(given), _notices(given)
    if given["batch"]:
        _refuse_question(question)
        if choice.going_on:
            raise click.UsageError("with --batch each question stands alone: leave out --continue")
        from qa.commands import once

        return once.ask_batch(choice, given["batch"], notice)
    asked = _question(question)
    gc.disable()  # the answer is there before looking for garbage pays
    with whole_imports():
        ahead = for_answering(choice)
        from qa.commands import once

        return once.ask(asked, choice, as_json=given["as_json"], notice=notice, ahead=ahead)


@qa.command(cls=Asking)
@click.argument("question", required=False)
@options.library
@options.sources
@options.reranker
@options.limit
@options.filters
@options.today
@options.explain
@options.batch
@options.as_json
@options.quiet
def search(question: str | None, **given: Any) -> int:
    """Print the passages that bear on a question. The best comes first; no language model is run."""
    choice, notice = options.choice(given), _notices(given)
    if given["batch"]:
        _refuse_question(question)
        from qa.commands import searching

        return searching.search_batch(choice, given["batch"], notice)
    asked = _question(question)
    gc.disable()
    with whole_imports():
        ahead = for_searching(choice)
        from qa.commands import searching

        return searching.search(asked, choice, as_json=given["as_json"], notice=notice, ahead=ahead)


@qa.command(cls=Asking)
@click.argument("topic")
@options.library
@options.sources
@options.reranker
@options.events
@options.filters
@options.today
@options.as_json
@options.quiet
def timeline(topic: str, **given: Any) -> int:
    """Print what the articles tell of a topic, in order, every event dated and cited."""
    choice = options.choice(given)
    with whole_imports():
        ahead = for_searching(choice)
        from qa.commands.chronicling import timeline as run

        return run(topic, choice, as_json=given["as_json"], notice=_notices(given), ahead=ahead)


@qa.command()
@click.argument("places", nargs=-1, required=True, metavar="PATH...")
@options.library
@options.embedder
@options.fields
@click.option("--prune", is_flag=True, help="Take out what files held that are gone.")
@click.option("-v", "--verbose", is_flag=True, help="Name each file that is skipped, however many.")
@options.wait
@options.as_json
@options.quiet
def index(places: Sequence[str], **given: Any) -> int:
    """Bring files and folders of articles into the library. Only what changed is read again.

    PATH may also be the address of a page, a feed or a file on the web.
    """
    from qa.commands.adding import Wish
    from qa.commands.adding import index as run

    return run(places, Wish(**given), _notices(given))


@qa.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH...")
@options.library
@click.option(
    "--every",
    metavar="MINUTES",
    type=click.IntRange(min=5),
    default=30,
    show_default=True,
    help="How often feeds are asked.",
)
@click.option("--prune", is_flag=True, help="Take out of the library what is deleted.")
@options.as_json
@options.quiet
def watch(sources: Sequence[str], **given: Any) -> int:
    """Keep files, folders and feeds indexed as they change.

    A feed is the address of an RSS or Atom file.
    """
    from qa.commands.watching import Wish
    from qa.commands.watching import watch as run

    return run(sources, Wish(**given), _notices(given))


@qa.command()
@options.library
@options.embedder
@click.option("--passages", metavar="TOKENS", type=int, help="The most tokens of a passage [as before].")
@options.as_json
@options.quiet
def rebuild(**given: Any) -> int:
    """Make the library anew, with another embedder or other passages.

    The old one goes on answering until the new one is whole; interrupted, the next call goes on.
    """
    from qa.commands.rebuilding import Wish
    from qa.commands.rebuilding import rebuild as run

    return run(Wish(**given), _notices(given))


@qa.command()
@click.argument("what", nargs=-1, required=True, metavar="WHAT...")
@options.library
@click.option("--dry-run", is_flag=True, help="Only print what would go.")
@options.wait
@options.as_json
@options.quiet
def rm(what: Sequence[str], **given: Any) -> int:
    """Take files, folders or articles out, and leave them out.

    WHAT is a path, an address, or the beginning of an article's ID.
    """
    from qa.commands.removing import Wish, plan, remove

    wish = Wish(library=given["library"], wait=given["wait"], as_json=given["as_json"])
    carry_out = plan if given["dry_run"] else remove
    return carry_out(what, wish, _notices(given))


@qa.command()
@click.argument("file", metavar="FILE", type=options.place)
@options.library
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@options.as_json
@options.quiet
def export(file: Path, **given: Any) -> int:
    """Write the library to one FILE, to carry it to another machine."""
    from qa.commands.carrying import Wish
    from qa.commands.carrying import export as run

    wish = Wish(library=given["library"], as_json=given["as_json"], force=given["force"])
    return run(file, wish, _notices(given))


@qa.command("import")
@click.argument("file", metavar="FILE", type=options.place)
@options.library
@options.wait
@options.as_json
@options.quiet
def import_(file: Path, **given: Any) -> int:
    """Make a library of a FILE that `qa export` wrote."""
    from qa.commands.carrying import Wish, take_in

    wish = Wish(library=given["library"], as_json=given["as_json"], wait=given["wait"])
    return take_in(file, wish, _notices(given))


@qa.command("list")
@options.library
@options.filters
@options.as_json
def list_(**given: Any) -> int:
    """List the articles in the library."""
    from qa.commands.inspecting import list_articles

    return list_articles(options.choice(given), as_json=given["as_json"])


@qa.command()
@click.argument("article", metavar="ID")
@options.library
@options.as_json
def show(article: str, **given: Any) -> int:
    """Print one article; the beginning of its ID is enough."""
    from qa.commands.inspecting import show_article

    return show_article(article, options.choice(given), as_json=given["as_json"])


@qa.command()
@options.library
@options.as_json
def status(**given: Any) -> int:
    """Say what the library holds and where everything lies."""
    from qa.commands.status import print_status

    return print_status(options.choice(given), as_json=given["as_json"])


@qa.command()
@options.library
@click.option("--mend", is_flag=True, help="First make indexes anew that are not sound.")
@click.option("--measure", is_flag=True, help="First measure anew how the embedding model runs here.")
@options.as_json
def doctor(**given: Any) -> int:
    """Check that the library and the models are sound. Exit code 1 if something is not.

    Below the checks stands how fast this machine runs the embedding model in each way there is,
    and which way is taken.
    """
    from qa.commands.inspecting import measure, mend, print_checks

    choice = options.choice(given)
    if given["measure"]:
        measure(choice)
    if given["mend"]:
        mend(choice)
    return print_checks(choice, as_json=given["as_json"])


@qa.command()
@options.library
@options.embedder
@options.as_json
@options.quiet
def recover(**given: Any) -> int:
    """Save what can be read of a damaged library. The damaged one is kept beside it.

    Where the library does not say any more which embedder it was made with, it gets the one named.
    """
    from qa.commands.recovering import Wish
    from qa.commands.recovering import recover as run

    return run(Wish(**given), _notices(given))


qa.add_command(index, "add")


def main() -> NoReturn:
    """Run the command line and exit; foreseen trouble is one line on standard error."""
    signal.signal(signal.SIGTERM, _terminated)
    mend_streams()
    code = run(sys.argv[1:])
    # The end waits for threads that load models: whoever interrupts that too is not to see where it was.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Return the exit code of a command line, what it prints being printed."""
    try:
        # Not `qa.main`, which answers a broken pipe and an interruption in its own way.
        with qa.make_context("qa", list(arguments)) as context:
            returned = qa.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        hint = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "qa"
        print_line(f"qa: {error.format_message()} (see {hint} --help)")
        return error.exit_code
    except ArticleQAError as error:
        print_line(f"qa: {error}")
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        print_line("qa: interrupted")
        return INTERRUPTED
    except OSError as error:
        return unwritten(error)
    return returned if isinstance(returned, int) else DONE


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)


def _question(given: str | None) -> str:
    """Return the question as given, or from standard input."""
    if given is not None and given != "-":
        return given
    if given is None and sys.stdin.isatty():
        raise click.UsageError('give a question in quotes, as in qa ask "Who won?"')
    return sys.stdin.buffer.read().decode("utf-8", errors="replace")


def _refuse_question(question: str | None) -> None:
    if question is not None:
        raise click.UsageError("with --batch the questions stand in the file: give none beside it")


def _notices(given: dict[str, Any]) -> Notice:
    return _unsaid if given["quiet"] else print_line


def _unsaid(line: str) -> None:
    """Leave a notice unsaid."""
