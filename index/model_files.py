"""Where the files of an embedding model lie, and what tells one model from another."""

import json
import os
from hashlib import blake2b, sha256
from pathlib import Path

from index.bundled import sha256_of
from index.errors import ModelError

_SETTINGS = {".json", ".txt", ".model"}
_LARGEST_SETTING = 64 * 2**20  # bytes; the vocabularies of the largest multilingual models are below it


def model_folder(name: str) -> Path | None:
    """Return the folder of a model on this disk, or `None` where it is not here.

    Args:
        name: A folder, or a Hugging Face id such as "intfloat/e5-small-v2"; one without a slash
            means "sentence-transformers/…", as it does to sentence-transformers.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder.absolute()
    repository = name if "/" in name else f"sentence-transformers/{name}"
    home = _hub_cache() / f"models--{repository.replace('/', '--')}"
    try:
        commit = (home / "refs" / "main").read_text("utf-8").strip()
    except (OSError, ValueError):
        return None
    snapshot = home / "snapshots" / commit
    return snapshot if _weights(snapshot) else None


def _hub_cache() -> Path:
    """Return where downloaded models lie, by the variables their library documents."""
    chosen = os.environ.get("SENTENCE_TRANSFORMERS_HOME") or os.environ.get("HF_HUB_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("HF_HOME") or f"{cache}/huggingface"
    return Path(home).expanduser() / "hub"


def weights_digest(folder: Path, *, cache: Path) -> str:
    """Return the sha256 of a model's weights in hexadecimal.

    Of several files it is the sha256 of the lines "name digest" that `sha256sum` would print.

    Raises:
        ModelError: There are no weights in the folder, or they cannot be read.
    """
    files = _weights(folder)
    if not files:
        raise ModelError(
            f"there is no embedding model in {folder}: it holds no *.safetensors and no *.bin file"
        )
    digests = [sha256_of(file, cache=cache) for file in files]
    if len(digests) == 1:
        return digests[0]
    lines = [
        f"{file.relative_to(folder).as_posix()} {digest}\n"
        for file, digest in zip(files, digests, strict=True)
    ]
    return sha256("".join(lines).encode()).hexdigest()


def settings_digest(folder: Path) -> str:
    """Return sixteen hexadecimal digits that change with the tokenizer, the pooling and the like.

    The same weights pooled in another way make other vectors.

    Raises:
        ModelError: A file cannot be read.
    """
    digest = blake2b(digest_size=8)
    try:
        for part in _parts(folder):
            for file in sorted(part.iterdir()):
                if file.suffix in _SETTINGS and file.is_file() and file.stat().st_size <= _LARGEST_SETTING:
                    digest.update(f"{file.relative_to(folder).as_posix()}\0".encode())
                    digest.update(file.read_bytes())
    except OSError as error:
        raise ModelError(f"the embedding model in {folder} cannot be read: {error.strerror}") from error
    return digest.hexdigest()


def _weights(folder: Path) -> list[Path]:
    """Return the weight files of all parts, safetensors where a part has them."""
    found: list[Path] = []
    for part in _parts(folder):
        found += sorted(part.glob("*.safetensors")) or sorted(part.glob("pytorch_model*.bin"))
    return found


def _parts(folder: Path) -> list[Path]:
    """Return the folder and those of the modules it lists, as sentence-transformers reads them."""
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        names = {str(module["path"]) for module in modules} - {""}
    except (OSError, ValueError, TypeError, KeyError):
        names = set()  # a plain transformer: everything is in the folder itself
    return [folder, *(folder / name for name in sorted(names) if (folder / name).is_dir())]
