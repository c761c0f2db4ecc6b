"""Any sentence-transformers model: tiny ones with random weights, made here."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from shutil import copytree, rmtree

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_models import TEXTS, WORDS, make_model, reference

from index.embedder import open_embedder
from index.errors import ModelError
from index.light_encoder import KEPT_AT, LOCK, LightEncoder, compiled_graph
from index.lock import tried_lock
from index.reference_encoder import ReferenceEncoder


@pytest.mark.parametrize("pooling", ["mean", "cls"])
@pytest.mark.parametrize("normalised", [False, True])
def test_other_models_are_exported_too(tmp_path: Path, *, pooling: str, normalised: bool) -> None:
    """Whatever the pooling, and normalised or not, the export agrees and rows have unit length."""
    folder = make_model(tmp_path, pooling=pooling, normalised=normalised)
    encoder = open_embedder(str(folder), cache=tmp_path / "cache")
    assert isinstance(encoder, LightEncoder)
    assert (encoder.dimension, encoder.max_tokens) == (16, 24)
    vectors = encoder.embed(TEXTS)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5
    assert (vectors * reference(folder).embed(TEXTS)).sum(axis=1).min() > 0.999


def test_the_same_weights_pooled_otherwise_are_another_encoder(tmp_path: Path) -> None:
    """One cache keeps both apart, though the digest of their weights is the same."""
    folders = [make_model(tmp_path / pooling, pooling=pooling) for pooling in ("mean", "cls")]
    mean, cls = [open_embedder(str(folder), cache=tmp_path / "cache") for folder in folders]
    assert mean.digest == cls.digest
    assert float((mean.embed(TEXTS[:1]) * cls.embed(TEXTS[:1])).sum()) < 0.999


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), max_size=12))
def test_company_changes_no_vector(tiny_light: LightEncoder, texts: list[str]) -> None:
    """Embedding texts together or one by one gives the same rows in the same order."""
    together = tiny_light.embed(texts)
    assert together.shape == (len(texts), 16)
    for text, vector in zip(texts, together, strict=True):
        assert float(tiny_light.embed([text])[0] @ vector) > 0.999
    assert tiny_light.count_tokens(texts) == [len(text.split()) for text in texts]


def test_a_model_that_cannot_be_exported_stays_with_the_reference(tmp_path: Path) -> None:
    """It is said at the first opening, and remembered: the second says nothing."""
    folder = make_model(tmp_path, prompt="the ")
    first: list[str] = []
    second: list[str] = []
    assert isinstance(open_embedder(str(folder), cache=tmp_path, notice=first.append), ReferenceEncoder)
    assert isinstance(open_embedder(str(folder), cache=tmp_path, notice=second.append), ReferenceEncoder)
    assert "stays with sentence-transformers" in first[-1]
    assert second == []


def test_a_full_disk_is_no_fault_of_the_model(tiny_model: Path, tmp_path: Path) -> None:
    """It is told in one line, and the model exported the next time; not kept from it for ever."""
    notices: list[str] = []
    with files_of_at_most(8192):
        encoder = open_embedder(str(tiny_model), cache=tmp_path, notice=notices.append)
    assert isinstance(encoder, ReferenceEncoder)
    assert "cannot be written (the disk may be full" in notices[-1]
    assert not list((tmp_path / "encoders").rglob(".*"))
    assert isinstance(open_embedder(str(tiny_model), cache=tmp_path), LightEncoder)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes within, which fails as on a full disk."""
    soft, hard = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, (soft, hard))


def test_without_a_cache_the_reference_embeds(tiny_model: Path) -> None:
    """A cache that cannot be written is told in one line and the vectors come all the same."""
    notices: list[str] = []
    encoder = open_embedder(
        str(tiny_model), cache=tiny_model / "modules.json" / "cache", notice=notices.append
    )
    assert isinstance(encoder, ReferenceEncoder)
    assert encoder.embed(TEXTS).shape == (len(TEXTS), 16)
    assert encoder.embed([]).shape == (0, 16)
    assert "cannot be written" in notices[-1]


