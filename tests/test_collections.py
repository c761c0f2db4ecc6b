"""Whole folders: every file has its turn, whatever one of them does, and the report stays readable."""

import json
import os
import signal
import time
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from processes import started
from test_build import SETTINGS, figures, run, titles, write
from test_reading_limits import is_running, until
from website import page, rss

from index.build import build
from index.progress import Finished, Noticed, PassedOver, Read, Skip, Skipped
from index.readers.harmless import LONGEST, is_harmless
from index.workers import ahead
from qa.commands.indexing import Lines
from qa.commands.sparing import Sparing, named, passed_over, summed_up

INDEX = """
import sys, pathlib
from fakes import FakeEmbedder
from index.build import build
from index.progress import Finished
source, library = map(pathlib.Path, sys.argv[1:])
for event in build([source], library, FakeEmbedder):
    if isinstance(event, Finished):
        print(event.report.added, *(f"{skip.path}: {skip.reason}" for skip in event.report.skipped))
"""
LONG = (
    page("The flood", "flood").data.decode().replace("<article>", f"<article>{'<p>A long day.</p>' * 60_000}")
)
"""A page whose reading takes some seconds."""


def put(folder: Path, name: str, text: str) -> Path:
    """Write a file, and the folder it needs."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def mixed(folder: Path, count: int) -> list[str]:
    """Write pages and texts by turns, and return their names in order."""
    for number in range(count):
        if number % 2:
            write(folder, f"{number:03}.txt", f"topic{number}")
        else:
            put(folder, f"{number:03}.html", page(f"Page {number}", f"topic{number}").data.decode())
    return sorted(path.name for path in folder.iterdir())


def reader_of(process: int) -> int | None:
    """Return a process that was started by another one; `None` where there is none."""
    children = Path(f"/proc/{process}/task/{process}/children").parent.parent
    found = [int(number) for task in children.iterdir() for number in (task / "children").read_text().split()]
    return found[0] if found else None


def test_files_are_stored_in_the_order_of_the_walk(tmp_path: Path) -> None:
    """Whichever was read first, also with more of them than are read ahead; so two runs give one library."""
    names = mixed(tmp_path / "in", ahead.MOST_FILES + 20)
    events = list(build([tmp_path / "in"], tmp_path / "lib", FakeEmbedder))
    assert [Path(event.path).name for event in events if isinstance(event, Read)] == names
    assert figures(run(tmp_path / "in", into=tmp_path / "other")) == (len(names), 0, 0, 0)
    assert titles(tmp_path / "other") == titles(tmp_path / "lib")


def test_a_run_that_is_cancelled_keeps_what_it_stored(tmp_path: Path) -> None:
    """What was read ahead is let go of, and the next run does the rest."""
    names = mixed(tmp_path / "in", 40)
    asked = iter(range(10_000))
    events = list(
        build(
            [tmp_path / "in"],
            tmp_path / "lib",
            FakeEmbedder,
            settings=SETTINGS,
            cancelled=lambda: next(asked) > 25,
        )
    )
    assert isinstance(events[-1], Finished)
    assert events[-1].report.stopped
    stored = len(titles(tmp_path / "lib"))
    assert stored < len(names)
    assert run(tmp_path / "in", into=tmp_path / "lib").added == len(names) - stored


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the process by /proc")
def test_a_reader_that_dies_costs_its_file_only(tmp_path: Path) -> None:
    """It is named with the reason, and the files after it are read."""
    put(tmp_path / "in", "a.html", LONG)
    put(tmp_path / "in", "b.html", page("The fair", "fair").data.decode())
    with started(INDEX, tmp_path / "in", tmp_path / "lib") as process:
        until(lambda: reader_of(process.pid) is not None)
        time.sleep(0.5)
        os.kill(reader_of(process.pid) or 0, signal.SIGKILL)
        said, failed = process.communicate()
    assert process.returncode == 0, failed
    assert said.startswith(f"1 {tmp_path / 'in' / 'a.html'}: its reader was ended by the system")
    assert titles(tmp_path / "lib") == ["The fair"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the process by /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_no_process(tmp_path: Path, number: signal.Signals) -> None:
    """Interrupted or killed while a page is read."""
    put(tmp_path / "in", "a.html", LONG)
    with started(INDEX, tmp_path / "in", tmp_path / "lib") as process:
        until(lambda: reader_of(process.pid) is not None)
        reader = reader_of(process.pid) or 0
        process.send_signal(number)
        process.communicate(timeout=30)
    until(lambda: not is_running(reader), 10)
    assert process.returncode


def test_settings_met_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    """They are no failure, and are looked at again when they change or are named."""
    write(tmp_path / "in", "flood.txt", "flood")
    settings = put(tmp_path / "in", "package.json", '{"name": "paper", "version": "1.0"}')
    put(tmp_path / "in", "tsconfig.json", '{\n  // strict\n  "compilerOptions": {"strict": true,},\n}')
    put(tmp_path / "in", "list.json", "[1, 2]")
    report = run(tmp_path / "in", into=tmp_path / "lib")
    assert (report.added, report.skipped) == (1, ())
    assert [Path(skip.path).name for skip in report.passed] == ["list.json", "package.json", "tsconfig.json"]
    again = run(tmp_path / "in", into=tmp_path / "lib")
    assert (figures(again), again.skipped, again.passed) == ((0, 0, 1, 0), (), ())
    (skip,) = run(settings, into=tmp_path / "lib").skipped
    assert "no field known to be a text" in skip.reason
    settings.unlink()
    assert run(tmp_path / "in", into=tmp_path / "lib").vanished == 0


def test_a_broken_record_in_a_folder_is_told(tmp_path: Path) -> None:
    """It may be an article that was cut off; so is one that held articles and now holds none."""
    put(tmp_path / "in", "cut.json", '{"title": "Flood", "text": "The river ro')
    held = put(tmp_path / "in", "held.json", json.dumps({"title": "Fair", "text": "The fair opened. " * 9}))
    assert len(run(tmp_path / "in", into=tmp_path / "lib").skipped) == 1
    held.write_text('{"name": "paper", "version": "1.0"}')
    assert len(run(tmp_path / "in", into=tmp_path / "lib").skipped) == 2
    assert titles(tmp_path / "lib") == ["Fair"]


def test_teasers_of_a_feed_in_a_folder_are_no_failure(tmp_path: Path) -> None:
    """They point to articles elsewhere; a feed that is named itself says which it could not give."""
    teaser = (
        "<item><title>Fair</title><link>https://paper.example/f</link><description>Soon.</description></item>"
    )
    whole = (
        f"<item><title>Flood</title><description>{'The river rose in the night. ' * 40}</description></item>"
    )
    feed = put(tmp_path / "in", "a.rss", rss(teaser, whole).data.decode())
    put(tmp_path / "in", "b.rss", rss(teaser).data.decode())
    report = run(tmp_path / "in", into=tmp_path / "lib")
    assert (report.added, report.skipped, len(report.passed)) == (1, (), 2)
    (skip,) = run(feed, into=tmp_path / "other").skipped
    assert "only a teaser" in skip.reason


@pytest.mark.parametrize("name", ["wall.txt", "wall.md"])
def test_a_text_that_is_only_a_notice_is_refused(tmp_path: Path, name: str) -> None:
    """As a page is; an article about such notices is read."""
    put(tmp_path / "in", name, "Please sign in to continue reading this article. Subscribe now.\n")
    write(tmp_path / "in", "flood.txt", "flood")
    report = run(tmp_path / "in", into=tmp_path / "lib")
    assert [Path(skip.path).name for skip in report.skipped] == [name]
    assert "only a notice" in report.skipped[0].reason


@pytest.mark.parametrize(
    ("name", "text", "harmless"),
    [
        ("a.txt", "The flood\n\nThe river rose.", True),
        ("a.md", "# The flood\n\nThe river rose.", True),
        ("a.txt", "<html><body>", False),
        ("a.txt", "\ufeff \n{}", False),
        ("a.md", "[1]", False),
        ("a.txt", "From ann@paper.example Mon Mar 4\nSubject: x\n\ny", False),
        ("a.txt", "Subject: The flood\n\nThe river rose.", False),
        ("a.txt", "The river\0rose", False),
        ("a.html", "The river rose.", False),
        ("a.txt", "x" * (LONGEST + 1), False),
    ],
)
def test_only_short_texts_are_read_without_a_process(
    tmp_path: Path, name: str, text: str, harmless: bool
) -> None:
    """Whatever might be a page, a record, a letter or a document by another name is not."""
    path = put(tmp_path, name, text)
    assert is_harmless(path, path.stat().st_size) is harmless


def test_many_skips_are_summed_up_by_reason() -> None:
    """The first ten one by one, then a line for each reason, whatever figures and parts it names."""
    told: list[str] = []
    sparing = Sparing(told.append)
    for number in range(30):
        sparing.tell(Skipped(f"/in/{number}.html", f"too large ({number} MB, at most 50); split it"))
    for number in range(3):
        sparing.tell(Skipped("/in/all.zip", f"{number}.pdf: damaged; get it again"))
    assert len(told) == 10
    sparing.sum_up()
    assert told[10:] == [
        "33 skipped (--verbose names each):",
        "     30  too large (0 MB, at most 50); split it: in/0.html, in/1.html and 28 more",
        "      3  damaged; get it again: in/all.zip, in/all.zip and 1 more",
    ]


def test_few_skips_or_a_wish_for_all_need_no_summing_up() -> None:
    """Each has its line then, notices likewise."""
    for count, verbose in ((10, False), (30, True)):
        told: list[str] = []
        summed_up([Skip(f"/in/{n}", "empty") for n in range(count)], told.append, verbose=verbose)
        assert told == [f"skipped /in/{n}: empty" for n in range(count)]
    told = []
    sparing = Sparing(told.append, verbose=True)
    sparing.tell(Noticed("/in/a", "not UTF-8"))
    sparing.tell(PassedOver("/in/b", "settings"))
    assert told == ["/in/a: not UTF-8", "passed over /in/b: settings"]


def test_a_report_names_what_was_passed_over(tmp_path: Path) -> None:
    """With the reason where there was nothing else, since that may be what was meant to be read."""
    put(tmp_path / "in", "a.json", '{"kop": "Flood", "lead": "The river rose."}')
    report = run(tmp_path / "in", into=tmp_path / "lib")
    said = passed_over(report)
    assert said is not None
    assert said.startswith("1 passed over, since there are no articles in them: in/a.json (")
    assert "--fields" in said
    assert named(["/a/b/c.txt", "https://x.example/d/e/f"], 2) == "b/c.txt and https://x.example/d/e/f"


def test_progress_is_told_while_files_are_read() -> None:
    """Without a terminal too: how many, how fast, and what is waited for."""
    from index.progress import Embedding, Fetching, Slow, Walked

    told: list[str] = []
    lines = Lines(told.append)
    lines.show(Walked(9, 9))
    lines.show(Read("/in/a", 1))
    assert told == []
    lines.show(Slow("/in/b.pdf", 12.3))
    lines.show(Fetching("https://x.example/a"))
    assert told == ["still reading /in/b.pdf (12 s)", "fetching https://x.example/a"]
    lines._last -= 60
    lines.show(Read("/in/c", 1))
    assert told[-1].startswith("2 of 9 files read, ")
    lines._last -= 60
    lines.show(Embedding(3, 7))
    assert told[-1] == "3 of 7 passages embedded"
