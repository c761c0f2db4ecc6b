"""MHTML: a page saved by a browser with its pictures, as the parts of a message."""

from dataclasses import replace

from index.errors import ReadError
from index.readers import dates, html
from index.readers.draft import Draft
from index.readers.mail import mime
from index.readers.mail.headers import Headers
from index.readers.mail.mime import Part

_MOST_FRAMES = 5


def read(data: bytes) -> tuple[Draft, ...]:
    """The article of the saved page, as from the page itself.

    The address is the page's own (canonical), else the one it was saved from. The header's date is the day on
    which the page was saved and says nothing of the article.

    Raises:
        ReadError: There is no page in it, or no article in the page.
    """
    message = mime.parse(data)
    pages = _pages(message)
    if not pages:
        raise ReadError("a saved page without its HTML; save the page again, as HTML")
    draft = _first_article(pages)
    url = draft.url or _address(message.headers) or _address(pages[0].headers)
    day = draft.date or (dates.from_address(url) if url else None)
    return (
        replace(
            draft,
            title=draft.title or message.headers.text("subject"),
            url=url,
            date=day,
            date_from=draft.date_from if draft.date else ("address" if day else None),
        ),
    )


def _pages(message: Part) -> list[Part]:
    """The pages in the file: first the one that was saved, then its frames, the largest first."""
    pages = [part for part in message.walk() if part.kind in mime.PAGES and not part.parts]
    start = message.headers.parameter("content-type", "start")
    saved = message.headers.text("snapshot-content-location")
    main = next(
        (
            part
            for part in pages
            if (start and part.headers.text("content-id") == start)
            or (saved and part.headers.text("content-location") == saved)
        ),
        pages[0] if pages else None,
    )
    frames = sorted((part for part in pages if part is not main), key=lambda part: -len(part.content()))
    return [*([main] if main else []), *frames[:_MOST_FRAMES]]


def _first_article(pages: list[Part]) -> Draft:
    """The article of the first page that has one; an old page may be nothing but its frames."""
    refused: ReadError | None = None
    for page in pages:
        try:
            draft = html.read(page.text())
        except ReadError as error:
            refused = refused or error
            continue
        if draft.text.strip():
            return draft
    raise refused or ReadError("no article text in the saved page; save it while its article shows")


def _address(headers: Headers) -> str | None:
    for name in ("snapshot-content-location", "content-location"):
        url = headers.text(name)
        if url and url.startswith(("http://", "https://")):
            return url
    return None
