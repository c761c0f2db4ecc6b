"""What can be typed after a slash."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A word after a slash, and the action of the chat it stands for."""

    name: str
    action: str
    description: str


COMMANDS = (
    Command("help", "app.help", "Every key and command"),
    Command("new", "screen.new", "Begin a new conversation"),
    Command("sources", "screen.sources", "Show, focus or hide the sources"),
    Command("why", "screen.why", "How the passages of the answer shown were found"),
    Command("said", "screen.said", "Show or hide what the model wrote that did not hold"),
    Command("timeline", "screen.timeline", "What happened, in order: /timeline and a topic"),
    Command("edit", "screen.edit", "Edit the last question as it was understood, and ask it exactly so"),
    Command("copy", "screen.copy", "Copy the answer with its citations"),
    Command("quit", "app.quit", "Leave"),
)


def topic(line: str) -> str | None:
    """Return what a line asks the timeline of; `None` where it asks for none, or names no topic."""
    name, *rest = line.split(maxsplit=1)
    return rest[0].strip() if name == "/timeline" and rest else None


def find(line: str) -> Command | None:
    """Return the command a line names, whatever follows its name; `None` if there is none."""
    name = line.removeprefix("/").split(maxsplit=1)[:1]
    return next((command for command in COMMANDS if [command.name] == name), None)
