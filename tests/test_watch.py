"""Keeping a library up: what changes on the disk and in feeds comes in by itself."""

import json
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from command import PATIENCE_S, Command
from fakes import FakeEmbedder
from website import Reply, Website, item, page, rss, sentences, website, whole

from index.changes import Changed, DiskEvent, Listening, Watcher
from index.embedder import Embedder
from index.errors import (
    ArticleQAError,
    LibraryMismatchError,
    LibraryMissingError,
    ModelError,
    QuestionError,
    ReadError,
)
from index.fetching import Limits
from index.library import Library
from index.lock import LOCK, writing_lock
from index.mounts import is_remote
from index.progress import Report, Skipped
from index.upkeep import Round, Said
from index.watching import Manner, Ready, Watched, WatchEvent, watch
from index.words import WordIndex
from index.writing import Writer
from qa.watching import named

QUICK = Manner(limits=Limits(between_seconds=0), feeds_every=0.3, busy_for=0.1, trouble_for=0.1)


def until(condition: Callable[[], object]) -> None:
    """Wait for a condition, for as long as a busy machine may need."""
    ends = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < ends, "it never came to that"
        time.sleep(0.02)


@dataclass
class Running:
    """A watch in a thread of its own, and what it has told so far."""

    library: Path
    events: list[WatchEvent] = field(default_factory=list)
    error: ArticleQAError | None = None

    def said(self) -> list[str]:
        """Return the lines it told."""
        return [event.line for event in self.events if isinstance(event, Said)]

    def reports(self) -> list[Report]:
        """Return what its rounds did."""
        return [event.report for event in self.events if isinstance(event, Round)]

    def skipped(self) -> list[str]:
        """Return the paths it could not read."""
        return [event.path for event in self.events if isinstance(event, Skipped)]

    def finds(self, word: str) -> list[str]:
        """Return the titles of the articles a word is found in."""
        with suppress(LibraryMissingError), Library.open(self.library) as library:
            found = [number for number, _ in WordIndex.open(library).search(word, 50)]
            return sorted({article.title for article in library.articles_of(found).values()})
        return []


@contextmanager
def watching(
    library: Path,
    *sources: Path | str,
    manner: Manner = QUICK,
    embedder: Callable[[], Embedder] | None = None,
) -> Iterator[Running]:
    """Lend a running watch that has looked through everything once, or has failed."""
    stop = threading.Event()
    running = Running(library)
    made = FakeEmbedder()
    watched = Watched(
        tuple(each for each in sources if isinstance(each, Path)),
        tuple(each for each in sources if isinstance(each, str)),
    )

    def run() -> None:
        try:
            events = watch(watched, library, embedder or (lambda: made), manner=manner, cancelled=stop.is_set)
            running.events.extend(events)
        except ArticleQAError as error:
            running.error = error

    thread = threading.Thread(target=run)
    thread.start()
    try:
        until(lambda: Ready() in running.events or running.error or not thread.is_alive())
        yield running
    finally:
        stop.set()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def write(path: Path, topic: str) -> Path:
    """Write a plain article about a topic."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"About the {topic}\n\n{sentences(topic, 3)}\n", "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article about a flood."""
    write(tmp_path / "papers" / "flood.txt", "flood")
    return tmp_path / "papers"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where a library is made."""
    return tmp_path / "library"


@pytest.fixture
def site() -> Iterator[Website]:
    """A web site of the test's own."""
    with website() as served:
        yield served


def test_what_is_added_changed_and_moved_in_comes_in(folder: Path, library: Path, tmp_path: Path) -> None:
    """What was there, what is written later, what is written otherwise, and a whole folder."""
    with watching(library, folder) as running:
        assert running.finds("flood") == ["About the flood"]
        fair = write(folder / "fair.txt", "fair")
        until(lambda: running.finds("fair"))
        write(fair, "bridge")
        until(lambda: running.finds("bridge"))
        assert running.finds("fair") == []
        write(tmp_path / "new" / "deep" / "mill.md", "mill")
        shutil.move(tmp_path / "new", folder / "new")
        until(lambda: running.finds("mill"))
    done = [(report.added, report.changed) for report in running.reports()]
    assert done == [(1, 0), (1, 0), (0, 1), (1, 0)]
    assert running.said() == []


