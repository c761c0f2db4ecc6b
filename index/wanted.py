"""What a person wants in the library."""

from dataclasses import dataclass
from pathlib import Path

from index.fetching.limits import USUAL_LIMITS, Limits
from index.readers.records.field_names import USUAL_NAMES, FieldNames


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person named to be brought in."""

    paths: tuple[Path, ...] = ()
    """Files and folders."""
    addresses: tuple[str, ...] = ()
    """Http or https, each once."""
    names: FieldNames = USUAL_NAMES
    """What fields of JSON are called; where any are given, such files are read again."""
    agent: str = "article-qa"
    """Told to servers."""
    limits: Limits = USUAL_LIMITS
