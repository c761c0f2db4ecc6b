"""Where things lie on this machine: the library, the cache, the sample of the user's own."""

import os
from hashlib import blake2b
from pathlib import Path

import platformdirs

APPLICATION = "article-qa"


def library_directory(option: str | None) -> Path:
    """Return the library to use: the option, else `QA_LIBRARY`, else one in the user's data directory."""
    chosen = option or os.environ.get("QA_LIBRARY")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_data_path(APPLICATION) / "library"


def cache_directory() -> Path:
    """Return the directory of what can be made again: `QA_CACHE`, else in the user's cache."""
    chosen = os.environ.get("QA_CACHE")
    return Path(chosen).expanduser().absolute() if chosen else platformdirs.user_cache_path(APPLICATION)


def passing_library(paths: tuple[Path, ...], cache: Path) -> Path:
    """Return the directory in the cache for a library of just these files and folders."""
    named = "\0".join(sorted(str(path.expanduser().absolute()) for path in paths))
    return cache / "from" / blake2b(named.encode(), digest_size=10).hexdigest()
