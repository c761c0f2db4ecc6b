"""The chat over some of the articles: it says which, and does not begin where there are none."""

from datetime import date
from pathlib import Path

import pytest
from chat_script import Script, screen, shown, until

from index.period import Period
from index.scope import EVERYTHING, Scope
from qa.retrieval.filters import described
from qa.tui.app import ChatApp
from qa.tui.outfit import Outfit


@pytest.mark.parametrize(
    ("scope", "line"),
    [
        (EVERYTHING, ""),
        (Scope(Period(date(2024, 3, 4), date(2024, 3, 4))), "on:2024-03-04"),
        (
            Scope(Period(date(2024, 1, 1)), sources=("herald", "post")),
            "since:2024-01-01 · source:herald · source:post",
        ),
        (Scope(Period(until=date(2024, 1, 1)), authors=("Bo",)), "until:2024-01-01 · author:Bo"),
        (Scope(sections=("News",), languages=("en",)), "section:News · language:en"),
    ],
)
def test_filters_are_said_in_short(scope: Scope, line: str) -> None:
    """Each as the option it was given by, without what leaves nothing out."""
    assert described(scope) == line


async def test_the_question_box_says_which_articles_are_asked() -> None:
    """While it is empty; nothing in a name is taken for markup."""
    outfit = Outfit(Scope(sources=("[red]herald[/]",)))
    app = ChatApp(lambda _: Script(), library=Path("/libraries/x"), outfit=outfit)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "ready" in shown(pilot, "StatusLine"))
        first = "".join(segment.text for segment in screen(pilot).prompt.render_line(0))
        assert "Ask about your articles…   source:[red]herald[/]   /help" in first
