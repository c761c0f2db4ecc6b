"""What a line that begins with a slash may become."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from qa.places import expanded
from qa.tui.slash import COMMANDS, Command, find

MOST = 200
"""Completions looked at; a folder may hold thousands of files."""

Choices = Mapping[str, Callable[[str], Iterable[tuple[str, str]]]]
"""By a command's name: the word as far as it is written → what may stand there, and what each is."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on."""

    line: str
    """What stands in the box once it is chosen."""
    shown: str
    about: str
    runs: bool = False
    """Whether nothing is missing: Enter on it does it at once."""


def completions(line: str, choices: Choices) -> list[Completion]:
    """Return the ways to go on with a line, the likeliest first; none where it is no command."""
    if not line.startswith("/") or "\n" in line:
        return []
    name, space, rest = line.partition(" ")
    if not space:
        return [_of_command(one) for one in _beginning_with(name[1:])]
    command = find(name)
    if command is None or command.name not in choices:
        return []
    # A path may have spaces in it, and is all that follows.
    before, _, last = ("", "", rest) if command.words == "PATH" else rest.rpartition(" ")
    offered = choices[command.name](last)
    head = f"{name} {before} " if before else f"{name} "
    found = (
        Completion(f"{head}{word}", word, about)
        for word, about in offered
        if word.casefold().startswith(last.casefold()) and word != last
    )
    return list(islice(found, MOST))


def paths(written: str) -> Iterable[tuple[str, str]]:
    """Yield the files and folders that a path being written may become; folders end in a slash."""
    folder, _, _ = written.rpartition("/")
    place = expanded(f"{folder}/" if folder or written.startswith("/") else ".")
    try:
        there = sorted(islice(place.iterdir(), MOST))
    except OSError:
        return  # a folder that cannot be read offers nothing; adding it says why
    for path in there:
        if not path.name.startswith("."):
            yield _as_written(path, written)


def _as_written(path: Path, written: str) -> tuple[str, str]:
    head = written[: written.rfind("/") + 1]
    is_folder = path.is_dir()
    return f"{head}{path.name}{'/' if is_folder else ''}", "folder" if is_folder else ""


def _beginning_with(written: str) -> list[Command]:
    """Return the commands whose name begins so, then those with such another name."""
    named = [one for one in COMMANDS if one.name.startswith(written)]
    others = [one for one in COMMANDS if any(alias.startswith(written) for alias in one.aliases)]
    return [*named, *(one for one in others if one not in named)]


def _of_command(command: Command) -> Completion:
    line = f"/{command.name} " if command.needs_words else f"/{command.name}"
    return Completion(line, command.shown, command.description, runs=not command.needs_words)
