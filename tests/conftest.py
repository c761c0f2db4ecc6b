"""What the tests of the command line share, made once."""

from pathlib import Path

import pytest
from command import ARTICLES, Command


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Command:
    """The command where there is no library; the cache is the session's.

    The prepared encoder in it is kept from one session to the next: making it takes half a minute.
    """
    home = tmp_path_factory.mktemp("qa")
    cache = home / "cache"
    cache.mkdir()
    (cache / "encoders").symlink_to(Path(pytestconfig.cache.mkdir("encoders")).absolute())
    return Command(home / "none", cache)


@pytest.fixture(scope="session")
def town(nowhere: Command) -> Command:
    """The command over a library of the sample articles; tests leave it as it is."""
    qa = nowhere.over(nowhere.cache.parent / "town")
    report = qa("index", ARTICLES, "--json").json
    assert report["added"] >= 30
    assert report["skipped"] == []
    return qa


@pytest.fixture
def qa(nowhere: Command, tmp_path: Path) -> Command:
    """The command with a library of the test's own, not yet made."""
    return nowhere.over(tmp_path / "library")
