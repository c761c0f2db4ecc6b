"""The chat's words: what it shows of articles, opens of files and says in its help."""

import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from chat_script import FLOOD, HITS, Script, chat, cite, hit, sees, shown
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding

from index.errors import ReadError
from index.outline import Section
from qa.asking import Holdings
from qa.records import Sentence
from qa.tui.app import ChatApp
from qa.tui.excerpt import shortened, whole
from qa.tui.opening import editor_command, line_of, viewer_command
from qa.tui.plain import inert
from qa.tui.screens.help import key_name
from qa.tui.slash import COMMANDS, find
from qa.tui.widgets.sentences import sentence_content
from qa.tui.wording import day, library_facts, span


@given(st.text(st.characters(), max_size=200))
def test_inert_text_keeps_every_offset_and_no_control(text: str) -> None:
    """One character for one, and none left that a terminal would obey or could not encode."""
    safe = inert(text)
    assert len(safe) == len(text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", safe)
    safe.encode()


def test_a_written_sentence_keeps_its_emphasis_and_its_marks_alone_are_links() -> None:
    """Bold stays bold; a link, an image, a list or a heading the model wrote is plain text."""
    said = "- **Two** [here](http://x.org) ![a](b) <b>c</b> [1] and [9]. [2]"
    content = sentence_content(Sentence(said, (1, 2), "written"))
    assert content.plain == "Two [here](http://x.org) ![a](b) <b>c</b> [1] and [9]. [2]"
    looks = {content.plain[span.start : span.end]: span.style for span in content.spans}
    assert looks.keys() == {"Two", "[1]", "[2]"}
    assert looks["Two"] == "bold"


def test_a_number_in_brackets_within_a_quotation_is_no_mark() -> None:
    """An article may say "[1]" itself: only what the program put behind its words leads anywhere."""
    content = sentence_content(Sentence("They call it [1] here. [1]", (1,), "quoted"))
    assert content.plain == "“They call it [1] here.” [1]"
    assert [span[:2] for span in content.spans] == [(len(content.plain) - 3, len(content.plain))]


@given(st.data())
def test_an_excerpt_marks_the_words_that_were_cited(data: st.DataObject) -> None:
    """Whole or shortened, the marked words are the quotation, and what is left out shows as "…"."""
    start = data.draw(st.integers(0, len(FLOOD) - 1))
    end = data.draw(st.integers(start + 1, len(FLOOD)))
    source = HITS[0]
    citation = cite(1, source, FLOOD[start:end])
    full = whole(source, citation)
    room = st.integers(0, 60)
    short = shortened(full, before=data.draw(room), after=data.draw(st.none() | room))
    assert full.text[full.start : full.end] == citation.quote
    assert short.text[short.start : short.end] == citation.quote
    assert short.text.strip("…") in FLOOD


@given(st.data())
def test_an_excerpt_marks_the_headings_in_it(data: st.DataObject) -> None:
    """Whole or shortened, in as far as they are shown; none that stands above the passage."""
    start = data.draw(st.integers(0, len(FLOOD) - 9))
    above = Section(690, 699, 2, "Elsewhere")
    source = replace(HITS[0], sections=(above, Section(700 + start, 700 + start + 9, 3, "In it")))
    at = data.draw(st.integers(0, len(FLOOD) - 1))
    full = whole(source, cite(1, source, FLOOD[at : at + 30]))
    assert [full.text[first:last] for first, last in full.headings] == [FLOOD[start : start + 9]]
    room = st.integers(0, 60)
    short = shortened(full, before=data.draw(room), after=data.draw(st.none() | room))
    for first, last in short.headings:
        assert short.text[first:last].strip("…") in FLOOD[start : start + 9]


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vim", ["vim", "+3", "{path}"]),
        ("emacs -nw", ["emacs", "-nw", "+3", "{path}"]),
        ("/usr/bin/hx", ["/usr/bin/hx", "{path}:3"]),
        ("code --wait", ["code", "--wait", "--goto", "{path}:3"]),
    ],
)
def test_an_article_opens_at_the_line_of_the_quotation(
    tmp_path: Path, editor: str, expected: list[str]
) -> None:
    """Each editor is told the line in its own way, also where the file breaks the quoted words."""
    path = tmp_path / "a b.txt"
    path.write_text("Title\n\nAbout 4,200\nhomes lost power.\n")
    command = editor_command(str(path), "About 4,200 homes lost power.", {"EDITOR": editor})
    assert command == [part.format(path=path) for part in expected]


