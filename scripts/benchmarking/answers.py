"""Answers beside what llama.cpp takes alone: for the same model, prompts and threads."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarking.apart import run_apart, told
from benchmarking.llama_settings import Bare, Prompts, Setting, Trials, all_settings, few_settings
from benchmarking.processes import Ended, MeasuringError, Program
from benchmarking.samples import SAMPLES, sample_questions
from benchmarking.spread import Spread
from index.bundled import bundled_file
from qa.models.bundled import LANGUAGE_MODEL
from qa.places import cache_directory

MOST = 64
"""Tokens that a bare model writes at most after each prompt; a shortening is 20 to 40."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked, and how often."""

    prompts: int = 8
    """Of questions that stand alone."""
    dialogues: int = 4
    rounds: int = 3
    settings: Callable[[], list[Setting]] = all_settings
    """Of llama.cpp alone."""


QUICK_PLAN = Plan(prompts=3, dialogues=1, rounds=1, settings=few_settings)


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
    say("asking, and recording the prompts")
    calls = _calls(home, plan)
    singles = calls["singles"]
    if not singles:
        raise MeasuringError("the samples' questions: the model was asked about none")
    prompts = Prompts(
        bundled_file(LANGUAGE_MODEL, cache=cache_directory()),
        [call["prompt"] for call in singles],
        calls["ends"],
        MOST,
    )
    trials = Trials(prompts, home / "prompts.json")
    asked: list[list[dict[str, Any]]] = []
    for count in range(plan.rounds):
        say(f"round {count + 1} of {plan.rounds}: llama.cpp alone, then qa ask")
        trials.run(plan.settings())
        asked.append([_asked(library, call["question"]) for call in singles])
    bare = trials.outcomes()
    return Answers(
        bare=tuple(bare),
        ours=_ours(singles),
        asking=tuple(_askings(singles, asked, _bare_seconds(bare, trials))),
        turns=tuple(Turn(call["turn"], len(call["prompt"]), call["evaluated"]) for call in calls["chats"]),
    )


def _calls(home: Path, plan: Plan) -> dict[str, Any]:
    wish = {
        "conversations": _dialogues()[: plan.dialogues],
        "questions": sample_questions(),
        "prompts": plan.prompts,
    }
    file = home / "conversations.json"
    file.write_text(json.dumps(wish), "utf-8")
    calls: dict[str, Any] = told(run_apart("benchmarking.alone.asking", home / "library", file))
    return calls


def _dialogues() -> list[list[str]]:
    """Return the conversations about the samples."""
    rows = map(json.loads, (SAMPLES / "dialogues.jsonl").read_text("utf-8").splitlines())
    return [[turn["question"] for turn in row["turns"]] for row in rows if row["set"] == "samples"]


def _asked(library: Program, question: str) -> dict[str, float]:
    """Return when new processes had what, in seconds from their start."""
    (quoted,) = _since_start(library("ask", "--quote", question, "--json"), "evidence_ms")
    ended = library("ask", question, "--json")
    evidence, first = _since_start(ended, "evidence_ms", "first_token_ms")
    return {"evidence_s": evidence, "first_s": first, "whole_s": ended.seconds, "quoted_s": quoted}


def _since_start(ended: Ended, *names: str) -> list[float]:
    """Return the seconds from the start of a process to moments that its answer tells.

    The program counts from where it begins to answer; before that lies what else the process took.
    """
    timings: Mapping[str, float] = ended.json["timings"]
    before = ended.seconds - timings["total_ms"] / 1000
    return [before + timings[name] / 1000 for name in names]


def _bare_seconds(bare: Sequence[Bare], trials: Trials) -> list[float]:
    loading = bare[0].load_s
    assert loading is not None, "the program's own setting was tried"
    return [loading.median + seconds for seconds in trials.first_seconds()]


def _askings(
    singles: Sequence[Mapping[str, Any]], asked: Sequence[Sequence[Mapping[str, float]]], bare: list[float]
) -> list[Asking]:
    return [
        Asking(
            prompt=len(call["prompt"]),
            bare_s=bare[at],
            **{name: Spread.of(one[at][name] for one in asked) for name in asked[0][at]},
        )
        for at, call in enumerate(singles)
    ]


def _ours(calls: Sequence[Mapping[str, Any]]) -> Ours:
    wrote = sum(max(0, call["wrote"]) for call in calls)
    return Ours(
        Spread.of(call["load_s"] for call in calls),
        sum(len(call["prompt"]) for call in calls) / sum(call["first_s"] for call in calls),
        wrote / sum(call["whole_s"] - call["first_s"] for call in calls),
    )
