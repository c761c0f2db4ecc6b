"""The commands around the library: pruning, removing, waiting, carrying, status."""

import os
import shutil
import signal
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

import pytest
from command import ARTICLES, FLOOD, PATIENCE_S, Command, write
from shelf import EMBEDDER, article, content, file, shelf, store
from test_build import run
from test_build import write as write_article

from index.lock import writing_lock

DAY = date(2024, 3, 4)
LUND = "The mayor of Lund ate 12 apples."
BERGEN = "Bergen has a new tram."
QUESTION = "How many apples did the mayor of Lund eat?"


@pytest.fixture
def kept(qa: Command, tmp_path: Path) -> Command:
    """Lend the command over a library of three files in `in`, made with an embedder not on this machine."""
    for topic in ("flood", "zebra", "fair"):
        write_article(tmp_path / "in", f"{topic}.txt", topic)
    run(tmp_path / "in", into=qa.library)
    return qa


def titles(qa: Command) -> set[str]:
    """Return the titles in the list."""
    return {entry["title"].rpartition(" ")[2] for entry in qa("list", "--json").json}


def test_what_is_gone_is_said_and_pruned(kept: Command, tmp_path: Path) -> None:
    """A run says once how many files are gone; `--prune` takes out what they held, and says that."""
    source = tmp_path / "in"
    (source / "zebra.txt").unlink()
    hinted = kept("index", source)
    assert hinted.code == 0
    assert "2 unchanged, 1 vanished" in hinted.err
    assert hinted.err.count("qa index --prune PATH") == 1
    quiet = kept("index", source, "--json", "--quiet")
    assert (quiet.err, quiet.json["vanished"], quiet.json["removed"]) == ("", 1, 0)
    pruned = kept("index", "--prune", source, "--json")
    assert (pruned.code, pruned.json["removed"], pruned.json["unchanged"], pruned.json["vanished"]) == (
        0,
        1,
        2,
        0,
    )
    assert titles(kept) == {"flood", "fair"}
    assert "1 removed" not in kept("index", "--prune", source).err


def test_a_path_that_is_gone_can_be_pruned(kept: Command, tmp_path: Path) -> None:
    """A known file, then the emptied folder, then nothing: only what was never known is a mistake."""
    source = tmp_path / "in"
    (source / "zebra.txt").unlink()
    assert kept("index", "--prune", source / "zebra.txt", "--json").json["removed"] == 1
    for path in source.iterdir():
        path.unlink()
    assert kept("index", "--prune", source, "--json").json["removed"] == 2
    assert "no articles found" in kept("index", "--prune", source).refused(1)
    assert "no such file" in kept("index", "--prune", tmp_path / "never").refused(1)


@pytest.mark.bundled
def test_pruning_brings_in_what_is_new(qa: Command, tmp_path: Path) -> None:
    """One run over a folder that is gone and one with a new file does both."""
    old, new = write(tmp_path / "old", lund=LUND), write(tmp_path / "new", bergen=BERGEN)
    qa("index", old)
    shutil.rmtree(old)
    report = qa("index", "--prune", old, new, "--json").json
    assert (report["added"], report["removed"]) == (1, 1)
    assert titles(qa) == {"bergen"}


@pytest.mark.bundled
def test_what_was_removed_is_never_cited(qa: Command, tmp_path: Path) -> None:
    """Neither asking nor searching, listing nor showing knows it, nor does a later run bring it in."""
    folder = write(tmp_path / "in", lund=LUND, bergen=BERGEN)
    qa("index", folder)
    (hit,) = (hit for hit in qa("search", QUESTION, "--json").json["hits"] if hit["title"] == "About lund")
    ran = qa("rm", hit["article"][:7], "--json")
    assert (ran.code, ran.json["removed"], ran.json["articles"]) == (0, 1, [hit["article"]])
    for _ in range(2):
        assert "12 apples" not in qa("ask", QUESTION, "--quote").out
        assert all(one["title"] != "About lund" for one in qa("search", QUESTION, "--json").json["hits"])
        assert titles(qa) == {"bergen"}
        assert qa("show", hit["article"]).refused(2)
        assert qa("doctor", "--json").json["ok"]
        qa("index", folder)
    assert qa("index", folder / "lund.txt", "--json").json["added"] == 1
    assert "12 apples" in qa("ask", QUESTION, "--quote").out


def test_removing_prints_what_it_removed(kept: Command, tmp_path: Path) -> None:
    """A line for each article, the figures on standard error; a dry run says the same and does nothing."""
    path = tmp_path / "in" / "zebra.txt"
    listed = {entry["title"]: entry["id"] for entry in kept("list", "--json").json}
    flood = listed["All about the flood"]
    dry = kept("rm", "--dry-run", path, flood[:6])
    assert dry.err == "would remove 2 articles and 1 file; nothing is removed yet\n"
    assert len(titles(kept)) == 3
    done = kept("rm", path, flood[:6])
    assert (done.code, done.out) == (0, dry.out)
    assert {line[:12] for line in done.out.splitlines()} == {flood, listed["All about the zebra"]}
    assert done.err == "removed 2 articles and 1 file\n"
    assert titles(kept) == {"fair"}


def test_an_unknown_argument_removes_nothing(kept: Command, tmp_path: Path) -> None:
    """One line names it, and what was named beside it stays."""
    assert kept("rm", tmp_path / "in", "nosuchid").refused(2).startswith("nosuchid: ")
    assert kept("rm", "").refused(2)
    assert kept("rm").refused(2)
    assert len(titles(kept)) == 3


