"""Headings and paragraph numbers, from a file to what is printed of it."""

from pathlib import Path

import pytest
from command import Command
from test_cli_terminal import on_terminal

pytestmark = pytest.mark.bundled

HISTORY = """# The crossing at Millbrook

The river was crossed by boat for four hundred years before anybody thought of a bridge.

## Building

Work began in 1902 under the engineer Anna Kell. The stone came from the quarries at Dunmarsh by barge.

### The piers

The piers were sunk by divers in the winter of 1903, eleven metres below low water.

## Rebuilding

The county paid 40,000 crowns for a steel span, which opened in the spring of 1933.
"""
SPAN = "What did the county pay for the steel span?"


@pytest.fixture
def history(qa: Command, tmp_path: Path) -> Command:
    """The command with a library of one article in sections."""
    (tmp_path / "crossing.md").write_text(HISTORY)
    assert qa("index", tmp_path).code == 0
    return qa


def test_what_is_cited_names_its_headings_and_its_paragraph(history: Command) -> None:
    """In JSON as fields, for a reader after the title; the number finds the paragraph in the text."""
    answer = history("ask", SPAN, "--quote", "--json").json
    (citation,) = answer["citations"]
    article = history("show", citation["article"], "--json").json
    told = article["text"].split("\n\n")
    assert (citation["heading"], told[citation["paragraph"] - 1]) == (["Rebuilding"], citation["quote"])
    assert (answer["hits"][0]["heading"], answer["hits"][0]["paragraph"]) == ([], 1)
    shown = history("ask", SPAN, "--quote").out
    assert "[1] The crossing at Millbrook › Rebuilding, paragraph 7 · no date" in shown


def test_an_article_is_shown_with_its_headings(history: Command) -> None:
    """In JSON by offsets and levels; a terminal numbers the paragraphs, and what is piped is the text."""
    (entry,) = history("list", "--json").json
    article = history("show", entry["id"], "--json").json
    named = [(article["text"][one["start"] : one["end"]], one["level"]) for one in article["headings"]]
    assert named == [("Building", 2), ("The piers", 3), ("Rebuilding", 2)]
    shown = on_terminal(history, "show", entry["id"])
    assert "\x1b[2m4  \x1b[0m\x1b[1mThe piers\x1b[0m" in shown
    assert "\x1b[2m5  \x1b[0mThe piers were sunk" in shown
    assert history("show", entry["id"]).out.endswith(f"\n\n{article['text']}\n")


def test_a_passage_sets_its_headings_apart_on_a_terminal(history: Command) -> None:
    """Elsewhere it stays one line."""
    question = ("search", "engineer Anna Kell", "--limit", 1)
    shown = on_terminal(history, *question).replace("\r\n", "\n")
    assert "\n\x1b[1m   The piers\x1b[0m\n   The piers were sunk" in shown
    assert "by barge. The piers The piers were sunk" in history(*question).out


def test_a_narrow_terminal_has_the_nearest_heading(history: Command) -> None:
    """What has no room in the line of the title is left out of it, the outermost first."""
    shown = on_terminal(history, "ask", "How deep were the piers sunk by divers?", "--quote", NO_COLOR="1")
    assert "[1] The crossing at Millbrook › Building › The piers, paragraph 5 · no date" in shown
    assert all(len(line) <= 80 for line in shown.splitlines() if "/" not in line)
