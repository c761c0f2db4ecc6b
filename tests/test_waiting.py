"""Two writers: the second says who the first is, and stops or waits as it was told."""

import json
import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from filelock import FileLock

from index.errors import LibraryBusyError
from index.lock import HOLDER, LOCK, Holder, wait_for_writer, writer_at_work, writing_lock
from qa.commands.turns import Turn


def unsaid(line: str) -> None:
    """Fail the test: there was nothing to say."""
    pytest.fail(line)


def test_who_is_writing_can_be_asked(tmp_path: Path) -> None:
    """The holder is known while it writes, and nobody is before and after, or where there is nothing."""
    assert writer_at_work(tmp_path / "nowhere") is None
    assert not (tmp_path / "nowhere").exists()
    assert writer_at_work(tmp_path) is None
    with writing_lock(tmp_path):
        holder = writer_at_work(tmp_path)
        assert holder is not None
        assert (holder.pid, f"process {os.getpid()} since " in str(holder)) == (os.getpid(), True)
    assert writer_at_work(tmp_path) is None


def test_a_signature_without_a_lock_is_nobody(tmp_path: Path) -> None:
    """What a killed writer left behind is not taken for one at work; an unreadable one is still one."""
    signature = {"pid": 1, "since": "2024-01-01T00:00:00+00:00"}
    (tmp_path / HOLDER).write_text(json.dumps(signature))
    assert writer_at_work(tmp_path) is None
    with FileLock(tmp_path / LOCK):
        assert "process 1 since 2024-01-01 00:00" in str(writer_at_work(tmp_path))
        (tmp_path / HOLDER).write_text("{")
        assert writer_at_work(tmp_path) == Holder(None, None)


def test_waiting_ends_when_the_writer_does(tmp_path: Path) -> None:
    """Who is waited for is said once; where nobody writes nothing is said."""
    said: list[str] = []
    with ExitStack() as writing:
        writing.enter_context(writing_lock(tmp_path))

        def say(line: str) -> None:
            said.append(line)
            writing.close()

        wait_for_writer(tmp_path, say)
    assert len(said) == 1
    assert f"process {os.getpid()} since " in said[0]
    wait_for_writer(tmp_path, unsaid)
    wait_for_writer(tmp_path / "nowhere", unsaid)


def test_a_turn_waits_as_often_as_it_must(tmp_path: Path) -> None:
    """Where yet another writer comes first, the wait goes on, and one line is said in all."""
    said: list[str] = []
    with ExitStack() as writing:
        writing.enter_context(writing_lock(tmp_path))
        attempts = 0

        def say(line: str) -> None:
            said.append(line)
            writing.close()

        def work() -> str:
            nonlocal attempts
            attempts += 1
            if attempts == 2:  # somebody else was quicker, and is done soon
                raise LibraryBusyError("busy")
            with writing_lock(tmp_path):
                return "done"

        assert Turn(tmp_path, True, say).take(work) == "done"
    assert (attempts, len(said)) == (3, 1)


def test_a_turn_that_does_not_wait_says_how(tmp_path: Path) -> None:
    """The second writer is refused at once, with who it is and the option that waits."""

    def work() -> None:
        with writing_lock(tmp_path):
            pass

    with writing_lock(tmp_path), pytest.raises(LibraryBusyError) as error:
        Turn(tmp_path, False, unsaid).take(work)
    assert all(part in str(error.value) for part in (f"process {os.getpid()} since ", "--wait"))
    assert "\n" not in str(error.value)
    Turn(tmp_path, False, unsaid).take(work)
