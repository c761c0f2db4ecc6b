"""What a question needs, begun while the rest of the program is still being imported.

The models are loaded by libraries that let other threads run meanwhile, and importing the program takes
as long as loading them. Each is asked for in the order in which it would be loaded, so that of several
troubles the same one is told.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.begun import Begun
from qa.commands.options import Choice
from qa.models.address import ModelAddress
from qa.places import cache_directory, library_directory

if TYPE_CHECKING:
    from index.embedder import Embedder
    from qa.evidence.reader import Reader
    from qa.models.llm import LanguageModel


@dataclass(frozen=True, slots=True)
class Ahead:
    """What was begun; `None` for what is to be loaded when it is needed."""

    embedder: "Begun[Embedder | None] | None" = None
    """Gives `None` where the library was made with another, or the bundled one is not prepared yet."""
    reader: "Begun[Reader] | None" = None
    writer: "Begun[LanguageModel] | None" = None


NOTHING = Ahead()


def for_searching(choice: Choice) -> Ahead:
    """Begin to load what finds passages; nothing where there is no library yet, or none that can be asked."""
    from index.made_with import is_readable

    directory = library_directory(choice.library)
    if choice.sources or not is_readable(directory):
        return NOTHING
    # Before all else, and alone: threads that import wait for each other's turns, each 5 ms long, and what
    # runs the networks is waited for longest.
    from index.light_encoder import runtime

    runtime()
    cache = cache_directory()
    return Ahead(embedder=Begun(lambda: _embedder(directory, cache)))


def for_answering(choice: Choice) -> Ahead:
    """Begin to load all that answers; nothing where there is no library yet, or none that can be asked."""
    found = for_searching(choice)
    if found is NOTHING:
        return NOTHING
    cache = cache_directory()
    elsewhere = choice.quote or isinstance(choice.model, ModelAddress)  # a server has its model loaded
    reader = Begun(lambda: _reader(cache, found.embedder))
    if elsewhere:
        return Ahead(found.embedder, reader)
    from qa.models.llama import bindings

    bindings()  # here, as what runs the networks is, and after it
    return Ahead(found.embedder, reader, Begun(lambda: writer_of(choice, cache)))


def writer_of(choice: Choice, cache: Path) -> "LanguageModel":
    """Return the language model that was chosen, loaded.

    Raises:
        ModelError: It cannot be.
    """
    from qa.models.local_model import open_model
    from qa.settings import keys_for

    return open_model(choice.model, cache=cache, context=choice.context, keys=keys_for(choice.model))


def _embedder(directory: Path, cache: Path) -> "Embedder | None":
    from index.embedder import prepared_embedder
    from index.made_with import is_bundled

    embedder = prepared_embedder(cache=cache) if is_bundled(directory) else None
    if embedder is not None:
        embedder.embed([WARMING])
    return embedder


def _reader(cache: Path, first: "Begun[Embedder | None] | None") -> "Reader":
    """Return the reader, loaded after the embedder, which is needed first and takes the same core."""
    from index.light_encoder import LightEncoder
    from qa.evidence.reader import Reader

    embedder = first.given() if first is not None else None
    tokenizer = embedder.tokenizer if isinstance(embedder, LightEncoder) else None
    reader = Reader(cache=cache, tokenizer=tokenizer)
    reader.read(WARMING, [("", WARMING)])
    return reader


WARMING = "first"
"""The first text that a network is given takes it some tenths of a second more than the next."""
