"""The four kinds of sentences in the chat: each has its sign, and what was put right can be seen."""

import re
from dataclasses import replace

import pytest
from chat_parts import parts
from chat_script import CITATIONS, Chat, Script, answer, ask, chat, found, screen, sees, shown, until
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from textual.geometry import Offset
from textual.selection import SELECT_ALL, Selection

from qa.printing.signs import MEANINGS, SIGNS
from qa.records import Answer, Answered, Checked, Origin, Sentence, Usage
from qa.tui.plain import inert
from qa.tui.widgets.sentences import sentence_content
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
    await sees(pilot, "2.3 s", "state")
    return whole


def signs(pilot: Chat) -> list[str]:
    """Return the signs of the sentences, top to bottom."""
    return [block.margin.plain for block in parts(screen(pilot), "sentence")]


async def test_each_kind_has_its_sign_and_the_legend_says_them() -> None:
    """Four kinds, four signs, in the words of the help; nothing of the text is lost for them."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await told(pilot, script, WRITTEN, REPLACED, COMPARED, UNSUPPORTED)
        assert signs(pilot) == ["✓", "=", "≠", "?"]
        checked = shown(pilot, "sentence")
        assert "About 4,200 homes lost power. [1]" in checked
        assert "The articles differ: 4,200 [1] *and* 3,870 [2]." in checked
        assert "1. It was the worst flood > 1953. [2]" in checked
        closing = shown(pilot, "closing")
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
        await sees(pilot, line, "replaced")
        await pilot.press("s")
        assert line not in shown(pilot)
        await pilot.press("escape")
        await ask(pilot, "/said")
        await sees(pilot, line, "replaced")


async def test_where_all_held_there_is_nothing_to_show() -> None:
    """The key says so, and a sentence that comes later does not show more than the others."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await told(pilot, script, WRITTEN)
        assert "s what" not in shown(pilot, "closing")
        await ask(pilot, "/said")
        assert any("nothing the model wrote" in toast.message for toast in pilot.app._notifications)
        assert not screen(pilot).panes.conversation.has_class("-said")


