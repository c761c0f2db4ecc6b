"""What a message's header says of the article in it: title, authors, source, day and address."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from index.readers import dates
from index.readers.blocks import words
from index.readers.mail import headers
from index.readers.mail.headers import Address, Headers
from index.readers.names import is_name
from index.readers.titles import is_publication

_PREFIX = re.compile(
    r"(?:(?P<forward>fwd?|wg|tr|rv|enc|doorst|inoltro|vb|vl)|re|aw|sv|vs|antw|ref|odp)"
    r"(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]\s*",
    re.IGNORECASE,
)
"""What mail programs of a dozen languages set before the subject of a reply or a forwarded message."""
_TAG = re.compile(r"\[(?P<tag>[^\[\]]{1,60})\]\s*")
_WARNINGS = re.compile(
    r"(?:external|extern|ext|spam|suspected spam|\*+spam\*+|bulk|caution|unverified)", re.IGNORECASE
)
_ON_BEHALF = re.compile(
    r"(?P<one>.{2,60}?)\s*(?:\s(?P<word>from|at|of|via|@|von|de)\s|\s[|·•–—-]\s|,\s|\()\s*(?P<other>.{2,60}?)\)?$"
)
_NOT_A_PERSON = re.compile(
    r"\b(?:newsletters?|letters?|news|daily|weekly|monthly|briefing|digest|bulletin|dispatch|updates?|alerts?|headlines|"
    r"today|desk|team|office|council|press|editors?|editorial|newsroom|magazine|journal|review|report|mail|list|info|"
    r"no-?reply|subscriptions?|club|society|association|library|museum)\b|\d",
    re.IGNORECASE,
)
_MAILTO = re.compile(r"[\[<(]?mailto:([^\s\[\]<>()]+)[\]>)]?")
_LIST_ID = re.compile(r"^(?P<name>[^<]*?)\s*<(?P<id>[^<>]*)>")
_ADDRESS = re.compile(r"<\s*(?P<address>https?://[^\s<>]{4,600})\s*>|^(?P<bare>https?://\S{4,600})$")
_TRACKING = re.compile(
    r"//(?:click|links?|trk|track(?:ing)?|email|r|go|url\d*|clicks)\.|/(?:track|ls)/click|/(?:click|redirect|wf/click|c/eJ)\b|"
    r"%3A%2F%2F|[?&](?:url|redirect|target)=http",
    re.IGNORECASE,
)
_LONGEST_ADDRESS = 300
"""Characters; a longer one says who clicked and not where the letter stands."""
_PERSONAL = re.compile(
    r"(?:utm_\w+|mc_[ce]id|e|r|token|email|sid|uid|isFreemail|triedRedirect)", re.IGNORECASE
)
"""Parameters of an address that say who reads it or where it was clicked."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote a letter, and for what paper."""

    authors: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a letter without its body."""

    title: str | None
    sender: Sender
    day: dt.date | None
    """On which it was sent, in the sender's own zone."""
    url: str | None
    language: str | None
    is_forward: bool
    """Whether the subject says that it holds another letter."""
    is_reply: bool
    is_bulk: bool
    """Whether it went to many, as newsletters do."""


def read(said: Headers) -> Facts:
    """What the header of a message says; of a newsletter its sender is the source, of a letter the author."""
    title, forward, reply = subject(said.text("subject") or "")
    sender = _sender(said)
    stripped, tagged = _without_tag(title, (sender.source or "", *sender.authors, *_list_names(said)))
    if tagged and sender.source is None:
        sender = Sender(sender.authors, tagged)
    return Facts(
        title=stripped or None,
        sender=sender,
        day=said.day("date") or said.day("received"),
        url=_url(said),
        language=_language(said.text("content-language")),
        is_forward=forward,
        is_reply=reply or said.text("in-reply-to") is not None,
        is_bulk=_is_bulk(said),
    )


def forwarded(sender: str, about: str, date: str) -> Facts:
    """What the header of a forwarded letter says, given as the lines that the program set above it."""
    title, _, reply = subject(about)
    one = headers.address(_MAILTO.sub(r"<\1>", sender))
    found = person_or_paper(one, bulk=False) if one else Sender()
    title, tagged = _without_tag(title, (found.source or "", *found.authors))
    return Facts(
        title=title or None,
        sender=Sender(found.authors, found.source or tagged),
        day=headers.day(date) or dates.parse(date),
        url=None,
        language=None,
        is_forward=False,
        is_reply=reply,
        is_bulk=False,
    )