def test_a_quotation_the_file_breaks_with_tags_is_found_by_its_beginning() -> None:
    """Six words are enough to find the line in a page; what is nowhere opens at the top."""
    page = "<p>x</p>\n<p>The wall will be two metres <b>high</b>.</p>"
    assert line_of(page, "The wall will be two metres high.") == 2
    assert line_of(page, "Nothing like it.") == 1


def test_a_file_that_has_gone_is_an_error_that_names_it(tmp_path: Path) -> None:
    """The reader learns which file is missing and what to do."""
    with pytest.raises(ReadError, match=r"gone\.txt: No such file.*Index it again"):
        editor_command(str(tmp_path / "gone.txt"), "", {"EDITOR": "vi"})


def test_a_document_is_opened_by_the_desktop(tmp_path: Path) -> None:
    """An editor shows nothing of a PDF; without a desktop the reader learns where the file lies."""
    document, opener = (
        tmp_path / "report.pdf",
        tmp_path / ("open" if sys.platform == "darwin" else "xdg-open"),
    )
    document.write_bytes(b"%PDF-1.7")
    opener.write_text("#!/bin/sh\n")
    opener.chmod(0o755)
    assert viewer_command(str(document), {"PATH": str(tmp_path)}) == [str(opener), str(document)]
    with pytest.raises(ReadError, match=r"no program here.*report\.pdf"):
        viewer_command(str(document), {"PATH": str(tmp_path / "none")})
    with pytest.raises(ReadError, match=r"gone\.pdf: No such file.*Index it again"):
        viewer_command(str(tmp_path / "gone.pdf"), {"PATH": str(tmp_path)})


async def test_an_article_that_cannot_be_opened_is_a_notice() -> None:
    """`o` on a file that has gone says so; the chat goes on."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        gone = hit(1, "Gone", FLOOD, path="/nowhere/gone.txt")
        sources = pilot.app.screen.panes.sources
        await sources.show((cite(1, gone, "Water reached the substation at dawn."),), (gone,))
        await pilot.press("ctrl+o", "o")
        assert any("/nowhere/gone.txt" in toast.message for toast in pilot.app._notifications)


async def test_the_help_shows_every_key_and_command_there_is() -> None:
    """Each binding of the chat stands in the help with its key; so does each command."""
    async with chat(Script()).run_test(size=(120, 32)) as pilot:
        await pilot.press("f1")
        await sees(pilot, "Copy the answer with its citations", ".meaning")
        keys = shown(pilot, ".keys").replace("\n", ", ").split(", ")
        meanings = shown(pilot, ".meaning").split("\n")
        for _, bindings in ChatApp.sections():
            for binding in bindings:
                assert isinstance(binding, Binding)
                for key in binding.key.split(","):
                    assert key_name(key) in keys or ("1-9" in keys and key.isdecimal())
                assert (binding.tooltip or binding.description) in meanings
        assert {command.shown for command in COMMANDS} <= set(keys)
        await pilot.press("escape")
        assert not pilot.app.screen.query(".meaning")


def test_a_command_is_found_by_its_whole_name_only() -> None:
    """/copy is a command whatever follows; /cop, / and an unknown one are none."""
    copy = find("/copy please")
    assert copy is not None
    assert copy.name == "copy"
    assert find("/cop") is None
    assert find("/") is None


def test_dates_are_said_as_a_reader_says_them() -> None:
    """The day without a nought; nothing invented where no date is known."""
    assert day(HITS[1].date) == "2 Mar 2024"
    assert day(None) == "no date"
    assert span(HITS[0].date, HITS[2].date) == "Mar 2024"
    assert span(None, HITS[2].date) == ""


def test_the_library_says_what_is_still_to_be_embedded() -> None:
    """While an indexing run embeds, the line about the library says how much is left."""
    filling = Holdings(Path("/libraries/millbrook"), 1204, 9000, date(2019, 1, 2), None, waiting=812)
    assert library_facts("millbrook", filling) == ["millbrook", "1,204 articles", "812 passages to embed"]
    assert library_facts("millbrook", replace(filling, waiting=0)) == ["millbrook", "1,204 articles"]
