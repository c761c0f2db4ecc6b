"""The chat over the sample articles, asked two questions, as a picture in `.github/`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from index.build import build
from index.embedder import open_embedder
from qa.commands.opening import open_asker
from qa.commands.options import Choice
from qa.places import cache_directory
from qa.tui.app import ChatApp
from qa.tui.widgets.prompt import Prompt
from qa.tui.widgets.turn import Turn

QUESTIONS = ("Who is building the new Weighhouse Bridge?", "How many homes were flooded?")
SIZE = (120, 34)
PATIENCE = 240
"""Half seconds to wait for an answer."""


async def photograph(app: ChatApp, target: Path) -> None:
    """Ask the questions and save what is then on the screen."""
    async with app.run_test(size=SIZE) as pilot:
        for count, question in enumerate(QUESTIONS, start=1):
            await pilot.pause(0.5)
            app.screen.query_one(Prompt).text = question
            await pilot.press("enter")
            await _answered(pilot, count)
        await pilot.press("1")
        await pilot.pause(0.5)
        target.write_text(app.export_screenshot(title="qa"), encoding="utf-8")


async def _answered(pilot: Pilot[None], count: int) -> None:
    """Wait until so many answers are complete."""
    for _ in range(PATIENCE):
        await pilot.pause(0.5)
        turns = pilot.app.screen.query(Turn)
        if len(turns) == count and all(turn.answer for turn in turns):
            return
    raise TimeoutError("no answer came")


def main(checkout: Path) -> None:
    """Index the samples into a passing library and take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "carrowby"
        embedder = open_embedder(cache=cache_directory(), notice=print)
        for _ in build([checkout / "tests/data/articles"], library, lambda: embedder):
            pass
        app = ChatApp(lambda progress: open_asker(Choice(library=str(library)), progress), library=library)
        target = checkout / ".github" / "chat.svg"
        target.parent.mkdir(exist_ok=True)
        asyncio.run(photograph(app, target))
        print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
