"""Commands that are interrupted, terminated, or whose reader has gone."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from types import FunctionType

import pytest
from command import FLOOD, PATIENCE_S, Command, write

from index.schema import DATABASE
from qa.signals import IMPORTING, held_signals, whole_imports

pytestmark = pytest.mark.bundled
ROOT = Path(__file__).parents[1]


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
    folder = write(tmp_path / "in", **{f"n{n}": f"Report {n} came in on Monday." for n in range(1_500)})
    with qa.started("index", "--quiet", folder) as process:
        while not vectors_in(qa.library):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE_S)
    said = b"qa: interrupted\n" if number == signal.SIGINT else b""
    assert (process.returncode, out, err) == (128 + number, b"", said)
    for file in sorted(folder.iterdir())[3:]:
        file.unlink()
    report = qa("index", folder, "--json").json
    assert report["added"] + report["unchanged"] == 3
    assert qa("doctor", "--json").json["ok"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "terminate"])
def test_a_signal_stops_the_model_and_is_not_lost(town: Command, number: int) -> None:
    """Whenever it comes in the course of an answer, be it inside the model, it ends the command."""
    line = json.dumps({"id": 1, "question": FLOOD}).encode() + b"\n"
    with town.started("ask", "--batch", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line)
        process.stdin.flush()
        first = process.stdout.readline()
        process.stdin.write(line * 500)
        process.stdin.flush()
        time.sleep(0.5)
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE_S)
    said = b"qa: interrupted\n" if number == signal.SIGINT else b""
    assert (process.returncode, err) == (128 + number, said)
    assert all(json.loads(printed)["citations"] for printed in (first + out).splitlines())


def test_a_held_signal_waits_and_then_takes_effect() -> None:
    """Within, it only says that it waits; at the end it is what it would have been."""
    seen: list[bool] = []

    def work() -> None:
        with held_signals() as waiting:
            seen.append(waiting())
            signal.raise_signal(signal.SIGINT)
            seen.append(waiting())

    with pytest.raises(KeyboardInterrupt):
        work()
    assert seen == [False, True]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_signal_within_an_import_waits_for_its_end() -> None:
    """What has a lock lets go of it, and the signal then takes its effect."""
    importing = compile("signal.raise_signal(signal.SIGINT)\nseen.append(1)", IMPORTING, "exec")
    seen: list[int] = []

    def work() -> None:
        with whole_imports():
            FunctionType(importing, {"signal": signal, "seen": seen})()
            time.sleep(PATIENCE_S)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert seen == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def vectors_in(library: Path) -> int:
    """Return how many vectors a library holds while it is being made."""
    address = f"file:{library / DATABASE}?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0])
    return 0


STOPPED_EARLY = """
import sys

class Interrupting:
    def find_spec(self, name, *rest):
        if name == "click":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
from qa.start import main; main()
"""


def test_ctrl_c_before_the_command_has_begun_is_a_line() -> None:
    """An interruption while the program is still being imported ends it like any other."""
    ran = subprocess.run(
        [sys.executable, "-c", STOPPED_EARLY], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "qa: interrupted\n")


ENDING_SLOWLY = """
import sys, threading, time
threading.Thread(target=time.sleep, args=(60,)).start()
sys.argv = ["qa", "--version"]
from qa.start import main; main()
"""


def test_ctrl_c_while_the_end_waits_is_quiet() -> None:
    """A second interruption ends at once what still waits for a thread, and shows nobody where it was."""
    command = [sys.executable, "-c", ENDING_SLOWLY]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            time.sleep(0.2)
        _, err = process.communicate()
    assert process.returncode == -signal.SIGINT
    assert b"Traceback" not in err
