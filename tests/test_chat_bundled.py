"""The chat with the real models, over the seed article and in a real terminal."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_script import ask
from textual.pilot import Pilot

from index.build import build
from index.embedder import open_embedder
from qa.commands.opening import open_asker
from qa.commands.options import Choice
from qa.records import Answer
from qa.tui.app import ChatApp
from qa.tui.widgets.turn import Turn

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
SAMPLES = ROOT / "tests" / "data" / "articles"
PATIENCE_SECONDS = 120

FACTS = {
    "How many US troops are stationed in Iraq?": "2,500",
    "Which group denied responsibility for the attack in Syria?": "Kataib Hezbollah",
    "When did Iraq and the US hold the first round of talks?": "January 27",
    "Where were three US troops killed?": "Jordan",
}
ABSENT = ("Who won the 2018 World Cup?", "Who is the president of France?")

pytestmark = pytest.mark.bundled


def library_of(articles: Path, directory: Path, cache: Path) -> Path:
    """Return a library of the articles, made with the bundled embedder."""
    embedder = open_embedder(cache=cache)
    for _ in build([articles], directory, lambda: embedder):
        pass
    return directory


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed article lies beside the project, not in it")
async def test_the_chat_answers_over_the_seed_article(
    tmp_path: Path, model_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts are in answers with a source that says them; what the article lacks is not answered."""
    monkeypatch.setenv("QA_CACHE", str(model_cache))
    library = library_of(SEEDS, tmp_path / "library", model_cache)
    app = ChatApp(lambda progress: open_asker(Choice(library=str(library)), progress), library=library)
    async with app.run_test(size=(120, 32)) as pilot:
        for number, question in enumerate([*FACTS, *ABSENT]):
            await pilot.press("ctrl+n")
            await ask(pilot, question)
            answer = await given(pilot)
            if number < len(FACTS):
                assert FACTS[question] in answer.text
                assert any(FACTS[question] in citation.quote for citation in answer.citations)
            else:
                assert answer.abstained, answer.text


async def given(pilot: Pilot[None]) -> Answer:
    """Wait for the answer of the only turn on the screen."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for turn in pilot.app.screen.query(Turn):
            if turn.answer:
                return turn.answer
        await pilot.pause(0.1)
    raise AssertionError("no answer came")


class Terminal:
    """A real terminal with the chat in it."""

    def __init__(self, columns: int, rows: int, command: str) -> None:
        self._socket = f"article-qa-test-{os.getpid()}"
        self._tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), command)

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-L", self._socket, *arguments]
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout

    def type(self, text: str) -> None:
        """Type text as it stands."""
        self._tmux("send-keys", "-l", text)

    def press(self, key: str) -> None:
        """Press a named key."""
        self._tmux("send-keys", key)

    def sees(self, text: str) -> str:
        """Wait until a text is on the screen, and return the screen."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while text not in (screen := self._tmux("capture-pane", "-p")):
            assert time.monotonic() < deadline, f"“{text}” never came:\n{screen}"
            time.sleep(0.2)
        return screen

    def ended(self) -> bool:
        """Wait until the program has ended, and return whether it did."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            listed = subprocess.run(["tmux", "-L", self._socket, "ls"], capture_output=True, check=False)
            if listed.returncode:
                return True
            time.sleep(0.2)
        return False

    def close(self) -> None:
        """End it."""
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def terminal(tmp_path: Path, model_cache: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """The chat over the sample articles, in a terminal of the size asked for."""
    library = library_of(SAMPLES, tmp_path / "carrowby", model_cache)
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from qa.start import main; main()"
    variables = [f"QA_CACHE={model_cache}", f"XDG_CONFIG_HOME={tmp_path}", f"XDG_STATE_HOME={tmp_path}"]
    command = shlex.join(
        [
            "env",
            "-C",
            str(tmp_path),
            *variables,
            sys.executable,
            "-c",
            program,
            "chat",
            "--library",
            str(library),
        ]
    )
    made = Terminal(*request.param, command)
    yield made
    made.close()


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("terminal", [(80, 24), (100, 30), (160, 50)], indirect=True)
def test_the_chat_works_in_a_real_terminal(terminal: Terminal, tmp_path: Path) -> None:
    """A person asks at once, checks the source, asks on, stops an answer, exports, finds it kept, leaves."""
    terminal.type("Which company got the contract to build the new bridge?")
    terminal.press("Enter")
    terminal.sees("32 articles")
    terminal.sees("Kestrel Vane")
    terminal.sees("The Carrowby Herald · 8 Jun 2023")
    terminal.sees("quoted word for word")
    terminal.type("1")
    terminal.sees("single steel arch")
    terminal.type("Who won the 2018 World Cup?")
    terminal.press("Enter")
    terminal.sees("The articles don’t say.")
    terminal.type("How many homes were flooded?")
    terminal.press("Enter")
    terminal.sees("You     How many homes")
    terminal.press("C-c")
    terminal.sees("stopped")
    terminal.type("/exp")
    terminal.sees("/export [markdown|html|json] [FILE]")
    terminal.press("Tab")
    terminal.type(" html talk.html")
    terminal.press("Enter")
    terminal.sees("Written:")
    assert "Kestrel Vane" in (tmp_path / "talk.html").read_text("utf-8")
    terminal.press("C-s")
    terminal.type("kestrel")
    terminal.sees("3 questions")
    terminal.press("Escape")
    terminal.press("C-q")
    assert terminal.ended()
