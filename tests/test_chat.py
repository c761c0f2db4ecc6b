"""The chat, driven by its keys, with answers that come when the test lets them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from chat_parts import parts
from chat_script import (
    CITATIONS,
    HITS,
    SENTENCES,
    Script,
    answer,
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

from index.errors import LibraryMismatchError, LibraryMissingError, ModelError
from qa.asking import Asking
from qa.records import Answer, Answered, Checked, Found, Sentence
from qa.tui.app import ChatApp
from qa.tui.plain import inert
from qa.tui.widgets.prompt import Prompt
from qa.tui.widgets.source_digits import TYPING

QUESTION = "How many homes lost power?"


async def test_an_answer_is_shown_with_its_signs_marks_and_sources() -> None:
    """Each sentence stands there with its sign and mark, and its source beside it."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources · 2.3 s", "state")
        assert QUESTION in shown(pilot, "question")
        checked = shown(pilot, "sentence")
        assert "About 4,200 homes lost power. [1]" in checked
        assert "“The company corrected its figure: 3,870 homes had lost power.” [2]" in checked
        signs = [block.margin.plain for block in parts(screen(pilot), "sentence")]
        assert signs == ["✓", "="]
        assert "✓ written and checked   = quoted word for word" in shown(pilot, "closing")
        assert "Millbrook Herald · 1 Mar 2024 · also in 1 other" in shown(pilot, "origin")
        assert "1 more passage read, not cited" in shown(pilot, "CollapsibleTitle")
        library = "millbrook · 1,204 articles · Jan 2019 – Nov 2026"
        assert shown(pilot, "StatusLine") == f"{library} small-model · 2.3 s"


async def test_evidence_is_there_before_the_first_sentence_and_gives_way_to_it() -> None:
    """The quotations stand there from the first event on; each leaves when its sentence comes."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, QUESTION)
        script.put(found(QUESTION, "homes without power, flood, March 2024"))
        await sees(pilot, "reading 3 passages…", "state")
        evidence = shown(pilot, "evidence")
        assert all(citation.quote in evidence for citation in CITATIONS)
        assert shown(pilot, "understood") == "understood as: homes without power, flood, March 2024"
        assert "Flood cuts power" in shown(pilot, "title")
        script.put(Checked(SENTENCES[0]))
        await sees(pilot, "1 sentence checked…", "state")
        evidence = shown(pilot, "evidence")
        assert CITATIONS[0].quote not in evidence
        assert CITATIONS[1].quote in evidence
        script.put(Checked(SENTENCES[1]), Answered(answer(QUESTION)))
        await sees(pilot, "2 sources", "state")
        assert shown(pilot, "evidence") == ""


async def test_digits_in_an_empty_box_go_to_sources_and_in_a_question_are_typed() -> None:
    """A digit selects its source and shows the whole passage; after text it is text."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        await pilot.press("2")
        sources = screen(pilot).panes.sources
        assert sources.selected is not None
        assert sources.selected.number == 2
        assert screen(pilot).prompt.text == ""
        await pilot.pause(TYPING + 0.1)
        await pilot.press("a", "1", "9")
        assert screen(pilot).prompt.text == "a19"
        assert sources.selected.number == 2


async def test_a_clicked_mark_selects_its_source() -> None:
    """A mark in the answer is a way to the source of its number."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        await pilot.press("2")
        (turn,) = screen(pilot).panes.conversation.turns
        drawn = [turn.render_line(y).text for y in range(turn.size.height)]
        (at,) = (at for at, line in enumerate(drawn) if "[1]" in line)
        await pilot.click(turn, offset=(drawn[at].index("[1]") + 1, at))
        await until(pilot, lambda: screen(pilot).panes.sources.selected.number == 1)


async def test_escape_cancels_at_once_and_keeps_what_was_checked() -> None:
    """The thread is told on the key press; the checked sentence stays and is called stopped."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, QUESTION)
        script.put(found(QUESTION), Checked(SENTENCES[0]))
        await sees(pilot, "1 sentence checked…", "state")
        await pilot.press("tab", "escape")
        assert script.cancelled()
        await sees(pilot, "stopped", "state")
        await sees(pilot, "What is here was checked; it is not all.", "closing")
        assert "About 4,200 homes" in shown(pilot, "sentence")
        assert shown(pilot, "evidence") == ""
        assert isinstance(screen(pilot).focused, Prompt)


