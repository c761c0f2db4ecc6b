"""How long keys take is measured on real terminals, over conversations kept as the program keeps them."""

import os
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from benchmarking.apart import environment
from benchmarking.chat import BARE, Chat, Plan
from benchmarking.chat_report import chat_section
from benchmarking.filling import Source, filled
from benchmarking.processes import MeasuringError
from benchmarking.spread import Spread
from benchmarking.stand_ins import StandIns, pool_texts
from benchmarking.talks import CITED, keep_talks
from benchmarking.terminal import Terminal
from benchmarking.typed import TEXT, Echo, Key, Typist
from fakes import FakeEmbedder

from index.library import Library
from qa.dialogue.kept_conversations import Conversations

EMBEDDER = FakeEmbedder(dimension=64)
ECHO = """
import sys
print("ready", flush=True)
for line in sys.stdin:
    print("said", line.strip(), flush=True)
"""


def test_what_a_key_shows_is_waited_for() -> None:
    """Only what comes after it counts, and each moment is that of the piece which completes it."""
    with Terminal.running((sys.executable, "-c", ECHO), os.environ) as terminal:
        terminal.wait("ready")
        begun = terminal.written
        assert 0 < terminal.press(b"one\n", "said one") < 60
        with pytest.raises(MeasuringError, match="did not show 'said one'"):
            terminal.wait("said one", patience=0.1)
        assert "said one" in terminal.since(begun)
        terminal.settle(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="told by Linux alone")
def test_what_the_first_thread_takes_is_told() -> None:
    """It grows as the thread works."""
    command = (sys.executable, "-c", "print('begun', flush=True)\nwhile True: pass")
    with Terminal.running(command, os.environ) as terminal:
        terminal.wait("begun")
        before = terminal.cost()
        terminal.rest(0.5)
        after = terminal.cost()
    assert before is not None
    assert after is not None
    assert before.ran < after.ran


def test_a_command_that_ends_is_not_waited_for() -> None:
    """What it showed last is told at once."""
    command = (sys.executable, "-c", "print('over')")
    with (
        Terminal.running(command, os.environ) as terminal,
        pytest.raises(MeasuringError, match="over"),
    ):
        terminal.wait("never")


def test_keys_are_typed_into_two_programs_by_turns() -> None:
    """Each letter is seen in both, and a text that is at its end begins anew in an empty line."""
    command = (sys.executable, *BARE)
    with Terminal.running(command, environment()) as one, Terminal.running(command, environment()) as other:
        one.wait("type here")
        other.wait("type here")
        keys = Typist(one, other).typed(5, TEXT[:3])
        assert len(keys) == 5
        assert min(key.chat for key in keys) > 0
        lasting = iter([True, False])
        assert len(Typist(one, other).typed(5, lasting=lambda: next(lasting))) == 2


def test_an_echo_is_the_percentiles_of_its_keys() -> None:
    """In milliseconds; what a system does not tell is not counted."""
    keys = [Key(0.001 * number, 0.002, None, None) for number in range(1, 102)]
    echo = Echo.of(keys)
    assert (echo.keys, echo.p50, echo.p95, echo.most) == pytest.approx((101, 51, 96, 101))
    assert (echo.bare_p50, echo.drawing) == (2, None)
    assert Echo.of([Key(1, 1, 0.5, 0.25)]).drawing == 500


def test_made_conversations_are_kept_and_quote_the_library(tmp_path: Path) -> None:
    """So many of one turn, then the long one, spoken in last; each quotation stands in its article."""
    source = Source(StandIns(EMBEDDER.embed(pool_texts(40))), each=3)
    made = filled(tmp_path / "made", 30, source, EMBEDDER)
    assert (made.articles, made.passages) == (10, 30)
    keep_talks(made.directory, conversations=4, turns=6)
    with Conversations.open(made.directory) as kept, Library.open(made.directory) as library:
        conversations = kept.recent(10)
        assert [one.turns for one in conversations] == [6, 1, 1, 1, 1]
        turns = kept.turns(conversations[0].id, library.article)
    assert len({turn.question for turn in turns}) == 6
    assert all(len(turn.citations) == CITED for turn in turns)
    assert all(citation.verified for turn in turns for citation in turn.citations)


@pytest.mark.parametrize(("plan", "met"), [(Plan(), [True, False]), (Plan(turns=9), [None, None])])
def test_promises_are_held_against_a_full_run(plan: Plan, met: list[bool | None]) -> None:
    """Each scene is a row beside the bare program, and a smaller run keeps and breaks no promise."""
    echoes = {
        "nothing else": Echo(60, 9.0, 20.0, 30.0, 4.0, 5.0, 6.0, 1.0),
        "answering": Echo(60, 9.0, 70.0, 90.0, 4.0, 10.0, None, None),
    }
    section = chat_section(Chat(plan, echoes, {"the library: its rows": Spread.of([0.2, 0.3, 0.4])}))
    assert [target.met for target in section.targets] == met
    assert "answering            9.0  70.0  90    4.0            10.0  7.0" in section.text()
    assert "300 [200, 400]" in section.text()
