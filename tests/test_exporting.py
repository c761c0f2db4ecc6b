"""Conversations as files: what is in them, and that nobody's words steer what shows them."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from chat_script import CITATIONS, SENTENCES, answer, cite, hit
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.errors import QuestionError, ReadError
from qa.printing.exporting import Exported, Form, page
from qa.printing.render import plain
from qa.records import Answer, Sentence
from qa.tui.exporting import export

TALK = Exported(
    "How many homes?", (answer("How many homes?"), answer("and when?", understood="and when? (flood)"))
)
TEXTS = st.text(max_size=60) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "[a](http://x)",
        "![a](b)",
        "# x",
        "1. x",
        "- x",
        "*x*",
        "`x`",
        "&lt;",
        "</ul>",
    ]
)


@pytest.mark.parametrize(("form", "empty"), [("markdown", "\n\n\n"), ("html", "<p></p>")])
def test_an_answer_stopped_before_its_first_sentence_leaves_no_gap(form: Form, empty: str) -> None:
    """Its question stands there, and that it was stopped."""
    stopped = Exported("How many homes?", (answer("How many homes?", (), stopped=True),))
    written = page(stopped, form)
    assert "stopped: this is not all of the answer" in written
    assert empty not in written


def told(words: str) -> Answer:
    """Return an answer in which some words stand wherever an article's or a model's may."""
    source = replace(hit(1, words, f"x{words}x"), source=words, path=f"/{words}")
    citation = cite(1, source, f"x{words}x")
    sentence = Sentence(f"x{words}x [1]", (1,), "written")
    return replace(
        answer("q"), question=words, understood=f"{words}!", sentences=(sentence,), citations=(citation,)
    )


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_every_form_has_every_answer_and_every_citation(form: Form) -> None:
    """Word for word, with where it is from, and how the question was understood."""
    written = page(TALK, form)
    if form == "json":
        turns = json.loads(written)["turns"]
        assert [turn["question"] for turn in turns] == ["How many homes?", "and when?"]
        assert [one["quote"] for one in turns[0]["citations"]] == [one.quote for one in CITATIONS]
        return
    for text in ("How many homes?", "and when?", "understood as", "Millbrook Herald", "2024-03-01", "✓"):
        assert text in written
    assert "quoted word for word" in written
    assert all(written.count(citation.quote) >= 2 for citation in CITATIONS)
    assert SENTENCES[0].origin == "written"


class Tags(HTMLParser):
    """Collects tags, and the text outside style."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a tag, and where it leads."""
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        """Take note of text."""
        self.text += data


OURS = {"html", "meta", "title", "style", "h1", "h2", "p", "ul", "li", "span", "a", "ol", "blockquote"}


@given(TEXTS)
def test_no_words_become_html(words: str) -> None:
    """Only our own tags are in it, it fetches nothing, and the words can be read in it."""
    found = Tags()
    found.feed(page(Exported(words, (told(words),)), "html"))
    assert set(found.tags) <= OURS
    assert set(found.links) == {"#q1-1"}
    assert " ".join(plain(words).split()) in " ".join(found.text.split())


@given(TEXTS)
def test_no_words_become_markdown(words: str) -> None:
    """No link, picture, HTML, heading or list but ours."""
    tokens = MarkdownIt("commonmark").parse(page(Exported(words, (told(words),)), "markdown"))
    kinds = [token.type for token in tokens]
    inner = {child.type for token in tokens for child in token.children or []}
    assert kinds.count("heading_open") == 2
    assert kinds.count("list_item_open") == 2
    assert inner <= {
        "text",
        "strong_open",
        "strong_close",
        "em_open",
        "em_close",
        "softbreak",
        "text_special",
    } | {
        "link_open",
        "link_close",
    }
    links = [child for token in tokens for child in token.children or [] if child.type == "link_open"]
    assert links == []


def test_an_address_is_a_link_and_a_file_is_not() -> None:
    """In a page for a browser."""
    source = replace(CITATIONS[0].hit, path="https://paper.example/a?b=1&c=2")
    turn = replace(answer("q"), citations=(replace(CITATIONS[0], hit=source), CITATIONS[1]))
    found = Tags()
    found.feed(page(Exported("q", (turn,)), "html"))
    assert [link for link in found.links if not link.startswith("#")] == ["https://paper.example/a?b=1&c=2"]
    script = replace(CITATIONS[0].hit, path="javascript:alert(1)")
    turn = replace(answer("q"), citations=(replace(CITATIONS[0], hit=script),))
    assert not re.search(r'href="javascript', page(Exported("q", (turn,)), "html"))


def test_the_file_is_new_and_named_after_the_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second one gets a number; one that is named is not overwritten."""
    monkeypatch.chdir(tmp_path)
    names = [export(TALK, words).name for words in ("", "", "json", "b.html")]
    assert names == ["how-many-homes.md", "how-many-homes-2.md", "how-many-homes.json", "b.html"]
    for words, said in (("b.html", "is there already"), ("no/where.md", "cannot be written")):
        with pytest.raises(ReadError, match=said):
            export(TALK, words)
    for words in ("b.pdf", "b"):
        with pytest.raises(QuestionError, match="ends in"):
            export(TALK, words)
    with pytest.raises(QuestionError, match="nothing to export"):
        export(Exported("", ()), "")
