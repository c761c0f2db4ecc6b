"""README.md and `.github/docs` are true of the program: links, commands, options, what follows a slash."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from qa.cli import qa
from qa.tui.slash import COMMANDS, find

ROOT = Path(__file__).parents[1]
TEXTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / ".github" / "docs").glob("*.md"))]
README, CHAT = ROOT / "README.md", ROOT / ".github" / "docs" / "chat.md"

LINK = re.compile(r"\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def anchors(text: str) -> set[str]:
    """Return what a link may name after `#`: the headings, in the letters of an address."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def command_lines() -> Iterator[list[str]]:
    """Yield the words of every `qa` that the blocks for a shell show."""
    for text in TEXTS:
        for block in BLOCK.findall(text.read_text("utf-8")):
            for line in block.splitlines():
                for part in re.split(r"[;|>]", re.sub(r"\s#\s.*", "", line)):
                    words = shlex.split(part)
                    while words and words[0].startswith("QA_"):
                        words = words[1:]
                    if words and words[0] in {"qa", "scripts/qa"}:
                        yield words[1:]


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(text: Path) -> None:
    """To a file of the checkout, and to a heading that it has."""
    for link in LINK.findall(text.read_text("utf-8")):
        if link.startswith("https://"):
            continue
        name, _, heading = link.partition("#")
        there = (text.parent / name).resolve() if name else text
        assert there.is_file(), f"{text.name}: {link}"
        assert not heading or heading in anchors(there.read_text("utf-8")), f"{text.name}: {link}"


def test_every_text_is_found_from_the_readme() -> None:
    """A reader who begins there can come to all of them."""
    linked = {(ROOT / link.partition("#")[0]).resolve() for link in LINK.findall(README.read_text("utf-8"))}
    assert set(TEXTS) - {README} <= linked


def test_every_command_line_shown_can_be_given() -> None:
    """Command and options are there, by the parser itself."""
    lines = list(command_lines())
    assert len(lines) > 20
    for words in lines:
        first = words[0] if words and not words[0].startswith("-") else "chat"
        command = qa.commands[first]
        given = words[1:] if words and words[0] == first else words
        command.make_parser(click.Context(command)).parse_args(list(given))


def test_every_command_of_the_chat_is_told() -> None:
    """What README and the text on the chat show after a slash is a command, and none is left out."""
    text = README.read_text("utf-8") + CHAT.read_text("utf-8")
    shown = [match.strip("`") for match in re.findall(r"`/[a-z][^`]*`", text)]
    assert [line for line in shown if find(line) is None] == []
    told = {command.name for line in shown if (command := find(line))}
    assert {command.name for command in COMMANDS} - told == set()


def test_the_readme_stays_short() -> None:
    """What needs more lines than a newcomer reads stands in a text of its own."""
    assert len(README.read_text("utf-8").splitlines()) <= 150
