"""What a server answers instead of what was asked → an error in one line."""

import json
from dataclasses import dataclass
from http import HTTPStatus

from index.errors import ModelError
from index.fetching.answers import seconds_to_wait
from qa.models.exchange import Head
from qa.models.keys import Key
from qa.printing.render import plain

LONGEST_MESSAGE = 160
"""Characters of a server's own message that are passed on."""
_PAGES = ("<!doctype", "<html")


class RefusedError(ModelError):
    """A server answered with another status than 200."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked, and with what."""

    url: str
    key: Key
    """It is never passed on, should the server repeat it."""


def refusal(asked: Asked, head: Head, body: bytes) -> RefusedError:
    """Return the error for a reply that is none."""
    said = message_of(body, asked)
    return RefusedError(f"{asked.url}: {_told(asked, head, said)}", status=head.status)


def message_of(body: bytes, asked: Asked) -> str:
    """Return the server's own words in one short line, without the key; "" where there are none."""
    text = body.decode("utf-8", "replace")
    try:
        said = _message(json.loads(text))
    except (ValueError, RecursionError):
        said = "" if text.lstrip().lower().startswith(_PAGES) else text
    if asked.key.value:
        said = said.replace(asked.key.value, "…")
    line = plain(said).replace("; ", ", ")
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:LONGEST_MESSAGE]}…"


def _message(value: object) -> str:
    """Return what a JSON object says: servers put it in one of these places."""
    while isinstance(value, dict):
        value = next((value[name] for name in ("error", "message", "detail") if value.get(name)), "")
    return value if isinstance(value, str) else ""


def _told(asked: Asked, head: Head, said: str) -> str:
    status = head.status
    if status in {401, 403}:
        return _wanting(asked.key)
    if 300 <= status < 400:
        target = plain(head.headers.get("location") or "elsewhere")
        return f"the server points to {target}; name that address if you trust it"
    if status == 429:
        seconds = seconds_to_wait(head.headers.get("retry-after"))
        return f"the server is asked too much; try again {f'in {seconds:.0f} s' if seconds else 'later'}"
    if status < 500 and _is_about_length(said):
        return f"the prompt is too long for the model ({said}); say how much it holds: --context TOKENS"
    return _failed(status, f"{_phrase(status)}: {said}" if said else _phrase(status))


def _wanting(key: Key) -> str:
    if key.value:
        return f"the server does not accept the key; check {key.variable}"
    if key.variable:
        return f"the server wants a key; put it in the environment variable {key.variable}"
    return (
        "the server wants a key; name the variable that holds it in settings.toml, "
        "as key_variable beside the server’s address"
    )


def _failed(status: int, told: str) -> str:
    if status == 404:
        return f"{told}; the address mostly ends in /v1, and the model’s name stands after #"
    if status >= 500:
        return f"the server failed ({told}); try again, or look at its log"
    return f"the server refuses ({told}); check the address and the model"


def _is_about_length(said: str) -> bool:
    lowered = said.lower()
    about = "context" in lowered or "token" in lowered
    return about and any(word in lowered for word in ("exceed", "maximum", "too long", "too many"))


def _phrase(status: int) -> str:
    """Return a status as servers say it, as 404 Not Found."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
