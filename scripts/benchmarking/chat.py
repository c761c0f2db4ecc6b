"""The chat as a person has it: over a large library, on a terminal at which one types."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarking.apart import environment
from benchmarking.chat_scenes import Scenes
from benchmarking.collection import make_collection
from benchmarking.filling import Source, filled
from benchmarking.processes import Program
from benchmarking.samples import SAMPLES
from benchmarking.spread import Spread
from benchmarking.stand_ins import StandIns, kept_pool
from benchmarking.talks import keep_talks
from benchmarking.terminal import Terminal
from benchmarking.typed import Echo, Typist
from index.carrying import make_indexes
from index.embedder import Embedder
from index.library import Library
from qa.dialogue.kept_conversations import Conversations

Say = Callable[[str], None]

BARE = ("-P", "-m", "benchmarking.alone.one_input")
"""Arguments of Python for a program of one line."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How large everything is, and how much is typed."""

    articles: int = 10_000
    conversations: int = 10_000
    """Kept, of one question each, beside a long one."""
    turns: int = 500
    """Of the long one."""
    keys: int = 60
    """Typed in each scene."""
    times: int = 5
    """That something is opened."""
    files: int = 1_500
    """Brought in while one types: more than are done with meanwhile."""
    pool: int = 4_000
    """Real vectors that those of the library are mixed from."""


QUICK_PLAN = Plan(articles=1_000, conversations=300, turns=120, keys=16, times=1, files=400, pool=500)
EACH = 3
"""Passages of an article."""


@dataclass(frozen=True, slots=True)
class Chat:
    """All of it."""

    plan: Plan
    echoes: Mapping[str, Echo]
    """By what happens meanwhile."""
    waits: Mapping[str, Spread]
    """Seconds from a key until what it opens is there."""


def measure_chat(home: Path, embedder: Embedder, plan: Plan, *, cache: Path, say: Say) -> Chat:
    """Return how long keys take in a chat over a library that is made in `home`, or is there from before."""
    say(f"{plan.articles:,} articles: storing them")
    library = _library(home, embedder, plan, cache)
    at_work = home / "at-work"
    shutil.rmtree(at_work, ignore_errors=True)
    shutil.copytree(library, at_work)
    say(f"{plan.files:,} files to be brought in: writing them")
    make_collection(home / "files", plan.files)
    echoes: dict[str, Echo] = {}
    waits: dict[str, Sequence[float]] = {}
    title, said = _known(library)
    for directory, act in ((library, _at_rest(title, said)), (at_work, _at_work(home / "files"))):
        with _typist(directory, home / "state") as typist:
            scenes = Scenes(typist, keys=plan.keys, times=plan.times, say=say)
            scenes.begin()
            act(scenes)
        echoes |= scenes.echoes
        waits |= scenes.waits
    return Chat(plan, echoes, {name: Spread.of(took) for name, took in waits.items()})


def _at_rest(title: str, said: str) -> Callable[[Scenes], None]:
    def act(scenes: Scenes) -> None:
        scenes.nothing_else()
        scenes.library(title)
        scenes.kept(said)
        scenes.long_conversation()

    return act


def _at_work(files: Path) -> Callable[[Scenes], None]:
    def act(scenes: Scenes) -> None:
        scenes.answering("answering")
        scenes.indexing(files)

    return act


def _library(home: Path, embedder: Embedder, plan: Plan, cache: Path) -> Path:
    """Return a library with kept conversations, made where it is not there."""
    source = Source(StandIns(kept_pool(plan.pool, embedder, cache)), each=EACH)
    library = Program(filled(home / "made", plan.articles * EACH, source, embedder).directory)
    whole = home / "made" / "whole"
    if not whole.exists():
        library("index", SAMPLES / "articles", "--json")
        make_indexes(library.library)
        keep_talks(library.library, conversations=plan.conversations, turns=plan.turns)
        whole.touch()
    return library.library


def _known(directory: Path) -> tuple[str, str]:
    """Return words of a title, and words that were said."""
    with Library.open(directory) as library:
        ((_, article),) = library.placed([1]).values()
    with Conversations.open(directory) as kept:
        (last,) = kept.recent(1)
    return article.title, last.title


@contextmanager
def _typist(directory: Path, state: Path) -> Iterator[Typist]:
    """Run the chat and the program of one line, each on its terminal."""
    chat = Program(directory)
    variables = chat.environment() | {"QA_STATE": str(state)}
    bare = (sys.executable, *BARE)
    with Terminal.running(chat.command(), variables) as ours, Terminal.running(bare, environment()) as other:
        other.wait("type here")
        yield Typist(ours, other)