def test_nothing_is_told_for_nothing(folder: Path, library: Path) -> None:
    """Hidden files, other kinds of files, other files beside a watched one, and the same words again."""
    beside = write(folder.parent / "more" / "named.dat", "well")
    with watching(library, folder, beside) as running:
        assert running.finds("well")
        write(folder / ".hidden.txt", "secret")
        write(folder / ".folder" / "secret.txt", "secret")
        write(folder / "picture.jpg", "secret")
        write(beside.with_name("other.txt"), "secret")
        write(folder / "flood.txt", "flood")
        (folder / "empty").mkdir()
        write(beside, "spring")
        until(lambda: running.finds("spring"))
        assert running.finds("secret") == []
    assert [(report.added, report.changed) for report in running.reports()] == [(2, 0), (0, 1)]


def test_a_library_in_a_watched_folder_is_no_article(folder: Path) -> None:
    """What is written into it starts no round, and texts that lie in it are not read."""
    with watching(folder / "library", folder) as running:
        write(folder / "library" / "notes.txt", "secret")
        write(folder / "fair.txt", "fair")
        until(lambda: running.finds("fair"))
        assert running.finds("secret") == []
    assert len(running.reports()) == 2


def test_two_folders_and_a_file_are_watched(folder: Path, library: Path, tmp_path: Path) -> None:
    """Each as if it were alone; a file may be replaced by another of its name."""
    other, single = tmp_path / "other", write(tmp_path / "single" / "one.txt", "mill")
    other.mkdir()
    with watching(library, folder, other, single) as running:
        write(other / "fair.txt", "fair")
        write(folder / "bridge.txt", "bridge")
        write(single.with_suffix(".new"), "well").replace(single)
        until(lambda: all(running.finds(word) for word in ("fair", "bridge", "well")))
        assert running.finds("mill") == []


def test_a_folder_that_goes_and_comes_back_is_watched_on(folder: Path, library: Path, tmp_path: Path) -> None:
    """One line says that it is gone; what it holds when it is back comes in, and what is written then."""
    with watching(library, folder) as running:
        folder.rename(tmp_path / "away")
        until(running.said)
        write(tmp_path / "away" / "fair.txt", "fair")
        (tmp_path / "away").rename(folder)
        until(lambda: running.finds("fair"))
        shutil.rmtree(folder)
        write(folder / "bridge.txt", "bridge")
        until(lambda: running.finds("bridge"))
        write(folder / "mill.txt", "mill")
        until(lambda: running.finds("mill"))
        assert running.finds("flood"), "what was deleted stays until it is pruned"
    assert running.said()[0] == f"{folder}: gone; waiting for it to come back"


def test_another_writer_is_waited_for(folder: Path, library: Path) -> None:
    """It is said once who holds the library, and nothing of what changed meanwhile is lost."""
    with watching(library, folder) as running:
        with writing_lock(library):
            write(folder / "fair.txt", "fair")
            until(running.said)
            write(folder / "bridge.txt", "bridge")
            time.sleep(1)
        until(lambda: running.finds("fair") and running.finds("bridge"))
    (line,) = running.said()
    assert "the library is being written by process" in line


def test_a_library_that_cannot_be_written_is_tried_again(folder: Path, library: Path) -> None:
    """Trouble with the disk is one line, and what came meanwhile is stored when it has passed."""
    with watching(library, folder) as running:
        (library / LOCK).unlink(missing_ok=True)
        (library / LOCK).mkdir()
        write(folder / "fair.txt", "fair")
        until(running.said)
        time.sleep(0.5)
        (library / LOCK).rmdir()
        until(lambda: running.finds("fair"))
    (line,) = running.said()
    assert "cannot be written" in line


def test_a_file_that_cannot_be_read_is_told_once(folder: Path, library: Path) -> None:
    """However often all is looked through; when it can be read it comes in."""
    bad = folder / "bad.txt"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    with watching(library, folder, manner=replace(QUICK, whole_every=0.1)) as running:
        write(folder / "fair.txt", "fair")
        until(lambda: running.finds("fair"))
        assert running.skipped() == [str(bad)]
        write(bad, "bridge")
        until(lambda: running.finds("bridge"))
    assert [len(report.skipped) for report in running.reports()] == [1, 0, 0]


