"""What an indexing run says while it works, and in the end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Walked:
    """The files are known: the first event."""

    total: int
    """Files found."""
    pending: int
    """Those among them that are new or look changed, and are read."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file was read."""

    path: str
    articles: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder could not be read; what the library has of it stays."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that was met in a folder is sound and not meant as articles, as a program's settings."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fetching:
    """An address is asked for."""

    address: str


@dataclass(frozen=True, slots=True)
class Slow:
    """A file is still being read, and the run waits for it."""

    path: str
    seconds: float
    """For so long."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """A file was read, with something its owner should know."""

    path: str
    notice: str


@dataclass(frozen=True, slots=True)
class Arranging:
    """All is read, and is now made to be found by its words; of 10,000 articles that takes seconds."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """Some passages were embedded."""

    done: int
    total: int
    """Different passages that had no vector when embedding began."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Something the run left out, in its report."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, counted in articles."""

    added: int
    """New to the library, and in nobody's place."""
    changed: int
    """New ones that took the place of ones their file held before, and ones whose date, byline or
    other field is now given otherwise."""
    unchanged: int
    """Found as the library had them: in files that did not change, in changed ones, or as further
    copies in new ones."""
    removed: int
    """Gone from a changed file with nothing in their place, and in no other file."""
    skipped: tuple[Skip, ...]
    seconds: float
    stopped: bool = False
    """It was cancelled; the next run does the rest."""
    vanished: int = 0
    """Files known under the paths that are gone; what they held stays until it is pruned."""
    passed: tuple[Skip, ...] = ()
    """What was met in folders and is not meant as articles; no failure. One that was passed over is not
    looked at again until it changes or is named."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event."""

    report: Report


BuildEvent = (
    Walked | Read | Skipped | PassedOver | Fetching | Slow | Noticed | Arranging | Embedding | Finished
)
