"""How prompts begin whatever is asked: what a model computed from it, kept for the next process too."""

import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from index.bundled import write_whole

WORTH = 20_000_000_000
"""Weights times tokens from which a state is kept: two cores take half a second to compute it again, and it
is read in some milliseconds."""
MOST_BYTES = 256 * 2**20
"""Of all states together. A token takes 22 kB of a model of 1.1 billion weights, and 128 kB of one of
8 billion; a beginning has a hundred tokens or two."""
_CHECK = 4  # bytes of the checksum in front


class Beginnings:
    """The states of one model after the tokens with which many of its prompts begin.

    A state is llama.cpp's copy of the keys and values it keeps for these tokens. One that is missing,
    damaged or cannot be written costs its computing again, nothing else.
    """

    def __init__(self, folder: Path, *, model: Path, runtime: str, parameters: int) -> None:
        """Keep them in a folder, which need not exist.

        Args:
            folder: Where; other models' states may lie there too.
            model: The model's file; once it is written anew its states are no longer found.
            runtime: What else the numbers depend on: the library's version and its code for this processor.
            parameters: The model's weights.
        """
        facts = model.stat()
        self._folder = folder
        self._parameters = parameters
        self._of_model = f"{model.absolute()}\0{facts.st_size}\0{facts.st_mtime_ns}\0{runtime}"

    def are_worth(self, tokens: int) -> bool:
        """Whether a beginning of so many tokens takes longer to compute than to read."""
        return tokens * self._parameters >= WORTH

    def state_after(self, tokens: Sequence[int]) -> bytes | None:
        """Return the state after these tokens, or `None` where none is kept."""
        file = self._file(tokens)
        try:
            content = file.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(file)  # those used last are kept longest
        check, state = content[:_CHECK], content[_CHECK:]
        return state if check == _checksum(state) else None

    def keep(self, tokens: Sequence[int], state: bytes) -> None:
        """Keep the state after these tokens, and of all states those used last, as far as they have room."""
        if _CHECK + len(state) > MOST_BYTES:
            return
        with suppress(OSError):  # only the next process is slower
            write_whole(self._file(tokens), _checksum(state) + state)
            for file in self._beyond():
                file.unlink(missing_ok=True)

    def _file(self, tokens: Sequence[int]) -> Path:
        told = f"{self._of_model}\0{','.join(map(str, tokens))}"
        return self._folder / f"{sha256(told.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.state"

    def _beyond(self) -> Iterator[Path]:
        """Yield the files that are too many, those not used for longest."""
        known = sorted(
            ((file.stat(), file) for file in self._folder.glob("*.state")),
            key=lambda pair: pair[0].st_mtime_ns,
            reverse=True,
        )
        room = MOST_BYTES
        for facts, file in known:
            room -= facts.st_size
            if room < 0:
                yield file


def _checksum(state: bytes) -> bytes:
    return zlib.crc32(state).to_bytes(_CHECK, sys.byteorder)
