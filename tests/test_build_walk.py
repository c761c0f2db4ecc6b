"""Which files a run reads."""

from pathlib import Path

import pytest

from index.errors import ReadError
from index.walk import walk


def make(folder: Path, *names: str) -> None:
    """Make files with a line in each, and the folders they need."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Words.")


def names(folder: Path, *paths: Path) -> list[str]:
    """Return the files found, relative to a folder."""
    return [str(file.relative_to(folder)) for file in walk(paths or [folder]).files]


def test_folders_are_read_to_the_bottom_in_order(tmp_path: Path) -> None:
    """Article files are found at any depth, sorted by name, whatever the case of their suffix."""
    make(tmp_path, "b.txt", "a/z.md", "a/b/c.HTML", "c.jpg", "a.db")
    assert names(tmp_path) == ["a/b/c.HTML", "a/z.md", "b.txt"]


def test_hidden_files_and_folders_are_left_out_unless_named(tmp_path: Path) -> None:
    """What begins with a full stop is not looked into; a file that is named is always tried."""
    make(tmp_path, ".git/x.txt", ".hidden.txt", "seen.txt", "odd.xyz")
    assert names(tmp_path) == ["seen.txt"]
    named = [tmp_path / ".hidden.txt", tmp_path / "odd.xyz"]
    assert names(tmp_path, *named) == [".hidden.txt", "odd.xyz"]


def test_a_file_is_found_once(tmp_path: Path) -> None:
    """A file under two of the paths given is read once."""
    make(tmp_path, "a/x.txt", "b.txt")
    assert names(tmp_path, tmp_path / "a" / "x.txt", tmp_path, tmp_path / "a" / ".." / "a") == [
        "a/x.txt",
        "b.txt",
    ]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """A link to a folder above is not followed for ever, and a link to a folder elsewhere is."""
    make(tmp_path, "in/x.txt", "else/y.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "other").symlink_to(tmp_path / "else")
    assert names(tmp_path, tmp_path / "in") == ["in/other/y.txt", "in/x.txt"]


def test_a_link_that_leads_nowhere_loses_no_other_file(tmp_path: Path) -> None:
    """One that leads to itself is told of; one to what is gone is no file."""
    make(tmp_path, "x.txt")
    (tmp_path / "itself").symlink_to("itself")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    assert names(tmp_path) == ["x.txt"]
    [skip] = walk([tmp_path]).skipped
    assert skip.path == str(tmp_path / "itself")
    assert "cannot be followed" in skip.reason


def test_a_library_among_the_files_is_left_out(tmp_path: Path) -> None:
    """The folder that holds a library is not read for articles."""
    make(tmp_path, "x.txt", "lib/library.db", "lib/notes.txt")
    assert names(tmp_path) == ["x.txt"]


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """A wrong path is an error at once, in a line that names it."""
    make(tmp_path, "x.txt")
    with pytest.raises(ReadError, match=r"gone\.txt: no such file or folder"):
        walk([tmp_path, tmp_path / "gone.txt"])


def test_folders_without_articles_are_refused_or_reported(tmp_path: Path) -> None:
    """An empty folder alone is an error that says what was looked for; beside others it is skipped."""
    make(tmp_path, "in/x.txt", "none/y.jpg")
    with pytest.raises(ReadError, match=r"none: no articles found \(looked for .*\.txt"):
        walk([tmp_path / "none"])
    found = walk([tmp_path / "none", tmp_path / "in"])
    assert [file.name for file in found.files] == ["x.txt"]
    assert [skip.path for skip in found.skipped] == [str(tmp_path / "none")]