async def test_follow_ups_carry_the_turns_before_until_a_new_conversation() -> None:
    """Earlier answers go with the next question; Ctrl+N forgets them and clears the screen."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        script.put(*whole("and where?"))
        await ask(pilot, "and where?")
        await until(pilot, lambda: shown(pilot, "closing").count("✓") == 2)
        await pilot.press("ctrl+n")
        assert not screen(pilot).query("Turn")
        script.put(*whole("who?"))
        await ask(pilot, "who?")
        await sees(pilot, "2 sources", "state")
        assert script.asked == [
            (QUESTION, ()),
            ("and where?", (answer(QUESTION),)),
            ("who?", ()),
        ]


async def test_a_new_conversation_during_an_answer_ends_it() -> None:
    """Ctrl+N stops the answer; nothing of it comes into the new conversation."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(found("first?"), Checked(SENTENCES[0]))
        await ask(pilot, "first?")
        await until(pilot, lambda: len(script.asked) == 1)
        await pilot.press("ctrl+n")
        assert script.cancelled()
        await sees(pilot, "Ask, and check every sentence", "Welcome Static")
        script.put(*whole("second?"))
        await ask(pilot, "second?")
        await sees(pilot, "2 sources", "state")
        assert len(screen(pilot).query("Turn")) == 1
        assert script.asked[1] == ("second?", ())


async def test_a_question_sent_during_an_answer_waits_for_it() -> None:
    """Enter during an answer queues the question, which then knows the answer before it."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, "first?")
        await ask(pilot, "second?")
        await sees(pilot, "waiting…", "state")
        assert len(script.asked) <= 1
        script.put(*whole("first?"))
        await until(pilot, lambda: len(script.asked) == 2)
        assert script.asked[1] == ("second?", (answer("first?"),))


async def test_a_question_sent_while_the_models_load_is_answered_when_they_are_there() -> None:
    """The box takes questions from the first paint on, and Esc takes the last one back."""
    script = Script()
    loaded = Event()

    def open_slowly(progress: Callable[[str], None]) -> Asking:
        progress("loading the embedding model")
        loaded.wait(10)
        return script

    app = ChatApp(open_slowly, library=Path("/libraries/millbrook"))
    async with app.run_test(size=(120, 32)) as pilot:
        await sees(pilot, "loading the embedding model…", "StatusLine")
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await ask(pilot, "never mind")
        await until(pilot, lambda: shown(pilot, "state") == "waiting…\nwaiting…")
        await pilot.press("escape")
        loaded.set()
        await until(pilot, lambda: shown(pilot, "state") == "2 sources · 2.3 s\nstopped")
        assert [question for question, _ in script.asked] == [QUESTION]


async def test_silence_is_an_answer_with_the_nearest_passages_and_a_hint() -> None:
    """Where the articles do not say, that is said, with what came nearest and what to try."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        nothing = Answer(
            question="oil?", understood="oil?", sentences=(), citations=(), hits=HITS[2:], model=None
        )
        script.put(Found("oil?", HITS[2:], ()), Answered(nothing))
        await ask(pilot, "oil?")
        await sees(pilot, "The articles don’t say.", "closing")
        assert "Try a name, a place, a date" in shown(pilot, "closing")
        assert "/edit" not in shown(pilot, "closing")
        assert "Nearest passages" in shown(pilot, "#sources .heading")
        (title,) = parts(screen(pilot), "title")
        assert (title.margin.plain, title.text.plain) == ("1", "Higher wall")
        script.put(Found("oil? (homes)", HITS[2:], ()), Answered(replace(nothing, understood="oil? (homes)")))
        await ask(pilot, "oil?")
        await sees(pilot, "Meant otherwise? /edit changes how it was understood.", "closing")


@pytest.mark.parametrize("articles", [0, None])
async def test_an_empty_library_is_met_with_the_command_that_fills_it(articles: int | None) -> None:
    """With no library, or nothing in it, the chat says what to type, and looks again when asked to."""
    filled = False

    def open_asking(progress: Callable[[str], None]) -> Asking:
        if filled:
            return Script()
        if articles is None:
            raise LibraryMissingError("no library")
        return Script(articles=articles)

    app = ChatApp(open_asking, library=Path("/libraries/millbrook"))
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        assert "qa index PATH" in shown(pilot, "Welcome .command")
        assert not screen(pilot).prompt.display
        filled = True
        await pilot.press("r")
        await sees(pilot, "1,204 articles", "StatusLine")
        assert isinstance(screen(pilot).focused, Prompt)
        assert "There are no articles" not in shown(pilot)


@pytest.mark.parametrize("articles", [0, None])
async def test_the_chat_begins_by_itself_once_there_are_articles(articles: int | None) -> None:
    """A library that is made or filled while the chat waits is taken up without a key."""
    script = Script(articles=0)
    there = articles is not None

    def open_asking(progress: Callable[[str], None]) -> Asking:
        if not there:
            raise LibraryMissingError("no library")
        return script

    app = ChatApp(open_asking, library=Path("/libraries/millbrook"))
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        script.holdings = Script().holdings
        there = True
        await sees(pilot, "1,204 articles", "StatusLine")
        assert screen(pilot).prompt.display
        assert isinstance(screen(pilot).focused, Prompt)


