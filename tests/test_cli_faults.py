"""Bad input: each fault is one line that says what failed, on what, and what to do next."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from command import ARTICLES, COMMAND, FLOOD, PICTURE, Command, Ran, write

from index.bundled import bundled_file
from index.inventory import Identity
from index.library import Library
from index.passages import PassageSettings
from index.schema import DATABASE, VERSION
from qa.models.bundled import LANGUAGE_MODEL

ASKING: list[list[Any]] = [["ask", FLOOD, "--quote"], ["search", FLOOD]]
READING: list[list[Any]] = [*ASKING, ["list"], ["show", "ab"], ["status"]]


def words(arguments: list[str]) -> str:
    """Give the command a test runs, for its name."""
    return arguments[0]


def made(directory: Path, *, name: str = "all-MiniLM-L6-v2", digest: str = "ab" * 32) -> Path:
    """Make an empty library of an embedder that is not the bundled one."""
    identity = Identity(name, digest, 384)
    Library.open_or_create(directory, embedder=identity, settings=PassageSettings()).close()
    return directory


def untraced(ran: Ran) -> Ran:
    """Return what was run, which must not have ended in a traceback."""
    assert "Traceback" not in ran.err
    return ran


@pytest.mark.parametrize("arguments", READING, ids=words)
def test_without_a_library_the_command_that_makes_one_is_named(qa: Command, arguments: list[str]) -> None:
    """Reading makes nothing, and says what would."""
    message = qa(*arguments).refused(1)
    assert (
        message
        == f"{qa.library}: there is no library here; make one with: qa index --library {qa.library} PATH"
    )
    assert not qa.library.exists()


@pytest.mark.parametrize("arguments", [*READING, ["index", ARTICLES]], ids=words)
def test_a_newer_library_names_both_versions(qa: Command, arguments: list[str]) -> None:
    """A library of a later version is left alone."""
    connection = sqlite3.connect(made(qa.library) / DATABASE)
    connection.execute(f"PRAGMA user_version = {VERSION + 3}")
    connection.close()
    message = qa(*arguments).refused(1)
    assert f"version {VERSION + 3}" in message
    assert f"up to {VERSION}" in message


@pytest.mark.parametrize("arguments", [*READING, ["index", ARTICLES]], ids=words)
def test_a_damaged_library_is_named_with_its_remedy(qa: Command, arguments: list[str]) -> None:
    """A file that is no database is refused by its name, and left as it is."""
    qa.library.mkdir()
    (qa.library / DATABASE).write_bytes(b"no database " * 1000)
    message = qa(*arguments).refused(1)
    assert str(qa.library / DATABASE) in message
    assert f"qa recover --library {qa.library}" in message
    assert (qa.library / DATABASE).read_bytes() == b"no database " * 1000


@pytest.mark.parametrize("arguments", [*ASKING, ["index", ARTICLES]], ids=words)
def test_an_embedder_that_is_not_here_is_not_looked_for_elsewhere(qa: Command, arguments: list[str]) -> None:
    """A library made with a model that is not on this disk is refused at once, naming both models."""
    made(qa.library, name="example/no-such-model")
    ran = qa(*arguments, *(["--quiet"] if arguments[0] == "index" else []))
    message = ran.refused(1)
    for part in (
        "example/no-such-model (abababababab)",
        "all-MiniLM-L6-v2",
        f"qa rebuild --library {qa.library} --embedder all-MiniLM-L6-v2",
    ):
        assert part in message


@pytest.mark.bundled
@pytest.mark.parametrize("arguments", [*ASKING, ["index", ARTICLES, "--quiet"]], ids=words)
def test_another_embedder_of_the_same_name_is_refused(qa: Command, arguments: list[str]) -> None:
    """Vectors of another digest are not compared with those of the bundled model."""
    made(qa.library)
    message = qa(*arguments).refused(1)
    assert "(abababababab, 384 numbers), not with all-MiniLM-L6-v2 (53aa51172d14" in message
    with Library.open(qa.library) as library:
        assert library.counts().articles == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [("missing", "no such file or folder; check the path"), ("empty", "no articles found (looked for .atom")],
)
@pytest.mark.parametrize(
    "arguments", [["index"], ["ask", FLOOD, "--from"], ["search", FLOOD, "--from"]], ids=words
)
def test_a_path_without_articles_makes_nothing(
    qa: Command, tmp_path: Path, arguments: list[str], given: str, said: str
) -> None:
    """No such path, or an empty folder: the path and the reason, and no library."""
    (tmp_path / "empty").mkdir()
    message = qa(*arguments, tmp_path / given).refused(1)
    assert message.startswith(f"{tmp_path / given}: {said}")
    assert not qa.library.exists()


@pytest.mark.bundled
def test_one_bad_file_among_many_is_reported(qa: Command, tmp_path: Path) -> None:
    """Binary, empty and folder-like files are named with reasons; all others are indexed; the code is 1."""
    folder = write(tmp_path / "in", **{f"n{number}": f"Report {number} came in." for number in range(20)})
    (folder / "picture.txt").write_bytes(PICTURE)
    (folder / "empty.md").write_bytes(b"")
    (folder / "blank.html").write_text("<html><body>  </body></html>")
    (folder / "folder.txt").mkdir()
    (folder / "lost.txt").symlink_to(folder / "nothing there")
    ran = untraced(qa("index", folder, "--json"))
    assert (ran.code, ran.json["added"]) == (1, 20)
    reasons = {Path(skip["path"]).name: skip["reason"] for skip in ran.json["skipped"]}
    assert {"picture.txt", "empty.md", "blank.html"} <= set(reasons)
    assert all(reason and "\n" not in reason for reason in reasons.values())
    assert ran.err.count("skipped ") == len(reasons)
    assert len(qa("list", "--json").json) == 20
    quiet = qa("index", folder, "--quiet")
    assert (quiet.code, quiet.out, quiet.err.count("\n")) == (1, "", len(reasons))


@pytest.mark.bundled
@pytest.mark.parametrize("bad", [PICTURE, b"", b" \n\t\n"], ids=["binary", "empty", "blank"])
def test_a_single_bad_file_is_one_line(qa: Command, tmp_path: Path, bad: bytes) -> None:
    """A file that is named is reported like one in a folder; asking over it alone is refused."""
    file = tmp_path / "bad.txt"
    file.write_bytes(bad)
    ran = qa("index", file, "--quiet")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"skipped {file}: ")
    assert ran.err.count("\n") == 1
    over = qa("search", "anything", "--from", file, "--quiet")
    assert over.refused(1) == f"{file}: no article could be read there; name other files"


@pytest.mark.bundled
def test_an_empty_library_says_what_to_do(qa: Command, tmp_path: Path) -> None:
    """Where all files were skipped, listing and asking name the command that brings articles in."""
    (tmp_path / "bad.txt").write_bytes(b"")
    assert qa("index", tmp_path / "bad.txt").code == 1
    told = (
        f"{qa.library}: the library holds no articles; bring some in: qa index --library {qa.library} PATH\n"
    )
    listed, asked = qa("list", "--json"), qa("ask", FLOOD, "--quote")
    assert (listed.code, listed.json, listed.err) == (0, [], told)
    assert (asked.code, asked.err) == (3, told)
    assert qa("doctor", "--json").json["ok"]


@pytest.mark.bundled
def test_text_that_is_not_utf_8_is_read_and_said_so(qa: Command, tmp_path: Path) -> None:
    """The encoding it was read in is on standard error; the words are whole, and the code is 0."""
    body = "Der Bürgermeister von Lübeck öffnete am Montag die neue Brücke über die Trave. " * 5
    (tmp_path / "brücke.txt").write_bytes(f"Neue Brücke\n\n{body}\n".encode("cp1252"))
    ran = qa("index", tmp_path / "brücke.txt")
    assert (ran.code, ran.out) == (0, "")
    assert f"{tmp_path / 'brücke.txt'}: " in ran.err.splitlines()[0]
    assert "UTF-8" in ran.err.splitlines()[0]
    (entry,) = qa("list", "--json").json
    assert "Bürgermeister von Lübeck öffnete" in qa("show", entry["id"], "--json").json["text"]


@pytest.mark.bundled
def test_models_that_cannot_be_run_are_named(town: Command, tmp_path: Path) -> None:
    """Missing, foreign, a folder, or cut short: the path, the reason and what to give instead."""
    whole = bundled_file(LANGUAGE_MODEL, cache=town.cache).read_bytes()
    (tmp_path / "cut.gguf").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "head.gguf").write_bytes(whole[:3000])
    (tmp_path / "foreign.gguf").write_bytes(PICTURE)
    (tmp_path / "none.gguf").write_bytes(b"")
    for name in ("missing.gguf", "foreign.gguf", "cut.gguf", "head.gguf", "none.gguf", "."):
        message = town("ask", FLOOD, "--model", tmp_path / name).refused(1)
        assert message.startswith(f"the language model {tmp_path / name}")
        assert "; " in message
    assert "the language model" in town.process("ask", FLOOD, QA_MODEL=str(tmp_path / "cut.gguf")).refused(1)
    checks = town.process("doctor", "--json", QA_MODEL=str(tmp_path / "cut.gguf"))
    assert (checks.code, checks.json["ok"]) == (1, False)


def test_an_embedder_that_is_no_model_is_refused(qa: Command, tmp_path: Path) -> None:
    """A folder without a model is named, and no library is made."""
    folder = write(tmp_path / "in", lund="The mayor of Lund ate 12 apples.")
    message = qa("index", folder, "--embedder", folder).refused(1)
    assert str(folder) in message
    assert not (qa.library / DATABASE).exists()


def test_a_file_in_the_librarys_place_is_left_alone(qa: Command, tmp_path: Path) -> None:
    """A library whose path is a file is refused for reading and for writing."""
    file = tmp_path / "library"
    file.write_text("mine")
    assert f"{file}: there is no library here" in qa("list").refused(1)
    assert str(file) in qa("index", "--quiet", ARTICLES).refused(1)
    assert file.read_text() == "mine"


def test_a_batch_that_cannot_be_read_is_refused(qa: Command, tmp_path: Path) -> None:
    """No such file, or a folder: one line before anything is opened."""
    for path in (tmp_path / "none.jsonl", tmp_path):
        assert str(path) in qa("ask", "--batch", path).refused(1)


def test_a_full_disk_and_a_closed_output_end_in_a_line(town: Command) -> None:
    """Where the output cannot be written that is said; where there is none, nothing is."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as out:
        done = subprocess.run(
            [*COMMAND, "list"], stdout=out, stderr=subprocess.PIPE, env=town.environment(), check=False
        )
    assert done.returncode == 1
    assert (
        done.stderr
        == b"qa: the output cannot be written (No space left on device); free some space and try again\n"
    )
    closed = subprocess.run(
        ["sh", "-c", '"$@" >&- <&-', "sh", *COMMAND, "list"],
        capture_output=True,
        env=town.environment(),
        check=False,
    )
    assert (closed.returncode, closed.stderr) == (0, b"")


