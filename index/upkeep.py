"""What is to be brought into a library while it is kept up, and bringing it in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.build import bring_in, build
from index.embedder import Embedder
from index.errors import LibraryError, LibraryMissingError, ReadError
from index.fetching import is_web_address
from index.incoming import FeedState, Incoming
from index.library import Library
from index.progress import BuildEvent, Finished, Read, Report, Skip, Skipped
from index.walk import walk
from index.writing import Writer


@dataclass(frozen=True, slots=True)
class Round:
    """Something happened; what was skipped for the same reason before is not in it again."""

    report: Report


@dataclass(frozen=True, slots=True)
class Said:
    """What the reader should know, in a line."""

    line: str


UpkeepEvent = BuildEvent | Round | Said


@dataclass(slots=True)
class Pending:
    """What is still to be done; what could not be done stays in it."""

    roots: set[Path] = field(default_factory=set)
    """To be looked through."""
    paths: set[Path] = field(default_factory=set)
    """Files that are new or changed, and folders that have come in."""
    incoming: dict[str, Incoming] = field(default_factory=dict)
    """By address; the last one counts."""
    skipped: list[Skipped] = field(default_factory=list)
    """What could not be fetched, to be told."""
    states: dict[str, FeedState] = field(default_factory=dict)
    """Of feeds by address, to be stored after what they brought."""

    def __bool__(self) -> bool:
        return bool(self.roots or self.paths or self.incoming or self.skipped or self.states)


class KeptEmbedder:
    """An embedder, loaded when it is first needed and kept."""

    def __init__(self, load: Callable[[], Embedder]) -> None:
        self._load = load
        self._loaded: Embedder | None = None

    def __call__(self) -> Embedder:
        """Return it, loaded."""
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded

    def forget(self) -> None:
        """Load it anew the next time: the library may have been rebuilt with another one."""
        self._loaded = None


class Upkeep:
    """One library, and what is to be brought into it.

    Args:
        directory: Where the library is, or is made.
        embedder: Loads the embedder.
        cancelled: As for `build`.
    """

    def __init__(
        self, directory: Path, embedder: Callable[[], Embedder], cancelled: Callable[[], bool]
    ) -> None:
        self.pending = Pending()
        self.embedder = KeptEmbedder(embedder)
        self._directory = directory
        self._cancelled = cancelled
        self._reasons: dict[str, str] = {}
        """Why things were skipped, by path: each reason is told once."""
        self._reports: list[Report] = []
        self._skips: list[Skip] = []

    def work(self) -> Iterator[UpkeepEvent]:
        """Do what is pending, yield what happens, and in the end say so if anything did.

        Raises:
            LibraryError: It could not be stored; what was not stays pending.
            ModelError: The embedder cannot be loaded or run.
        """
        self._reports, self._skips = [], []
        steps = (self._look_through, self._take_paths, self._take_incoming, self._store_states)
        failure = None
        yield from self._tell(self.pending.skipped)
        self.pending.skipped.clear()
        try:
            for step in steps:
                yield from step()
        except LibraryError as error:  # what went well before is told first
            failure = error
        report = self._report()
        if report:
            yield Round(report)
        if failure:
            raise failure

    def remembered(self, feeds: Iterable[str]) -> tuple[Mapping[str, FeedState], Mapping[str, bytes]]:
        """Return the states of feeds by address, and the digests of what was fetched by its address.

        Raises:
            LibraryBusyError: Another process is writing.
            LibraryError: The library cannot be read.
        """
        try:
            library = Library.open(self._directory)
        except LibraryMissingError:
            return {}, {}
        with closing(library), Writer.of(library) as writer:
            found = {address: writer.feed_state(address) for address in feeds}
            digests = {path: file.digest for path, file in writer.files().items() if is_web_address(path)}
        return {address: state for address, state in found.items() if state}, digests

    def mended(self, path: str) -> None:
        """Tell again, should it happen again, why something was skipped."""
        self._reasons.pop(path, None)

    def _look_through(self) -> Iterator[UpkeepEvent]:
        roots = sorted(root for root in self.pending.roots if root.exists())
        yield from self._built(roots)
        # Those below the roots were read with them; a root that is gone is looked through when it is back.
        self.pending.paths = {
            path for path in self.pending.paths if path not in roots and not set(roots) & set(path.parents)
        }
        self.pending.roots.clear()

    def _take_paths(self) -> Iterator[UpkeepEvent]:
        yield from self._built(sorted(set(self._files(self.pending.paths))))
        self.pending.paths.clear()

    def _files(self, paths: Iterable[Path]) -> Iterator[Path]:
        """Yield those that are still there, and in the place of folders the files in them."""
        for path in paths:
            if not path.is_dir():
                yield from [path] if path.exists() else []
                continue
            try:
                yield from walk([path]).files
            except ReadError:  # nothing to read in it, which a new folder need not have
                continue

    def _built(self, paths: Sequence[Path]) -> Iterator[UpkeepEvent]:
        """Bring files and folders in; where one of them keeps all from being read, one by one."""
        if not paths:
            return
        try:
            yield from self._followed(build(paths, self._directory, self.embedder, cancelled=self._cancelled))
        except ReadError as error:
            if len(paths) == 1:
                named, _, reason = str(error).partition(": ")
                yield from self._tell([Skipped(named, reason)])
                return
            for path in paths:
                yield from self._built([path])

    def _take_incoming(self) -> Iterator[UpkeepEvent]:
        incoming = tuple(self.pending.incoming.values())
        if incoming:
            yield from self._followed(
                bring_in(incoming, self._directory, self.embedder, cancelled=self._cancelled)
            )
        self.pending.incoming.clear()

    def _store_states(self) -> Iterator[UpkeepEvent]:
        yield from ()
        states = self.pending.states
        try:
            library = Library.open(self._directory) if states else None
        except LibraryMissingError:  # nothing came in yet: then all is asked for again
            library = None
        if library:
            with closing(library), Writer.of(library) as writer:
                for address, state in states.items():
                    writer.store_feed(address, state)
        states.clear()

    def _followed(self, events: Iterator[BuildEvent]) -> Iterator[UpkeepEvent]:
        for event in events:
            if isinstance(event, Finished):
                self._reports.append(event.report)
            elif isinstance(event, Skipped):
                yield from self._tell([event])
            else:
                if isinstance(event, Read):
                    self.mended(event.path)
                yield event

    def _tell(self, skipped: Iterable[Skipped]) -> Iterator[Skipped]:
        for each in skipped:
            if self._reasons.get(each.path) != each.reason:
                self._reasons[each.path] = each.reason
                self._skips.append(Skip(each.path, each.reason))
                yield each

    def _report(self) -> Report | None:
        """Return the reports of all that was done in one, `None` where nothing happened."""
        nothing = Report(added=0, changed=0, unchanged=0, removed=0, skipped=(), seconds=0.0)
        total = nothing
        for each in self._reports:
            total = replace(
                total,
                added=total.added + each.added,
                changed=total.changed + each.changed,
                unchanged=total.unchanged + each.unchanged,
                removed=total.removed + each.removed,
                seconds=total.seconds + each.seconds,
                stopped=total.stopped or each.stopped,
                vanished=total.vanished + each.vanished,
            )
        happened = total.added or total.changed or total.removed or self._skips
        return replace(total, skipped=tuple(self._skips)) if happened else None
