"""Evidence → the checked sentences of an answer, one at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from index.errors import ModelError
from qa.answering.prompt import ANSWER_TOKENS, SHORTENED_TOKENS, answering, shortening
from qa.answering.sentences import STOPS, sentences_said
from qa.answering.telling import MOST_SENTENCES, Telling, echo_of, ended, quoted
from qa.answering.unsupported import Unsupported
from qa.asking import Cancelled
from qa.models.llm import LanguageModel, Message
from qa.records import Citation, Sentence
from qa.verification.shortening import may_be_shortened, shortening_objection

__all__ = ["CAPABLE_PARAMETERS", "quoted", "written"]

CAPABLE_PARAMETERS = 1_000_000_000
"""A model with fewer only shortens quotations: asked for prose over the right evidence, the bundled
one of 135 million says "2" for 2,500 troops."""
SHORTENED = 1
"""Best quotations that a small model is asked to shorten. Of those of the bundled one that differ from
the quotation about one in twenty holds, and each costs a second or more."""
MOST_IDLE = 3
"""Sentences in a row that add nothing, after which a model is not read any further: it repeats itself."""

Write = Callable[[Sequence[Message], int], Iterator[str]]
"""Messages and the most tokens → pieces of text."""


def written(
    question: str,
    evidence: Sequence[Citation],
    model: LanguageModel,
    cancelled: Cancelled,
    *,
    unsupported: Unsupported = "quote",
) -> Iterator[Sentence]:
    """Yield the sentences of an answer, each checked against the evidence it cites.

    What the model says and its evidence does not carry is handled as `unsupported` says. Where the
    model fails on the way, what was not cited yet is quoted. It ends early once `cancelled` says True.
    """

    def write(messages: Sequence[Message], max_tokens: int) -> Iterator[str]:
        return model.write(messages, max_tokens=max_tokens, cancelled=cancelled)

    if model.parameters >= CAPABLE_PARAMETERS:
        messages = answering(question, evidence, model)
        telling = Telling(question, evidence, unsupported)
        found = _prose(question, messages, telling, write) if messages else map(quoted, evidence)
    else:
        shortener = _Shortener(question, model, write, unsupported)
        found = chain(map(shortener.shortened, evidence[:SHORTENED]), map(quoted, evidence[SHORTENED:]))
    shown: list[Sentence] = []
    try:
        for sentence in found:
            if cancelled():
                return
            shown.append(sentence)
            yield sentence
    except ModelError:  # whoever lent the model knows of it, and says why
        cited = {n for sentence in shown for n in sentence.marks}
        left = [citation for citation in evidence if citation.n not in cited]
        yield from map(quoted, left[: max(0, MOST_SENTENCES - len(shown))])


def _prose(question: str, messages: Sequence[Message], telling: Telling, write: Write) -> Iterator[Sentence]:
    """Yield the model's own sentences that hold, what stands for those that do not, and what is missing."""
    echoes = echo_of(f"{messages[0].content}\n{question}")
    idle = 0
    for said in sentences_said(write(messages, ANSWER_TOKENS)):
        sentence = telling.place(said, echoes)
        idle = 0 if sentence else idle + 1
        if sentence is not None:
            yield sentence
        if telling.full or idle == MOST_IDLE:
            break
    yield from telling.rest()


class _Shortener:
    """Asks a small model for one quotation after another in fewer words."""

    def __init__(self, question: str, model: LanguageModel, write: Write, unsupported: Unsupported) -> None:
        self._question = question
        self._model = model
        self._write = write
        self._unsupported = unsupported

    def shortened(self, citation: Citation) -> Sentence:
        """Return the quotation as the model shortened it, or whole where that does not hold.

        Where what does not hold is to be cut, the quotation stands all the same: the program chose
        it, and only its shortening is the model's.
        """
        quote = " ".join(citation.quote.split())
        messages = shortening(self._question, citation, self._model)
        if messages is None or not may_be_shortened(quote, self._question):
            return quoted(citation)
        pieces = self._write(messages, SHORTENED_TOKENS)
        said = next((said.words for said in sentences_said(pieces) if said.words), "")
        if not said or len(said.rstrip(STOPS)) >= len(quote.rstrip(STOPS)):
            return quoted(citation)
        marks = (citation.n,)
        why = shortening_objection(said, quote, self._question)
        if why is None:
            return Sentence(f"{ended(said)} [{citation.n}]", marks, "written")
        echoes = echo_of(f"{messages[0].content}\n{self._question}")
        if self._unsupported == "mark" and not echoes(said):
            return Sentence(f"{ended(said)} [{citation.n}]", marks, "unsupported", None, why)
        return quoted(citation, said=said, why=why)
