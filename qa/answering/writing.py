"""Evidence → the checked sentences of an answer, one at a time."""

import re
from collections.abc import Callable, Iterator, Sequence

from index.sentences import sentences
from qa.answering.prompt import ANSWER_TOKENS, SHORTENED_TOKENS, answering, shortening
from qa.asking import Cancelled
from qa.models.llm import LanguageModel, Message
from qa.records import Citation, Sentence
from qa.verification.shortening import may_be_shortened, shortening_objection
from qa.verification.verify import MARKS, marks_in, objection, without_marks

CAPABLE_PARAMETERS = 1_000_000_000
"""A model with fewer only shortens quotations: asked for prose over the right evidence, the bundled
one of 135 million says "2" for 2,500 troops."""

Write = Callable[[Sequence[Message], int], Iterator[str]]
"""Messages and the most tokens → pieces of text."""

_STOPS = '.!?…”"’)'
_MARK = re.compile(MARKS)
_ONLY_A_MARK = re.compile(r"\s*(?:[\[【［][^\]】］]*)?$")
_STOP_AND_MARK = re.compile(r"([.!?…][”\"’)]*)(?=[\[【［]\d)")


def quoted(citation: Citation) -> Sentence:
    """Return the quotation itself as a sentence of the answer."""
    return Sentence(f"{citation.quotation} [{citation.n}]", (citation.n,), "quoted")


def written(
    question: str, evidence: Sequence[Citation], model: LanguageModel, cancelled: Cancelled
) -> Iterator[Sentence]:
    """Yield the sentences of an answer, each checked against the evidence it cites.

    What the model says and its evidence does not carry is replaced by the evidence, word for word,
    or left out where that was shown already. It ends early once `cancelled` says True.
    """

    def write(messages: Sequence[Message], max_tokens: int) -> Iterator[str]:
        return model.write(messages, max_tokens=max_tokens, cancelled=cancelled)

    if model.parameters >= CAPABLE_PARAMETERS:
        messages = answering(question, evidence, model)
        found = _prose(messages, evidence, write) if messages else map(quoted, evidence)
    else:
        found = (_shortened(question, citation, model, write) for citation in evidence)
    for sentence in found:
        if cancelled():
            return
        yield sentence


def _shortened(question: str, citation: Citation, model: LanguageModel, write: Write) -> Sentence:
    """Return the quotation as the model shortened it, or whole where that does not hold."""
    quote = " ".join(citation.quote.split())
    if not may_be_shortened(quote, question):
        return quoted(citation)
    messages = shortening(question, citation, model)
    said = without_marks(next(_complete(write(messages, SHORTENED_TOKENS)), "") if messages else "")
    whole = len(said.rstrip(_STOPS)) >= len(quote.rstrip(_STOPS))
    if not said or whole or shortening_objection(said, quote, question) is not None:
        return quoted(citation)
    if said[-1] not in _STOPS:
        said += "."
    return Sentence(f"{said} [{citation.n}]", (citation.n,), "written")


def _prose(messages: Sequence[Message], evidence: Sequence[Citation], write: Write) -> Iterator[Sentence]:
    """Yield the model's own sentences that hold, and quotations for those that do not."""
    numbered = {citation.n: citation for citation in evidence}
    shown: list[Sentence] = []
    for said in _complete(write(messages, ANSWER_TOKENS)):
        marks = tuple(n for n in marks_in(said) if n in numbered)
        sentence = _checked(without_marks(said), marks, numbered)
        if sentence is None and marks:
            sentence = quoted(numbered[marks[0]])
        if sentence is not None and not _told(sentence, shown):
            shown.append(sentence)
            yield sentence
    if not shown:
        yield from map(quoted, evidence)


def _told(sentence: Sentence, shown: Sequence[Sentence]) -> bool:
    """Whether a sentence adds nothing: it was said, or all of what it rests on was cited or quoted."""
    cited = {n for other in shown for n in other.marks}
    whole = {n for other in shown if other.origin == "quoted" for n in other.marks}
    said = " ".join(without_marks(other.text) for other in shown)
    known = cited if sentence.origin == "quoted" else whole
    return set(sentence.marks) <= known or without_marks(sentence.text).rstrip(".") in said


def _checked(words: str, marks: tuple[int, ...], numbered: dict[int, Citation]) -> Sentence | None:
    """Return the sentence if the evidence it cites carries it, all together; else `None`."""
    if not words or not marks:
        return None
    if objection(words, " ".join(numbered[n].quote for n in marks)) is not None:
        return None
    return Sentence(f"{words} {''.join(f'[{n}]' for n in marks)}", marks, "written")


def _complete(pieces: Iterator[str]) -> Iterator[str]:
    """Yield whole sentences as they are completed, marks after the full stop included."""
    text = ""
    for piece in pieces:
        text = _STOP_AND_MARK.sub(r"\1 ", text + piece)
        # The word that is being written may still show that the full stop before was none.
        settled = text[: text.rfind(" ") + 1]
        while (first := _end_of_first(settled)) and not _ONLY_A_MARK.match(settled[first:]):
            yield text[:first].strip()
            settled, text = settled[first:], text[first:]
    while text.strip():
        first = _end_of_first(text)
        yield text[:first].strip()
        text = text[first:]


def _end_of_first(text: str) -> int:
    """Return where the first sentence ends, the marks that follow its full stop included; 0 for none."""
    end = next((end for _, end in sentences(text)), 0)
    while match := _MARK.match(text, end):
        end = match.end()
    return end