def subject(text: str) -> tuple[str, bool, bool]:
    """A subject without its "Re:" and "Fwd:", and whether it had one of forwarding, and of replying.

    Tags such as "[EXTERNAL]", which servers add, go too; those of a list are left for whoever knows the list.
    """
    forward = reply = False
    at, kept = 0, ""
    while at < len(text):
        prefix, tag = _PREFIX.match(text, at), _TAG.match(text, at)
        if prefix and prefix.end() < len(text):
            forward, reply = forward or bool(prefix["forward"]), reply or not prefix["forward"]
            at = prefix.end()
        elif tag and tag.end() < len(text) and _WARNINGS.fullmatch(tag["tag"].strip()):
            at = tag.end()
        elif tag and not kept and _PREFIX.match(text, tag.end()):
            at, kept = tag.end(), tag.group()
        else:
            break
    return kept + text[at:].strip(), forward, reply and not forward


def person_or_paper(one: Address, *, bulk: bool) -> Sender:
    """Who an address is: an author, a source, or both, as in "Jane Doe from The Herald".

    Args:
        one: As the header gives it.
        bulk: Whether the message went to many; then only an address that is a person's own makes an author.
    """
    split = _ON_BEHALF.match(one.name)
    if split:
        first, other = split["one"].strip(" \"'“”"), split["other"].strip(" \"'“”")
        if _is_person(first) and (split["word"] or is_publication(other)):
            return Sender((first,), other)
        if split["word"] is None and is_publication(first) and _is_person(other):
            return Sender((other,), first)
    name = _in_order(one)
    if _is_person(name) and (not bulk or _is_own(one)):
        return Sender((name,), None)
    return Sender((), one.name or None)


def _in_order(one: Address) -> str:
    """A name with the given name first: firms write "Marel, Ines"."""
    last, comma, first = one.name.partition(", ")
    return f"{first} {last}" if comma and "," not in first and _is_own(one) else one.name


def _sender(said: Headers) -> Sender:
    bulk = _is_bulk(said)
    one = said.address("from") or said.address("sender")
    names = _list_names(said)
    if one is None:
        return Sender((), names[0] if names else None)
    found = person_or_paper(one, bulk=bulk)
    if bulk and names and _is_person(one.name) and not set(words(one.name)) & set(words(names[0])):
        return Sender((one.name,), names[0])
    if found.source or not bulk:
        return found
    return Sender(found.authors, names[0] if names else (None if found.authors else _domain(one.address)))


def _is_bulk(said: Headers) -> bool:
    listed = any(said.text(name) for name in ("list-id", "list-unsubscribe", "list-post"))
    return listed or (said.text("precedence") or "").lower() in ("bulk", "list")


def _list_names(said: Headers) -> tuple[str, ...]:
    """The name of the list that a message went through, if it has one that a reader would know it by."""
    found = _LIST_ID.match(said.text("list-id") or "")
    name = found["name"].strip(" \"'") if found else ""
    return (name,) if re.search(r"[^\W\d_]{3}", name) and not re.search(r"[0-9a-f]{12}|mc list", name) else ()


def _without_tag(title: str, names: tuple[str, ...]) -> tuple[str, str | None]:
    """A title without the tag of its list, and the paper that a tag of another name names."""
    found = _TAG.match(title)
    if found is None or found.end() >= len(title):
        return title, None
    tag = found["tag"].strip()
    said = set(words(tag))
    if said and any(said <= set(words(name)) for name in names):
        return title[found.end() :].strip(), None
    if is_publication(tag):
        return title[found.end() :].strip(), tag
    return title, None


def _is_person(name: str) -> bool:
    return (
        is_name(name) and not is_publication(name) and not _NOT_A_PERSON.search(name) and " " in name.strip()
    )


def _is_own(one: Address) -> bool:
    """Whether a word of somebody's name stands in the part of the address before the @."""
    local = one.address.partition("@")[0]
    return any(word in local for word in words(one.name) if len(word) >= 3)


def _domain(mailbox: str) -> str | None:
    return mailbox.rpartition("@")[2] or None


def _url(said: Headers) -> str | None:
    """Where the letter stands on the web: as lists (RFC 5064), feed readers and letter services say."""
    for name in ("archived-at", "list-post", "x-rss-url", "content-base"):
        found = _ADDRESS.search(said.text(name) or "")
        url = plain_address(found["address"] or found["bare"]) if found else None
        if url and not (name == "list-post" and url.endswith("/post")):  # where members write to the list
            return url
    return None


def plain_address(url: str) -> str | None:
    """`url` without what says who reads it; `None` for an address that only counts clicks on the way."""
    if not url.startswith(("http://", "https://")) or len(url) > _LONGEST_ADDRESS or _TRACKING.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    kept = [(key, value) for key, value in parse_qsl(parts.query) if not _PERSONAL.fullmatch(key)]
    return urlunsplit(parts._replace(query=urlencode(kept), fragment=""))


def _language(stated: str | None) -> str | None:
    found = re.match(r"([A-Za-z]{2})(?:-[A-Za-z]{2,4})?$", stated or "")
    return found.group(1).lower() if found else None