async def test_a_library_that_cannot_be_used_says_why_in_its_own_words() -> None:
    """The error's line, which says what to do, is what the reader sees."""
    line = "The library was made with [another] embedder: rebuild it with `qa index --rebuild`."

    def open_asking(progress: Callable[[str], None]) -> Asking:
        raise LibraryMismatchError(line)

    async with ChatApp(open_asking, library=Path("/libraries/x")).run_test(size=(80, 24)) as pilot:
        await sees(pilot, line, "Welcome Static")


async def test_foreseen_trouble_is_one_line_and_the_chat_goes_on() -> None:
    """An error while asking stands in the conversation; the next question is answered."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(ModelError("The model [x] is gone: choose another with --model."))
        await ask(pilot, "first?")
        await sees(pilot, "! The model [x] is gone: choose another with --model.", "closing")
        script.put(*whole("second?"))
        await ask(pilot, "second?")
        await sees(pilot, "2 sources", "state")


async def test_markup_in_articles_and_questions_is_shown_and_does_nothing() -> None:
    """Tags, Markdown, escapes and control characters are text wherever an article's words appear."""
    evil = "[@click=app.quit]here[/] [bold]x[/bold] # x ![a](b) <b>c</b> `d` *e* \x1b[31mred\x07 \u202eback."
    source = hit(1, f"Title {evil}", f"Before it. {evil} After it.")
    citation = cite(1, source, evil)
    written = Sentence("A [link](http://x.org) ![a](b) <b>c</b> # x. [1]", (1,), "written")
    given = (Sentence(f"{evil} [1]", (1,), "quoted"), written)
    whole_answer = Answer(
        question=evil, understood=evil, sentences=given, citations=(citation,), hits=(source,), model=None
    )
    script = Script()
    async with chat(script).run_test(size=(160, 50)) as pilot:
        await ask(pilot, evil)
        script.put(Found(evil, (source,), (citation,)))
        await sees(pilot, inert(evil), "evidence")
        script.put(*map(Checked, given), Answered(whole_answer))
        await sees(pilot, "1 source", "state")
        assert inert(evil) in shown(pilot, "sentence")
        assert "A [link](http://x.org) ![a](b) <b>c</b> # x. [1]" in shown(pilot, "sentence")
        assert inert(evil) in shown(pilot, "passage")
        assert inert(evil) in shown(pilot, "title")
        assert inert(evil) in shown(pilot, "question")
        links = [
            span.style.meta.get("@click")
            for turn in screen(pilot).panes.conversation.turns
            for block in turn.blocks(80)
            for span in (*block.margin.spans, *block.text.spans)
            if not isinstance(span.style, str) and span.style.meta
        ]
        assert set(links) == {"mark(1)"}
        assert "\x1b" not in pilot.app.export_screenshot()


async def test_the_answer_is_copied_with_its_citations() -> None:
    """`y` outside the box takes the answer, the sources and their exact words."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        await pilot.press("ctrl+o", "y")
        copied = pilot.app.clipboard
        assert copied.startswith(answer(QUESTION).text)
        assert "[1] Flood cuts power (Millbrook Herald · 1 Mar 2024" in copied
        assert all(f"“{citation.quote}”" in copied for citation in CITATIONS)


async def test_commands_do_what_they_say_and_an_unknown_one_says_so() -> None:
    """/sources focuses the sources, /help shows the keys, /nope is one line; nothing is asked."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, "/nope now")
        await sees(pilot, "/nope is no command here; /help shows those there are.", ".notice")
        await ask(pilot, "/sources")
        assert screen(pilot).panes.sources.has_focus
        screen(pilot).prompt.focus()
        await ask(pilot, "/help")
        await sees(pilot, "Begin a new conversation", ".meaning")
        await pilot.press("escape")
        await ask(pilot, "   ")
        assert script.asked == []
        await ask(pilot, "/quit")
        await pilot.pause()
        assert not pilot.app.is_running


async def test_the_box_takes_several_lines_and_brings_back_what_was_sent() -> None:
    """Ctrl+J begins a line; Up from the first line goes back through questions, Down returns."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole("one"), *whole("two\nlines"))
        await ask(pilot, "one")
        await pilot.press("t", "w", "o", "ctrl+j", *"lines", "enter")
        await until(pilot, lambda: [question for question, _ in script.asked] == ["one", "two\nlines"])
        prompt = screen(pilot).prompt
        await pilot.press(*"draft", "up")
        assert prompt.text == "two\nlines"
        await pilot.press("up", "up")
        assert prompt.text == "one"
        await pilot.press("down", "down")
        assert prompt.text == "draft"


async def test_nothing_is_opened_before_the_first_paint() -> None:
    """The library is asked for only once the chat is on the screen."""
    painted: list[bool] = []

    def open_asking(progress: Callable[[str], None]) -> Asking:
        painted.append(bool(app.screen.query("Welcome")))
        return Script()

    app = ChatApp(open_asking, library=Path("/libraries/x"))
    async with app.run_test() as pilot:
        await sees(pilot, "ready", "StatusLine")
    assert painted == [True]
