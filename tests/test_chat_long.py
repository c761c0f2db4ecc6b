"""Conversations of any length: what is drawn of them, and how one comes to the rest."""

from pathlib import Path

from chat_script import Chat, ask, screen, sees, shown, typed_at_once, until, whole
from test_chat_continuing import chat
from test_chat_kept import Over, kept_in
from textual.widget import Widget

from qa.dialogue.turns import TURNS_TAKEN_UP
from qa.tui.widgets.conversation import Conversation
from qa.tui.widgets.panes import Panes
from qa.tui.widgets.stretch import AT_ONCE, LEFT, MORE, MOST

SIZE = (100, 30)


def panes(pilot: Chat) -> Panes:
    """Return what is drawn."""
    return screen(pilot).panes


def drawn(pilot: Chat) -> list[str]:
    """Return the questions of the turns that are drawn."""
    return [turn.question for turn in panes(pilot).conversation.turns]


def conversation(pilot: Chat) -> Conversation:
    """Return the pane of the turns."""
    return panes(pilot).conversation


def questions(count: int) -> list[str]:
    """Return so many questions."""
    return [f"question {number}?" for number in range(count)]


async def up_to(pilot: Chat, question: str) -> None:
    """Go to the beginning of what is drawn, again and again, until a question is."""
    while question not in drawn(pilot):
        above = panes(pilot).stretch.earlier
        conversation(pilot).scroll_home(animate=False)
        await until(pilot, lambda above=above: panes(pilot).stretch.earlier < above)
        await until(pilot, lambda: not conversation(pilot).is_held)


async def test_a_long_conversation_shows_its_end_and_more_when_asked(tmp_path: Path) -> None:
    """It is said how many questions are above; E brings some, and the reader stays where they were."""
    asked = questions(AT_ONCE + MORE + 3)
    script = Over(kept_in(tmp_path, asked))
    async with chat(script, tmp_path, going_on=True).run_test(size=SIZE) as pilot:
        await sees(pilot, f"{MORE + 3} questions before this", "#earlier")
        assert drawn(pilot) == asked[-AT_ONCE:]
        conversation(pilot).focus()
        first = conversation(pilot).turns[-1]
        line = first.region.y
        await pilot.press("E")
        await until(pilot, lambda: len(drawn(pilot)) == AT_ONCE + MORE and not conversation(pilot).is_held)
        await sees(pilot, "3 questions before this", "#earlier")
        assert first.region.y == line
        await pilot.press("E")
        await until(pilot, lambda: len(drawn(pilot)) == len(asked) and not conversation(pilot).is_held)
        assert shown(pilot, "#earlier") == ""
        await pilot.press("escape")
        script.put(*whole("one more?"))
        await ask(pilot, "one more?")
        await until(pilot, lambda: len(script.asked) == 1)
        assert [turn.question for turn in script.asked[0][1]] == asked[-TURNS_TAKEN_UP:]


async def test_only_what_is_near_the_view_of_five_hundred_turns_is_drawn(tmp_path: Path) -> None:
    """However far one goes up: no more than so many turns are ever there, and those around the view are."""
    asked = questions(500)
    script = Over(kept_in(tmp_path, asked))
    async with chat(script, tmp_path, going_on=True).run_test(size=SIZE) as pilot:
        await sees(pilot, f"{500 - AT_ONCE} questions before this", "#earlier")
        await up_to(pilot, asked[460])
        at = asked.index(drawn(pilot)[0])
        assert drawn(pilot) == asked[at : at + len(drawn(pilot))]
        assert len(drawn(pilot)) <= MOST
        assert panes(pilot).stretch.earlier == at
        assert len(screen(pilot).query(Widget)) < 40 * MOST
        await sees(pilot, f"{500 - at - len(drawn(pilot))} questions after this", "#later")


async def test_one_goes_down_again_to_the_end(tmp_path: Path) -> None:
    """The later turns come back, until the last one is there and nothing is said to follow."""
    asked = questions(44)
    script = Over(kept_in(tmp_path, asked))
    async with chat(script, tmp_path, going_on=True).run_test(size=SIZE) as pilot:
        await sees(pilot, "questions before this", "#earlier")
        await up_to(pilot, asked[10])
        assert asked[-1] not in drawn(pilot)
        while left := panes(pilot).stretch.later:
            conversation(pilot).scroll_to(y=conversation(pilot).max_scroll_y, animate=False)
            await until(pilot, lambda left=left: panes(pilot).stretch.later < left)
            await until(pilot, lambda: not conversation(pilot).is_held)
        assert drawn(pilot)[-1] == asked[-1]
        assert len(drawn(pilot)) <= MOST
        assert shown(pilot, "#later") == ""


