"""What tests of several files share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache directory for the whole run, so that the encoder is prepared once."""
    return tmp_path_factory.mktemp("models")
