"""What of an answer and its sources is drawn only when it is seen, and then only once."""

from chat_script import (
    CITATIONS,
    HITS,
    SENTENCES,
    Script,
    answer,
    ask,
    chat,
    chat_answered,
    found,
    screen,
    sees,
    shown,
    until,
)
from library_room import key_line
from textual import events

from qa.records import Answered, Checked
from qa.tui.screens.help import HelpScreen
from qa.tui.widgets.key_line import KeyLine
from qa.tui.widgets.source import Source

QUESTION = "How many homes lost power?"


async def test_a_source_stays_while_its_answer_comes() -> None:
    """What the evidence brought is not drawn anew for the answer; what is not cited goes."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        script.put(found(QUESTION))
        await sees(pilot, "reading 3 passages…", "state")
        sources = screen(pilot).panes.sources
        evidence = list(sources.query(Source))
        assert [source.number for source in evidence] == [1, 2]
        last = (SENTENCES[1],)
        script.put(*map(Checked, last), Answered(answer(QUESTION, last)))
        await sees(pilot, "1 source", "state")
        assert list(sources.query(Source)) == evidence[1:]
        assert sources.selected is evidence[1]
        assert sources.citations == CITATIONS[1:]
        assert "2 more passages read, not cited" in shown(pilot, "CollapsibleTitle")


async def test_passages_that_were_not_cited_are_drawn_once_they_are_unfolded() -> None:
    """They stand there folded as a number alone, in the order they were found."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        only = SENTENCES[:1]
        script.put(found(QUESTION), *map(Checked, only), Answered(answer(QUESTION, only)))
        await ask(pilot, QUESTION)
        await sees(pilot, "1 source", "state")
        sources = screen(pilot).panes.sources
        assert len(sources.query(Source)) == 1
        await pilot.click("CollapsibleTitle")
        await until(pilot, lambda: len(sources.query(Source)) == 3)
        assert [source.hit for source in sources.query(Source)] == list(HITS)
        await pilot.press("ctrl+o", "f", "f")
        await until(pilot, lambda: sources.selected is list(sources.query(Source))[1])


async def test_keys_that_stay_the_same_are_not_drawn_anew() -> None:
    """The last line is made anew for other keys alone, however often they are looked at."""
    async with chat_answered(QUESTION) as pilot:
        line = screen(pilot).query_one(KeyLine)
        drawn = line.render()
        screen(pilot).refresh_bindings()
        await pilot.pause(0.2)
        assert line.render() is drawn
        await pilot.press("ctrl+o")
        await until(pilot, lambda: line.render() is not drawn)


async def test_the_keys_of_where_the_focus_is_stand_when_the_terminal_is_gone_to_again() -> None:
    """A terminal, or a browser's page, can lose the focus at any moment, and has it again later."""
    async with chat_answered(QUESTION) as pilot:
        at_the_prompt = key_line(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: key_line(pilot) != at_the_prompt)
        at_the_sources = key_line(pilot)
        screen(pilot).set_focus(screen(pilot).prompt)
        pilot.app.post_message(events.AppBlur())
        await pilot.pause(0.3)
        pilot.app.post_message(events.AppFocus())
        await until(pilot, lambda: key_line(pilot) == at_the_prompt)
        await pilot.press("ctrl+o")
        pilot.app.post_message(events.AppBlur())
        pilot.app.post_message(events.AppFocus())
        await until(pilot, lambda: key_line(pilot) == at_the_sources)


async def test_a_key_of_the_last_line_can_be_clicked() -> None:
    """It does what it does when it is pressed, and says more of that under the pointer."""
    async with chat(Script()).run_test(size=(120, 40)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        line = screen(pilot).query_one(KeyLine)
        drawn = str(line.render())
        first = line.content_region.x - line.region.x
        place = (first + drawn.index("f1 Keys") + 1, 0)
        await pilot.hover(line, offset=place)
        assert line.tooltip == line.keys[key_line(pilot).index("f1 Keys")].tooltip
        await pilot.hover(
            line, offset=(line.content_region.x - line.region.x + len(" ".join(key_line(pilot))) + 2, 0)
        )
        assert line.tooltip is None
        await pilot.click(line, offset=place)
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))


async def test_the_key_that_finds_anything_comes_and_goes_with_its_room() -> None:
    """It stands at the right end of a wide screen, and a narrow one leaves its room to the others."""
    async with chat(Script()).run_test(size=(80, 24)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        for width, there in ((99, 0), (100, 1), (101, 1), (120, 1), (80, 0)):
            await pilot.resize_terminal(width, 24)
            line = screen(pilot).query_one(KeyLine)
            await until(pilot, lambda line=line, there=there: str(line.render()).count("^p ") == there)
