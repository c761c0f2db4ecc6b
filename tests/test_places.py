"""Where things lie, as it is told to people."""

from pathlib import Path

import pytest

from qa.places import expanded, shortened


def test_what_lies_at_home_is_told_from_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The way people write it; other paths, and those that only begin alike, stay whole."""
    monkeypatch.setenv("HOME", str(tmp_path))
    flood = tmp_path / "papers" / "flood.txt"
    assert shortened(str(flood)) == "~/papers/flood.txt"
    assert expanded(shortened(str(flood))) == flood
    assert shortened(f"{tmp_path}s/flood.txt") == f"{tmp_path}s/flood.txt"
    assert shortened("https://example.org/a") == "https://example.org/a"
