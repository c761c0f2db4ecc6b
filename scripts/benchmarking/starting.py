"""What a person waits for before anything else: new processes, in turns, and the memory they take."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarking.apart import run_apart, told
from benchmarking.filling import Source, filled
from benchmarking.processes import NOTHING, Ended, MeasuringError, Program, run_process
from benchmarking.samples import SAMPLES, sample_questions
from benchmarking.spread import Spread
from benchmarking.stand_ins import StandIns, kept_pool
from benchmarking.watched import Step, watch
from index.carrying import make_indexes
from index.embedder import Embedder

PASSAGES = 10_000
"""Of a thousand made articles; the samples come in beside them."""
VECTORS = 100_000
"""That are compared one by one."""
PAINTED = r"\w\W*" * 10
"""Ten letters or more: the first of the chat that a person can read."""
READY = "ready"
"""What the chat shows once its models are loaded."""
AT_WORK = "searching"
ANSWERED = r"· [\d.]+ s\b"
"""What it shows while it answers, and how long that took once the answer is whole."""
LEAVE = b"\x11"
"""Ctrl-Q."""
IMPORT = "import sentence_transformers"
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("Ask about your articles")
Empty().run()
"""
"""The least that any program drawn by Textual waits for."""
EMPTY = "an empty app of Textual's, first paint"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wait:
    """Processes that did the same."""

    seconds: Spread
    peak_bytes: Spread | None
    """`None` where the process was left as soon as it showed something."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The chat, after it answered with the bundled model."""

    peak_bytes: Spread
    ready: Spread
    """Seconds until the models are loaded."""


@dataclass(frozen=True, slots=True)
class Starting:
    """All of it."""

    articles: int
    passages: int
    waits: Mapping[str, Wait]
    chat: Memory
    bandwidth: Mapping[str, float]
    """Billions of bytes a second, and milliseconds of a search."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How thoroughly it is measured."""

    rounds: int = 7
    chats: int = 3
    pool: int = 4_000
    """Real vectors that those of the library are mixed from."""


QUICK_EFFORT = Effort(rounds=2, chats=1, pool=500)


def measure_starting(home: Path, embedder: Embedder, effort: Effort, *, cache: Path, say: Say) -> Starting:
    """Return how long new processes take over a library that is made in `home`."""
    say(f"{PASSAGES:,} passages: storing them")
    source = Source(StandIns(kept_pool(effort.pool, embedder, cache)))
    library = Program(filled(home, PASSAGES, source, embedder).directory)
    library("index", SAMPLES / "articles", "--json")
    make_indexes(library.library)
    held = library("status", "--json").json
    works = _works(library, _answered(library, effort.rounds))
    waits: dict[str, list[tuple[float, int | None]]] = {name: [] for name in works}
    for count in range(effort.rounds + 1):
        say(f"new processes: round {count} of {effort.rounds}")
        for name, work in works.items():
            took = work(count)
            if count:  # the first finds files in no cache
                waits[name].append(took)
    say("the chat, until it has answered")
    return Starting(
        held["articles"],
        held["passages"],
        {name: _wait(took) for name, took in waits.items()},
        _chat(library, effort.chats),
        told(run_apart("benchmarking.alone.copying", VECTORS, embedder.dimension)),
    )


Work = Callable[[int], tuple[float, int | None]]
"""The number of a round → seconds and bytes."""


def _works(library: Program, questions: Sequence[str]) -> dict[str, Work]:
    def once(*command: str) -> Work:
        return lambda _: _cost(run_process(command))

    def asked(*arguments: str) -> Work:
        return lambda count: _cost(library(*arguments, questions[count % len(questions)]))

    return {
        "python -c pass": once(*NOTHING),
        IMPORT: once(*NOTHING[:-1], IMPORT),
        "qa --help": lambda _: _cost(library("--help")),
        "qa search": asked("search"),
        "qa ask --quote": asked("ask", "--quote"),
        EMPTY: lambda _: (_painted((*NOTHING[:-1], EMPTY_APP), library.environment()), None),
        "qa, first paint": lambda _: (_painted(library.command(), library.environment()), None),
    }


def _cost(ended: Ended) -> tuple[float, int | None]:
    return ended.seconds, ended.peak_bytes


def _answered(library: Program, wanted: int) -> list[str]:
    """Return some questions that the library answers."""
    found = []
    for question in sample_questions():
        try:
            library("ask", "--quote", question)
        except MeasuringError:
            continue  # it says that the articles do not say
        found.append(question)
        if len(found) == wanted:
            return found
    raise MeasuringError("qa ask --quote: too few of the samples' questions are answered")


def _painted(command: Sequence[str], environment: Mapping[str, str]) -> float:
    return watch(command, [Step(PAINTED, LEAVE)], environment).seconds[0]


def _chat(library: Program, times: int) -> Memory:
    question = sample_questions()[0].encode() + b"\r"
    steps = [Step(READY, question), Step(AT_WORK), Step(ANSWERED, LEAVE)]
    seen = [watch(library.command(), steps, library.environment()) for _ in range(times)]
    return Memory(Spread.of(one.peak_bytes for one in seen), Spread.of(one.seconds[0] for one in seen))


def _wait(took: Sequence[tuple[float, int | None]]) -> Wait:
    peaks = [peak for _, peak in took if peak is not None]
    return Wait(Spread.of(seconds for seconds, _ in took), Spread.of(peaks) if peaks else None)
