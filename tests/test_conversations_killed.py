"""Processes that die while they keep a turn, and two that keep turns at once."""

import json
from pathlib import Path

from processes import folder_in_memory, started
from test_conversations import told

from qa.dialogue.kept_conversations import Conversations

KILL = """
import json, os, pathlib, random, signal, sys
from killing import Calls
from test_conversations import told
from qa.dialogue.kept_conversations import Conversations

TURNS = 4


def keep(folder, said):
    with Conversations.open(folder) as conversations:
        for number in range(TURNS):
            conversations.add("one", told(f"{number}?"))
            os.write(said, b"!")


def fork(folder, calls):
    reading, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        sys.setprofile(calls)
        keep(folder, said)
        os._exit(0)
    os.close(said)
    with os.fdopen(reading, "rb") as stream:
        acknowledged = len(stream.read())
    os.waitpid(child, 0)
    return acknowledged


base = pathlib.Path(sys.argv[1])
whole = Calls()
sys.setprofile(whole)
(base / "whole").mkdir()
keep(base / "whole", os.open(os.devnull, os.O_WRONLY))
sys.setprofile(None)
chance = random.Random(1)
runs = []
for count in sorted(chance.sample(range(whole.count), 60)):
    folder = base / str(count)
    folder.mkdir()
    killed = Calls(count, lambda: os.kill(os.getpid(), signal.SIGKILL))
    runs.append((count, fork(folder, killed)))
print(json.dumps(runs))
"""


def test_a_kill_loses_at_most_the_turn_being_kept() -> None:
    """Killed anywhere, every turn that was said to be kept is there, whole; and the next can be added."""
    with folder_in_memory() as base, started(KILL, base) as process:
        said, wrong = process.communicate()
        assert process.returncode == 0, wrong
        runs = json.loads(said)
        for count, acknowledged in runs:
            with Conversations.open(base / str(count)) as conversations:
                turns = conversations.turns("one", {}.get)
                assert [turn.question for turn in turns] == [f"{number}?" for number in range(len(turns))]
                assert acknowledged <= len(turns) <= acknowledged + 1
                assert all(len(turn.citations) == 1 for turn in turns)
                counted = [one.turns for one in conversations.recent()]
                assert counted == ([len(turns)] if turns else [])
                conversations.add("one", told())
        assert len({acknowledged for _, acknowledged in runs}) == 5, (
            "killed before, between and after the turns"
        )


OPEN = """
import os, pathlib, sys
from qa.dialogue.kept_conversations import Conversations

failed = 0
for number in range(150):
    folder = pathlib.Path(sys.argv[1]) / str(number)
    folder.mkdir()
    reading, begin = os.pipe()
    children = []
    for _ in range(2):
        children.append(os.fork())
        if not children[-1]:
            os.close(begin)
            os.read(reading, 1)
            Conversations.open(folder).close()
            os._exit(0)
    os.close(begin)
    os.close(reading)
    failed += sum(os.waitpid(child, 0)[1] != 0 for child in children)
print(failed)
"""


def test_two_chats_that_make_the_file_in_one_moment_both_open_it(tmp_path: Path) -> None:
    """SQLite itself tells one of them, now and then, that it is busy."""
    with started(OPEN, tmp_path) as process:
        said, wrong = process.communicate()
    assert (said, wrong) == ("0\n", "")


WRITE = """
import pathlib, sys
from test_conversations import told
from qa.dialogue.kept_conversations import Conversations
print("ready", flush=True)
sys.stdin.readline()
with Conversations.open(pathlib.Path(sys.argv[1])) as conversations:
    for number in range(20):
        conversations.add(sys.argv[2], told(f"{number}?"))
        conversations.add("both", told(f"{sys.argv[2]} {number}?"))
"""


def test_two_chats_keep_their_turns_at_once(tmp_path: Path) -> None:
    """Each has its own, in order; in one that both go on with no turn is lost."""
    pair = [started(WRITE, tmp_path, name) for name in ("first", "second")]
    try:
        assert [each.stdout.readline() for each in pair if each.stdout] == ["ready\n", "ready\n"]
        for each in pair:
            assert each.stdin is not None
            each.stdin.write("\n")
            each.stdin.flush()
        assert [each.wait() for each in pair] == [0, 0], [each.communicate()[1] for each in pair]
    finally:
        for each in pair:
            each.kill()
            each.communicate()
    with Conversations.open(tmp_path) as conversations:
        for name in ("first", "second"):
            questions = [turn.question for turn in conversations.turns(name, {}.get)]
            assert questions == [f"{number}?" for number in range(20)]
            both = [turn.question for turn in conversations.turns("both", {}.get)]
            assert [said for said in both if name in said] == [f"{name} {number}?" for number in range(20)]
        assert sorted((one.id, one.turns) for one in conversations.recent()) == [
            ("both", 40),
            ("first", 20),
            ("second", 20),
        ]
