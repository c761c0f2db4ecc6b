"""What is to be read in a message: of its forms the better one, without history, signature and furniture."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import ReadError
from index.readers import captions, plain
from index.readers.blocks import blocks, paragraphs
from index.readers.mail import forwarding, furniture, letter, wording
from index.readers.mail.forwarding import Forward
from index.readers.mail.mime import Part

_SHARE = 0.5
"""HTML with fewer of the words that the plain text has only says where the letter is to be read."""


@dataclass(frozen=True, slots=True)
class Told:
    """The text of a message."""

    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    forward: Forward | None = None
    """The header of the letter inside of it that `paragraphs` are of."""

    @property
    def size(self) -> int:
        """Its words."""
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class _Forms:
    """One text in up to two forms."""

    page: str | None = None
    plain: Part | None = None


def read(message: Part, *, forwards: bool, is_reply: bool) -> Told:
    """The text of a message and of no message attached to it.

    Where it is given as HTML and as plain text, the HTML is read: it alone tells a heading, a link and a
    footer. Texts one after the other, as when pictures part them, are one.

    Args:
        message: The whole message.
        forwards: Whether its subject says that another letter is in it.
        is_reply: Whether it answers another, and what it quotes is that.

    Raises:
        ReadError: A text is too large or broken.
    """
    found: list[Told] = []
    for forms in _forms(message):
        told = _better(forms, forwards=forwards, is_reply=is_reply)
        found = [told] if told.forward and not any(one.forward for one in found) else [*found, told]
    return Told(
        paragraphs=tuple(furniture.without([part for told in found for part in told.paragraphs])),
        captions=tuple(dict.fromkeys(caption for told in found for caption in told.captions)),
        url=next((told.url for told in found if told.url), None),
        language=next((told.language for told in found if told.language), None),
        forward=next((told.forward for told in found if told.forward), None),
    )


def attached(part: Part) -> Iterator[Part]:
    """What is attached to a message, other messages too, in order, without what is attached to those."""
    if part.is_attached and not part.parts:
        yield part
    for one in part.parts:
        if one.kind.startswith("message/"):
            yield one
        else:
            yield from attached(one)


def _forms(part: Part) -> Iterator[_Forms]:
    """The texts that a message shows, each in the forms that it gives it in."""
    if part.kind == "multipart/alternative":
        yield from _alternative(part)
    elif part.kind == "multipart/related":
        yield from _forms(root(part))
    elif part.kind == "multipart/signed":
        yield from _forms(part.parts[0])
    elif part.parts:
        yield from (
            forms for one in part.parts if not one.kind.startswith("message/") for forms in _forms(one)
        )
    elif not part.is_attached and part.kind.startswith("text/"):
        text = part.text()
        if part.is_page(text):
            yield _Forms(page=text)
        elif part.kind in ("text/plain", "text/markdown"):
            yield _Forms(plain=part)


def _alternative(part: Part) -> Iterator[_Forms]:
    """One text in two forms; or its last form that is HTML, where pictures part that into pieces."""
    forms = [list(_forms(one)) for one in part.parts]
    pages = next(
        (pages for one in reversed(forms) if (pages := [piece.page for piece in one if piece.page])), []
    )
    if len(pages) > 1:
        yield from (_Forms(page=page) for page in pages)
    else:
        plain = next((piece.plain for one in forms for piece in one if piece.plain), None)
        yield _Forms(pages[0] if pages else None, plain)


def root(part: Part) -> Part:
    """The part of a multipart/related that the others, its pictures, belong to."""
    start = part.headers.parameter("content-type", "start")
    return next(
        (one for one in part.parts if start and one.headers.text("content-id") == start), part.parts[0]
    )


def _better(forms: _Forms, *, forwards: bool, is_reply: bool) -> Told:
    wrapped = _plain(forms.plain, forwards=forwards, is_reply=is_reply) if forms.plain else Told()
    if forms.page is None:
        return wrapped
    try:
        shown = _page(forms.page, forwards=forwards, is_reply=is_reply)
    except ReadError:
        if not wrapped.size:
            raise
        return wrapped
    return shown if shown.size >= _SHARE * wrapped.size else wrapped


def _page(source: str, *, forwards: bool, is_reply: bool) -> Told:
    shown = letter.read(source)
    forward, text = forwarding.innermost(shown.text, forwards=forwards, is_reply=is_reply)
    text = wording.unsigned(wording.without_history(text, is_reply=is_reply and forward is None))
    told = furniture.without([part for part in text.split("\n\n") if part.strip()])
    return Told(tuple(told), shown.captions, shown.url, shown.language, forward)


def _plain(part: Part, *, forwards: bool, is_reply: bool) -> Told:
    text = part.text()
    if (part.headers.parameter("content-type", "format") or "").lower() == "flowed":
        joined = (part.headers.parameter("content-type", "delsp") or "").lower() == "yes"
        text = wording.unfolded(text, joined_words=joined)
    forward, text = forwarding.innermost(text, forwards=forwards, is_reply=is_reply)
    text = wording.unsigned(wording.without_history(text, is_reply=is_reply and forward is None))
    url = wording.browser_address(text)
    kept = furniture.without(paragraphs(blocks(plain.whole_letters(wording.readable(text)))))
    parts, told = captions.parted([paragraph.split("\n") for paragraph in kept])
    return Told(tuple(paragraphs(parts)), told, url, None, forward)
