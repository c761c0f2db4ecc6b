"""How the passages of an answer were found, shown over the chat."""

from dataclasses import replace
from datetime import date

import pytest
from chat_script import (
    CITATIONS,
    HITS,
    Chat,
    Script,
    answer,
    ask,
    chat,
    cite,
    found,
    screen,
    sees,
    shown,
    until,
    whole,
)

from index.scope import EVERYTHING
from index.vector_sizes import IndexKind
from qa.records import Answered, Elsewhere, Explanation, Found, Ranking
from qa.times.asked_time import asked_time
from qa.tui.screens.why import WhyScreen
from qa.tui.widgets.pane import Pane

QUESTION, UNDERSTOOD = "and how long?", "how long were [b]homes[/b] without power?"
RANKING = Ranking(
    dense=0.61,
    dense_rank=2,
    bm25=0.44,
    bm25_rank=None,
    near=0.8,
    fused=0.534,
    timeliness=1.1,
    reranked=-3.25,
    ranked=0.587,
    copies=(7, 8),
)
EXPLANATION = Explanation(
    texts=(UNDERSTOOD,),
    scope=EVERYTHING,
    when=None,
    narrowed=False,
    vectors=IndexKind(kind="exact", precision="float16", clusters=1, probed=1, base=9000, recent=0, gone=0),
    reranker="tiny-reader",
)


async def explained(pilot: Chat, script: Script, *, hits: int = 3) -> None:
    """Have a question answered by so many hits, with what was searched for it."""
    ranked = [replace(HITS[n % 3], rank=n + 1, ranking=RANKING) for n in range(hits)]
    last = replace(answer(QUESTION, understood=UNDERSTOOD), hits=tuple(ranked), explanation=EXPLANATION)
    script.put(found(QUESTION, UNDERSTOOD), Answered(last))
    await ask(pilot, QUESTION)
    await sees(pilot, "2 sources", "state")


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
@pytest.mark.parametrize("keys", [(*"/why", "enter"), ("ctrl+o", "w")])
async def test_the_account_of_an_answer_is_read_and_left(
    size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """What was searched for the question stands first; it scrolls to its end, and Esc closes it."""
    script = Script()
    async with chat(script).run_test(size=size) as pilot:
        await explained(pilot, script, hits=20)
        await pilot.press(*keys)
        await sees(pilot, "How this was found", ".title")
        assert shown(pilot, ".label").split("\n")[:3] == ["asked", "understood as", "searched for"]
        assert shown(pilot, ".said").split("\n")[:2] == [QUESTION, UNDERSTOOD]
        header, first = shown(pilot, ".header"), shown(pilot, ".figures").split("\n")[0]
        assert header.split() == "# meaning words near fused time reranker score passage".split()
        assert first.split()[:9] == "1 0.61 #2 0.44 0.80 0.534 ×1.10 -3.25 1.000".split()
        assert first.index("Flood cuts power") == header.index("passage")
        pane = pilot.app.screen.query_one("#why", Pane)
        assert pane.region.right <= size[0]
        assert pane.region.bottom <= size[1]
        await pilot.press("G")
        await until(pilot, lambda: pane.scroll_offset.y == pane.max_scroll_y > 0)
        last = pilot.app.screen.query(".said").last()
        assert last.region.bottom <= pane.region.bottom
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, WhyScreen)


async def test_each_line_of_the_table_is_one_line_and_the_rest_is_read_in_full() -> None:
    """A title that is too long is cut on a narrow screen; what is said of a passage is not."""
    script = Script()
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await explained(pilot, script)
        await ask(pilot, "/why")
        await sees(pilot, "How this was found", ".title")
        await pilot.pause()
        lines = pilot.app.screen.query(".figures")
        assert {line.region.height for line in lines} == {1}
        assert "2 passages that repeat or overlap it gave way to it" in shown(pilot, ".remark")
        assert pilot.app.screen.query(".said").last().region.height > 1


async def test_the_account_is_of_the_answer_whose_sources_stand_there() -> None:
    """A click on a turn before brings its sources back, and then its account; before any, there is none."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await ask(pilot, "/why")
        assert any("no answer to explain" in toast.message for toast in pilot.app._notifications)
        await explained(pilot, script)
        script.put(*whole("why?"))
        await ask(pilot, "why?")
        await until(pilot, lambda: shown(pilot, "state").count("2 sources") == 2)
        await ask(pilot, "/why")
        await sees(pilot, "not kept with the conversation: ask again", ".said")
        await pilot.press("escape")
        await pilot.click(screen(pilot).query("Turn").first())
        await pilot.press("w")
        await sees(pilot, UNDERSTOOD, ".said")


async def test_other_articles_that_say_the_same_are_named_at_the_selected_source() -> None:
    """With what more there are; the others only count them."""
    others = [Elsewhere(article=str(n), title=f"Copy {n}", source="[b]Post[/b]", date=None) for n in range(3)]
    first = replace(HITS[0], also_in=tuple(one.article for one in others), elsewhere=tuple(others))
    second = replace(HITS[1], also_in=("0",), elsewhere=tuple(others[:1]))
    citations = (cite(1, first, "Water reached the substation"), cite(2, second, "The company corrected"))
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        script.put(Found(QUESTION, (first, second), citations))
        await ask(pilot, QUESTION)
        await sees(pilot, "also in 3 others", "origin")
        named = "also in: Copy 0 · [b]Post[/b] (no date), Copy 1 · [b]Post[/b] (no date) and 1 more"
        await until(pilot, lambda: shown(pilot, "elsewhere") == named)
        await pilot.press("2")
        await until(pilot, lambda: shown(pilot, "elsewhere") == "also in: Copy 0 · [b]Post[/b] (no date)")


async def test_the_days_that_were_meant_stand_under_the_question() -> None:
    """So does that no article is of them: the answer of another week is not taken for one of last week."""
    asked = "Who won last week?"
    when = asked_time(asked, date(2024, 3, 9))
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, asked)
        script.put(Found(asked, HITS, CITATIONS, replace(EXPLANATION, texts=(asked,), when=when)))
        await sees(
            pilot, "“last week” is 2024-02-25 to 2024-03-05: no article is of those days", "understood"
        )
        assert "understood as" not in shown(pilot, "understood")
