"""What changes on the disk under the paths that are watched, as it happens."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import watchfiles
from watchfiles import Change

from index.readers.dispatch import is_wanted
from index.schema import DATABASE
from index.watch.mounts import is_remote

LOOK_MS = 500
"""How often to look whether a watched path went or came back, of which there may be no event."""
POLL_MS = 3_000
"""How often to look where there are no events at all."""
GATHER_MS = 1_600
"""Changes that follow one another closely are told together, at the latest after so long."""


@dataclass(frozen=True, slots=True)
class Listening:
    """From now on no change under these is missed: look through them once, for what was before."""

    roots: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Changed:
    """Something was made, written or deleted."""

    paths: frozenset[Path]
    """Files that may hold articles, and folders that have come in whole."""
    thinned: frozenset[Path]
    """The watched paths where something was deleted or moved away."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A watched folder, or the folder of a watched file, is not there; it is looked for until it is."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Deaf:
    """The system does not tell of changes; they are found by looking, every few seconds."""

    reason: str


DiskEvent = Listening | Changed | Gone | Deaf
Post = Callable[[DiskEvent], None]
Mark = tuple[int, int] | None
"""Device and number of a folder; `None` where there is none."""
UNSEEN: Mark = (-1, -1)
"""No folder's: one that is not known."""


class Watcher:
    """Listens under some paths, all folders or all files, until it is stopped.

    Args:
        roots: Absolute paths.
        post: Is called with what happens, from the watcher's own thread.
        recursive: They are folders; else they are files, and listened to in their folders, since
            many programs write a file by putting another in its place.
        polls: Look instead of waiting for events.
    """

    def __init__(self, roots: Iterable[Path], post: Post, *, recursive: bool, polls: bool) -> None:
        self._roots = {root: root.resolve() for root in roots}
        """Each with where links lead: some systems name that in their events."""
        self._folders = frozenset(root if recursive else root.parent for root in self._roots)
        self._post = post
        self._recursive = recursive
        self._polls = polls
        self._marks: dict[Path, Mark] = {}
        self._unheard = set(self._folders)
        """Those to be looked through as soon as somebody listens."""

    def run(self, stopped: threading.Event) -> None:
        """Listen until stopped; whenever a folder goes or comes back, begin anew."""
        while not stopped.is_set():
            self._compare()
            there = [folder for folder in self._folders if self._marks[folder]]
            if not there:
                stopped.wait(LOOK_MS / 1000)
                continue
            try:
                self._listen(there, stopped)
            except FileNotFoundError:  # gone between the look and the listening
                stopped.wait(LOOK_MS / 1000)
            except (OSError, RuntimeError) as error:  # such as: all watches the system grants are taken
                if self._polls:
                    stopped.wait(POLL_MS / 1000)
                else:
                    self._polls = True
                    self._post(Deaf(str(error)))
            self._unheard |= self._folders  # nobody listened for a moment

    def _listen(self, there: Sequence[Path], stopped: threading.Event) -> None:
        """Tell of changes until stopped or until the folders are others than they were."""
        events = watchfiles.watch(
            *there,
            watch_filter=None,
            debounce=GATHER_MS,
            rust_timeout=LOOK_MS,
            yield_on_timeout=True,
            stop_event=stopped,
            force_polling=self._polls or None,
            poll_delay_ms=POLL_MS,
            recursive=self._recursive,
            ignore_permission_denied=True,
        )
        for changes in events:  # the first one, often empty, comes when it listens
            self._tell_listening(there)
            if changes:
                self._tell(changes)
            if self._moved(changes):
                return

    def _tell_listening(self, there: Sequence[Path]) -> None:
        fresh = self._unheard.intersection(there)
        self._unheard -= fresh
        if fresh:
            heard = (root for root in self._roots if root in fresh or root.parent in fresh)
            self._post(Listening(frozenset(heard)))

    def _compare(self) -> None:
        """Note which folders are there, and tell of those that went."""
        for folder in self._folders:
            now = _mark(folder)
            if now is None and self._marks.get(folder, UNSEEN):
                self._post(Gone(folder))
            self._marks[folder] = now

    def _moved(self, changes: Iterable[tuple[Change, str]]) -> bool:
        """Return whether a folder went, came back, or is another one under the same name."""
        deleted = {Path(path) for change, path in changes if change == Change.deleted}
        lost = deleted.intersection(self._folders)
        for folder in lost:  # made again at once it may have the number it had before
            self._marks[folder] = UNSEEN
        return bool(lost) or any(_mark(folder) != self._marks[folder] for folder in self._folders)

    def _tell(self, changes: Iterable[tuple[Change, str]]) -> None:
        paths, thinned = set(), set()
        for change, name in changes:
            found = self._named(Path(name))
            if found is None or is_left_out(*found):
                continue
            path, root = found
            if _mark(path) is None:
                thinned.add(root)
            elif path.is_dir():
                paths |= {path} if change == Change.added and path != root else set()
            elif path == root or is_wanted(path):
                paths.add(path)
        if paths or thinned:
            self._post(Changed(frozenset(paths), frozenset(thinned)))

    def _named(self, path: Path) -> tuple[Path, Path] | None:
        """Return a path as the person who named its root would write it, and the root."""
        for root, resolved in self._roots.items():
            for known in (root, resolved):
                if path.is_relative_to(known):
                    return root / path.relative_to(known), root
        return None


def watchers(paths: Iterable[Path], post: Post) -> list[Watcher]:
    """Return watchers for files and folders, each kind and each way of listening with its own.

    Args:
        paths: Absolute; one that does not exist is taken for a folder to come.
        post: Is called with what happens, from the watchers' threads.
    """
    groups: dict[tuple[bool, bool], list[Path]] = {}
    for path in sorted(set(paths)):
        groups.setdefault((not path.is_file(), is_remote(path)), []).append(path)
    return [
        Watcher(roots, post, recursive=recursive, polls=remote)
        for (recursive, remote), roots in groups.items()
    ]


def is_left_out(path: Path, root: Path) -> bool:
    """Return whether a path is hidden, or lies with what is hidden or in a library, under a root."""
    parts = path.relative_to(root).parts
    folders = [root.joinpath(*parts[:depth]) for depth in range(len(parts))]
    return any(part.startswith(".") for part in parts) or any(
        (folder / DATABASE).exists() for folder in folders
    )


def _mark(path: Path) -> Mark:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino
