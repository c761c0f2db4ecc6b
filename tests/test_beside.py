"""Articles brought in by a process beside the chat."""

import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest
from chat_script import Script, chat, screen, sees, until
from command import ARTICLES

from index.errors import ArticleQAError
from index.library import Library
from index.progress import Embedding, Finished, Read
from qa.asking import never
from qa.commands import beside

pytestmark = pytest.mark.bundled


@pytest.fixture
def _cache(model_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_CACHE", str(model_cache))


@pytest.mark.usefixtures("_cache")
def test_another_process_brings_articles_in_and_tells_how_far_it_is(tmp_path: Path) -> None:
    """Every event of the run comes, the report last, and the articles are in the library."""
    events = list(beside.brought_in_beside(str(ARTICLES), tmp_path, never))
    last = events[-1]
    assert isinstance(last, Finished)
    assert last.report.added == sum(isinstance(event, Read) for event in events) > 0
    assert any(isinstance(event, Embedding) for event in events)
    with Library.open(tmp_path) as library:
        assert library.counts().articles == last.report.added


@pytest.mark.usefixtures("_cache")
def test_a_run_that_is_stopped_says_what_it_did(tmp_path: Path) -> None:
    """It ends with its report, and the next one does the rest."""
    stopped = threading.Event()
    for event in beside.brought_in_beside(str(ARTICLES), tmp_path, stopped.is_set):
        if isinstance(event, Read):
            stopped.set()
    assert isinstance(event, Finished)
    assert event.report.stopped
    (*_, last) = beside.brought_in_beside(str(ARTICLES), tmp_path, never)
    assert isinstance(last, Finished)
    assert not last.report.stopped


def test_what_is_foreseen_is_the_same_line(tmp_path: Path) -> None:
    """A place where nothing is to be read is said as the command says it."""
    missing = tmp_path / "nowhere"
    with pytest.raises(ArticleQAError, match="nowhere") as raised:
        list(beside.brought_in_beside(str(missing), tmp_path / "library", never))
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "library" / "library.db").exists()


@pytest.mark.usefixtures("_cache")
def test_a_process_that_is_killed_is_said_to_be(tmp_path: Path) -> None:
    """What it stored stays, and the chat goes on."""
    events = beside.brought_in_beside(str(ARTICLES), tmp_path, never)
    next(event for event in events if isinstance(event, Read))
    for process in children():
        os.kill(process, signal.SIGKILL)
    with pytest.raises(ArticleQAError, match=r"ended \(-9\); what it stored is there"):
        list(events)


@pytest.mark.usefixtures("_cache")
def test_a_run_nobody_follows_any_more_ends(tmp_path: Path) -> None:
    """Where the chat lets go of it in the middle, no process is left."""
    events = beside.brought_in_beside(str(ARTICLES), tmp_path, never)
    next(events)
    assert children()
    events.close()
    assert not children()


def children() -> list[int]:
    """Return the processes that bring articles in for this one."""
    listed = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "qa.commands.beside"],
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(number) for number in listed.stdout.split()]


@pytest.mark.usefixtures("_cache")
async def test_what_is_typed_while_articles_come_in_stands_in_the_box(tmp_path: Path) -> None:
    """The chat goes on as if nothing else were done, and the run can be stopped from it."""
    app = chat(Script())
    app.may_bring_in(lambda given, cancelled: beside.brought_in_beside(given, tmp_path, cancelled))
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        app.bring_in(str(ARTICLES))
        assert app.indexing is not None
        await until(pilot, lambda: bool(children()))
        await pilot.press(*"who")
        assert screen(pilot).prompt.text == "who"
        app.indexing.stop()
        await app.workers.wait_for_complete([one for one in app.workers if one.group == "indexing"])
        assert not app.indexing.is_running
        assert not children()
