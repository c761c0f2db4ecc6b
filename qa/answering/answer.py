"""A question → the events of its answer: the one place that puts the parts together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from index.errors import QuestionError
from index.scope import EVERYTHING, Scope
from qa.accounts.comparing import accounts
from qa.accounts.timeline import Chronicler
from qa.answering.foreseeing import foreseeing
from qa.answering.questions import checked_question, may_be_answered, searchable
from qa.answering.timing import Stopwatch, Timed, used
from qa.answering.unsupported import Unsupported
from qa.answering.writing import quoted, written
from qa.asking import Cancelled, Holdings, Terms, never
from qa.dialogue.earlier import RANKED, evidence_after, is_follow_up
from qa.dialogue.rewriting import understood_as
from qa.evidence.finding import PASSAGES_READ
from qa.evidence.weighing import PassageReader
from qa.models.llm import LanguageModel
from qa.printing.elsewhere import named
from qa.printing.unmatched import unmatched
from qa.records import Answer, Answered, Checked, Citation, Event, Explanation, Found, Hit, Sentence, Timings
from qa.retrieval.retriever import Retriever


@dataclass(frozen=True, slots=True)
class Asker:
    """Answers questions from one library; an `Asking`."""

    retriever: Retriever
    writer: LanguageModel | None = None
    """`None` answers in quotation mode: the evidence, verbatim."""
    limit: int = 10
    """How many passages an answer lists as hits; what it reads does not depend on it."""
    scope: Scope = EVERYTHING
    """The only articles it answers from."""
    today: date | None = None
    """The day that words such as "last week" are counted from; `None` is the clock's."""
    unsupported: Unsupported = "quote"
    """What becomes of a sentence of the writer's that its evidence does not carry."""
    reader: PassageReader | None = None
    """Marks where passages answer; `None` chooses evidence without it."""

    @property
    def model(self) -> str | None:
        """The language model's name; `None` in quotation mode."""
        return self.writer.name if self.writer else None

    @property
    def holdings(self) -> Holdings:
        """What it answers from, as it stands now."""
        return self.retriever.holdings

    def under(self, terms: Terms) -> "Asker":
        """Return the same one, who answers under these terms.

        Raises:
            QuestionError: No article is of the scope, in a line that says what there is instead.
        """
        if missing := unmatched(self.retriever.library, terms.scope):
            raise QuestionError(f"{missing}; other filters: /filter, all articles: /filter off")
        return replace(self, scope=terms.scope, writer=None if terms.quote else self.writer)

    def written_by(self, writer: LanguageModel) -> "Asker":
        """Return the same one with another language model."""
        return replace(self, writer=writer)

    def ask(
        self, question: str, *, turns: Sequence[Answer] = (), cancelled: Cancelled = never
    ) -> Iterator[Event]:
        """Yield `Found`, then `Checked` for each sentence, then `Answered`.

        Raises:
            QuestionError: The question is empty.
            ArticleQAError: Other foreseen trouble, in one line.
        """
        watch = Stopwatch()
        asked = searchable(checked_question(question))
        rewriter = Timed(self.writer, watch) if self.writer and turns else None
        understood = understood_as(asked, turns, rewriter, cancelled)
        before = turns if is_follow_up(asked, understood, turns) else ()
        with foreseeing(understood, self.writer):
            found, explanation = self._found(asked, understood, RANKED if before else PASSAGES_READ)
            retrieved = watch.milliseconds()
            evidence = evidence_after(understood, before, found, self.retriever, reader=self.reader)
            hits = found[: self.limit]
            told = accounts(understood, found, evidence.citations if evidence.enough else (), self.retriever)
            citations = _verified(told.citations, self.retriever)
            compared, rest = told.compared(citations, understood)
        yield Found(understood, hits, citations, explanation)
        timings = Timings(retrieve_ms=retrieved, evidence_ms=watch.milliseconds())
        sentences: list[Sentence] = []
        writer = Timed(self.writer, watch) if self.writer else None
        for sentence in chain(compared, self._sentences(understood, rest, writer, cancelled)):
            sentences.append(sentence)
            yield Checked(sentence)
        cited = {n for sentence in sentences for n in sentence.marks}
        yield Answered(
            Answer(
                question=question,
                understood=understood,
                sentences=tuple(sentences),
                citations=tuple(citation for citation in citations if citation.n in cited),
                hits=hits,
                model=self.model,
                timings=replace(
                    timings,
                    first_token_ms=writer.first_token_ms if writer else None,
                    total_ms=watch.milliseconds(),
                ),
                explanation=explanation,
                scope=self.scope,
                stopped=bool(citations) and cancelled(),
                usage=used([one.usage for one in (rewriter, writer) if one]),
                trouble=next((one.trouble for one in (rewriter, writer) if one and one.trouble), None),
            )
        )

    def _found(self, asked: str, understood: str, least: int) -> tuple[tuple[Hit, ...], Explanation | None]:
        """Return the best passages, at least so many where there are, and how they were found.

        `None` where nothing was searched, since the question asks nothing.
        """
        if not may_be_answered(asked, understood):
            return (), None
        most = max(self.limit, least)
        findings = self.retriever.find(understood, limit=most, scope=self.scope, today=self.today)
        return named(findings.hits, self.retriever.library), findings.explanation

    def timeline(self, topic: str, *, cancelled: Cancelled = never) -> Iterator[Event]:
        """Yield the same events for what the articles tell of a topic, in the order it happened.

        Raises:
            QuestionError: The topic is empty.
            ArticleQAError: Other foreseen trouble, in one line.
        """
        chronicler = Chronicler(self.retriever, scope=self.scope, today=self.today)
        return chronicler.tell(topic, cancelled=cancelled)

    def _sentences(
        self,
        question: str,
        citations: Sequence[Citation],
        writer: LanguageModel | None,
        cancelled: Cancelled,
    ) -> Iterator[Sentence]:
        """Return the sentences of the answer: the model's where there is one, else the quotations."""
        if writer is None:
            return map(quoted, citations)
        return written(question, citations, writer, cancelled, unsupported=self.unsupported)


def _verified(citations: Sequence[Citation], retriever: Retriever) -> tuple[Citation, ...]:
    """Return the citations whose words stand in the stored article, which is read for this."""
    articles = retriever.library.articles_of(citation.hit.passage for citation in citations)
    found = [
        citation
        for citation in citations
        if citation.hit.passage in articles
        and articles[citation.hit.passage].text[citation.start : citation.end] == citation.quote
    ]
    return tuple(replace(citation, n=n) for n, citation in enumerate(found, start=1))
