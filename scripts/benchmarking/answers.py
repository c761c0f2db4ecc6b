"""Answers beside what llama.cpp takes alone: for the same model, prompts and threads."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarking.apart import run_apart, told
from benchmarking.llama_settings import (
    Bare,
    Prompts,
    Setting,
    Trials,
    all_settings,
    few_settings,
    own_setting,
)
from benchmarking.made_model import make_model
from benchmarking.processes import Ended, MeasuringError, Program
from benchmarking.samples import SAMPLES, sample_questions
from benchmarking.spread import Spread
from index.bundled import bundled_file
from qa.models.bundled import LANGUAGE_MODEL
from qa.places import cache_directory

MOST = 64
"""Tokens that the bundled model writes at most after each prompt; a shortening is 20 to 40."""
FIRST = 1
"""Tokens that a model writes of which only the first is waited for."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked, and how often."""

    prompts: int = 8
    """Of questions that stand alone."""
    dialogues: int = 4
    large: int = 3
    """Of questions that a model of a billion weights is asked too."""
    rounds: int = 3
    settings: Callable[[], list[Setting]] = all_settings
    """Of llama.cpp alone."""


QUICK_PLAN = Plan(prompts=3, dialogues=1, large=1, rounds=1, settings=few_settings)


@dataclass(frozen=True, slots=True)
class Asking:
    """`qa ask` as a new process, for one question that the model is asked about; seconds from its start."""

    prompt: int
    """Tokens."""
    evidence_s: Spread
    """Until the evidence is known; what the process takes to end counts too here and below."""
    first_s: Spread
    """Until the model's first token."""
    whole_s: Spread
    quoted_s: Spread
    """Until the evidence is known with --quote, by a process that loads no language model."""
    bare_s: float
    """What llama.cpp takes alone to load the model and to evaluate that prompt."""
    anew_s: Spread | None = None
    """Until the first token where nothing of the prompt is kept from an earlier process; `None` for the
    bundled model, of whose prompts nothing ever is."""

    @property
    def over(self) -> float:
        """How much longer the first token takes than that, as a share of it."""
        return self.first_s.median / self.bare_s - 1

    @property
    def over_both(self) -> float:
        """How much longer than the two one after the other: the evidence with --quote, and then that.

        What is done of the model's part while the evidence is looked for makes it negative.
        """
        return self.first_s.median / (self.quoted_s.median + self.bare_s) - 1


@dataclass(frozen=True, slots=True)
class Ours:
    """The program's own way to run the model, loaded for each prompt anew."""

    load_s: Spread
    prompt_rate: float
    """Tokens a second until the first piece is written."""
    write_rate: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A prompt in a chat whose model stays loaded."""

    turn: int
    """Of its conversation, from 1."""
    prompt: int
    """Tokens."""
    evaluated: int
    """Of these, what was evaluated once the evidence was known: the rest was foreseen, or begins as the
    prompt before."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All of it."""

    bare: tuple[Bare, ...]
    ours: Ours
    asking: tuple[Asking, ...]
    large: tuple[Asking, ...]
    """The same of a model that has as many weights as are needed to write prose."""
    turns: tuple[Turn, ...]

    @property
    def evaluated_again(self) -> float | None:
        """The share of their tokens that prompts after a first one evaluate; `None` without any."""
        later = [one for one in self.turns if one.turn > 1]
        return sum(one.evaluated for one in later) / sum(one.prompt for one in later) if later else None


def measure_answers(home: Path, plan: Plan, *, say: Say) -> Answers:
    """Return how answers over the samples compare; `home` is an empty folder."""
    say("indexing the samples")
    library = Program(home / "library")
    library("index", SAMPLES / "articles", "--json")
    one = _Measuring(library, None, home, MOST, say)
    one.record(plan.prompts, _dialogues()[: plan.dialogues])
    one.measure(plan.settings(), plan.rounds)
    say("making a model of a billion weights")
    large = _Measuring(library, make_model(home / "made.gguf"), home, FIRST, say)
    large.record(plan.large, [])
    large.measure([own_setting()], plan.rounds)
    return Answers(
        bare=tuple(one.bare()),
        ours=_ours(one.singles),
        asking=tuple(one.askings()),
        large=tuple(large.askings()),
        turns=tuple(one.turns),
    )


