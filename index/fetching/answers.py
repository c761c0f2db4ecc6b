"""What comes of asking for an address: its bytes, or why there are none."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from urllib3.exceptions import (
    DecodeError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
    TimeoutError,  # noqa: A004 - theirs
)

from index.errors import ReadError

LONGEST_WAIT = 86_400.0
"""Seconds; a Retry-After of more than a day is taken for a day."""


class FetchError(ReadError):
    """Something could not be fetched; `str()` is the reason alone and reads on after "address: "."""

    def __init__(self, reason: str, *, again: bool, wait: float = 0.0, status: int = 0) -> None:
        super().__init__(reason)
        self.again = again
        """Whether it may go better next time with nothing changed on our side."""
        self.wait = wait
        """Seconds the site asks us to wait; 0 where it names none."""
        self.status = status
        """What the server answered; 0 where that was no refusal."""


class DisallowedError(FetchError):
    """A site's robots.txt does not allow it."""

    def __init__(self) -> None:
        super().__init__("its site's robots.txt does not allow programs to read it", again=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent."""

    address: str
    """Where it was found, redirects followed."""
    data: bytes
    charset: str | None
    """As the header names it; `None` where it does not."""
    etag: str | None
    modified: str | None


def unreachable(error: Exception) -> FetchError:
    """Return in our words why a server gave no answer."""
    if isinstance(error, LocationParseError | UnicodeError):
        return FetchError("no address that can be asked; check how it is written", again=False)
    reasons = (
        (NameResolutionError, "its host is not known; check the address and the connection"),
        (NewConnectionError, "its host cannot be reached; check the address and the connection"),
        (TimeoutError, "no answer in time; try again later"),
        (SSLError, f"no safe connection ({error})"),
        (DecodeError, "packed in a way that cannot be unpacked"),
    )
    reason = next(
        (text for kind, text in reasons if isinstance(error, kind)), f"the connection broke ({error})"
    )
    return FetchError(reason, again=True)


def said(status: int) -> str:
    """Return a status as servers say it, as 404 Not Found."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def charset(parameters: str) -> str | None:
    """Return the charset among a content type's parameters."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(" \"'"):
            return value.strip(" \"'")
    return None


def seconds_to_wait(stated: str | None) -> float:
    """Return how long a Retry-After header asks us to wait, in seconds or until a date; 0 for no time."""
    if not stated:
        return 0.0
    if stated.strip().isdecimal():
        return min(float(stated), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(stated)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (until - datetime.now(UTC)).total_seconds()), LONGEST_WAIT)