def test_an_article_that_stays_is_named(kept: Command, tmp_path: Path) -> None:
    """What another file has too is said to stay, with that file."""
    shutil.copy(tmp_path / "in" / "fair.txt", tmp_path / "copy.txt")
    run(tmp_path / "copy.txt", into=kept.library)
    ran = kept("rm", tmp_path / "in" / "fair.txt", "--json")
    assert (ran.json["removed"], ran.json["files"]) == (0, 1)
    assert ran.json["staying"][0]["paths"] == [str(tmp_path / "copy.txt")]
    assert f"stays, since {tmp_path / 'copy.txt'} has it too" in ran.err


@pytest.mark.parametrize("command", ["index", "rm", "import"])
def test_a_second_writer_stops_and_says_how_to_wait(kept: Command, tmp_path: Path, command: str) -> None:
    """Exit code 1, who it is, and the option that waits; afterwards it goes."""
    kept("export", tmp_path / "file")
    over = kept.over(tmp_path / "new") if command == "import" else kept
    over.library.mkdir(exist_ok=True)
    given = tmp_path / ("file" if command == "import" else "in")
    with writing_lock(over.library):
        message = over(command, given).refused(1)
    assert f"process {os.getpid()} since " in message
    assert "--wait" in message
    assert over(command, given).code == 0


def test_waiting_can_be_interrupted_or_goes_on(kept: Command, tmp_path: Path) -> None:
    """Of two that wait, one is interrupted and ends with 130; the other does its work afterwards."""
    line = ("rm", "--wait", tmp_path / "in" / "zebra.txt")
    with ExitStack() as writing:
        writing.enter_context(writing_lock(kept.library))
        with kept.started(*line) as one, kept.started(*line) as other:
            for waiting in (one, other):
                assert waiting.stderr is not None
                assert f"process {os.getpid()} since" in waiting.stderr.readline().decode()
            one.send_signal(signal.SIGINT)
            assert one.wait(PATIENCE_S) == 130
            assert other.poll() is None
            writing.close()
            assert other.wait(PATIENCE_S) == 0
    assert titles(kept) == {"flood", "fair"}


def test_an_export_is_not_overwritten_by_mistake(kept: Command, tmp_path: Path) -> None:
    """A file that is there is refused, and replaced with `--force`."""
    file = tmp_path / "file"
    ran = kept("export", file, "--json")
    assert (ran.code, ran.json["bytes"], ran.json["file"]) == (0, file.stat().st_size, str(file))
    file.write_text("mine")
    assert "--force" in kept("export", file).refused(1)
    assert file.read_text() == "mine"
    assert kept("export", "--force", file).code == 0
    assert file.stat().st_size == ran.json["bytes"]


def test_a_library_whose_embedder_is_elsewhere_says_so(kept: Command, tmp_path: Path) -> None:
    """The import names the embedder that is missing here, and asking refuses with it."""
    kept("export", tmp_path / "file")
    new = kept.over(tmp_path / "new")
    ran = new("import", tmp_path / "file", "--json")
    assert (ran.code, ran.json["articles"], ran.json["embedder"]) == (0, 3, "fake")
    assert "its embedder fake is not on this machine" in ran.err
    assert "fake" in new("search", "flood").refused(1)
    assert "already" in new("import", tmp_path / "file").refused(1)


@pytest.mark.bundled
def test_a_carried_library_answers_at_once(town: Command, tmp_path: Path) -> None:
    """The first question after the import is answered as where it came from."""
    town("export", tmp_path / "file")
    new = town.over(tmp_path / "new")
    assert new("import", tmp_path / "file").code == 0
    answer, before = (qa("ask", FLOOD, "--quote", "--json").json for qa in (new, town))
    assert answer["citations"] == before["citations"]
    assert str(ARTICLES) in answer["citations"][0]["path"]
    assert new("doctor", "--json").json["ok"]


def test_status_says_where_the_library_stands(qa: Command, tmp_path: Path) -> None:
    """What waits, what has no date, what was left out, and who writes at this moment."""
    report = "A storm came to the town in the night and took the roof off the old mill."
    stories = [article(title, report) for title in ("One", "Two")]
    with shelf(qa.library) as (library, writer):
        store(writer, "a.txt", [article("Old", "A flood came to the town.", day=DAY)])
        writer.replace(file("b.txt"), [content(one) for one in stories])
        store(writer, "c.txt", [article("Gone", "Something that is taken out again.")])
        writer.leave_out_path("/papers/c.txt", ["/papers/c.txt"])
        status = qa("status", "--json").json
        text = qa("status").out
        passages = library.counts().passages
    assert (status["articles"], status["undated"], status["stories"], status["files"]) == (3, 2, 1, 2)
    assert (status["passages"], status["pending"], status["without_vector"]) == (passages, 2, 2)
    assert (status["first"], status["last"]) == (str(DAY), str(DAY))
    assert status["left_out"] == {"paths": 1, "articles": 0}
    assert status["writer"]["pid"] == os.getpid()
    assert (status["embedder"], status["embedder_dimension"]) == (EMBEDDER.name, EMBEDDER.dimension)
    sizes = status["sizes"]
    assert sizes["total"] == status["bytes"] >= sizes["database"] + sizes["vectors"] + sizes["words"]
    assert sizes["database"] > 0
    assert status["vector_index"]["kind"] == "exact"
    assert datetime.fromisoformat(status["written"]).tzinfo
    for said in (
        "2 not embedded yet",
        "2 undated",
        "1 story told",
        "1 path and 0 articles",
        f"process {os.getpid()}",
    ):
        assert said in text, said
    assert qa("status", "--json").json["writer"] is None


def test_the_status_of_an_empty_library_is_plain(qa: Command) -> None:
    """Nothing is divided by no passages, and no dates are made up."""
    with shelf(qa.library):
        pass
    status = qa("status", "--json").json
    assert (status["passages"], status["bytes_per_passage"], status["first"]) == (0, None, None)
    assert qa("status").code == 0