def test_what_the_system_keeps_to_itself_is_found_by_looking(
    folder: Path, library: Path, tmp_path: Path
) -> None:
    """A change behind a link, of which there is no event, comes in when all is looked through."""
    elsewhere = write(tmp_path / "elsewhere" / "fair.txt", "fair")
    (folder / "link.txt").symlink_to(elsewhere)
    with watching(library, folder, manner=replace(QUICK, whole_every=0.1)) as running:
        write(elsewhere, "bridge")
        until(lambda: running.finds("bridge"))


def test_the_embedder_is_loaded_once_and_only_when_needed(folder: Path, library: Path) -> None:
    """A second watch over the same articles needs none until something is new."""
    loaded: list[FakeEmbedder] = []

    def load() -> Embedder:
        loaded.append(FakeEmbedder())
        return loaded[-1]

    with watching(library, folder, embedder=load) as running:
        write(folder / "fair.txt", "fair")
        until(lambda: running.finds("fair"))
    assert len(loaded) == 1
    with watching(library, folder, embedder=load) as running:
        assert len(loaded) == 1
        write(folder / "bridge.txt", "bridge")
        until(lambda: running.finds("bridge"))
    assert len(loaded) == 2


def test_a_library_that_was_rebuilt_gets_the_embedder_it_has_now(folder: Path, library: Path) -> None:
    """Where another one made it meanwhile the embedder is loaded anew, and not a third time."""
    with watching(library, folder, embedder=lambda: FakeEmbedder(name="new")):
        pass
    loads = iter([FakeEmbedder(name="old"), FakeEmbedder(name="new")])
    write(folder / "fair.txt", "fair")
    with watching(library, folder, embedder=lambda: next(loads)) as running:
        until(lambda: running.finds("fair"))
    write(folder / "bridge.txt", "bridge")
    with watching(library, folder, embedder=lambda: FakeEmbedder(name="old")) as running:
        assert isinstance(running.error, LibraryMismatchError)


def test_what_will_not_mend_itself_ends_it(folder: Path, library: Path, tmp_path: Path) -> None:
    """A path that is not there, and a model that cannot be loaded."""

    def fails() -> Embedder:
        raise ModelError("broken")

    with watching(library, folder, embedder=fails) as running:
        assert isinstance(running.error, ModelError)
    with watching(library, folder, tmp_path / "none") as running:
        assert isinstance(running.error, ReadError)


def test_a_feed_comes_in_beside_a_folder(folder: Path, library: Path, site: Website) -> None:
    """From the feed itself and from its pages; its state is kept, and the next watch asks only for news."""
    mill = item("The mill", site.put("/mill", page("The mill", "mill")))
    reply = rss(item("The fair", f"{site.address}/fair", rest=whole("fair")), mill)
    reply.headers["ETag"] = '"one"'
    feed = site.put("/feed", reply)
    with watching(library, folder, feed) as running:
        until(lambda: running.finds("fair") and running.finds("mill"))
        assert running.finds("flood")
        until(lambda: site.asked[-1].headers.get("if-none-match") == '"one"')
        more = rss(mill, item("The well", f"{site.address}/well", rest=whole("well")))
        site.put("/feed", more)
        until(lambda: running.finds("well"))
        assert running.finds("fair"), "what left the feed stays"
        until(lambda: stored(library, feed) is None)
        site.put("/feed", reply)
        until(lambda: stored(library, feed) == '"one"')
    asked = len(site.asked)
    with watching(library, folder, feed) as running:
        until(lambda: len(site.asked) > asked)
    assert {asked.path for asked in site.asked[asked:]} == {"/feed"}
    assert site.asked[asked].headers["if-none-match"] == '"one"'
    assert site.times("/mill") == 1
    assert running.reports() == []


def stored(library: Path, feed: str) -> str | None:
    """Return the entity tag the library has of a feed, waiting for the writer there is."""
    with Library.open(library) as opened:
        while True:
            with suppress(ArticleQAError), Writer.of(opened) as writer:
                state = writer.feed_state(feed)
                return state.etag if state else "none"


