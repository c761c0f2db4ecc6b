"""What the reader chose → an open library, its embedder and a language model."""

from pathlib import Path
from typing import TYPE_CHECKING

from index.bundled import EMBEDDING_MODEL
from index.embedder import Embedder, open_embedder
from index.errors import LibraryMismatchError, LibraryMissingError
from index.library import Library
from index.model_files import model_folder
from qa.commands.ahead import NOTHING, Ahead, writer_of
from qa.commands.notices import Notice
from qa.commands.options import Choice
from qa.places import cache_directory, library_directory
from qa.retrieval.reranker import Reranker, open_reranker
from qa.retrieval.retriever import Retriever
from qa.signals import held_signals

if TYPE_CHECKING:  # who only searches needs nothing that answers
    from qa.answering.answer import Asker
    from qa.evidence.weighing import PassageReader
    from qa.models.llm import LanguageModel


def open_retriever(choice: Choice, notice: Notice, ahead: Ahead = NOTHING) -> Retriever:
    """Return a retriever over the chosen library, or over the chosen files.

    Args:
        choice: Names them.
        notice: Is told what the reader should know.
        ahead: What is being loaded already.

    Raises:
        ArticleQAError: The library, the files, the embedder or the reranker cannot be used.
    """
    cache = cache_directory()
    reranker = _reranker(choice.reranker, notice)
    if choice.sources:
        if choice.library:
            notice(f"{choice.library}: not asked, since --from names what to ask over")
        from qa.commands.passing import over_files  # brings what writes libraries

        return over_files(choice.sources, reranker, notice)
    directory = library_directory(choice.library)
    with Library.open(directory) as library:
        embedder = _embedder(library, cache, notice, ahead)
    retriever = Retriever.open(
        directory,
        embedder,
        embedder_of=lambda rebuilt: embedder_of(rebuilt, cache, notice),
        reranker=reranker,
    )
    if retriever.library.is_empty:
        notice(empty(directory))
    return retriever


def empty(directory: Path) -> str:
    """Return what to say of a library without articles."""
    return f"{directory}: the library holds no articles; bring some in: qa index --library {directory} PATH"


def open_asker(choice: Choice, notice: Notice, ahead: Ahead = NOTHING) -> "Asker":
    """Return an asker over the chosen library or files, its language model loaded.

    Args:
        choice: Names them.
        notice: Is told what the reader should know.
        ahead: What is being loaded already.

    Raises:
        ArticleQAError: The library, the files or a model cannot be used.
    """
    from qa.evidence.reader import Reader

    retriever = open_retriever(choice, notice, ahead)
    try:
        with held_signals():
            reader = ahead.reader.given() if ahead.reader else Reader(cache=cache_directory())
            writer = None if choice.quote else _writer(choice, ahead)
    except BaseException:
        retriever.close()
        raise
    return _asker(choice, retriever, reader, writer)


def open_asker_early(choice: Choice, notice: Notice, ahead: Ahead) -> "Asker":
    """Return the same one as soon as it can search; its models may still be being loaded.

    Raises:
        ArticleQAError: As above; where a model cannot be used, the asker raises that in its place.
    """
    if ahead.reader is None or (ahead.writer is None and not choice.quote):
        return open_asker(choice, notice, ahead)
    from qa.answering.awaited import AwaitedModel, AwaitedReader

    writer = AwaitedModel(ahead.writer) if ahead.writer else None
    return _asker(choice, open_retriever(choice, notice, ahead), AwaitedReader(ahead.reader), writer)


def _asker(
    choice: Choice, retriever: Retriever, reader: "PassageReader", writer: "LanguageModel | None"
) -> "Asker":
    from qa.answering.answer import Asker

    return Asker(
        retriever,
        writer,
        limit=choice.limit,
        scope=choice.scope,
        today=choice.today,
        unsupported=choice.unsupported,
        reader=reader,
    )


def _writer(choice: Choice, ahead: Ahead) -> "LanguageModel":
    return ahead.writer.given() if ahead.writer else writer_of(choice, cache_directory())


def _embedder(library: Library, cache: Path, notice: Notice, ahead: Ahead) -> Embedder:
    embedder = ahead.embedder.given() if ahead.embedder else None
    if embedder is None:
        return embedder_of(library, cache, notice)
    library.require_embedder(embedder)
    return embedder


def embedder_of(library: Library, cache: Path, notice: Notice) -> Embedder:
    """Return the embedder a library was made with; nothing is downloaded for it.

    Raises:
        LibraryMismatchError: It is not on this disk, or is another one of the same name.
        ModelError: It cannot be loaded.
    """
    made_with = library.info.embedder
    bundled = made_with.name == EMBEDDING_MODEL.name
    if not bundled and model_folder(made_with.name) is None:
        raise LibraryMismatchError(
            f"{library.directory}: the library was made with the embedder {made_with.name} "
            f"({made_with.digest[:12]}), which is not on this machine: {EMBEDDING_MODEL.name} cannot stand "
            f"in for it; fetch it: qa index --library {library.directory} --embedder {made_with.name} PATH, "
            f"or rebuild: qa rebuild --library {library.directory} --embedder {EMBEDDING_MODEL.name}"
        )
    embedder = open_embedder(None if bundled else made_with.name, cache=cache, notice=notice)
    library.require_embedder(embedder)
    return embedder


def embedder_for(directory: Path, name: str | None, notice: Notice) -> Embedder:
    """Return the embedder to index with, compared at once with what the library was made with.

    Args:
        directory: The library's, where one may be still to be made.
        name: What the reader asked for; `None` is the library's own, or the bundled one.
        notice: Is told what the reader should know.

    Raises:
        LibraryMismatchError: The library was made with another one.
        ModelError: It cannot be loaded.
    """
    cache = cache_directory()
    try:
        library = Library.open(directory)
    except LibraryMissingError:
        return open_embedder(name, cache=cache, notice=notice)
    with library:
        if name is None:
            return embedder_of(library, cache, notice)
        embedder = open_embedder(name, cache=cache, notice=notice)
        library.require_embedder(embedder)
    return embedder


def _reranker(name: str | None, notice: Notice) -> Reranker | None:
    """Return the reranker that is named, loaded, which takes seconds; `None` where none is.

    Raises:
        ModelError: It cannot be loaded, or is none.
    """
    if name is None:
        return None
    with held_signals():
        return open_reranker(name, notice=notice)
