"""Ctrl+P finds everything: commands, keys, articles, conversations, models and themes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from chat_script import Chat, Script, chat, screen, sees, shown, until
from library_room import EVIL, FAIR, FLOOD, TOWN, WALL, entered, over
from reading_room import filled
from shelf import article, shelf, store
from test_chat_continuing import chat as chat_over
from test_chat_kept import Over, kept_in
from textual.command import CommandPalette
from textual.widgets import OptionList

from index.catalogue import Listing
from qa.models.address import ModelAddress
from qa.models.bundled import LANGUAGE_MODEL
from qa.models.shelf import Shelf
from qa.tui.app import ChatApp
from qa.tui.finding.offer import Offer, hits
from qa.tui.outfit import Outfit
from qa.tui.screens.help import HelpScreen
from qa.tui.screens.reader import ReaderScreen
from qa.tui.titles import Titles


def offered(pilot: Chat) -> list[str]:
    """Return what the palette offers, in order, each in one line."""
    there = pilot.app.screen.query_one(OptionList)
    return [str(option.prompt).replace("\n", " | ") for option in there.options]


async def sought(pilot: Chat, words: str, first: str) -> None:
    """Open the palette, type, and wait until what is meant stands first."""
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
    await pilot.press(*words)
    await until(pilot, lambda: offered(pilot)[:1] and offered(pilot)[0].startswith(first))


async def test_an_article_is_found_by_its_title_and_read(tmp_path: Path) -> None:
    """Over the chat, and over the library; an accent need not be typed."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await sought(pilot, "the wal", "The wall | article · Herald · 4 Mar 2024")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        await sees(pilot, "The wall", "#head .title")
        await pilot.press("escape")
        await entered(pilot, 4)
        await sought(pilot, "elan", "Letters | article · Élan")
        await pilot.press("enter")
        await sees(pilot, "Letters", "#head .title")


async def test_what_came_in_since_is_found_and_nothing_in_a_title_does_anything(tmp_path: Path) -> None:
    """The list is read again once the library was written to; markup and escapes are text."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(120, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await sought(pilot, "flood", "A flood")
        await pilot.press("escape")
        with shelf(tmp_path) as (_, writer):
            store(writer, "evil.txt", [article(f"Zebra {EVIL}", "It snowed.")])
        await sought(pilot, "zebra", "Zebra [@click=app.quit]here[/] [bold]x[/bold] [ ]] ␛[31mred")
        assert pilot.app.is_running


async def test_a_key_is_found_by_what_it_does_and_does_it(tmp_path: Path) -> None:
    """By its name in the settings too; one that works elsewhere shows where all keys stand."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await sought(pilot, "kept-ren", "Rename")
        await pilot.press("escape")
        await sought(pilot, "show the library: filter", "Show the library: filter, read, add and remove")
        assert "key Ctrl+L · Anywhere" in offered(pilot)[0]
        await pilot.press("enter")
        await sees(pilot, "4 articles", "#stock")
        await pilot.press("escape")
        await sought(pilot, "bars of mon", "Bars of months, or of years | key m · In the library")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))


async def test_a_theme_is_found_by_its_name() -> None:
    """Chosen, it is the one of now."""
    async with chat(Script()).run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await sought(pilot, "contrast-l", "contrast-light | colours")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.theme == "contrast-light")


async def test_a_model_is_found_by_its_name_and_loaded(tmp_path: Path) -> None:
    """A server's stands among them with what it costs; what fails to load says why."""
    address = ModelAddress("http://127.0.0.1:9/v1", "owl-large")
    shelf_of = Shelf(tmp_path, tmp_path, (address,))
    app = ChatApp(lambda _: Script(), library=Path("/libraries/x"), outfit=Outfit(shelf=shelf_of))
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await sought(pilot, "owl", "owl-large | no memory here")
        await pilot.press("enter")
        await until(
            pilot, lambda: any("no server answers there" in one.message for one in app._notifications)
        )
        await sought(pilot, LANGUAGE_MODEL.name.lower()[:6], LANGUAGE_MODEL.name)


async def test_a_conversation_is_found_and_nothing_in_its_title_does_anything(tmp_path: Path) -> None:
    """By a word said in it, not only by its title."""
    folder = kept_in(tmp_path, ["Who [bold]won[/] the boat race?", "And the regatta?"], ["Who pays?"])
    async with chat_over(Over(folder), folder).run_test(size=(120, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await sought(pilot, "regatta", "Who [bold]won[/] the boat race?")
        await pilot.press("enter")
        await sees(pilot, "goes on.", ".notice")
        assert screen(pilot).panes.conversation.turns[-1].question == "And the regatta?"


async def test_every_kind_is_offered_for_one_word_the_few_before_the_many(tmp_path: Path) -> None:
    """What an article is called never hides a command."""
    notes = [replace(FAIR, id=f"{n:032x}", title=f"Quiet street {n}") for n in range(20)]
    async with over(filled(tmp_path, notes)).run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await sought(pilot, "qui", "Quit · /quit")
        await until(pilot, lambda: sum("Quiet street" in one for one in offered(pilot)) == 8)
        assert "Quit" in shown(pilot, "OptionList") or offered(pilot)[0].startswith("Quit")


def ranked(query: str, *offers: Offer) -> list[str]:
    """Return the names of those that fit, best first."""
    found = sorted(hits(offers, query), key=lambda hit: hit.score, reverse=True)
    return [str(hit.text) for hit in found]


def offer(name: str, about: str = "", kind: str = "command") -> Offer:
    """Return something that does nothing."""
    return Offer(kind, name, about, lambda: None)


def test_the_beginning_of_a_name_goes_before_the_middle_and_that_before_what_is_said_of_it() -> None:
    """Letters alone come last, and what has none of it not at all."""
    offers = (
        offer("Timeline", "what happened"),
        offer("Open", "at its time"),
        offer("Sometimes"),
        offer("The time"),
        offer("Tin mine"),
        offer("Quit"),
    )
    assert ranked("time", *offers) == ["Timeline", "The time", "Sometimes", "Open", "Tin mine"]
    assert ranked("time open", *offers) == ["Open"]


def test_titles_come_before_bylines_and_the_newest_first(tmp_path: Path) -> None:
    """A word of the path finds as well; most of them are not looked at."""
    told = (WALL, FLOOD, replace(FAIR, title="Herald of summer"))
    titles = Titles(filled(tmp_path, told))

    def found(words: str, most: int = 9) -> Sequence[str]:
        return [one.title for one in titles.found(words, most) if isinstance(one, Listing)]

    assert found("herald") == ["Herald of summer", "The wall"]
    assert found("flood") == ["A flood"]
    assert found("a", most=2) == ["A flood", "The wall"]
    assert found("nothing like it") == []
