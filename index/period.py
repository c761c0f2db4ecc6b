"""A span of publication dates."""

from dataclasses import dataclass
from datetime import date

from index.errors import QuestionError


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` to `until`, both included; `None` leaves that side open.

    Undated articles belong to every period: not knowing the day is no reason to hide an article.

    Raises:
        QuestionError: It ends before it begins.
    """

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise QuestionError(f"no day is both since {self.since} and until {self.until}: swap the two")

    @property
    def everything(self) -> bool:
        """Whether no day is left out."""
        return self.since is None and self.until is None

    def holds(self, day: date | None) -> bool:
        """Return whether an article of that day belongs; `None` is an undated one, and does."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
