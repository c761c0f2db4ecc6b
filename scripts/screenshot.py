"""The chat over the sample articles, its library and an article, as pictures in `.github/`."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from index.build import build
from index.embedder import open_embedder
from qa.commands.opening import open_asker
from qa.commands.options import Choice
from qa.places import cache_directory
from qa.tui.app import ChatApp
from qa.tui.screens.library import LibraryScreen
from qa.tui.screens.reader import ReaderScreen
from qa.tui.widgets.prompt import Prompt
from qa.tui.widgets.turn import Turn

QUESTIONS = ("Who is building the new Weighhouse Bridge?", "How many homes were flooded?")
SIZE = (120, 40)
PATIENCE = 240
"""Half seconds to wait for an answer, or a screen."""


async def photograph(app: ChatApp, folder: Path) -> None:
    """Ask the questions, read the article of a source, go through the library; keep a picture of each."""
    async with app.run_test(size=SIZE) as pilot:
        for count, question in enumerate(QUESTIONS, start=1):
            await pilot.pause(0.5)
            app.screen.query_one(Prompt).text = question
            await pilot.press("enter")
            await _until(pilot, partial(_answered, pilot, count))
        await pilot.press("1")
        await _kept(pilot, folder / "chat.svg")
        await pilot.press("1")
        await _until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await _kept(pilot, folder / "article.svg")
        await pilot.press("escape", "ctrl+l")
        await _until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        await _kept(pilot, folder / "library.svg")


async def _kept(pilot: Pilot[None], target: Path) -> None:
    await pilot.pause(1.0)
    target.write_text(pilot.app.export_screenshot(title="qa"), encoding="utf-8")
    print(target)


async def _until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    for _ in range(PATIENCE):
        await pilot.pause(0.5)
        if is_so():
            return
    raise TimeoutError("what was to be photographed did not come")


def _answered(pilot: Pilot[None], count: int) -> bool:
    """Return whether so many answers are complete."""
    turns = pilot.app.screen.query(Turn)
    return len(turns) == count and all(turn.answer for turn in turns)


def main(checkout: Path) -> None:
    """Index the samples into a passing library and take the pictures."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"QA_CACHE": str(cache_directory()), "HOME": home}  # paths are those of anybody
        library, articles = Path(home) / "carrowby", Path(home) / "articles"
        shutil.copytree(checkout / "tests/data/articles", articles)
        embedder = open_embedder(cache=cache_directory(), notice=print)
        for _ in build([articles], library, lambda: embedder):
            pass
        app = ChatApp(lambda progress: open_asker(Choice(library=str(library)), progress), library=library)
        target = checkout / ".github"
        target.mkdir(exist_ok=True)
        asyncio.run(photograph(app, target))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
