"""What can be fetched, and what is borne meanwhile; brings in nothing that fetches."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait, and how much to bear."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    """Without a byte."""
    whole_seconds: float = 60.0
    """For all of one answer."""
    redirects: int = 5
    between_seconds: float = 1.0
    """From one request to a host to the next."""


USUAL_LIMITS = Limits()


def is_web_address(written: str) -> bool:
    """Return whether something is an http or https address with a host."""
    try:
        parts = urlsplit(written)
    except ValueError:  # a bracket that is not closed
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
