"""Whether an embedder and settings are those a library was made with."""

from index.errors import LibraryMismatchError
from index.inventory import Identified, LibraryInfo
from index.passages import PassageSettings


def require_embedder(info: LibraryInfo, embedder: Identified) -> None:
    """Refuse an embedder whose vectors are not comparable with the library's.

    Raises:
        LibraryMismatchError: Its digest or its dimension is another one; both are named.
    """
    mine = info.embedder
    if (embedder.digest, embedder.dimension) != (mine.digest, mine.dimension):
        raise LibraryMismatchError(
            f"{info.directory}: the library was made with the embedder {_named(mine)}, not with "
            f"{_named(embedder)}; bring it over: qa rebuild --library {info.directory} "
            f"--embedder {embedder.name}"
        )


def require_settings(info: LibraryInfo, settings: PassageSettings) -> None:
    """Refuse to cut articles otherwise than those in the library were cut.

    Raises:
        LibraryMismatchError: The settings differ; both are named.
    """
    if settings != info.settings:
        raise LibraryMismatchError(
            f"{info.directory}: the library's passages are of {_said(info.settings)}, not of "
            f"{_said(settings)}; cut it anew: qa rebuild --library {info.directory} "
            f"--passages {settings.tokens}"
        )


def _said(settings: PassageSettings) -> str:
    pieces = "one piece" if settings.pieces == 1 else f"{settings.pieces} pieces"
    alone = "" if settings.headings else ", embedded without the heading above"
    return f"{settings.tokens} tokens in {pieces}{alone}"


def _named(embedder: Identified) -> str:
    return f"{embedder.name} ({embedder.digest[:12]}, {embedder.dimension} numbers)"
