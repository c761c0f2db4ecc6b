"""Asking over files and folders with `--from`: as they are now, without a library of one's own."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from command import COMMAND, PATIENCE_S, Command, write

from index.library import Library
from index.rescue.soundness import check
from index.schema import DATABASE
from index.vectors import VectorIndex
from index.words import WordIndex

pytestmark = pytest.mark.bundled


def cached(qa: Command) -> list[Path]:
    """Return the libraries in the cache that were made for files asked over."""
    return sorted(path.parent for path in (qa.cache / "from").glob(f"*/{DATABASE}"))


def asked(qa: Command, question: str, *paths: Path) -> dict[str, Any]:
    """Ask over files in quotation mode and return the answer."""
    return qa(
        "ask", question, "--quote", "--json", *(part for path in paths for part in ("--from", path))
    ).json


def articles_of(answer: dict[str, Any]) -> set[str]:
    """Return the names of the files an answer's hits are from."""
    return {Path(hit["path"]).name for hit in answer["hits"]}


def test_files_are_asked_over_as_they_are_now(qa: Command, tmp_path: Path) -> None:
    """Files and folders together; what is unchanged is kept, changed is read, vanished or emptied is gone."""
    folder = write(tmp_path / "in", lund="The mayor of Lund ate 12 apples.", bergen="Bergen has a new tram.")
    single = write(tmp_path / "more", oslo="Oslo planted 300 lime trees.") / "oslo.txt"
    question = "How many apples did the mayor of Lund eat?"
    before = set(cached(qa))
    first = asked(qa, question, folder, single)
    assert "12 apples" in first["answer"]
    assert articles_of(first) == {"lund.txt", "bergen.txt", "oslo.txt"}
    assert not qa.library.exists()
    (library,) = set(cached(qa)) - before
    with Library.open(library) as opened:
        generation = opened.generation
    assert asked(qa, question, single, folder)["answer"] == first["answer"]
    with Library.open(library) as opened:
        assert opened.generation == generation
    write(folder, lund="The mayor of Lund ate 15 apples.")
    assert "15 apples" in asked(qa, question, folder, single)["answer"]
    (folder / "bergen.txt").unlink()
    assert articles_of(asked(qa, question, folder, single)) == {"lund.txt", "oslo.txt"}
    (folder / "lund.txt").write_bytes(b"")
    emptied = qa("ask", question, "--quote", "--json", "--from", folder, "--from", single)
    assert (emptied.code, articles_of(emptied.json)) == (3, {"oslo.txt"})
    assert f"skipped {folder / 'lund.txt'}: empty" in emptied.err
    with Library.open(library) as opened:
        assert check(opened, VectorIndex.open(opened), WordIndex.open(opened))[0].ok


def test_two_may_ask_over_the_same_files_at_once(qa: Command, tmp_path: Path) -> None:
    """Both read, one after the other, and both answer."""
    folder = write(tmp_path / "in", lund="The mayor of Lund ate 12 apples.", bergen="Bergen has a new tram.")
    line = ("search", "mayor of Lund", "--from", folder, "--json")
    with qa.started(*line) as one, qa.started(*line) as other:
        outputs = [process.communicate(timeout=PATIENCE_S) for process in (one, other)]
    assert [one.returncode, other.returncode] == [0, 0], outputs
    assert {json.loads(out)["hits"][0]["title"] for out, _ in outputs} == {"About lund"}


def test_commands_run_from_anywhere(town: Command, tmp_path: Path) -> None:
    """A path given as `~` or relative to where one stands is the file meant."""
    write(tmp_path / "my papers", lund="The mayor of Lund ate 12 apples.")
    environment = town.environment(HOME=str(tmp_path))
    for given in ("~/my papers", "my papers/../my papers/lund.txt"):
        done = subprocess.run(
            [*COMMAND, "search", "mayor", "--json", f"--from={given}"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=True,
        )
        (hit,) = json.loads(done.stdout)["hits"]
        assert hit["path"] == str(tmp_path / "my papers" / "lund.txt")
