"""What a library had of files and addresses when a run began, and so what need not be read again."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from index.file_states import READERS, looks_unchanged, same_contents
from index.incoming import Known
from index.inventory import FileState
from index.readers.records.field_names import USUAL_NAMES, FieldNames
from index.readers.records.reading import RECORD_SUFFIXES
from index.records import Article
from index.vanishing import lies_under
from index.walk import Walk
from index.writing import Writer


class Holdings:
    """The files read before, what a person took out since, and what this run was given by name.

    What is given by name comes in again, though it was taken out or held no article.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._stored = writer.files()
        self._left_out = writer.left_out()
        self._named: frozenset[Path] = frozenset()
        self._addresses: frozenset[str] = frozenset()
        self.names = USUAL_NAMES
        """What fields of JSON files are called."""

    def name_files(self, found: Walk, names: FieldNames) -> None:
        """Take what a walk began at as given by name, and let it in again."""
        self._named, self.names = frozenset(found.starts), names
        self._let_in(path for path in self._left_out.paths if _lies_over(Path(path), self._named))

    def name_addresses(self, addresses: Sequence[str]) -> None:
        """Take addresses as given by name, and let them in again."""
        self._addresses = frozenset(addresses)
        self._let_in(self._addresses & self._left_out.paths)

    def is_named(self, path: Path | str) -> bool:
        """Return whether a file or an address was given by name."""
        return path in (self._addresses if isinstance(path, str) else self._named)

    def was_to_be_read(self, path: str) -> bool:
        """Return whether a file or address was given by name or lies under what was."""
        return path in self._addresses or lies_under(path, self._named)

    def has_read(self, path: str) -> bool:
        """Return whether something was read at that path before this run."""
        return path in self._stored

    def paths(self) -> set[str]:
        """Return all that was read before this run."""
        return set(self._stored)

    def wanted(self, found: Walk) -> list[Path]:
        """Return the files found without those a person took out."""
        out = [Path(path) for path in self._left_out.paths]
        return [file for file in found.files if not lies_under(str(file), out)] if out else [*found.files]

    def keeps_out(self, path: str) -> bool:
        """Return whether a person took out what comes from there."""
        return path in self._left_out.paths

    def still_wanted(self, articles: Iterable[Article]) -> list[Article]:
        """Return the articles without those a person took out."""
        return [article for article in articles if article.id not in self._left_out.articles]

    def bring_back(self, path: Path | str, articles: Iterable[Article]) -> bool:
        """Let articles in again that come from what was given by name; return whether some were out."""
        if not self._brings_back(path):
            return False
        self._let_in(article.id for article in articles)
        return True

    def looks_read(self, path: Path) -> bool:
        """Return whether a file need not even be opened."""
        return looks_unchanged(path, self._stored.get(str(path))) and not self._may_give_more(path)

    def is_read(self, path: Path, file: FileState) -> bool:
        """Return whether a file holds what it held before, and is to give nothing else."""
        return self.holds(file) and not self._may_give_more(path)

    def holds(self, file: FileState) -> bool:
        """Return whether a file or what was fetched has the contents it had before."""
        return same_contents(file, self._stored.get(file.path))

    def known(self, addresses: Sequence[str]) -> Known:
        """Return what needs no fetching or reading again: nothing, where articles may come in again."""
        read_as_now = {path: file.digest for path, file in self._stored.items() if file.reader == READERS}
        digests = {} if self._left_out.articles else read_as_now
        # Of what left the library, its server is not to say that it did not change.
        asked = {each: self._writer.feed_state(each) for each in addresses if each in digests}
        return Known({address: state for address, state in asked.items() if state}, digests)

    def _may_give_more(self, path: Path) -> bool:
        """Return whether a file may give something else though it is as it was."""
        renamed = bool(self.names.given) and path.suffix.lower() in RECORD_SUFFIXES
        return renamed or self._brings_back(path) or self._was_passed_over(path)

    def _was_passed_over(self, path: Path) -> bool:
        """Return whether a file that is named itself was met before and held no article."""
        return self.is_named(path) and not self._writer.articles_in([str(path)])

    def _brings_back(self, path: Path | str) -> bool:
        return self.is_named(path) and bool(self._left_out.articles)

    def _let_in(self, names: Iterable[str]) -> None:
        if again := list(names):
            self._writer.take_back(again)
            self._left_out = self._writer.left_out()


def _lies_over(path: Path, starts: Iterable[Path]) -> bool:
    """Return whether one of the starts is that path or lies below it."""
    return any(start.is_relative_to(path) for start in starts)