async def test_one_key_goes_to_the_end_from_anywhere(tmp_path: Path) -> None:
    """G in the conversation shows the last turns, though they were not drawn."""
    asked = questions(44)
    script = Over(kept_in(tmp_path, asked))
    async with chat(script, tmp_path, going_on=True).run_test(size=SIZE) as pilot:
        await sees(pilot, "questions before this", "#earlier")
        await up_to(pilot, asked[10])
        conversation(pilot).focus()
        await pilot.press("G")
        await until(pilot, lambda: drawn(pilot) == asked[-AT_ONCE:])
        await until(pilot, lambda: conversation(pilot).is_vertical_scroll_end)


async def test_what_is_sent_far_up_stands_at_the_end(tmp_path: Path) -> None:
    """The turns before it come back with it, and its answer is drawn below them."""
    asked = questions(44)
    script = Over(kept_in(tmp_path, asked))
    async with chat(script, tmp_path, going_on=True).run_test(size=SIZE) as pilot:
        await sees(pilot, "questions before this", "#earlier")
        await up_to(pilot, asked[10])
        script.put(*whole("one more?"))
        await ask(pilot, "one more?")
        await until(pilot, lambda: conversation(pilot).turns[-1].answer is not None)
        assert drawn(pilot) == [*asked[-AT_ONCE:], "one more?"]
        assert script.asked[0][1][-1].question == asked[-1]


async def test_a_conversation_that_grows_too_long_folds_its_beginning(tmp_path: Path) -> None:
    """So many turns are drawn and no more; none is lost."""
    asked = questions(MOST - 1)
    script = Over(kept_in(tmp_path, asked))
    async with chat(script, tmp_path, going_on=True).run_test(size=SIZE) as pilot:
        await sees(pilot, "questions before this", "#earlier")
        await up_to(pilot, asked[0])
        conversation(pilot).focus()
        await pilot.press("G", "escape")
        for count in (1, 2):
            script.put(*whole("one more?"))
            await ask(pilot, "one more?")
            await until(pilot, lambda wanted=count: len(screen(pilot)._talk.answers) == MOST - 1 + wanted)
            await until(pilot, lambda: screen(pilot)._talk.running is None)
        await sees(pilot, f"{MOST + 1 - LEFT} questions before this", "#earlier")
        assert len(drawn(pilot)) == LEFT


async def test_a_turn_that_comes_back_is_the_one_whose_sources_are_shown(tmp_path: Path) -> None:
    """Its question is marked again, and going on from it cuts off those after it."""
    asked = questions(44)
    script = Over(kept_in(tmp_path, asked))
    async with chat(script, tmp_path, going_on=True).run_test(size=SIZE) as pilot:
        await sees(pilot, "questions before this", "#earlier")
        last = panes(pilot).shown
        assert last is not None
        await up_to(pilot, asked[10])
        assert not last.is_attached
        conversation(pilot).focus()
        await pilot.press("G")
        await until(pilot, lambda: drawn(pilot) == asked[-AT_ONCE:])
        again = panes(pilot).shown
        assert again is not last
        assert again is conversation(pilot).turns[-1]
        assert "underline" in str(again.blocks(80)[0].margin.spans)


async def test_a_letter_lays_out_nothing(tmp_path: Path) -> None:
    """Only the box is drawn anew for it, however much stands above."""
    script = Over(kept_in(tmp_path, questions(30)))
    async with chat(script, tmp_path, going_on=True).run_test(size=SIZE) as pilot:
        await sees(pilot, "questions before this", "#earlier")
        await pilot.press("w")
        await until(pilot, lambda: screen(pilot).prompt._keys_due is None)
        await pilot.pause(0.3)  # the keys of a box with something in it are drawn
        laid_out: list[object] = []
        screen(pilot).screen_layout_refresh_signal.subscribe(screen(pilot), laid_out.append)
        typed_at_once(pilot, "hoever")  # a pause between letters shows the keys anew
        await until(pilot, lambda: screen(pilot).prompt.text == "whoever")
        assert laid_out == []
        await pilot.press("ctrl+j")
        await until(pilot, lambda: laid_out != [])
