"""The language models that can be chosen here, and what each would cost."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs

from index.bundled import bundled_file
from index.errors import ArticleQAError
from qa.models.address import ModelAddress, ModelPlace, model_place
from qa.models.bundled import LANGUAGE_MODEL
from qa.models.keys import NO_KEYS, USUAL, Keys
from qa.models.llm import USUAL_CONTEXT, LanguageModel
from qa.models.memory_need import MemoryNeed, memory_need
from qa.places import APPLICATION, expanded

VARIABLE = "QA_MODELS"
MOST_FILES = 500
"""GGUF files listed of a folder."""

Kind = Literal["bundled", "file", "server"]


@dataclass(frozen=True, slots=True)
class Choosable:
    """A language model that can be chosen."""

    place: ModelPlace | None
    """`None` is the bundled one."""
    name: str
    kind: Kind
    recent: bool = False
    """Whether it was used lately."""
    need: MemoryNeed | None = None
    """`None` for a server's, and where it cannot be told."""
    trouble: str = ""
    """Why it cannot be used, in one line; "" for nothing known."""

    @property
    def typed(self) -> str:
        """What is typed to choose it: a path, an address, or the bundled one's name."""
        return LANGUAGE_MODEL.name if self.place is None else str(self.place)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where models are looked for."""

    cache: Path
    """The directory of what can be made again."""
    folder: Path
    endpoints: tuple[ModelAddress, ...] = ()
    context: int | None = None
    """Tokens wanted in the window; `None` is what the server tells, and the usual ones for a file."""
    keys: Keys = NO_KEYS
    """Where the servers' keys stand."""

    def models(self, recent: Iterable[str] = ()) -> list[Choosable]:
        """Return the models there are, each once: bundled, recent, those in the folder, servers.

        The headers of the files are read for it, which takes a tenth of a second each.
        """
        found: dict[str, Choosable] = {}
        for one in self._each(tuple(recent)):
            found.setdefault(one.typed, one)
        return list(found.values())

    def named(self, written: str) -> Choosable:
        """Return the model meant by what is typed: one that is listed, a file, or an address.

        Raises:
            QuestionError: It is an address that cannot be asked.
        """
        wanted = written.strip().casefold()
        known = [LANGUAGE_MODEL.name, *map(str, self._files()), *map(str, self.endpoints)]
        same = [one for one in known if wanted in (one.casefold(), Path(one).stem.casefold())]
        chosen = same[0] if same else written.strip()
        if chosen == LANGUAGE_MODEL.name:
            return self._bundled()
        return self._choosable(model_place(chosen), recent=False)

    def opened(self, chosen: Choosable) -> LanguageModel:
        """Return a model loaded, which may take seconds.

        Raises:
            ModelError: It cannot be used.
        """
        from qa.models.local_model import open_model  # once one is chosen: the chat's first paint needs none

        return open_model(chosen.place, cache=self.cache, context=self.context, keys=self.keys)

    def _each(self, recent: tuple[str, ...]) -> Iterator[Choosable]:
        yield self._bundled()
        for written in recent:
            try:
                place = model_place(written)
            except ArticleQAError:
                continue  # it was one for an earlier version
            yield self._choosable(place, recent=True)
        for path in self._files():
            yield self._choosable(path, recent=False)
        for address in self.endpoints:
            yield self._choosable(address, recent=False)

    def _files(self) -> list[Path]:
        try:
            found = [path for path in self.folder.rglob("*.gguf") if path.is_file()]
        except OSError:
            return []  # a folder that is not there, or cannot be read, has none
        return sorted(found)[:MOST_FILES]

    def _bundled(self) -> Choosable:
        try:
            file = bundled_file(LANGUAGE_MODEL, cache=self.cache)
            need = memory_need(file, context=self.context or USUAL_CONTEXT)
        except ArticleQAError as error:
            return Choosable(None, LANGUAGE_MODEL.name, "bundled", trouble=str(error))
        return Choosable(None, LANGUAGE_MODEL.name, "bundled", need=need)

    def _choosable(self, place: ModelPlace, *, recent: bool) -> Choosable:
        if isinstance(place, ModelAddress):
            key = self.keys.of(place)
            missing = key.variable if key.variable != USUAL and not key.value else None
            trouble = f"its key is missing; set {missing} before the chat begins" if missing else ""
            return Choosable(place, place.model or place.host, "server", recent, trouble=trouble)
        try:
            need = memory_need(place, context=self.context or USUAL_CONTEXT)
        except ArticleQAError as error:
            return Choosable(place, place.stem, "file", recent, trouble=str(error))
        return Choosable(place, need.name or place.stem, "file", recent, need)


def models_folder(chosen: Path | None) -> Path:
    """Return where GGUF files are looked for: `QA_MODELS`, else the settings' folder, else the usual one."""
    named = os.environ.get(VARIABLE)
    if named:
        return expanded(named).absolute()
    return chosen or platformdirs.user_data_path(APPLICATION) / "models"
