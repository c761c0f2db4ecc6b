"""What is to be known of files: of some it is told one by one, of many by reason."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.progress import Noticed, PassedOver, Report, Skip, Skipped
from qa.printing.controls import inert

ONE_BY_ONE = 10
"""Files told of as they are met; more fill the screen, and nobody reads them."""
EXAMPLES = 2
MOST_REASONS = 12
_PLACE = re.compile(
    r"(?:(?:entry|lines?|item|record|page) \d[\d, to]*(?:\([^()]*\))?,? ?)+: |\S[^:]{0,200}\.\w{1,8}: "
)
"""What stands before a reason that is about a part of a file: where in it, or the name of a packed file."""
_FIGURE = re.compile(r"\d[\d.,]*")


@dataclass(slots=True)
class _Group:
    """Files with one reason."""

    reason: str
    """As it was given for the first of them."""
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the group in a line."""
        return inert(f"{self.count:>7,}  {self.reason}: {named(self.examples, self.count)}")


class Sparing:
    """Tells of files in lines, sparingly.

    Args:
        say: Prints a line.
        verbose: Whether each file gets its line, however many there are.
    """

    def __init__(self, say: Callable[[str], None], *, verbose: bool = False) -> None:
        self._say = say
        self._verbose = verbose
        self._skipped: dict[str, _Group] = {}
        self._noticed: dict[str, _Group] = {}

    def tell(self, event: Skipped | Noticed | PassedOver) -> None:
        """Tell of a file, or keep it for the end where many were told of before."""
        if isinstance(event, PassedOver):
            if self._verbose:
                self._say(said_of_file(event))
            return
        groups, reason = (
            (self._noticed, event.notice) if isinstance(event, Noticed) else (self._skipped, event.reason)
        )
        if self._verbose or _count(groups) < ONE_BY_ONE:
            self._say(said_of_file(event))
        _add(groups, event.path, reason)

    def sum_up(self) -> None:
        """Say in the end how many there were and why, where not each was told of."""
        for groups, what in ((self._noticed, "read, with a notice"), (self._skipped, "skipped")):
            if not self._verbose and _count(groups) > ONE_BY_ONE:
                self._say(f"{_count(groups):,} {what} (--verbose names each):")
                for line in _table(groups):
                    self._say(line)


def summed_up(skips: Sequence[Skip], say: Callable[[str], None], *, verbose: bool) -> None:
    """Say of things skipped what `Sparing` says."""
    sparing = Sparing(say, verbose=verbose)
    for skip in skips:
        sparing.tell(Skipped(skip.path, skip.reason))
    sparing.sum_up()


def passed_over(report: Report) -> str | None:
    """Return in a line what held no articles and was not meant to; `None` for nothing."""
    if not report.passed:
        return None
    first, count = report.passed[0], len(report.passed)
    examples = named([skip.path for skip in report.passed[:EXAMPLES]], count)
    said = f"{count:,} passed over, since there are no articles in them: {examples}"
    nothing_else = not (report.added or report.changed or report.unchanged)
    return inert(f"{said} ({first.reason})" if nothing_else else said)


def said_of_file(event: Skipped | Noticed | PassedOver) -> str:
    """Return in one line what the reader should know of a file."""
    match event:
        case Noticed(path, notice):
            return inert(f"{path}: {notice}")
        case Skipped(path, reason):
            return inert(f"skipped {path}: {reason}")
        case PassedOver(path, reason):
            return inert(f"passed over {path}: {reason}")


def named(examples: Sequence[str], count: int) -> str:
    """Return the names of some of so many files, of which at least one is an example."""
    shown = [each if "://" in each else "/".join(each.split("/")[-2:]) for each in examples[:EXAMPLES]]
    more = count - len(shown)
    return f"{', '.join(shown)} and {more:,} more" if more else " and ".join(shown)


def _count(groups: dict[str, _Group]) -> int:
    return sum(group.count for group in groups.values())


def _add(groups: dict[str, _Group], path: str, reason: str) -> None:
    """Put a file among those with its reason, whatever figures and places in the file it names."""
    plain = _PLACE.sub("", reason, count=1)
    group = groups.setdefault(_FIGURE.sub("0", plain), _Group(plain))
    group.count += 1
    if len(group.examples) < EXAMPLES:
        group.examples.append(path)


def _table(groups: dict[str, _Group]) -> list[str]:
    """Return a line for each reason, the commonest first, and one for those that are too many."""
    ordered = sorted(groups.values(), key=lambda group: -group.count)
    rest = ordered[MOST_REASONS:]
    lines = [group.line() for group in ordered[:MOST_REASONS]]
    if rest:
        lines.append(f"{sum(group.count for group in rest):>7,}  for {len(rest):,} other reasons")
    return lines
