"""What stands above a title: the publication, its section, a day; told line by line."""

from collections.abc import Sequence

from index.readers import signals
from index.readers.head import Head
from index.readers.signals import Signal
from index.readers.titles import is_publication, is_section, looks_like_title, publication_cased

_MOST_KICKER_WORDS = 6


def parse(lines: Sequence[str]) -> tuple[Head, list[int]]:
    """What the lines say, and which of them, by their numbers, are prose all the same.

    A short line that says nothing known and ends as a title does is a kicker, such as "Exclusive", and is
    neither.
    """
    found, prose = Head(), []
    for number, line in enumerate(lines):
        signal = signals.read(line)
        if signal is None and is_publication(line):
            signal = Signal(source=publication_cased(line))
        if signal is None and is_section(line):
            signal = Signal(section=line)
        if signal is not None:
            found = _merged(found, signal)
        elif len(line.split()) > _MOST_KICKER_WORDS or not looks_like_title(line):
            prose.append(number)
    return found, prose


def under(top: Head, above: Head) -> Head:
    """`top`, with what stands above the title where it says nothing itself."""
    return Head(
        title=top.title,
        standfirst=top.standfirst,
        authors=top.authors or above.authors,
        source=top.source or above.source,
        section=top.section or above.section,
        date=top.date or above.date,
        url=top.url or above.url,
        language=top.language or above.language,
        used=top.used,
    )


def _merged(found: Head, signal: Signal) -> Head:
    return under(
        found,
        Head(
            authors=signal.authors,
            source=signal.source,
            section=signal.section,
            date=signal.date,
            url=signal.url,
            language=signal.language,
        ),
    )
