"""llama.cpp run bare, with one setting or another: a process for each, since some end in a crash."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from benchmarking.apart import run_apart, told
from benchmarking.processes import MeasuringError
from benchmarking.spread import Spread
from qa.models.llama import SPINS, copies_weights, physical_cores


@dataclass(frozen=True, slots=True)
class Setting:
    """How llama.cpp is run."""

    name: str
    threads: int
    batch: int = 512
    """Tokens given to it at once."""
    together: int = 128
    """Of these, tokens evaluated together."""
    flash: bool = False
    """Whether attention is fused, which llama.cpp does of itself where it can."""
    spins: str | None = SPINS
    """Looks a thread takes before it sleeps; `None` for OpenMP's own, 300,000."""
    extra: bool = False
    """Whether weights are copied into layouts made for this processor."""
    drafted: int = 0
    """Tokens that prompt lookup guesses at a time, where they followed the same words before; 0 for none."""


@dataclass(frozen=True, slots=True)
class Bare:
    """What one setting came to over all prompts."""

    setting: Setting
    load_s: Spread | None
    """`None`, and what follows too, where it crashed."""
    prompt_rate: Spread | None
    """Tokens a second until the first is written."""
    write_rate: Spread | None
    """Tokens a second from then on."""
    same: bool
    """Whether it wrote the same tokens as the first setting."""
    trouble: str = ""
    """What it ended in."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What a model is given."""

    model: Path
    prompts: Sequence[Sequence[int]]
    """Tokens."""
    ends: Sequence[int]
    """Tokens that end a turn."""
    most: int
    """Tokens to write after each."""


def few_settings() -> list[Setting]:
    """Return those that matter most: the program's own first, then each with one thing otherwise."""
    own = own_setting()
    copied = "weights as they are in the file" if own.extra else "weights copied"
    return [
        own,
        replace(own, name="fused attention", flash=True),
        replace(own, name="threads that seldom sleep", spins=None),
        replace(own, name=copied, extra=not own.extra),
        replace(own, name="prompt lookup, 4", drafted=4),
    ]


def own_setting() -> Setting:
    """Return the one that the program runs llama.cpp with."""
    return Setting("as the program runs it", physical_cores(), extra=copies_weights())


def all_settings() -> list[Setting]:
    """Return these and more."""
    own = own_setting()
    fewer = [replace(own, name="one thread", threads=1)] if own.threads > 1 else []
    return [
        *few_settings(),
        *fewer,
        replace(own, name="a thread more", threads=own.threads + 1),
        replace(own, name="512 tokens together", together=512),
        replace(own, name="2048 tokens together", batch=2048, together=2048),
        replace(own, name="prompt lookup, 2", drafted=2),
        replace(own, name="prompt lookup, 10", drafted=10),
    ]


class Trials:
    """Settings tried in turns."""

    def __init__(self, prompts: Prompts, file: Path) -> None:
        """Take what is given, and a file that may be written for it."""
        self._prompts = prompts
        self._file = file
        self._forms: dict[Setting, list[dict[str, Any]]] = {}
        self._trouble: dict[Setting, str] = {}

    def run(self, chosen: Sequence[Setting]) -> None:
        """Run each setting once; one that crashed is not tried again."""
        for setting in chosen:
            if setting in self._trouble:
                continue
            try:
                form = self._form(setting)
            except MeasuringError as error:
                # Before that stands a command with places of this machine.
                self._trouble[setting] = f"ended with {str(error).rpartition(': ended with ')[2]}"
            else:
                self._forms.setdefault(setting, []).append(form)

    def outcomes(self) -> list[Bare]:
        """Return what all came to, in the order they were first tried."""
        first = next(iter(self._forms.values()), None)
        right = _written(first[0]) if first else []
        return [self._bare(setting, right) for setting in {**self._forms, **self._trouble}]

    def first_seconds(self) -> list[float]:
        """Return for each prompt the median seconds to its first token, in the first setting."""
        forms = next(iter(self._forms.values()))
        columns = zip(*([one["first_s"] for one in form["prompts"]] for form in forms), strict=True)
        return [Spread.of(column).median for column in columns]

    def _bare(self, setting: Setting, right: list[list[int]]) -> Bare:
        if setting in self._trouble:
            return Bare(setting, None, None, None, same=False, trouble=self._trouble[setting])
        forms = self._forms[setting]
        return Bare(
            setting,
            Spread.of(form["load_s"] for form in forms),
            Spread.of(self._prompt_rate(form) for form in forms),
            Spread.of(_write_rate(form["prompts"]) for form in forms),
            same=all(_written(form) == right for form in forms),
        )

    def _form(self, setting: Setting) -> dict[str, Any]:
        given = {
            "model": str(self._prompts.model),
            "prompts": self._prompts.prompts,
            "ends": self._prompts.ends,
            "tokens": self._prompts.most,
            "setting": asdict(setting),
        }
        self._file.write_text(json.dumps(given), "utf-8")
        form: dict[str, Any] = told(run_apart("benchmarking.alone.llama_bare", self._file))
        return form

    def _prompt_rate(self, form: dict[str, Any]) -> float:
        seconds: float = sum(one["first_s"] for one in form["prompts"])
        return sum(map(len, self._prompts.prompts)) / seconds


def _written(form: dict[str, Any]) -> list[list[int]]:
    """Return the tokens written after each prompt."""
    return [one["tokens"] for one in form["prompts"]]


def _write_rate(prompts: Sequence[dict[str, Any]]) -> float:
    """Return tokens a second after the first, over all prompts."""
    tokens = sum(max(0, len(one["tokens"]) - 1) for one in prompts)
    seconds: float = sum(one["whole_s"] - one["first_s"] for one in prompts)
    return tokens / seconds if seconds else 0.0
