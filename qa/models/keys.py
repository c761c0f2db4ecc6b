"""Which key goes to which server: each to the one address it was given for, and to no other."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qa.models.address import ModelAddress, ModelPlace

USUAL = "QA_API_KEY"
"""The variable for the server that `--model` or QA_MODEL names, where the settings name no other for it."""


@dataclass(frozen=True, slots=True)
class Key:
    """A server's key, as far as there is one."""

    variable: str | None = None
    """The variable of the environment it stands in, or would; `None` where none is named for the server."""
    value: str | None = field(default=None, repr=False)
    """Never shown; `None` where there is none."""


NO_KEY = Key()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that the settings offer."""

    address: ModelAddress
    key_variable: str | None = None
    """The variable of the environment that holds its key; `None` sends it none."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Knows by a server's address the variable that holds its key; keys themselves are read when needed."""

    variables: Mapping[str, str] = field(default_factory=dict)

    def of(self, address: ModelAddress) -> Key:
        """Return the key for a server, whichever of its models is meant."""
        variable = self.variables.get(address.url)
        return Key(variable, os.environ.get(variable, "").strip() or None) if variable else NO_KEY


NO_KEYS = Keys()


def keys_of(endpoints: Iterable[Endpoint], named: ModelPlace | None = None) -> Keys:
    """Return the keys of the settings' servers, and of the one the reader named when the program began."""
    variables = {one.address.url: one.key_variable for one in endpoints if one.key_variable}
    if isinstance(named, ModelAddress):
        variables.setdefault(named.url, USUAL)
    return Keys(variables)