async def test_a_model_that_failed_leaves_a_notice_under_the_answer() -> None:
    """The answer stands, and the line under it says why it is quoted."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await told(pilot, script, REPLACED, trouble="http://host/v1: the connection broke; try\nagain")
        said = "! what the model did not write is quoted: http://host/v1: the connection broke; try again"
        assert said in shown(pilot, "closing")
        assert signs(pilot) == ["="]


def test_a_copied_answer_says_which_sentence_is_unsupported() -> None:
    """Where there is no sign, a question mark stands before it; the others have none."""
    copied = as_text(answer(QUESTION, [WRITTEN, UNSUPPORTED]))
    assert copied.startswith(f"{WRITTEN.text} ? {UNSUPPORTED.text}")


def clickable(content: Content) -> dict[str, str]:
    """Return what a click on some of the words does, by these words."""
    return {
        content.plain[span.start : span.end]: span.style.meta["@click"]
        for span in content.spans
        if not isinstance(span.style, str) and span.style.meta
    }


@pytest.mark.parametrize("origin", ["quoted", "compared"])
@given(text=st.text(st.characters(codec="utf-8"), max_size=80))
def test_what_the_program_put_there_is_shown_to_the_letter(origin: Origin, text: str) -> None:
    """Whatever an article says: its words as they are, and its mark the only way anywhere."""
    shown_text = sentence_content(Sentence(f"x{text}x [3]", (3,), origin))
    words = " ".join(inert(f"x{text}x").split())
    quoted = words if origin == "compared" or any(mark in words for mark in '“”"') else f"“{words}”"
    assert shown_text.plain == f"{quoted} [3]"
    assert clickable(shown_text) == {"[3]": "mark(3)"}


@pytest.mark.parametrize("origin", ["written", "unsupported"])
@given(text=st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_text_breaks_out_of_its_sentence(origin: Origin, text: str) -> None:
    """Whatever a model says loses nothing but the signs of emphasis, and leads only to its sources."""
    shown_text = sentence_content(Sentence(f"x{text}x [3]", (3,), origin))
    words = " ".join(inert(f"x{text}x").split())
    assert re.sub(r"[*_`\s]", "", shown_text.plain) == re.sub(r"[*_`\s]", "", f"{words} [3]")
    assert {"[3]": "mark(3)"}.items() >= clickable(shown_text).items()


def test_what_a_model_emphasises_is_emphasised() -> None:
    """Bold, italic and code, one within the other; marks within them are still ways to sources."""
    said = sentence_content(Sentence("**Four *thousand*** homes `lost` power. **[1]**", (1,), "written"))
    assert said.plain == "Four thousand homes lost power. [1]"
    looks = [(said.plain[span.start : span.end], span.style) for span in said.spans]
    assert ("thousand", "bold italic") in looks
    assert {words for words, style in looks if style == "bold"} == {"Four ", "lost", "[1]"}
    assert clickable(said) == {"[1]": "mark(1)"}


async def test_a_selection_is_of_the_words_alone() -> None:
    """What stands in the margin is not selected with them, nor are the breaks of lines."""
    script = Script()
    async with chat(script).run_test(size=(60, 40)) as pilot:
        await told(pilot, script, REPLACED)
        (turn,) = screen(pilot).panes.conversation.turns
        (sentence,) = parts(screen(pilot), "sentence")
        assert sentence.height({}, turn.content_size.width) > 1
        assert turn.get_selection(SELECT_ALL) == (str(turn.render()), "\n")
        lines = str(turn.render()).splitlines()
        (at,) = (at for at, line in enumerate(lines) if line == sentence.text.plain)
        first, end = 5, len(lines[at]) - 5
        selected = Selection(Offset(first, at), Offset(end, at))
        assert turn.get_selection(selected) == (lines[at][first:end], "\n")
        screen(pilot).selections = {turn: selected}
        await pilot.pause()
        colour = screen(pilot).get_component_rich_style("screen--selection").bgcolor
        drawn = [part for y in range(turn.size.height) for part in turn.render_line(y)]
        marked = [part.text for part in drawn if part.style and part.style.bgcolor == colour]
        assert " ".join(marked) == lines[at][first:end]


async def test_what_the_model_used_is_told_until_the_next_question() -> None:
    """In the line at the top, in words; while an answer comes, it has room for how far it is."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, QUESTION)
        script.put(Answered(replace(answer(QUESTION), usage=Usage(per_second=82.4, used=1106, context=4096))))
        await sees(pilot, "small-model · 82 tok/s · 27% of context · 2.3 s", "StatusLine")
        await ask(pilot, "And where?")
        await sees(pilot, "small-model · searching…", "StatusLine")
        script.put(Answered(replace(answer("And where?"), usage=None)))
        await sees(pilot, "Nov 2026 small-model · 2.3 s", "StatusLine")


HELD = "millbrook · 1,204 articles"
DATED = f"{HELD} · Jan 2019 – Nov 2026"


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (120, f"{DATED} small-model · 82 tok/s · 27% of context · 2.3 s"),
        (90, f"{DATED} small-model · 82 tok/s · 2.3 s"),
        (80, f"{DATED} small-model · 2.3 s"),
        (60, f"{HELD} small-model · 2.3 s"),
        (40, "millbrook small-model · 2.3 s"),
    ],
)
async def test_the_line_at_the_top_leaves_out_whole_facts(width: int, said: str) -> None:
    """Where not all has room, what matters least is not there; nothing is cut in the middle."""
    script = Script()
    async with chat(script).run_test(size=(width, 30)) as pilot:
        await ask(pilot, QUESTION)
        script.put(Answered(replace(answer(QUESTION), usage=Usage(per_second=82.4, used=1106, context=4096))))
        await until(pilot, lambda: shown(pilot, "StatusLine") == said)
        await pilot.resize_terminal(120, 30)
        await sees(pilot, "82 tok/s · 27% of context", "StatusLine")