@pytest.mark.parametrize("name", ["facts.json", "tokenizer.json", "model.xml", "model.bin"])
def test_a_damaged_export_is_made_again(
    tiny_light: LightEncoder, tiny_model: Path, tiny_cache: Path, name: str
) -> None:
    """Whichever file is cut short, the model opens and embeds as before."""
    [file] = (tiny_cache / "encoders").rglob(name)
    file.write_bytes(file.read_bytes()[:20])
    notices: list[str] = []
    encoder = open_embedder(str(tiny_model), cache=tiny_cache, notice=notices.append)
    assert isinstance(encoder, LightEncoder)
    assert (encoder.embed(TEXTS) * tiny_light.embed(TEXTS)).sum(axis=1).min() > 0.999
    assert "preparing" in notices[0]


def test_a_damaged_compiled_copy_is_made_again(
    tiny_light: LightEncoder, tiny_model: Path, tiny_cache: Path
) -> None:
    """What OpenVINO keeps for a faster start is not needed to start."""
    open_embedder(str(tiny_model), cache=tiny_cache)
    blobs = list((tiny_cache / "encoders").rglob("*.blob"))
    assert blobs
    for blob in blobs:
        content = blob.read_bytes()
        blob.unlink()
        blob.write_bytes(content[: len(content) // 2])
    encoder = open_embedder(str(tiny_model), cache=tiny_cache)
    assert (encoder.embed(TEXTS) * tiny_light.embed(TEXTS)).sum(axis=1).min() > 0.999


def test_one_process_at_a_time_compiles(tiny_cache: Path) -> None:
    """What one writes, no other reads half of or writes over while it is in use: it waits its turn."""
    [compiled] = (tiny_cache / "encoders").rglob(KEPT_AT)
    rmtree(compiled)
    with ThreadPoolExecutor(1) as pool:
        with tried_lock(compiled / LOCK, seconds=0) as first:
            assert first
            second = pool.submit(compiled_graph, compiled.parent, "f32", performance="LATENCY")
            with pytest.raises(NotYetError):
                second.result(timeout=1)
            assert not list(compiled.glob("*.blob"))
        second.result()
    assert list(compiled.glob("*.blob"))


def test_what_another_process_prepares_is_waited_for(
    tiny_model: Path, tiny_prepared: Path, tmp_path: Path
) -> None:
    """The model is exported once, told in one line, and not a second time under whoever runs the first."""
    [home] = [facts.parent for facts in (tiny_prepared / "encoders").rglob("facts.json")]
    lock = tmp_path / home.relative_to(tiny_prepared).with_name(f"{home.name}.lock")
    lock.parent.mkdir(parents=True)
    notices: Queue[str] = Queue()
    with ThreadPoolExecutor(1) as pool:
        with tried_lock(lock, seconds=0) as first:
            assert first
            second = pool.submit(open_embedder, str(tiny_model), cache=tmp_path, notice=notices.put)
            assert "waiting for another command" in notices.get()
            copytree(tiny_prepared, tmp_path, dirs_exist_ok=True)
        assert isinstance(second.result(), LightEncoder)
    assert notices.empty()


def test_an_export_that_disagrees_is_not_used(tiny_model: Path, tiny_cache: Path) -> None:
    """Facts that record too low a cosine keep the light encoder from being opened."""
    [file] = (tiny_cache / "encoders").rglob("facts.json")
    facts = json.loads(file.read_text())
    file.write_text(json.dumps({**facts, "agreement": {"f32": 0.99, "bf16": 0.99}}))
    notices: list[str] = []
    open_embedder(str(tiny_model), cache=tiny_cache, notice=notices.append)
    assert "preparing" in notices[0]


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    """The line names the folder and what it lacks."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"no embedding model in .*empty"):
        open_embedder(str(tmp_path / "empty"), cache=tmp_path)


def test_a_folder_with_damaged_weights_is_refused_in_one_line(tiny_model: Path, tmp_path: Path) -> None:
    """A library's own exception, of many lines, does not reach the reader."""
    (tmp_path / "broken").mkdir()
    for file in tiny_model.rglob("*"):
        if file.is_file():
            copy = tmp_path / "broken" / file.relative_to(tiny_model)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(file.read_bytes())
    (tmp_path / "broken" / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelError, match=r"broken cannot be loaded") as caught:
        open_embedder(str(tmp_path / "broken"), cache=tmp_path)
    assert "\n" not in str(caught.value)
