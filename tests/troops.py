"""One question, its evidence, and models that answer it. Tests import them as `from troops import told`."""

from collections.abc import Sequence
from dataclasses import replace

from cited import citations
from fakes import ScriptedModel

from qa.answering.unsupported import Unsupported
from qa.answering.writing import CAPABLE_PARAMETERS, quoted, written
from qa.asking import never
from qa.models.llm import LanguageModel
from qa.records import Citation, Sentence

QUESTION = "How many US troops are stationed in Iraq?"
EVIDENCE = citations(
    "About 2,500 US troops are stationed in Iraq, having joined the coalition to fight ISIS.",
    "“The truce is still holding,” an Iraqi source told The National.",
    "Israel struck a weapons factory on Friday, less than a week after Tehran launched 300 drones.",
)
FIRST = "About 2,500 US troops are stationed in Iraq."
QUOTED = [quoted(citation) for citation in EVIDENCE]


def capable(*texts: str, context: int = 4096) -> ScriptedModel:
    """Return a model that is asked for prose."""
    return ScriptedModel(texts, context=context, parameters=CAPABLE_PARAMETERS)


def small(*texts: str, context: int = 4096) -> ScriptedModel:
    """Return a model that is asked to shorten one quotation after another."""
    return ScriptedModel(texts, context=context, parameters=CAPABLE_PARAMETERS - 1)


def told(
    model: LanguageModel, evidence: Sequence[Citation] = EVIDENCE, unsupported: Unsupported = "quote"
) -> list[Sentence]:
    """Return all sentences of an answer to the question."""
    return list(written(QUESTION, evidence, model, never, unsupported=unsupported))


def answer(model: LanguageModel, evidence: Sequence[Citation] = EVIDENCE) -> list[Sentence]:
    """Return what is shown of an answer, without what the model had said in its place."""
    return [replace(sentence, said=None, objection=None) for sentence in told(model, evidence)]


def own(text: str, *marks: int) -> Sentence:
    """Return a sentence of the model's own with its marks."""
    return Sentence(f"{text} {''.join(f'[{n}]' for n in marks)}", marks, "written")
