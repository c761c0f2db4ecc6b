"""Ours beside its rivals: the same files, embedding model, machine and run, each in turn."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from evaluation.measures import Figure, hit_at, reciprocal_rank

from benchmarking.contestants import LEFT_OUT, RIVALS, Answered, Built, Contestant, Installed, Ours
from benchmarking.corpus import Asked, Corpus
from benchmarking.environments import CannotInstallError, environment_of
from benchmarking.processes import Ended, MeasuringError
from benchmarking.rivals.playing import Found
from benchmarking.spread import Latency, Spread

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Rounds:
    """How often each is measured."""

    building: int = 3
    colds: int = 5
    warm: int = 3


QUICK_ROUNDS = Rounds(building=1, colds=2, warm=1)


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the right passages rank: those of the right article that hold the answer."""

    hits_4: Figure
    mrr_10: Figure
    words: float
    """In a passage that was given, on average: longer ones hold an answer more easily."""


@dataclass(frozen=True, slots=True)
class Standing:
    """All that was measured of one contestant."""

    name: str
    versions: Mapping[str, str]
    """Of what was installed for it."""
    building: Spread
    """Seconds from the files to an index on the disk, the whole process."""
    work: Spread
    """Of these, without imports and loading the model."""
    building_bytes: Spread
    passages: int
    disk_bytes: int
    words_rate: Spread
    """Words of the articles a second, over the whole process."""
    work_words_rate: Spread
    """Likewise, without imports and loading the model."""
    cold: Spread
    """Seconds of a new process that answers one question."""
    cold_bytes: Spread
    warm: Latency
    """Milliseconds a question in an open process."""
    quality: Quality

    @property
    def passages_rate(self) -> float:
        """Passages a second, over the whole process."""
        return self.passages / self.building.median


@dataclass(frozen=True, slots=True)
class Rivalry:
    """One run over one folder."""

    corpus: str
    articles: int
    words: int
    questions: int
    standings: tuple[Standing, ...]
    """Ours first."""
    absent: Mapping[str, str]
    """Rivals that were not measured, and why."""

    @property
    def ours(self) -> Standing:
        """The program's own."""
        return self.standings[0]

    @property
    def rivals(self) -> tuple[Standing, ...]:
        """The others."""
        return self.standings[1:]

    def form(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


def contestants(environments: Path, say: Say) -> tuple[list[Contestant], dict[str, str], dict[str, Any]]:
    """Return who can be measured here, why others cannot, and the versions of what was installed."""
    able: list[Contestant] = [Ours()]
    absent = dict(LEFT_OUT)
    versions: dict[str, Any] = {}
    for module, wanted in RIVALS.items():
        try:
            found = environment_of(wanted, environments, say)
        except CannotInstallError as error:
            absent[wanted.name] = str(error)
            continue
        able.append(Installed(wanted.name, module, found))
        versions[wanted.name] = found.versions
    return able, absent, versions


def measure_rivals(corpus: Corpus, home: Path, rounds: Rounds, *, environments: Path, say: Say) -> Rivalry:
    """Return what ours and its rivals come to.

    Args:
        corpus: What is indexed and asked.
        home: A folder for their indexes.
        rounds: How often.
        environments: Where rivals are installed, and found again the next time.
        say: Is told what is being done.
    """
    able, absent, versions = contestants(environments, say)
    trials, failed = _trials(able, corpus, home, rounds, say)
    standings = [
        _standing(trial, corpus, versions.get(trial.name, {}), home / trial.name) for trial in trials
    ]
    return Rivalry(
        corpus.name,
        corpus.articles,
        corpus.words,
        len(corpus.questions),
        tuple(standings),
        absent | failed,
    )


class _Trial:
    """What one contestant did so far."""

    def __init__(self, contestant: Contestant, home: Path) -> None:
        self.name = contestant.name
        self.built: list[Built] = []
        self.colds: list[Ended] = []
        self.answers: list[Answered] = []
        self._contestant = contestant
        self._index = home / contestant.name

    def build(self, corpus: Corpus) -> None:
        shutil.rmtree(self._index, ignore_errors=True)
        self.built.append(self._contestant.build(corpus.folder, self._index))

    def search(self, question: str) -> None:
        self.colds.append(self._contestant.search(self._index, question))

    def answer(self, corpus: Corpus, file: Path) -> None:
        questions = [asked.text for asked in corpus.questions]
        self.answers.append(self._contestant.answer(self._index, questions, file))


def _trials(
    able: Iterable[Contestant], corpus: Corpus, home: Path, rounds: Rounds, say: Say
) -> tuple[list[_Trial], dict[str, str]]:
    """Let all do one thing after the other in turns; who fails is out, and why is said."""
    trials = [_Trial(one, home) for one in able]
    failed: dict[str, str] = {}
    file = home / "questions.json"
    tasks: list[tuple[str, Callable[[_Trial], None]]] = [
        *[("indexing", lambda trial: trial.build(corpus))] * rounds.building,
        # The first of these finds files in no cache.
        *(("one question", _search(asked)) for asked in [*corpus.questions[: rounds.colds + 1]]),
        *[("many questions", lambda trial: trial.answer(corpus, file))] * rounds.warm,
    ]
    for what, task in tasks:
        for trial in [trial for trial in trials if trial.name not in failed]:
            say(f"{trial.name}: {what}")
            try:
                task(trial)
            except MeasuringError as error:
                if trial is trials[0]:
                    raise
                failed[trial.name] = str(error)
    return [trial for trial in trials if trial.name not in failed], failed


def _search(asked: Asked) -> Callable[[_Trial], None]:
    return lambda trial: trial.search(asked.text)


def _standing(trial: _Trial, corpus: Corpus, versions: Mapping[str, str], index: Path) -> Standing:
    built, colds, answers = trial.built, trial.colds[1:], trial.answers
    percentiles = [np.percentile(one.milliseconds, (50, 95)) for one in answers]
    return Standing(
        name=trial.name,
        versions=versions,
        building=Spread.of(one.seconds for one in built),
        work=Spread.of(one.work_s for one in built),
        building_bytes=Spread.of(one.peak_bytes for one in built),
        passages=built[-1].passages,
        disk_bytes=sum(file.stat().st_size for file in index.rglob("*") if file.is_file()),
        words_rate=Spread.of(corpus.words / one.seconds for one in built),
        work_words_rate=Spread.of(corpus.words / one.work_s for one in built),
        cold=Spread.of(one.seconds for one in colds),
        cold_bytes=Spread.of(one.peak_bytes for one in colds),
        warm=Latency(*(Spread.of(map(float, column)) for column in zip(*percentiles, strict=True))),
        quality=quality_of(corpus.questions, answers[-1].hits),
    )


def quality_of(questions: Sequence[Asked], hits: Sequence[Sequence[Found]]) -> Quality:
    """Return how well the passages given for each question answer it."""
    rankings = [
        [asked.source if asked.answered_by(*one) else None for one in found]
        for asked, found in zip(questions, hits, strict=True)
    ]
    words = [len(one.text.split()) for found in hits for one in found]
    return Quality(
        Figure.mean([hit_at(ranking, 4) for ranking in rankings]),
        Figure.mean([reciprocal_rank(ranking) for ranking in rankings]),
        float(np.mean(words)),
    )
