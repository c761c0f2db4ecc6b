"""What `scripts/benchmark starting` measured, as a section of a report."""

from dataclasses import asdict

from benchmarking.sections import Section
from benchmarking.starting import IMPORT, VECTORS, Starting
from benchmarking.tables import Rows, memory, seconds
from benchmarking.targets import Target

METHOD = """each command a new process, in turns, files in the file system's cache;
medians, in brackets the least and the most. The chat runs on a terminal of its own: first paint is the
first it shows that can be read, and its memory is the most it had when it had answered a question."""
_MB = 1e6


def starting_section(starting: Starting) -> Section:
    """Return the section."""
    held = f"a library of {starting.articles:,} articles, {starting.passages:,} passages"
    return Section(
        "starting",
        f"{held}; {METHOD}",
        asdict(starting),
        [_waits(starting), _memory(starting), _bandwidth(starting)],
        _targets(starting),
    )


def _waits(starting: Starting) -> Rows:
    waits = starting.waits
    nothing, heavy = waits["python -c pass"].seconds.median, waits[IMPORT].seconds.median
    return [
        ["new process", "whole", "over python -c pass", f"of {IMPORT}", "memory"],
        *(
            [
                name,
                seconds(wait.seconds),
                f"{wait.seconds.median - nothing:.3f} s",
                f"{wait.seconds.median / heavy:.3f}",
                memory(wait.peak_bytes) if wait.peak_bytes else "",
            ]
            for name, wait in waits.items()
        ),
    ]


def _memory(starting: Starting) -> Rows:
    chat = starting.chat
    return [
        ["the chat, bundled model", "models loaded after", "memory once it answered"],
        ["", seconds(chat.ready), memory(chat.peak_bytes)],
    ]


def _bandwidth(starting: Starting) -> Rows:
    known = starting.bandwidth
    return [
        [f"memory, {VECTORS:,} vectors", "GB/s", ""],
        ["numpy copies them (read and written)", f"{known['copied']:.1f}", ""],
        ["numpy multiplies them with one", f"{known['multiplied']:.1f}", ""],
        ["FAISS searches them one by one", f"{known['searched']:.1f}", f"{known['search_ms']:.2f} ms"],
    ]


def _targets(starting: Starting) -> list[Target]:
    median = {name: wait.seconds.median for name, wait in starting.waits.items()}
    nothing = median["python -c pass"]
    search = starting.waits["qa search"].peak_bytes
    return [
        Target(f"qa search, of {IMPORT}", round(1 / 6, 3), "", median["qa search"] / median[IMPORT]),
        Target("qa --help, over python -c pass", 0.15, "s", median["qa --help"] - nothing),
        Target("the chat's first paint, likewise", 0.6, "s", median["qa, first paint"] - nothing),
        Target("qa ask --quote", 1.3, "s", median["qa ask --quote"]),
        Target("memory of qa search", 350, "MB", search.most / _MB if search else None),
        Target("memory of the chat", 900, "MB", starting.chat.peak_bytes.most / _MB),
    ]
