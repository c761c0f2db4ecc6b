"""`qa rebuild` as people and scripts call it."""

from pathlib import Path

import pytest
from command import Command, write


def test_passages_nobody_cuts_are_refused(qa: Command) -> None:
    """A length far from any passage's is wrong usage, with what would do."""
    assert "from 16 to 8192" in qa("rebuild", "--passages", "3").refused(2)


@pytest.mark.bundled
def test_a_library_is_rebuilt_with_other_passages(qa: Command, tmp_path: Path) -> None:
    """Afterwards there are more and shorter passages of the same articles, and questions find them."""
    words = " ".join(f"The ferry left the harbour at {hour} with cows on board." for hour in range(1, 24))
    qa("index", "--quiet", write(tmp_path / "in", ferry=words))
    before = qa("status", "--json").json
    report = qa("rebuild", "--passages", "40", "--json", "--quiet").json
    assert report["articles"] == 1
    assert report["passages"] > before["passages"]
    assert report["passage_tokens"] == 40
    assert qa("search", "When did the ferry leave?", "--json").json["hits"]
