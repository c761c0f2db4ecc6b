"""Newspaper exports: text files as kiosks and press databases hand out the articles of papers."""

from collections.abc import Callable

from index.readers.draft import Draft
from index.readers.exports import factiva as exports_factiva
from index.readers.exports import kiosk
from index.readers.exports import lexis as exports_lexis
from index.readers.exports import proquest as exports_proquest
from index.readers.plain import whole_letters

_READERS: tuple[tuple[Callable[[str], bool], Callable[[str], tuple[Draft, ...]]], ...] = (
    (exports_lexis.is_export, exports_lexis.read),
    (exports_factiva.is_export, exports_factiva.read),
    (exports_proquest.is_export, exports_proquest.read),
    (kiosk.is_export, kiosk.read),
)


def is_export(text: str) -> bool:
    """Whether `text` is an export of one of the four manners known; a plain article is none."""
    return any(is_one(text) for is_one, _ in _READERS)


def read(text: str) -> tuple[Draft, ...]:
    """The articles of an export, in order: head in the fields, captions apart, the story alone in the text.

    A text in none of the manners is read as a kiosk's, which asks least of it.
    """
    text = whole_letters(text)
    reader = next((reader for is_one, reader in _READERS if is_one(text)), kiosk.read)
    return reader(text)
