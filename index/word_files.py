"""The full-text index's files: where they lie, and whether they can be trusted."""

import json
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from index.library import Library
from index.stamps import Seal, Stamp, read_stamp, whole

FOLDER = "words"
VERSION = "english 1"
"""Raised when words are told apart otherwise: then the index is made anew."""
NAMED = 12
"""Letters of a library's uuid that name its stamp."""


def stamp_file(library: Library) -> Path:
    """Return where the stamp lies: one a uuid, so that a rebuilt library's index is made beside."""
    return library.directory / FOLDER / f"{library.info.uuid[:NAMED]}.json"


def usable_stamp(library: Library) -> Stamp | None:
    """Return the stamp of an index that is this library's, was made as we make it, and is whole."""
    stamp = read_stamp(stamp_file(library))
    if stamp is None or (stamp.library, stamp.version) != (library.info.uuid, VERSION):
        return None
    folder = library.directory / FOLDER / stamp.folder
    if not library.remembers(stamp.moment) or not whole(folder, in_use(folder, stamp.seals)):
        return None
    return stamp


def in_use(folder: Path, seals: Iterable[Seal]) -> list[Seal]:
    """Return the seals of files that the index still needs.

    After a run broken off before its stamp, tantivy may have merged segments and let go of their
    files; which remain, its own list says. A list of deletions is replaced by a newer one.
    """
    try:
        listed = json.loads((folder / "meta.json").read_text("utf-8"))["segments"]
        live = {segment["segment_id"].replace("-", "") for segment in listed}
    except (OSError, ValueError, KeyError, TypeError):  # opening the index says what is wrong
        return list(seals)
    needed = (seal for seal in seals if seal.name.partition(".")[0] in live)
    return [seal for seal in needed if not seal.name.endswith(".del") or (folder / seal.name).exists()]


def segment_files(folder: Path) -> list[Path]:
    """Return the files that never change once written: all but tantivy's lists and locks."""
    return sorted(file for file in folder.iterdir() if file.name[0] != "." and file.name != "meta.json")


def discard_unstamped(root: Path) -> None:
    """Delete the folders that no stamp names: indexes in whose place others were made."""
    (root / "stamp.json").unlink(missing_ok=True)  # the only one there was, with schema 1
    named = {stamp.folder for file in _stamp_files(root) if (stamp := read_stamp(file))}
    for folder in root.iterdir():
        if folder.is_dir() and folder.name not in named:
            # Whoever still searches it keeps its open files, except on Windows, which refuses.
            shutil.rmtree(folder, ignore_errors=True)


def discard_others(directory: Path, keep: Collection[str]) -> None:
    """Delete the indexes of a library's directory that were made for other uuids than these."""
    root = directory / FOLDER
    if not root.is_dir():
        return
    names = {uuid[:NAMED] for uuid in keep}
    for file in _stamp_files(root):
        if file.stem not in names:
            file.unlink(missing_ok=True)
    discard_unstamped(root)


def _stamp_files(root: Path) -> list[Path]:
    return sorted(root.glob("?" * NAMED + ".json"))