FAULTS: dict[str, Callable[[Path], object]] = {
    "missing": shutil.rmtree,
    "no database": lambda library: (library / DATABASE).write_bytes(b"x" * 9000),
    "cut short": lambda library: (library / DATABASE).write_bytes((library / DATABASE).read_bytes()[:20_000]),
    "vectors lost": lambda library: next((library / "vectors").glob("*.recent")).write_bytes(b"x"),
    "vectors deleted": lambda library: change(library, "DELETE FROM vectors WHERE rowid % 2 = 0"),
    "text changed": lambda library: change(library, "UPDATE articles SET text = upper(text)"),
    "other embedder": lambda library: change(
        library,
        "UPDATE meta SET value = replace(value, '53aa51172d14', 'ffffffffffff') WHERE key = 'embedder'",
    ),
}
MENDED_BY_OPENING = {"vectors lost"}


def change(library: Path, statement: str) -> None:
    """Change a library's database behind its back."""
    connection = sqlite3.connect(library / DATABASE)
    with connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()


@pytest.mark.bundled
@pytest.mark.parametrize("fault", FAULTS)
def test_doctor_names_a_remedy_for_each_fault(town: Command, tmp_path: Path, fault: str) -> None:
    """Whatever is wrong, doctor ends with 1, names the check that failed, and says what mends it."""
    qa = town.over(tmp_path / "library")
    shutil.copytree(town.library, qa.library)
    FAULTS[fault](qa.library)
    ran = untraced(qa("doctor", "--json"))
    checks = ran.json["checks"]
    assert ran.err == ""
    assert all((check["remedy"] is None) == check["ok"] for check in checks)
    assert all(check["remedy"] != "" for check in checks)
    sound = fault in MENDED_BY_OPENING
    assert (ran.code, ran.json["ok"], all(check["ok"] for check in checks)) == (1 - sound, sound, sound)
    said = qa("doctor")
    assert said.code == ran.code
    assert said.out.count("FAULT ") == said.out.count("      → ") == sum(not check["ok"] for check in checks)


