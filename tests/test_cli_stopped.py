"""Commands that are interrupted, terminated, or whose reader has gone."""

import json
import signal
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from command import FLOOD, PATIENCE_S, Command, write

from index.schema import DATABASE

pytestmark = pytest.mark.bundled


def test_a_reader_that_has_read_enough_ends_it_quietly(town: Command) -> None:
    """`qa list | head -1` prints a line and nothing else."""
    with town.started("list", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "terminate"])
def test_a_stopped_run_leaves_a_sound_library(qa: Command, tmp_path: Path, number: int) -> None:
    """Stopped while it embeds, it says so in a line at most, and the next run does the rest."""
    words = " ".join(f"Sentence {n} of a long report is about matter {n * 7}." for n in range(600))
    write(tmp_path / "in", **{f"report{n}": f"Report {n}. {words}" for n in range(4)})
    with qa.started("index", "--quiet", tmp_path / "in") as process:
        while not vectors_in(qa.library):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE_S)
    said = b"qa: interrupted\n" if number == signal.SIGINT else b""
    assert (process.returncode, out, err) == (128 + number, b"", said)
    (tmp_path / "in" / "report0.txt").unlink()
    write(tmp_path / "in", report1="Short.", report2="Shorter.", report3="Shortest.")
    assert qa("index", tmp_path / "in", "--json").json["added"] == 3
    assert qa("doctor", "--json").json["ok"]


def vectors_in(library: Path) -> int:
    """Return how many vectors a library holds while it is being made."""
    address = f"file:{library / DATABASE}?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0])
    return 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "terminate"])
def test_a_stopped_batch_has_printed_whole_lines(town: Command, number: int) -> None:
    """Stopped between or within answers of the language model: whole lines, no traceback."""
    with town.started("ask", "--batch", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"id": 1, "question": FLOOD}).encode() + b"\n")
        process.stdin.write(json.dumps({"id": 2, "question": "Who leads the council?"}).encode() + b"\n")
        process.stdin.flush()
        first = process.stdout.readline()
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE_S)
    assert [json.loads(line)["id"] for line in (first + out).splitlines()] in ([1], [1, 2])
    said = b"qa: interrupted\n" if number == signal.SIGINT else b""
    assert (process.returncode, err) == (128 + number, said)
