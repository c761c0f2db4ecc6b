"""Where things lie, as it is told to people."""

from pathlib import Path

import pytest

from qa.places import expanded, shortened


def test_what_lies_at_home_is_told_from_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The way people write it; other paths, and those that only begin alike, stay whole."""
    monkeypatch.setenv("HOME", "/home/ada")
    assert shortened("/home/ada/papers/flood.txt") == "~/papers/flood.txt"
    assert expanded(shortened("/home/ada/papers/flood.txt")) == Path("/home/ada/papers/flood.txt")
    assert shortened("/home/adam/flood.txt") == "/home/adam/flood.txt"
    assert shortened("https://example.org/a") == "https://example.org/a"
