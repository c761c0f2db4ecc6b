"""Keeping a library up: what changes on the disk comes in by itself."""

import json
import shutil
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from command import PATIENCE_S, Command
from fakes import FakeEmbedder
from watched import QUICK, until, watching, write, writing

from index.embedder import Embedder
from index.errors import LibraryMismatchError, ModelError, ReadError
from index.library import Library
from index.lock import LOCK, writing_lock
from index.watch.changes import Changed, DiskEvent, Listening, Watcher
from index.watch.mounts import is_remote
from index.words import WordIndex


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article about a flood."""
    write(tmp_path / "papers" / "flood.txt", "flood")
    return tmp_path / "papers"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where a library is made."""
    return tmp_path / "library"


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


def test_what_is_deleted_stays_until_it_is_pruned(folder: Path, library: Path, tmp_path: Path) -> None:
    """Without --prune nothing leaves; with it what is deleted does, at once or at the next start."""
    fair = write(folder / "fair.txt", "fair")
    with watching(library, folder) as running:
        fair.unlink()
        write(folder / "mill.txt", "mill")
        until(lambda: running.finds("mill"))
        assert running.finds("fair")
    with watching(library, folder, manner=replace(QUICK, prune=True)) as running:
        until(lambda: not running.finds("fair"))
        (folder / "mill.txt").unlink()
        until(lambda: not running.finds("mill"))
        assert running.finds("flood")
    assert [report.removed for report in running.reports()] == [1, 1]


def test_a_folder_that_is_gone_is_not_pruned(folder: Path, library: Path, tmp_path: Path) -> None:
    """A disk that is not there for a while takes nothing with it; a watched file that is deleted leaves."""
    single = write(tmp_path / "single" / "fair.txt", "fair")
    with watching(library, folder, single, manner=replace(QUICK, prune=True, whole_every=0.1)) as running:
        folder.rename(tmp_path / "away")
        until(running.said)
        single.unlink()
        until(lambda: not running.finds("fair"))
        assert running.finds("flood")
    assert [report.removed for report in running.reports()] == [0, 1]


def test_a_file_that_is_moved_is_not_lost(folder: Path, library: Path, tmp_path: Path) -> None:
    """It is the same article in another place, pruned or not."""
    for manner in (QUICK, replace(QUICK, prune=True)):
        with watching(library, folder, manner=manner) as running:
            before = Path(where(library, "flood"))
            after = folder / f"moved-{before.name}"
            before.rename(after)
            until(lambda after=after: where(library, "flood") == str(after))
            assert running.finds("flood") == ["About the flood"]


def where(library: Path, word: str) -> str:
    """Return the path of the one article that has a word."""
    with Library.open(library) as opened:
        ((number, _),) = WordIndex.open(opened).search(word, 5)
        return opened.articles_of([number])[number].path


def test_what_a_person_took_out_stays_out(folder: Path, library: Path) -> None:
    """A file or an article that was taken out does not come in again because it is written again."""
    fair, mill = write(folder / "fair.txt", "fair"), write(folder / "mill.txt", "mill")
    with watching(library, folder) as running:
        with writing(library) as writer:
            writer.leave_out_path(str(fair), [str(fair)])
        write(fair, "bridge")
        write(folder / "well.txt", "well")
        until(lambda: running.finds("well"))
        assert running.finds("bridge") == []
        with writing(library) as writer:
            assert writer.leave_out_article(identifier(library, mill))
        write(mill, "mill")
        write(folder / "spring.txt", "spring")
        until(lambda: running.finds("spring"))
        assert running.finds("mill") == []


def identifier(library: Path, path: Path) -> str:
    """Return the id of the article in a file."""
    with Library.open(library) as opened:
        return next(each.article.id for each in opened.articles() if each.article.path == str(path))


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
        # Found by its words before it has a vector, it would be left to the second watch.
        until(lambda: sum(report.added for report in running.reports()) == 2)
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
        "//box/s /media/my\\040share cifs rw 0 0\nu@h: /mnt/far fuse.sshfs rw 0 0\n"
    )
    far = ["/net", "/net/a", "/media/my share/a", "/mnt/far/a/b"]
    near = ["/", "/a", "/network", "/net/disk/a", "/media", "/mnt"]
    assert all(is_remote(Path(path), table) for path in far)
    assert not any(is_remote(Path(path), table) for path in near)
    assert not is_remote(Path("/net"), "")


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
