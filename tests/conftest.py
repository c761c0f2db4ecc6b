"""What tests of several files share, made once."""

import locale
import signal
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from command import ARTICLES, Command
from hypothesis import settings

if TYPE_CHECKING:
    from index.light_encoder import LightEncoder

settings.register_profile("shared", deadline=None)  # a busy machine is no fault
settings.load_profile("shared")


def pytest_configure() -> None:
    """Let an interruption reach what the tests start, though they run where it is ignored.

    A shell has what it runs in the background ignore it, and so would all that is started there.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


LOCALE = locale.setlocale(locale.LC_CTYPE)
"""As the process began. A test may begin while a thread of the one before still compiles a model, which sets
another for the time being."""


@pytest.fixture(autouse=True)
def _locale_as_it_was() -> Iterator[None]:
    """Give the next test the process's locale, which a library loaded in a test may leave as "C"."""
    yield
    if locale.setlocale(locale.LC_CTYPE) != LOCALE:
        locale.setlocale(locale.LC_CTYPE, LOCALE)


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A cache directory for the whole session.

    The prepared encoder in it is kept from one session to the next: making it takes half a minute.
    """
    cache = tmp_path_factory.mktemp("cache")
    (cache / "encoders").symlink_to(Path(pytestconfig.cache.mkdir("encoders")).absolute())
    return cache


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Command:
    """The command where there is no library."""
    return Command(tmp_path_factory.mktemp("qa") / "none", model_cache)


@pytest.fixture(scope="session")
def town(nowhere: Command) -> Command:
    """The command over a library of the sample articles; tests leave it as it is."""
    qa = nowhere.over(nowhere.library.parent / "town")
    report = qa("index", ARTICLES, "--json").json
    assert report["added"] >= 30
    assert report["skipped"] == []
    return qa


@pytest.fixture
def qa(nowhere: Command, tmp_path: Path) -> Command:
    """The command with a library of the test's own, not yet made."""
    return nowhere.over(tmp_path / "library")


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny embedding model that pools by the mean."""
    from tiny_models import make_model  # most tests do without

    return make_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_prepared(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the tiny model is prepared, to be read or copied."""
    from index.embedder import open_embedder

    cache = tmp_path_factory.mktemp("prepared")
    open_embedder(str(tiny_model), cache=cache)
    return cache


@pytest.fixture
def tiny_cache(tiny_prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared cache, to be damaged."""
    return Path(copytree(tiny_prepared, tmp_path / "cache"))


@pytest.fixture(scope="session")
def tiny_light(tiny_model: Path, tiny_prepared: Path) -> "LightEncoder":
    """The tiny model as it is run."""
    from index.embedder import open_embedder
    from index.light_encoder import LightEncoder

    encoder = open_embedder(str(tiny_model), cache=tiny_prepared)
    assert isinstance(encoder, LightEncoder)
    return encoder
