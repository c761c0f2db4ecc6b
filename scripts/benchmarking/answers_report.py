"""What `scripts/benchmark answers` measured, as a section of a report."""

from collections.abc import Sequence
from dataclasses import asdict

from benchmarking.answers import Answers, Asking
from benchmarking.llama_settings import Bare
from benchmarking.sections import Section
from benchmarking.spread import Spread
from benchmarking.tables import Rows, rate, seconds
from benchmarking.targets import Target

OVER = 15
"""Per cent that a first token may take longer than llama.cpp alone takes to load and evaluate."""
BILLION = "1.1 billion"
METHOD = """the bundled model over the sample articles; medians, in brackets the least and the most.
llama.cpp alone runs through its bindings with the prompts that the program made, each from an empty
window, and writes on greedily. qa ask is a new process for each question that the model is asked
about; its times count from the start of the process. The first token cannot come before the evidence:
"over both" compares it with qa ask --quote until its evidence and llama.cpp alone, one after the other.
The larger model has random weights, and a prompt with all of the evidence; what it writes is not read.
How that prompt begins, all up to the evidence, was computed by an earlier process and is kept; "the first
time" it was not."""


def answers_section(answers: Answers) -> Section:
    """Return the section."""
    return Section(
        "answers",
        METHOD,
        {**asdict(answers), "evaluated_again": answers.evaluated_again},
        [
            _settings(answers),
            _asking(answers.asking, "qa ask, prompt of"),
            _asking(answers.large, f"the same, {BILLION} weights"),
            *([_turns(answers)] if answers.turns else []),
        ],
        _targets(answers),
    )


def _settings(answers: Answers) -> Rows:
    ours = answers.ours
    return [
        ["", "loaded in", "prompt tokens/s", "written tokens/s", "same words"],
        [
            "the program's own",
            seconds(ours.load_s),
            f"{ours.prompt_rate:,.0f}",
            f"{ours.write_rate:,.0f}",
            "",
        ],
        *map(_bare, answers.bare),
    ]


def _bare(one: Bare) -> list[str]:
    name = f"llama.cpp alone: {one.setting.name}"
    if one.load_s is None or one.prompt_rate is None or one.write_rate is None:
        return [name, one.trouble[:60], "", "", ""]
    same = "yes" if one.same else "no"
    return [name, seconds(one.load_s), rate(one.prompt_rate), rate(one.write_rate), same]


def _asking(askings: Sequence[Asking], name: str) -> Rows:
    return [
        [
            *(name, "evidence", "first token", "whole"),
            *("llama.cpp: load + prompt", "over that", "--quote, evidence", "over both", "the first time"),
        ],
        *(
            [
                f"{one.prompt} tokens",
                seconds(one.evidence_s),
                seconds(one.first_s),
                seconds(one.whole_s),
                f"{one.bare_s:.3g} s",
                f"{100 * one.over:+.0f} %",
                seconds(one.quoted_s),
                f"{100 * one.over_both:+.0f} %",
                seconds(one.anew_s) if one.anew_s else "-",
            ]
            for one in askings
        ),
    ]


def _turns(answers: Answers) -> Rows:
    return [
        ["in a chat, turn", "prompt tokens", "evaluated after the evidence", "share"],
        *(
            [f"{one.turn}", f"{one.prompt}", f"{one.evaluated}", f"{one.evaluated / one.prompt:.2f}"]
            for one in answers.turns
        ),
    ]


def _targets(answers: Answers) -> list[Target]:
    return [
        Target(f"qa ask: first token, over llama.cpp alone{model}", OVER, "%", _over(askings))
        for model, askings in (("", answers.asking), (f", {BILLION} weights", answers.large))
    ]


def _over(askings: Sequence[Asking]) -> float:
    return Spread.of(100 * one.over for one in askings).median
