"""An embedding model on this disk → whatever runs it fastest here, of all that agrees with the reference.

The model is exported once, and every way to run it is tried once on each machine; both are kept in the
cache. After that it is opened without torch.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index.bulk_encoder import BulkEncoder
from index.errors import ModelError
from index.light_encoder import LightEncoder, LightFacts, openvino_version
from index.lock import tried_lock
from index.machine import this_machine
from index.model_files import settings_digest, weights_digest
from index.reference_encoder import ReferenceEncoder, load_local_model
from index.trial import Trial, load_trial

FORMAT = 3
"""Of what is left in the cache; what has another one is made anew."""

WAIT_SECONDS = 120.0
"""How long one waits for another to prepare the model, which takes half a minute on two cores."""

_MEASURING = "measuring how this machine runs the embedding model {} (once, some seconds)"

AnyEncoder = LightEncoder | BulkEncoder | ReferenceEncoder


@dataclass(frozen=True, slots=True)
class LocalModel:
    """An embedding model and where what is made of it is kept."""

    folder: Path
    name: str
    digest: str
    """Of its weights."""
    home: Path
    """The folder of its export, there or not."""

    @classmethod
    def of(cls, folder: Path, name: str, *, cache: Path) -> Self:
        """Return the model in a folder, and where the cache has, or is to have, what is made of it.

        Raises:
            ModelError: There is none, or it cannot be read.
        """
        digest = weights_digest(folder, cache=cache)
        # what, beside the weights, an export depends on
        made_by = f"{FORMAT}-{settings_digest(folder)}-{openvino_version()}"
        return cls(folder, name, digest, cache / "encoders" / digest / made_by)

    @property
    def refusal(self) -> Path:
        """The file that says why it cannot be exported, there or not."""
        return self.home.with_name(f"{self.home.name}.refused")

    @property
    def trial(self) -> Path:
        """The file of what was tried on this machine, there or not."""
        return self.home.with_name(f"{self.home.name}.{this_machine().key}.json")

    def reference(self) -> ReferenceEncoder:
        """Return it as sentence-transformers runs it, which takes seconds to load.

        Raises:
            ModelError: It cannot be loaded.
        """
        loaded = load_local_model(self.folder, name=self.name)
        return ReferenceEncoder(loaded, name=self.name, digest=self.digest)


def open_prepared(model: LocalModel, notice: Callable[[str], None]) -> AnyEncoder:
    """Return the model, ready to embed; what is made or measured for that first is told to `notice`.

    Raises:
        ModelError: It cannot be loaded at all.
    """
    light = _open_light(model, notice)
    if light is not None:
        return light
    if model.refusal.exists() and load_trial(model.trial) is not None:
        return model.reference()  # there is nothing to make
    with _turn(model, notice):
        return _open_light(model, notice) or _prepared(model, notice)


@contextmanager
def _turn(model: LocalModel, notice: Callable[[str], None]) -> Iterator[None]:
    """Wait for whoever else is just preparing the model; where nothing can be kept, nobody waits."""
    lock = model.home.with_name(f"{model.home.name}.lock")
    with suppress(OSError):
        lock.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(lock.parent, os.W_OK):
        yield
        return
    with tried_lock(lock, seconds=0) as free:
        if free:
            yield
            return
    notice(f"waiting for another command that prepares the embedding model {model.name}")
    with tried_lock(lock, seconds=WAIT_SECONDS):
        yield  # whoever takes longer is not waited for: each can prepare it alone


def _prepared(model: LocalModel, notice: Callable[[str], None]) -> AnyEncoder:
    """Return the model, exported and measured now, or as sentence-transformers runs it."""
    # There only where it cannot be exported: nothing is said of that again.
    refused = model.refusal.exists()
    if not refused:
        notice(f"preparing the embedding model {model.name} for this machine (once, up to half a minute)")
    reference = model.reference()
    if refused:
        if load_trial(model.trial) is None:
            _time(reference, model, notice)
        return reference
    return (_export(model, reference, notice) and _open_light(model, notice, reference)) or reference


def open_if_prepared(model: LocalModel, notice: Callable[[str], None]) -> AnyEncoder | None:
    """Return the model, if it was prepared and measured here before, else `None`."""
    return _open_light(model, notice) if load_trial(model.trial) else None


def measure_again(model: LocalModel, notice: Callable[[str], None]) -> None:
    """Try every way to run the model here anew, sentence-transformers among them.

    One that could not be exported before is tried again.

    Raises:
        ModelError: It cannot be loaded at all, or what was measured cannot be kept.
    """
    try:
        model.trial.unlink(missing_ok=True)
        model.refusal.unlink(missing_ok=True)
    except OSError as error:
        raise ModelError(
            f"{model.trial} cannot be replaced ({error.strerror or error}); use a cache that can be written"
        ) from error
    notice(_MEASURING.format(model.name))
    if _open_light(model, notice, model.reference()) is None:
        open_prepared(model, notice)  # it was not prepared yet, or cannot be exported


def _open_light(
    model: LocalModel, notice: Callable[[str], None], reference: ReferenceEncoder | None = None
) -> LightEncoder | BulkEncoder | None:
    """Return the encoder that was prepared; `None` where there is none that can be run.

    Args:
        model: Whose encoder.
        notice: Is told if its speed is measured first.
        reference: Is timed then as well, where it is loaded already.
    """
    try:
        facts = LightFacts.load(model.home)
        precision = facts.precision()
        trial = (load_trial(model.trial) or _tried(model, facts, notice, reference)) if precision else None
        if precision and trial:
            precision = trial.light.precision if trial.light else None
        if precision is None:
            return None  # no way of running it agrees with the reference
        many = trial.many if trial else None
        light = LightEncoder(
            model.home,
            name=model.name,
            digest=model.digest,
            facts=facts,
            precision=precision,
            many=many.precision if many and not many.is_reference else None,
        )
    except (OSError, ValueError, ModelError):
        return None  # absent or damaged: it is made again
    if many is not None and many.is_reference:
        return BulkEncoder(light, model.reference, notice=notice)
    return light


def _tried(
    model: LocalModel, facts: LightFacts, notice: Callable[[str], None], reference: ReferenceEncoder | None
) -> Trial | None:
    """Return what comes of trying all ways now; `None` where that could not be kept for the next start."""
    from index.trying import try_ways

    if not os.access(model.home.parent, os.W_OK):
        return None
    machine = this_machine()
    if reference is None:
        notice(_MEASURING.format(model.name))
        if machine.accelerator:
            reference = model.reference()
    trial = try_ways(model.home, facts, machine=machine, reference=reference)
    _keep(trial, model, notice)
    return trial


def _time(reference: ReferenceEncoder, model: LocalModel, notice: Callable[[str], None]) -> None:
    """Measure and keep how fast the reference is, where that can be kept."""
    from index.trying import try_reference

    if os.access(model.home.parent, os.W_OK):
        _keep(try_reference(reference, machine=this_machine()), model, notice)


def _keep(trial: Trial, model: LocalModel, notice: Callable[[str], None]) -> None:
    try:
        trial.save(model.trial)
    except OSError as error:
        where = f"{model.trial} cannot be written ({error.strerror or error})"
        notice(f"{where}: how fast the embedding model runs is measured again at every start")


def _export(model: LocalModel, reference: ReferenceEncoder, notice: Callable[[str], None]) -> bool:
    """Make the light encoder; return whether that was possible, and say why where it was not."""
    from index.light_export import CannotExportError, prepare_light

    try:
        prepare_light(reference, model.home)
    except CannotExportError as error:
        notice(f"the embedding model {model.name} stays with sentence-transformers, slower to start: {error}")
        _remember(model.refusal, str(error))
        _time(reference, model, notice)
    except OSError as error:
        where = f"the cache {model.home.parent} cannot be written ({error.strerror or error})"
        notice(f"{where}: every start will take some seconds longer")
    else:
        with suppress(OSError):  # what was tried was another export
            model.trial.unlink()
        return True
    return False


def _remember(refusal: Path, reason: str) -> None:
    """Keep a model from being exported at every start; where it cannot be kept, it is tried again."""
    try:
        refusal.write_text(reason, "utf-8")
    except OSError:
        return
