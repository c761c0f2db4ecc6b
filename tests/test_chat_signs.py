"""The four kinds of sentences in the chat: each has its sign, and what was put right can be seen."""

from dataclasses import replace

import pytest
from chat_script import CITATIONS, Chat, Script, answer, ask, chat, found, screen, sees, shown
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from qa.printing.signs import MEANINGS, SIGNS
from qa.records import Answer, Answered, Checked, Origin, Sentence, Usage
from qa.tui.plain import inert
from qa.tui.widgets.sentences import parser, written_markdown
from qa.tui.wording import as_text

QUESTION = "How many homes lost power?"
SAID = "About 9,400 homes lost power, the mayor said. [1]"
OBJECTION = "the number 9,400 does not stand in the evidence"
WRITTEN = Sentence("About **4,200** homes lost power. [1]", (1,), "written")
REPLACED = Sentence(f"{CITATIONS[0].quotation} [1]", (1,), "quoted", SAID, OBJECTION)
COMPARED = Sentence("The articles differ: 4,200 [1] *and* 3,870 [2].", (1, 2), "compared")
UNSUPPORTED = Sentence("1. It was the worst flood > 1953. [2]", (2,), "unsupported", None, "no such word")


async def told(pilot: Chat, script: Script, *sentences: Sentence, trouble: str | None = None) -> Answer:
    """Ask, and let the answer be these sentences."""
    whole = replace(answer(QUESTION, sentences), trouble=trouble)
    await ask(pilot, QUESTION)
    script.put(found(QUESTION), *map(Checked, sentences), Answered(whole))
    await sees(pilot, "2.3 s", ".state")
    return whole


def signs(pilot: Chat) -> list[str]:
    """Return the signs of the sentences, top to bottom."""
    return [bullet.symbol.strip() for bullet in screen(pilot).query(".checked MarkdownBullet").results()]


async def test_each_kind_has_its_sign_and_the_legend_says_them() -> None:
    """Four kinds, four signs, in the words of the help; nothing of the text is lost for them."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await told(pilot, script, WRITTEN, REPLACED, COMPARED, UNSUPPORTED)
        assert signs(pilot) == ["✓", "=", "≠", "?"]
        checked = shown(pilot, ".checked MarkdownBlock")
        assert "About 4,200 homes lost power. [1]" in checked
        assert "The articles differ: 4,200 [1] *and* 3,870 [2]." in checked
        assert "1. It was the worst flood > 1953. [2]" in checked
        closing = shown(pilot, ".closing")
        assert all(f"{SIGNS[origin]} {meaning}" in closing for origin, meaning in MEANINGS.items())
        assert "s shows what the model wrote" in closing


async def test_what_the_model_wrote_is_shown_by_key_and_by_command() -> None:
    """`s` shows it under its sentence with the reason, and hides it again; so does /said."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await told(pilot, script, WRITTEN, REPLACED)
        line = f"The model wrote: “{SAID}” — {OBJECTION}"
        assert line not in shown(pilot)
        await pilot.press("ctrl+o", "s")
        await sees(pilot, line, "Replaced MarkdownBlock")
        await pilot.press("s")
        assert line not in shown(pilot)
        await pilot.press("escape")
        await ask(pilot, "/said")
        await sees(pilot, line, "Replaced MarkdownBlock")


async def test_where_all_held_there_is_nothing_to_show() -> None:
    """The key says so, and a sentence that comes later does not show more than the others."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await told(pilot, script, WRITTEN)
        assert "s what" not in shown(pilot, ".closing")
        await ask(pilot, "/said")
        assert any("nothing the model wrote" in toast.message for toast in pilot.app._notifications)
        assert not screen(pilot).panes.conversation.has_class("-said")


async def test_a_model_that_failed_leaves_a_notice_under_the_answer() -> None:
    """The answer stands, and the line under it says why it is quoted."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await told(pilot, script, REPLACED, trouble="http://host/v1: the connection broke; try\nagain")
        said = "! what the model did not write is quoted: http://host/v1: the connection broke; try again"
        assert said in shown(pilot, ".closing")
        assert signs(pilot) == ["="]


def test_a_copied_answer_says_which_sentence_is_unsupported() -> None:
    """Where there is no sign, a question mark stands before it; the others have none."""
    copied = as_text(answer(QUESTION, [WRITTEN, UNSUPPORTED]))
    assert copied.startswith(f"{WRITTEN.text} ? {UNSUPPORTED.text}")


def blocks(sentence: Sentence) -> list[Token]:
    """Return the tokens of a sentence that carry text."""
    return [token for token in parser().parse(written_markdown(sentence)) if token.type == "inline"]


@pytest.mark.parametrize("origin", ["written", "quoted", "compared", "unsupported"])
@given(text=st.text(st.characters(codec="utf-8"), max_size=80), said=st.text(max_size=80))
def test_no_text_breaks_out_of_its_sentence(origin: Origin, text: str, said: str) -> None:
    """Whatever article and model say: one item with its sign, and below it what was said, to the letter."""
    sentence = Sentence(f"x{text}x [3]", (3,), origin, f"y{said}y", "no")
    tokens = parser().parse(written_markdown(sentence))
    items = [token.markup for token in tokens if token.type == "list_item_open"]
    assert items == [SIGNS[origin]]
    shown_text, below = blocks(sentence)
    links = [one.attrs["href"] for one in shown_text.children or [] if one.type == "link_open"]
    assert links == ["#3"]
    words = " ".join(inert(f"y{said}y").split())
    quoted = words if any(mark in words for mark in '“”"') else f"“{words}”"
    assert "".join(one.content for one in below.children or []) == f"The model wrote: {quoted} — no"


async def test_what_the_model_used_is_told_until_the_next_question() -> None:
    """In the line at the top, in words; while an answer comes, it has room for how far it is."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, QUESTION)
        script.put(Answered(replace(answer(QUESTION), usage=Usage(per_second=82.4, used=1106, context=4096))))
        await sees(pilot, "small-model · 82 tok/s · 27% of context · 2.3 s", "#state")
        await ask(pilot, "And where?")
        await sees(pilot, "small-model · searching…", "#state")
