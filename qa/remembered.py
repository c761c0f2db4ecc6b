"""What the chat remembers from one time to the next: the models last used, and the theme."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import platformdirs

from index.errors import SettingsError
from qa.places import APPLICATION, expanded

MOST_MODELS = 8
VARIABLE = "QA_STATE"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Read once; what is remembered anew is another one, and is on the disk."""

    file: Path
    models: tuple[str, ...] = ()
    """As they would be typed after `--model`, the last one first."""
    theme: str | None = None

    @classmethod
    def read(cls) -> Self:
        """Return what is remembered; nothing where the file is missing or is none of ours."""
        chosen = os.environ.get(VARIABLE)
        folder = expanded(chosen).absolute() if chosen else platformdirs.user_state_path(APPLICATION)
        file = folder / "chat.json"
        try:
            value = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            return cls(file)  # it is made again by the next choice
        if not isinstance(value, Mapping):
            return cls(file)
        models, theme = value.get("models"), value.get("theme")
        named = [one for one in models if isinstance(one, str)] if isinstance(models, list) else []
        return cls(file, tuple(named[:MOST_MODELS]), theme if isinstance(theme, str) else None)

    def with_model(self, named: str) -> "Remembered":
        """Return it with a model used just now, written down.

        Raises:
            SettingsError: It cannot be written.
        """
        others = (one for one in self.models if one != named)
        return replace(self, models=(named, *others)[:MOST_MODELS])._written()

    def with_theme(self, theme: str) -> "Remembered":
        """Return it with a theme chosen just now, written down.

        Raises:
            SettingsError: It cannot be written.
        """
        return replace(self, theme=theme)._written()

    def _written(self) -> "Remembered":
        value = {"models": list(self.models), "theme": self.theme}
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            part = self.file.with_name(f"{self.file.name}.{os.getpid()}")
            part.write_text(json.dumps(value), "utf-8")
            part.replace(self.file)
        except OSError as error:
            raise SettingsError(
                f"{self.file}: the choice is not remembered ({error.strerror}); check its permissions"
            ) from error
        return self
