"""The properties that a program writes into a document, and which of them tell something of the article."""

import datetime as dt
import re
from collections.abc import Sequence

from index.readers import bylines, dates
from index.readers.blocks import words
from index.readers.names import is_name, is_role

_NO_TITLE = re.compile(
    r"untitled.*|unbenannt.*|sans titre.*|(?:new )?document ?\d*|dokument ?\d*|no title|about:blank|title|"
    r"microsoft (?:word|powerpoint) ?- .*|(?:power ?point|keynote) presentation|print(?:ing)?|layout ?\d*|"
    r"(?:page|seite|slide|scan|img|image|file)[ _-]?\d.*|https?:.*|www\..*|\S*_\S*|"
    r".*\.(?:docx?|pdf|indd|qx[dp]|tex|dvi|odt|rtf|txt|html?|pptx?|xlsx?|pages|ps|eps|jpe?g|png|tiff?)",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"\b(?:user|owner|admin|administrator|microsoft|office|adobe|unknown|author|student|guest|computer|python-docx)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 200
_STAMP = re.compile(r"(?:D:)?(\d{4})-?(\d\d)-?(\d\d)")
_KEPT = dt.timedelta(days=31)
"""A document that was still changed later than that after it was begun says little about its day."""
_SPOKEN_OF = 0.7
_FIRST_YEAR = 1990
"""Neither format is older; an earlier date is a clock that was never set."""


def title(value: str | None) -> str | None:
    """A title that somebody gave: not a file's name, "untitled" or one word."""
    words = (value or "").split()
    named = " ".join(words)
    letters = sum(any(letter.isalpha() for letter in word) for word in words)
    if letters < 2 or len(named) > _LONGEST_TITLE or _NO_TITLE.fullmatch(named):
        return None
    return named


def authors(value: str | None) -> tuple[str, ...]:
    """The persons in an author's field; a user's or a program's name is none."""
    if not value or _NO_PERSON.search(value):
        return ()
    names = bylines.authors_of(value)
    return tuple(name for name in names if len(name.split()) > 1 and is_name(name) and not is_role(name))


def stamp(value: str | None) -> dt.date | None:
    """The day of a time such as D:20240304101500+01'00' or 2024-03-04T10:15:00Z, in its own time zone."""
    match = _STAMP.match(value.strip()) if value else None
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def day(created: str | None, changed: str | None) -> dt.date | None:
    """The day a document was made, where it may be the day of the article; else `None`.

    It is not where the document was worked on for more than a month, or was changed before it was made.
    """
    made, last = stamp(created), stamp(changed)
    if made is None or made.year < _FIRST_YEAR:
        return None
    return made if last is None or made <= last <= made + _KEPT else None


def is_borne_out(made: dt.date, text: str) -> bool:
    """Whether the days that a text names leave it possible that it was written about the day `made`."""
    named = [found.date for found in dates.find(text)]
    return not named or any(abs(made - day) <= _KEPT for day in named)


def is_spoken_of(named: str, texts: Sequence[str]) -> bool:
    """Whether most of the longer words of a title stand in the text."""
    said = {word for text in texts for word in words(text)}
    weighty = [word for word in words(named) if len(word) > 3]
    return bool(weighty) and sum(word in said for word in weighty) >= _SPOKEN_OF * len(weighty)
