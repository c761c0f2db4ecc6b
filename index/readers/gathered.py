"""What a file of many articles gives: those that can be read, and why the others cannot."""

from dataclasses import dataclass

from index.readers.draft import Draft


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of a collection in one file."""

    drafts: tuple[Draft, ...]
    """At least one, in the order of the file."""
    skipped: tuple[str, ...]
    """A line for each that is no article or is broken, which says where it is and why: "line 7: no text"."""

    passed: tuple[str, ...] = ()
    """Likewise a line for each that is sound and not meant as an article, as an entry that points to one."""

    @property
    def notice(self) -> str | None:
        """One line about all that was left out; `None` where nothing was."""
        left = self.skipped + self.passed
        if not left:
            return None
        count, more = len(left), len(left) - 1
        said = f"{count:,} of {count + len(self.drafts):,} parts skipped: {left[0]}"
        return f"{said} (and {more:,} more)" if more else said
