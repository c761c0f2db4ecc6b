"""What can be typed after a slash."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A word after a slash, and the action of the chat it stands for."""

    name: str
    action: str
    description: str
    words: str = ""
    """What may follow the name, as the help shows it, in brackets where it need not; "" for nothing."""
    aliases: tuple[str, ...] = ()
    """Other names that hands are used to."""

    @property
    def shown(self) -> str:
        """The command as the help shows it."""
        return f"/{self.name} {self.words}".rstrip()

    @property
    def needs_words(self) -> bool:
        """Whether it means nothing without words after it."""
        return bool(self.words) and not self.words.startswith("[")

    def called_with(self, words: str) -> str:
        """Return the action for the words that follow the name; a command that takes none leaves them."""
        return f"{self.action}({words!r})" if self.words else self.action


COMMANDS = (
    Command("help", "app.help", "Every key and command"),
    Command("new", "screen.new", "Begin a new conversation"),
    Command(
        "conversations", "screen.conversations", "Those that were kept", "[WORDS]", aliases=("sessions",)
    ),
    Command("resume", "screen.resume", "Go on with the last conversation, or one about WORDS", "[WORDS]"),
    Command("again", "screen.again", "Ask the question shown once more"),
    Command("edit", "screen.edit", "Edit the last question as it was understood, and ask it exactly so"),
    Command("branch", "screen.branch", "Edit the question shown, and go on from there"),
    Command("sources", "screen.sources", "Show, focus or hide the sources"),
    Command("why", "screen.why", "How the passages of the answer shown were found"),
    Command("said", "screen.said", "Show or hide what the model wrote that did not hold"),
    Command("without", "screen.without", "Ask again, without the articles of these sources", "NUMBERS"),
    Command("only", "screen.only", "Ask again, over the articles of these sources alone", "NUMBERS"),
    Command(
        "filter", "screen.filter", "Ask only some articles, as source:herald since:2024", "[FILTERS|off]"
    ),
    Command("since", "screen.since", "Ask only articles of a day or later", "DATE"),
    Command("timeline", "screen.timeline", "What happened, in order", "[TOPIC]"),
    Command("quote", "screen.quote", "Answer by quotation alone, or with the model again", "[on|off]"),
    Command("model", "screen.model", "Choose the language model", "[NAME]"),
    Command("library", "app.library", "All articles: filter, read, add, remove"),
    Command("add", "screen.add", "Bring a file, a folder or an address into the library", "PATH"),
    Command("samples", "screen.samples", "Bring the sample articles in; off takes them out again", "[off]"),
    Command("read", "screen.read", "The whole article of the source shown"),
    Command("open", "screen.open", "The source shown, at the cited words, in $EDITOR"),
    Command("copy", "screen.copy", "Copy the answer with its citations", "[markdown|answer]"),
    Command("export", "screen.export", "Write the conversation to a file", "[markdown|html|json] [FILE]"),
    Command("theme", "app.theme", "Choose the colours", "[NAME]"),
    Command("quit", "app.quit", "Leave"),
)


def topic(line: str) -> str | None:
    """Return what a line asks the timeline of; `None` where it asks for none, or names no topic."""
    name, *rest = line.split(maxsplit=1)
    return rest[0].strip() if name == "/timeline" and rest else None


def find(line: str) -> Command | None:
    """Return the command a line names, whatever follows its name; `None` if there is none."""
    name = line.removeprefix("/").split(maxsplit=1)[:1]
    return next((one for one in COMMANDS if name and name[0] in (one.name, *one.aliases)), None)


def words_of(line: str) -> str:
    """Return what follows the name of a command."""
    return "".join(line.split(maxsplit=1)[1:]).strip()
