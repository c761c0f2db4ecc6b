"""What answers the questions: the program quoting or verifying, and a model nobody checks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.answering import asked
from evaluation.posing import Put
from qa.answering.answer import Asker
from qa.answering.prompt import ANSWER_TOKENS, answering
from qa.answering.sentences import Said, sentences_said
from qa.asking import never
from qa.evidence.reader import Reader
from qa.models.address import ModelAddress, model_place
from qa.models.endpoint import EndpointModel
from qa.models.keys import keys_of
from qa.models.llm import LanguageModel
from qa.models.local_model import open_model
from qa.models.server import Server
from qa.records import Answer, Citation, Found, Sentence

QUOTATION, BUNDLED, RAW = "quotation", "bundled", "raw"
NAMES = (QUOTATION, BUNDLED, RAW)


@dataclass(frozen=True, slots=True)
class Written:
    """An answer, and what it was written from."""

    answer: Answer
    shown: tuple[Citation, ...]
    """The evidence; all of it, where the answer cites some or none."""


@dataclass(frozen=True, slots=True)
class Writer:
    """One way of answering."""

    name: str
    write: Callable[[Put], Written]
    model: bool
    """Whether a language model writes, which takes its time."""


def quotation(reader: Reader | None = None) -> Writer:
    """Return the program in quotation mode, without a model."""
    return Writer(QUOTATION, lambda put: _checked(put, None, reader), model=False)


def verified(name: str, model: LanguageModel, reader: Reader | None = None) -> Writer:
    """Return the program with a model, as it is used: every sentence checked."""
    return Writer(name, lambda put: _checked(put, model, reader), model=True)


def raw(name: str, model: LanguageModel, reader: Reader | None = None) -> Writer:
    """Return a model by itself: what it says from the same evidence is printed as it stands.

    It abstains where the program does, so that the two differ by verification alone.
    """
    return Writer(name, lambda put: _raw(put, model, reader), model=True)


def chosen(names: Sequence[str], models: Sequence[str], *, cache: Path) -> Iterator[Writer]:
    """Yield the writers that are named, all where none is, and two for each model given.

    Raises:
        ModelError: A model cannot be opened.
    """
    wanted = names or NAMES
    reader = Reader(cache=cache)
    if QUOTATION in wanted:
        yield quotation(reader)
    if {BUNDLED, RAW} & set(wanted):
        model = open_model(None, cache=cache)
        made = {BUNDLED: verified(BUNDLED, model, reader), RAW: raw(RAW, model, reader)}
        yield from (made[name] for name in made if name in wanted)
    for written in models:
        other = _opened(written, cache)
        yield verified(other.name, other, reader)
        yield raw(f"{other.name}, raw", other, reader)


def _opened(written: str, cache: Path) -> LanguageModel:
    place = model_place(written)
    if isinstance(place, ModelAddress):
        return EndpointModel(Server(place, key=keys_of((), place).of(place)))
    return open_model(place, cache=cache)


def _asker(put: Put, model: LanguageModel | None, reader: Reader | None) -> Asker:
    return Asker(put.retriever, model, scope=put.scope, today=put.today, reader=reader)


def _checked(put: Put, model: LanguageModel | None, reader: Reader | None) -> Written:
    answer = asked(_asker(put, model, reader), put.question.text)
    return Written(answer, answer.citations)


def _raw(put: Put, model: LanguageModel, reader: Reader | None) -> Written:
    events = _asker(put, None, reader).ask(put.question.text)
    found = next(event for event in events if isinstance(event, Found))
    sentences = tuple(map(_printed, _said(found, model)))
    cited = {n for sentence in sentences for n in sentence.marks}
    plain = Answer(
        question=put.question.text,
        understood=found.understood,
        sentences=sentences,
        citations=tuple(citation for citation in found.evidence if citation.n in cited),
        hits=found.hits,
        model=model.name,
    )
    return Written(plain, found.evidence)


def _said(found: Found, model: LanguageModel) -> list[Said]:
    evidence: tuple[Citation, ...] = found.evidence
    messages = answering(found.understood, evidence, model) if evidence else None
    if messages is None:
        return []
    return list(sentences_said(model.write(messages, max_tokens=ANSWER_TOKENS, cancelled=never)))


def _printed(said: Said) -> Sentence:
    marks = "".join(f"[{n}]" for n in said.cited)
    return Sentence(f"{said.words} {marks}".strip(), said.cited, "written")