class _Measuring:
    """One model's answers beside llama.cpp with the same model and prompts."""

    def __init__(self, library: Program, model: Path | None, home: Path, most: int, say: Say) -> None:
        """Have a model answer, `None` for the bundled one; it writes so many tokens a prompt at most."""
        self._library, self._home, self._most, self._say = library, home, most, say
        self._model = model or bundled_file(LANGUAGE_MODEL, cache=cache_directory())
        self._chosen = ("--model", model) if model else ()
        self.singles: list[dict[str, Any]] = []
        """The prompts of questions that stand alone, each with what it took."""
        self.turns: list[Turn] = []
        self._trials: Trials | None = None
        self._asked: list[list[dict[str, float]]] = []

    def record(self, prompts: int, conversations: Sequence[Sequence[str]]) -> None:
        """Ask, and keep the prompts that come of it.

        Raises:
            MeasuringError: The model is asked nothing.
        """
        self._say("asking, and recording the prompts")
        wish = {
            "model": str(self._model),
            "most": self._most,
            "conversations": conversations,
            "questions": sample_questions(),
            "prompts": prompts,
        }
        file = self._home / "conversations.json"
        file.write_text(json.dumps(wish), "utf-8")
        calls = told(run_apart("benchmarking.alone.asking", self._library.library, file))
        if not calls["singles"]:
            raise MeasuringError("the samples' questions: the model was asked about none")
        self.singles = calls["singles"]
        self.turns = [Turn(one["turn"], len(one["prompt"]), one["evaluated"]) for one in calls["chats"]]
        tokens = [call["prompt"] for call in self.singles]
        given = Prompts(self._model, tokens, calls["ends"], self._most)
        self._trials = Trials(given, self._home / "prompts.json")

    def measure(self, settings: Sequence[Setting], rounds: int) -> None:
        """Run llama.cpp alone in each setting, and then `qa ask` with each question, so often."""
        assert self._trials is not None, "prompts were recorded"
        for count in range(rounds):
            self._say(f"round {count + 1} of {rounds}: llama.cpp alone, then qa ask")
            self._trials.run(settings)
            self._asked.append([self._seconds(call["question"]) for call in self.singles])

    def bare(self) -> list[Bare]:
        """Return what the settings of llama.cpp came to."""
        assert self._trials is not None, "prompts were recorded"
        return self._trials.outcomes()

    def askings(self) -> list[Asking]:
        """Return what each question took, beside llama.cpp's share."""
        assert self._trials is not None, "prompts were recorded"
        loading = self.bare()[0].load_s
        assert loading is not None, "the program's own setting was tried"
        return [
            Asking(
                prompt=len(call["prompt"]),
                bare_s=loading.median + seconds,
                **{name: Spread.of(one[at][name] for one in self._asked) for name in self._asked[0][at]},
            )
            for at, (call, seconds) in enumerate(zip(self.singles, self._trials.first_seconds(), strict=True))
        ]

    def _asked_about(self, question: str) -> Ended:
        return self._library("ask", *self._chosen, question, "--json")

    def _seconds(self, question: str) -> dict[str, float]:
        """Return when new processes had what, in seconds from their start."""
        (quoted,) = _since_start(self._library("ask", "--quote", question, "--json"), "evidence_ms")
        anew = {}
        if self._chosen:
            self._model.touch()  # what is kept is of a file that was written at that time
            (anew["anew_s"],) = _since_start(self._asked_about(question), "first_token_ms")
        ended = self._asked_about(question)
        evidence, first = _since_start(ended, "evidence_ms", "first_token_ms")
        spent = {"evidence_s": evidence, "first_s": first, "whole_s": ended.seconds, "quoted_s": quoted}
        return spent | anew


def _dialogues() -> list[list[str]]:
    """Return the conversations about the samples."""
    rows = map(json.loads, (SAMPLES / "dialogues.jsonl").read_text("utf-8").splitlines())
    return [[turn["question"] for turn in row["turns"]] for row in rows if row["set"] == "samples"]


def _since_start(ended: Ended, *names: str) -> list[float]:
    """Return the seconds from the start of a process to moments that its answer tells.

    The program counts from where it begins to answer; before that lies what else the process took.
    """
    timings: Mapping[str, float] = ended.json["timings"]
    before = ended.seconds - timings["total_ms"] / 1000
    return [before + timings[name] / 1000 for name in names]


def _ours(calls: Sequence[Mapping[str, Any]]) -> Ours:
    wrote = sum(max(0, call["wrote"]) for call in calls)
    return Ours(
        Spread.of(call["load_s"] for call in calls),
        sum(len(call["prompt"]) for call in calls) / sum(call["first_s"] for call in calls),
        wrote / sum(call["whole_s"] - call["first_s"] for call in calls),
    )
