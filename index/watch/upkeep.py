"""What is to be brought into a library while it is kept up, and bringing it in."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.build import bring_in, build
from index.embedder import Embedder
from index.embedding import LoadedOnce
from index.errors import LibraryError, LibraryMissingError, ReadError
from index.incoming import FeedState, Incoming
from index.library import Library
from index.progress import BuildEvent, Finished, Read, Report, Skip, Skipped
from index.pruning import prune
from index.walk import walk
from index.watch.remembered import Remembered
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
NOTHING = Report(added=0, changed=0, unchanged=0, removed=0, skipped=(), seconds=0.0)


@dataclass(slots=True)
class Pending:
    """What is still to be done; what could not be done stays in it."""

    roots: set[Path] = field(default_factory=set)
    """To be looked through."""
    paths: set[Path] = field(default_factory=set)
    """Files that are new or changed, and folders that have come in."""
    incoming: dict[str, Incoming] = field(default_factory=dict)
    """By address; the last one counts."""
    thinned: set[Path] = field(default_factory=set)
    """Roots where files may be gone, which are to leave the library."""
    skipped: list[Skipped] = field(default_factory=list)
    """What could not be fetched, to be told."""
    states: dict[str, FeedState] = field(default_factory=dict)
    """Of feeds by address, to be stored after what they brought."""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


class Upkeep:
    """One library, and what is to be brought into it.

    Args:
        directory: Where the library is, or is made.
        roots: The files and folders that are watched, absolute.
        embedder: Loads the embedder.
        cancelled: As for `build`.
    """

    def __init__(
        self,
        directory: Path,
        roots: Iterable[Path],
        *,
        embedder: Callable[[], Embedder],
        cancelled: Callable[[], bool],
    ) -> None:
        self.pending = Pending()
        self._roots = frozenset(roots)
        self._files = frozenset(root for root in self._roots if root.is_file())
        self._looked = False
        """Whether what a person named, and so wants in again, has been looked through."""
        self.embedder = LoadedOnce(embedder)
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
        steps = (self._look_through, self._take_paths, self._let_go, self._take_incoming, self._store_states)
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
            LibraryError: The library cannot be read.
        """
        try:
            with Library.open(self._directory) as library, Remembered.of(library) as view:
                return view.feed_states(feeds), view.fetched()
        except LibraryMissingError:
            return {}, {}

    def mended(self, path: str) -> None:
        """Tell again, should it happen again, why something was skipped."""
        self._reasons.pop(path, None)

    def _look_through(self) -> Iterator[UpkeepEvent]:
        roots = {root for root in self.pending.roots if root.exists()}
        if self._looked:
            roots = self._without_left_out(roots)
        yield from self._built(sorted(roots))
        # Those below the roots were read with them; a root that is gone is looked through when it is back.
        self.pending.paths = {path for path in self.pending.paths if roots.isdisjoint({path, *path.parents})}
        self.pending.roots.clear()
        self._looked = True

    def _take_paths(self) -> Iterator[UpkeepEvent]:
        files = self._without_left_out(self._files_in(self.pending.paths))
        yield from self._built(sorted(files))
        self.pending.paths.clear()

    def _without_left_out(self, paths: Iterable[Path]) -> set[Path]:
        """Return what of the paths is to be built, now that nobody named them.

        A path that is built takes back what a person took out there. So those below what was taken
        out are left alone, and where articles were, a file is read with all below its root.
        """
        wanted = set(paths)
        if not wanted:
            return wanted
        try:
            with Library.open(self._directory) as library, Remembered.of(library) as view:
                left = view.left_out()
        except LibraryMissingError:
            return wanted
        out = {Path(path) for path in left.paths}
        wanted = {path for path in wanted if out.isdisjoint({path, *path.parents})}
        if not left.articles:
            return wanted
        return {root for root in self._roots if any(path.is_relative_to(root) for path in wanted)}

    def _let_go(self) -> Iterator[UpkeepEvent]:
        """Take out what is gone, where it is not the whole root: that may come back."""
        for root in sorted(self.pending.thinned):
            started = time.perf_counter()
            if not (root.parent if root in self._files else root).exists():
                continue
            try:
                outcome = prune([root], self._directory)
            except LibraryMissingError:
                break
            except ReadError as error:
                named, _, reason = str(error).partition(": ")
                yield from self._tell([Skipped(named, reason)])
                continue
            spent = time.perf_counter() - started
            self._reports.append(replace(NOTHING, removed=outcome.removed, seconds=spent))
        self.pending.thinned.clear()

    def _files_in(self, paths: Iterable[Path]) -> Iterator[Path]:
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
        total = NOTHING
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
