"""Where things lie on this machine: the library, the cache, the sample articles."""

import os
from hashlib import blake2b
from pathlib import Path

import platformdirs

APPLICATION = "article-qa"


def library_directory(option: str | None) -> Path:
    """Return the library to use: the option, else `QA_LIBRARY`, else one in the user's data directory."""
    chosen = option or os.environ.get("QA_LIBRARY")
    if chosen:
        return expanded(chosen).absolute()
    return platformdirs.user_data_path(APPLICATION) / "library"


def cache_directory() -> Path:
    """Return the directory of what can be made again: `QA_CACHE`, else in the user's cache."""
    chosen = os.environ.get("QA_CACHE")
    return expanded(chosen).absolute() if chosen else platformdirs.user_cache_path(APPLICATION)


def passing_library(paths: tuple[Path, ...], cache: Path) -> Path:
    """Return the directory in the cache for a library of just these files and folders."""
    named = b"\0".join(sorted({os.fsencode(path.absolute()) for path in paths}))
    return cache / "from" / blake2b(named, digest_size=10).hexdigest()


def sample_articles() -> Path | None:
    """Return the folder of sample articles, in the installed package or in the checkout.

    `None` where neither has one, as in a checkout without its tests.
    """
    package = Path(__file__).parent
    folders = (package / "samples", package.parent / "tests" / "data" / "articles")
    return next((folder for folder in folders if folder.is_dir()), None)


def expanded(written: str) -> Path:
    """Return a path with `~` resolved; one that starts with `~` and names no user stays as it is."""
    return Path(os.path.expanduser(written))  # noqa: PTH111 - Path.expanduser raises where there is no such user


def shortened(path: str) -> str:
    """Return a path or address with "~" for the user's own folder, as a person would write it."""
    try:
        home = str(Path.home())
    except RuntimeError:  # nobody's, as in some containers
        return path
    inside = path.removeprefix(home.rstrip("/") + "/")
    return path if inside == path else f"~/{inside}"
