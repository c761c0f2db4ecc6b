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

    @property
    def notice(self) -> str | None:
        """One line about all that was skipped; `None` where nothing was."""
        if not self.skipped:
            return None
        count, more = len(self.skipped), len(self.skipped) - 1
        left = f"{count:,} of {count + len(self.drafts):,} parts skipped: {self.skipped[0]}"
        return f"{left} (and {more:,} more)" if more else left
