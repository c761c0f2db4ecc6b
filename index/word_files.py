"""The full-text index's files: where they lie, and whether they can be trusted."""

import json
from collections.abc import Iterable
from pathlib import Path

from index.library import Library
from index.stamps import Seal, Stamp, read_stamp, whole

FOLDER = "words"
STAMP = "stamp.json"
VERSION = "english 1"
"""Raised when words are told apart otherwise: then the index is made anew."""


def usable_stamp(library: Library) -> Stamp | None:
    """Return the stamp of an index that is this library's, was made as we make it, and is whole."""
    root = library.directory / FOLDER
    stamp = read_stamp(root / STAMP)
    if stamp is None or (stamp.library, stamp.version) != (library.info.uuid, VERSION):
        return None
    folder = root / stamp.folder
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
