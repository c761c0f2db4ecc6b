"""What can be typed after a slash."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A word after a slash, and the action it stands for: of the chat, unless it names the program."""

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
    Command("new", "new", "Begin a new conversation"),
    Command("conversations", "conversations", "Those that were kept", "[WORDS]", aliases=("sessions",)),
    Command("resume", "resume", "Go on with the last conversation, or one about WORDS", "[WORDS]"),
    Command("again", "again", "Ask the question shown once more"),
    Command("edit", "edit", "Edit the last question as it was understood, and ask it exactly so"),
    Command("branch", "branch", "Edit the question shown, and go on from there"),
    Command("sources", "sources", "Show, focus or hide the sources"),
    Command("why", "why", "How the passages of the answer shown were found"),
    Command("said", "said", "Show or hide what the model wrote that did not hold"),
    Command("without", "without", "Ask again, without the articles of these sources", "NUMBERS"),
    Command("only", "only", "Ask again, over the articles of these sources alone", "NUMBERS"),
    Command("filter", "filter", "Ask only some articles, as source:herald since:2024", "[FILTERS|off]"),
    Command("since", "since", "Ask only articles of a day or later", "DATE"),
    Command("timeline", "timeline", "What happened, in order", "[TOPIC]"),
    Command("quote", "quote", "Answer by quotation alone, or with the model again", "[on|off]"),
    Command("model", "model", "Choose the language model", "[NAME]"),
    Command("library", "app.library", "All articles: filter, read, add, remove"),
    Command("add", "add", "Bring a file, a folder or an address into the library", "PATH"),
    Command("samples", "samples", "Bring the sample articles in; off takes them out again", "[off]"),
    Command("read", "read", "The whole article of the source shown"),
    Command("open", "open", "The source shown, at the cited words, in $EDITOR"),
    Command("copy", "copy", "Copy the answer with its citations", "[markdown|answer]"),
    Command("export", "export", "Write the conversation to a file", "[markdown|html|json] [FILE]"),
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
