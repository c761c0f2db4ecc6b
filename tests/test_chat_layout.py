"""Where the chat puts things, and what it keeps in view."""

from dataclasses import replace

import pytest
from chat_parts import parts
from chat_script import (
    CITATIONS,
    HITS,
    SENTENCES,
    Script,
    ask,
    chat,
    cite,
    found,
    hit,
    screen,
    sees,
    shown,
    until,
    whole,
)

from index.outline import Section
from qa.records import Checked, Found

QUESTION = "How many homes lost power?"


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_everything_has_its_place_at_every_size(size: tuple[int, int]) -> None:
    """Below 100 columns the sources take the lower third, else the side; nothing falls off the screen."""
    script = Script()
    async with chat(script).run_test(size=size) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        panes = screen(pilot).panes
        conversation, sources = panes.conversation.region, panes.sources.region
        if size[0] < 100:
            assert sources.y >= conversation.bottom
            assert size[1] / 5 <= sources.height <= size[1] / 3
        else:
            assert sources.x >= conversation.right
            assert sources.width >= size[0] / 3
        assert screen(pilot).prompt.region.bottom < size[1]
        assert screen(pilot).query_one("KeyLine").region.bottom == size[1]
        assert "4,200" in pilot.app.export_screenshot()


async def test_a_source_says_where_in_its_article_it_stands() -> None:
    """The number of the paragraph always, where there is room; the nearest heading, or all where selected."""
    sections = (Section(0, 9, 2, "The flood"), Section(20, 29, 3, "The power"))
    source = replace(HITS[0], paragraph=7, sections=sections)
    citations = (cite(1, source, "Water reached the substation at dawn."), CITATIONS[1])
    script = Script()
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await ask(pilot, QUESTION)
        script.put(Found(QUESTION, (source,), citations))
        await sees(pilot, "The flood › The power", "section")
        assert "· paragraph 7" in shown(pilot, "origin")
        await pilot.resize_terminal(100, 30)
        await sees(pilot, "The flood › The power · paragraph 7", "section")
        assert "paragraph" not in shown(pilot, "origin")
        screen(pilot).panes.sources.select(2)
        await until(pilot, lambda: shown(pilot, "section") == "The power · paragraph 7")


async def test_a_resize_during_an_answer_loses_nothing() -> None:
    """The panes move; what was checked and what still is stay on the screen."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, QUESTION)
        script.put(found(QUESTION), Checked(SENTENCES[0]))
        await sees(pilot, "1 sentence checked…", "state")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        panes = screen(pilot).panes
        assert panes.sources.region.y >= panes.conversation.region.bottom
        assert "About 4,200 homes" in shown(pilot, "sentence")
        assert CITATIONS[1].quote in shown(pilot, "evidence")


async def test_a_reader_who_scrolled_away_is_left_where_they_are() -> None:
    """New sentences follow the end only while the reader is there."""
    script = Script()
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await ask(pilot, QUESTION)
        script.put(found(QUESTION), *[Checked(SENTENCES[0])] * 16)
        conversation = screen(pilot).panes.conversation
        await sees(pilot, "16 sentences checked…", "state")
        assert conversation.scroll_offset.y == conversation.max_scroll_y > 0
        conversation.focus()
        await pilot.press("g")
        await until(pilot, lambda: conversation.scroll_offset.y == 0)
        script.put(*[Checked(SENTENCES[0])] * 4)
        await sees(pilot, "20 sentences checked…", "state")
        assert conversation.scroll_offset.y == 0
        await pilot.press("G")
        await until(pilot, lambda: conversation.scroll_offset.y == conversation.max_scroll_y)


async def test_the_cited_words_are_marked_and_scrolled_into_view() -> None:
    """However low they stand in the passage, and the title of their article stays above them."""
    text = "One more line of the council's minutes. " * 40 + "The wall will be two metres high."
    low = hit(1, "Minutes", text, start=90)
    citation = cite(1, low, "The wall will be two metres high.")
    script = Script()
    async with chat(script).run_test(size=(80, 24)) as pilot:
        script.put(Found(QUESTION, (low,), (citation,)))
        await ask(pilot, QUESTION)
        await sees(pilot, "Minutes", "title")
        sources = screen(pilot).panes.sources
        await until(pilot, lambda: "…" in shown(pilot, "passage"))
        source = sources.selected
        (passage,) = parts(screen(pilot), "passage")
        content = passage.text
        assert [content.plain[span.start : span.end] for span in content.spans] == [citation.quote]
        title, last = source.region.y, source.content_region.bottom - 1
        assert sources.content_region.y <= title < last < sources.content_region.bottom