@pytest.mark.bundled
def test_directories_that_cannot_be_written(town: Command, tmp_path: Path) -> None:
    """A read-only library answers; indexing into it, or reading files into such a cache, is refused."""
    library, cache = tmp_path / "library", tmp_path / "cache"
    shutil.copytree(town.library, library)
    cache.mkdir()
    (cache / "encoders").symlink_to((town.cache / "encoders").resolve())
    folder = write(tmp_path / "in", lund="The mayor of Lund ate 12 apples.")
    qa = Command(library, cache)
    with locked(library, cache):
        assert "287" in bound(qa, "ask", FLOOD, "--quote", "--quiet").out
        indexed = bound(qa, "index", folder, "--quiet").refused(1)
        over = bound(qa, "search", "mayor", "--from", folder).refused(1)
    assert str(library) in indexed
    assert "permission" in indexed
    assert str(cache) in over
    assert "QA_CACHE" in over


@pytest.mark.bundled
def test_files_that_may_not_be_read_are_skipped(qa: Command, tmp_path: Path) -> None:
    """A file without the right to read is named; a folder too; the rest is indexed."""
    folder = write(tmp_path / "in", lund="The mayor of Lund ate 12 apples.", closed="Nobody may read this.")
    inner = write(folder / "inner", oslo="Nor this.")
    (folder / "closed.txt").chmod(0)
    inner.chmod(0)
    ran = bound(qa, "index", folder, "--json")
    inner.chmod(0o755)
    assert (ran.code, ran.json["added"]) == (1, 1)
    assert {skip["path"] for skip in ran.json["skipped"]} == {str(folder / "closed.txt"), str(inner)}
    assert all("Permission denied" in skip["reason"] for skip in ran.json["skipped"])


@contextmanager
def locked(*folders: Path) -> Iterator[None]:
    """Take the right to write from everything in the folders for a while."""
    paths = [path for folder in folders for path in (folder, *folder.rglob("*")) if not path.is_symlink()]
    for path in paths:
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(path.stat().st_mode | 0o200)


def bound(qa: Command, *arguments: object) -> Ran:
    """Run in a process that permissions bind, as they do not bind the superuser."""
    without: list[str] = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("permissions do not bind the superuser, and there is no setpriv to give them up")
        without = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    done = subprocess.run(
        [*without, *COMMAND, *map(str, arguments)], capture_output=True, env=qa.environment(), check=False
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
