"""How this machine runs the embedding model, in lines and as JSON: what was tried, and what is taken."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from index.embedder import known_model
from index.errors import ModelError
from index.trial import Trial, Tried, load_trial
from qa.printing.jsonform import Json

NAMES = {"openvino": "OpenVINO", "sentence-transformers": "sentence-transformers"}
HEAD = ("", "passages/s", "tokens/s", "question ms", "agreement", "streams", "threads")


@dataclass(frozen=True, slots=True)
class EncoderStanding:
    """What is known of how an embedding model runs here."""

    model: str
    trial: Trial | None
    """`None` where nothing was tried on this machine."""
    refusal: str | None
    """Why the model stays with sentence-transformers; `None` where it does not."""


def encoder_standing(name: str | None, cache: Path) -> EncoderStanding | None:
    """Return how the model of that name runs here; `None` where it is not here or cannot be read.

    Nothing is measured: that is done where the model is opened.
    """
    try:
        model = known_model(name, cache=cache)
    except ModelError:
        return None
    if model is None:
        return None
    try:
        refusal = model.refusal.read_text("utf-8")
    except (OSError, ValueError):
        refusal = None
    return EncoderStanding(model.name, load_trial(model.trial), refusal)


def encoder_object(standing: EncoderStanding | None) -> Json | None:
    """Return it as JSON has it: the runtime for questions and for many texts, and every way tried."""
    if standing is None:
        return None
    trial = standing.trial
    light, many = (trial.light or trial.many, trial.many) if trial else (None, None)
    return {
        "model": standing.model,
        "questions": _way(light) if light else None,
        "passages": _way(many) if many else None,
        "refusal": standing.refusal,
        "machine": asdict(trial.machine) if trial else None,
        "measured": trial.date if trial else None,
        "tried": [asdict(one) for one in trial.tried] if trial else [],
    }


def encoder_lines(standing: EncoderStanding | None) -> Iterator[str]:
    """Yield it as lines to read."""
    if standing is None:
        return
    if standing.refusal:
        yield f"{standing.model} stays with sentence-transformers: {standing.refusal}"
    trial = standing.trial
    if trial is None:
        yield f"how {standing.model} runs here was not measured yet, or could not be kept in the cache"
        return
    yield f"{standing.model} on {trial.machine.text()}, measured {trial.date}:"
    rows = [list(HEAD), *(_row(one, trial) for one in trial.tried)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *figures in rows:
        aligned = (figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True))
        yield "  ".join((name.ljust(widths[0]), *aligned)).rstrip()
    yield from (f"{_named(one)} cannot be run: {one.failure}" for one in trial.tried if one.failure)


def _way(one: Tried) -> Json:
    return {"runtime": one.runtime, "precision": one.precision, "device": one.device}


def _named(one: Tried) -> str:
    return f"{NAMES[one.runtime]} {one.precision}, {one.device}"


def _row(one: Tried, trial: Trial) -> list[str]:
    """Return a line of the table: what it is, and its figures."""
    uses = []
    if one == (trial.light or trial.many):
        uses.append("questions")
    if one == trial.many:
        uses.append("passages")
    taken = f" (taken for {' and '.join(uses)})" if uses else ""
    return [
        _named(one) + taken,
        _figure(one.passages_per_s, ",.0f"),
        _figure(one.tokens_per_s, ",.0f"),
        _figure(one.question_ms, ".1f"),
        _figure(one.agreement, ".5f"),
        _figure(one.streams, "d"),
        _figure(one.threads, "d"),
    ]


def _figure(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
