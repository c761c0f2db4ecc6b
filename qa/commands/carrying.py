"""Carrying a library to another machine, from the command line."""

from dataclasses import dataclass
from pathlib import Path

from index import carrying
from index.bundled import EMBEDDING_MODEL
from index.errors import LibraryError
from index.inventory import Counts, LibraryInfo
from index.model_files import model_folder
from qa.commands.notices import Notice
from qa.commands.turns import Turn
from qa.exits import DONE
from qa.places import library_directory
from qa.printing.jsonform import Json, print_json
from qa.printing.render import size


@dataclass(frozen=True, slots=True)
class Wish:
    """How to carry a library."""

    library: str | None
    as_json: bool
    force: bool = False
    """Whether to replace a file that is there."""
    wait: bool = False
    """Whether to wait for another writer."""


def export(file: Path, wish: Wish, notice: Notice) -> int:
    """Write the library to a file and say so; return the exit code.

    Raises:
        LibraryError: The file is there already, or it or the library cannot be used.
    """
    directory = library_directory(wish.library)
    if not wish.force and (file.exists() or file.is_symlink()):
        raise LibraryError(f"{file}: is there already; name another file, or replace it: --force")
    octets = carrying.export(directory, file)
    if wish.as_json:
        print_json({"library": str(directory), "file": str(file.absolute()), "bytes": octets})
    notice(f"{file}: {size(octets)}; on the other machine: qa import {file.name}")
    return DONE


def take_in(file: Path, wish: Wish, notice: Notice) -> int:
    """Make a library of an exported file and say what it holds; return the exit code.

    Raises:
        LibraryError: The file cannot be used, or a library with articles is there already.
    """
    directory = library_directory(wish.library)
    turn = Turn(directory, wish.wait, notice)
    info, counts = turn.take(lambda: carrying.take_in(file, directory))
    notice(f"{directory}: took in {counts.articles:,} articles; making the indexes of their passages")
    carrying.make_indexes(directory)
    if wish.as_json:
        print_json(_object(info, counts))
    name = info.embedder.name
    if name != EMBEDDING_MODEL.name and model_folder(name) is None:
        notice(
            f"its embedder {name} is not on this machine; fetch it: "
            f"qa index --library {directory} --embedder {name} PATH"
        )
    return DONE


def _object(info: LibraryInfo, counts: Counts) -> Json:
    return {
        "library": str(info.directory),
        "articles": counts.articles,
        "files": counts.files,
        "passages": counts.passages,
        "pending": counts.waiting,
        "embedder": info.embedder.name,
        "schema": info.schema,
    }
