"""Where a language model is to be had: a GGUF file, or a server named by its address."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import QuestionError
from qa.places import expanded

_ASKED_AT = "/chat/completions"
_EXAMPLE = "write it as in http://127.0.0.1:8080/v1 or http://127.0.0.1:8080/v1#model-name"


@dataclass(frozen=True, slots=True)
class ModelAddress:
    """An OpenAI-compatible server, and which of its models; `str()` of it is what the reader may type."""

    url: str
    """http or https, with a host in small letters, without a slash at the end: its paths are put after it."""
    model: str | None = None
    """The model's name there; `None` is the first that the server lists."""

    @property
    def host(self) -> str:
        """The host without its port: a name, or an IP address without brackets."""
        return urlsplit(self.url).hostname or ""

    @property
    def root(self) -> str:
        """The address without `/v1`, under which servers answer what is their own."""
        return self.url.removesuffix("/v1")

    @property
    def is_private(self) -> bool:
        """Whether nobody between here and there can read what is sent: https, or this machine."""
        return self.url.startswith("https://") or _is_loopback(self.host)

    def __str__(self) -> str:
        return self.url + (f"#{self.model}" if self.model else "")


ModelPlace = Path | ModelAddress
"""What the reader names as the language model."""


def model_place(written: str) -> ModelPlace:
    """Return what is meant by `--model` or QA_MODEL: an address begins with http:// or https://.

    An address without a path is taken for its `/v1`, where nearly all such servers answer.

    Raises:
        QuestionError: Nothing is written, or an address that cannot be asked.
    """
    if not written.strip():
        raise QuestionError("the model is empty; name a GGUF file or an address")
    if not written.lower().startswith(("http://", "https://")):
        return expanded(written)
    try:
        parts = urlsplit(written.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:  # a bracket that is not closed, a port that is none
        raise QuestionError(f"the address of the model cannot be read; {_EXAMPLE}") from error
    if parts.username is not None or parts.query:
        # What is named is printed and kept in histories: no place for a key.
        raise QuestionError(
            "an address with a password or a question mark is not asked; put the key in QA_API_KEY"
        )
    if not host:
        raise QuestionError(f"{written} names no host; {_EXAMPLE}")
    path = parts.path.rstrip("/").removesuffix(_ASKED_AT)
    return ModelAddress(
        f"{parts.scheme.lower()}://{parts.netloc.lower()}{path or '/v1'}", parts.fragment or None
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"