def test_a_feed_that_fails_keeps_nobody_waiting(folder: Path, library: Path, site: Website) -> None:
    """It is told once while it fails, and again when it failed anew; the others go on all the while."""
    broken = site.put("/broken", Reply("<rss", "text/xml"))
    slow = site.put("/slow", Reply(gate=threading.Event()))
    good = site.put("/feed", rss(item("The fair", f"{site.address}/fair", rest=whole("fair"))))
    manner = replace(QUICK, limits=Limits(between_seconds=0, read_seconds=0.2))
    with watching(library, folder, broken, slow, good, manner=manner) as running:
        until(lambda: running.finds("fair") and site.times("/broken") > 2)
        write(folder / "bridge.txt", "bridge")
        until(lambda: running.finds("bridge"))
        assert sorted(running.skipped()) == [broken, slow]
        site.put("/broken", rss(item("The mill", f"{site.address}/mill", rest=whole("mill"))))
        until(lambda: running.finds("mill"))
        site.put("/broken", Reply("<rss", "text/xml"))
        until(lambda: len(running.skipped()) > 2)
    assert sorted(running.skipped()) == [broken, broken, slow]


def test_a_busy_library_loses_nothing_of_a_feed(library: Path, folder: Path, site: Website) -> None:
    """What was fetched while another process wrote is stored when it is done, and not fetched again."""
    gate = threading.Event()
    address = site.put("/mill", replace(page("The mill", "mill"), gate=gate))
    with watching(library, folder, site.put("/feed", rss(item("The mill", address)))) as running:
        until(lambda: site.times("/mill"))
        with writing_lock(library):
            gate.set()
            until(running.said)
        until(lambda: running.finds("mill"))
    assert site.times("/mill") == 1


def test_where_there_are_no_events_it_looks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a share of another machine, say, a change is found all the same."""
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "50")  # the library's own switch
    told: list[DiskEvent] = []
    stopped = threading.Event()
    watcher = Watcher([folder], told.append, recursive=True, polls=True)
    thread = threading.Thread(target=watcher.run, args=(stopped,))
    thread.start()
    until(lambda: Listening(frozenset({folder})) in told)
    fair = write(folder / "fair.txt", "fair")
    until(lambda: any(isinstance(each, Changed) and fair in each.paths for each in told))
    fair.unlink()
    until(lambda: any(isinstance(each, Changed) and each.thinned for each in told))
    stopped.set()
    thread.join()


def test_shares_of_other_machines_are_known() -> None:
    """By the mount a path lies on, the innermost and last one."""
    table = (
        "/dev/a / ext4 rw 0 0\nhost:/x /net nfs4 rw 0 0\n/dev/b /net/disk ext4 rw 0 0\n"
        "//box/s /media/my\\040share cifs rw 0 0\nu@h: /home/u/far fuse.sshfs rw 0 0\n"
    )
    far = ["/net", "/net/a", "/media/my share/a", "/home/u/far/a/b"]
    near = ["/", "/a", "/network", "/net/disk/a", "/media", "/home/u"]
    assert all(is_remote(Path(path), table) for path in far)
    assert not any(is_remote(Path(path), table) for path in near)
    assert not is_remote(Path("/net"), "")


@pytest.mark.parametrize("words", [["http://"], ["https://u:secret@paper.example/feed"]])
def test_an_address_that_cannot_be_asked_is_wrong_usage(words: Sequence[str]) -> None:
    """One without a host, and one with a password, which is not printed."""
    with pytest.raises(QuestionError) as caught:
        named(words)
    assert "secret" not in str(caught.value)


def test_words_are_paths_or_feeds() -> None:
    """Told apart by how they begin, each feed once."""
    watched = named(
        ["papers", "http://a.example/f", "HTTPS://b.example/f", "http://a.example/f", "httpd.txt"]
    )
    assert watched.feeds == ("http://a.example/f", "HTTPS://b.example/f")
    assert watched.paths == (Path("papers"), Path("httpd.txt"))


@pytest.mark.bundled
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "terminate"])
def test_the_command_watches_until_it_is_stopped(qa: Command, folder: Path, number: int) -> None:
    """A line for each round and an object with --json, and the exit code that was promised."""
    with qa.started("watch", "--json", folder) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = json.loads(process.stdout.readline())
        assert (first["added"], first["skipped"]) == (1, [])
        said = b""
        while b"watching; Ctrl-C ends it\n" not in said:
            said += process.stderr.readline()
        write(folder / "fair.txt", "fair")
        second = json.loads(process.stdout.readline())
        assert (second["added"], second["changed"]) == (1, 0)
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, out) == (128 + number, b"")
    assert err.endswith(b"qa: interrupted\n") == (number == signal.SIGINT)
    assert b"1 added, in " in said + err
    assert qa("search", "fair", "--json").code == 0
    assert qa("doctor", "--json").json["ok"]
