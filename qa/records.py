"""What crosses from one part of answering to the next: hits, citations, sentences, answers."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from index.outline import Place, Section, paragraph_at, path_at
from index.scope import EVERYTHING, Scope
from index.vector_sizes import IndexKind

if TYPE_CHECKING:
    from qa.times.asked_time import AskedTime

Origin = Literal["written", "quoted", "compared", "unsupported"]
"""`written` by the model and verified; `quoted` from the article; `compared`: put together by the
program from several quotations; `unsupported`: written, not verified, and marked as such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Why a hit stands where it does."""

    dense: float
    """Cosine of question and passage, 0 where it is negative."""
    dense_rank: int | None
    """Its place by meaning alone, from 1; `None` where it is not among the passages looked at."""
    bm25: float
    """BM25 score as a share of the highest that the question's terms could come to, in [0, 1]."""
    bm25_rank: int | None
    """Its place by words alone, likewise."""
    near: float
    """Share of the question's weighted terms in one run of the passage and its title, in [0, 1]."""
    fused: float
    """The weighted mean of the three, in [0, 1]."""
    timeliness: float
    """What its day multiplied the score by, where the question speaks of time; else 1."""
    reranked: float | None
    """The reranker's own score; `None` where none read it."""
    ranked: float
    """The score it was ranked by, before its article's other passages were counted against it."""
    copies: tuple[int, ...]
    """The passages that gave way to it: near copies, and overlaps in its own article or in a
    version of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another article that says the same words, nearly."""

    article: str
    title: str
    source: str | None
    date: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A retrieved passage with what ranked it."""

    rank: int
    """1 for the best."""
    score: float
    """What it is ranked by, in [0, 1], never higher than that of the hit before."""
    passage: int
    article: str
    title: str
    source: str | None
    date: dt.date | None
    path: str
    start: int
    end: int
    text: str
    """The passage as stored: the article's `text[start:end]`."""
    similarity: float | None
    """Cosine of question and passage in [-1, 1]; `None` where it has no vector yet."""
    bm25: float | None
    """BM25 score; `None` where it has none of the question's words."""
    also_in: tuple[str, ...] = ()
    """Ids of other articles that say the same words, nearly."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """Those articles by their titles, in the same order; empty until somebody looks them up."""
    ranking: Ranking | None = None
    """What ranked it; `None` for a hit that no search gave."""
    paragraph: int | None = None
    """The number of the paragraph it begins in; `None` where its article is not at hand."""
    sections: tuple[Section, ...] = ()
    """The headings it stands under, from the outermost, then those in it."""

    def place_at(self, offset: int) -> Place:
        """Return where the words stand that begin at an offset of the article's text within the passage."""
        passed = paragraph_at(self.text, offset - self.start) - 1
        return Place(
            path_at(self.sections, offset), None if self.paragraph is None else self.paragraph + passed
        )

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.place_at(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What was searched for a question."""

    texts: tuple[str, ...]
    """The question as it was searched, then the questions it consists of, where it is several."""
    scope: Scope
    """The only articles looked at."""
    when: "AskedTime | None"
    """What the question says of time; `None` where it says nothing."""
    narrowed: bool
    """Whether the question's own days narrowed the scope."""
    vectors: IndexKind
    """How the vectors are kept and searched."""
    reranker: str | None
    """The name of the reranker; `None` where there is none."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found, and how."""

    hits: tuple[Hit, ...]
    """Best first."""
    explanation: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The exact words an answer rests on: the article's `text[start:end] == quote`."""

    n: int
    """The mark it is cited by: `[n]`, from 1."""
    hit: Hit
    start: int
    end: int
    quote: str
    score: float
    """How well the quoted words answer, higher is better; the best evidence has the highest."""
    verified: bool = True
    """The words were compared with the stored article and stand there."""

    @property
    def place(self) -> Place:
        """Where in its article the quoted words begin."""
        return self.hit.place_at(self.start)

    @property
    def quotation(self) -> str:
        """The words in one line, in quotation marks where they have none of their own."""
        words = " ".join(self.quote.split())
        return words if any(mark in words for mark in '“”"') else f"“{words}”"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One checked sentence of an answer, ready to be shown."""

    text: str
    """Ends in its marks: "About 2,500 troops are in Iraq. [1]"."""
    marks: tuple[int, ...]
    origin: Origin
    said: str | None = None
    """What the model wrote and this sentence stands in for; `None` where it replaces nothing."""
    objection: str | None = None
    """Why the evidence does not carry what the model wrote; `None` where it does."""

    @property
    def shown(self) -> str:
        """The text as it stands where no sign does: an unsupported one never looks like a checked one."""
        return f"? {self.text}" if self.origin == "unsupported" else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds since the question was asked; `None` for a stage that did not happen."""

    retrieve_ms: float | None = None
    evidence_ms: float | None = None
    first_token_ms: float | None = None
    total_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the language model did for an answer."""

    per_second: float | None
    """Pieces of text a second, which are tokens for a model in this process; `None` for fewer than two."""
    used: int
    """Tokens of its window that the longest prompt and what was written after it filled."""
    context: int
    """Tokens in its window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person reads, and everything needed to check it."""

    question: str
    understood: str
    """The question as it was understood; equal to `question` unless a turn before was needed."""
    sentences: tuple[Sentence, ...]
    """Empty when the articles do not say."""
    citations: tuple[Citation, ...]
    """Those the sentences cite, in the order of their numbers."""
    hits: tuple[Hit, ...]
    model: str | None
    """The language model's name; `None` in quotation mode."""
    timings: Timings = field(default_factory=Timings)
    explanation: Explanation | None = None
    """How the hits were found; `None` where nothing was searched."""
    scope: Scope = EVERYTHING
    """The only articles it was answered from, as the reader narrowed them, not the question."""
    stopped: bool = False
    """The reader stopped it; what is here was checked, and is not all."""
    usage: Usage | None = None
    """What the language model did; `None` where it wrote nothing, and in a conversation of before."""
    trouble: str | None = None
    """Why the language model failed on the way, in one line; quotations stand for what it did not write."""

    @property
    def abstained(self) -> bool:
        """Whether the articles do not say."""
        return not self.sentences and not self.stopped

    @property
    def text(self) -> str:
        """The answer as one paragraph with its marks."""
        if self.abstained:
            return ABSTENTION
        return " ".join(sentence.shown for sentence in self.sentences)


ABSTENTION = "The articles don’t say."


@dataclass(frozen=True, slots=True)
class Found:
    """First event of an answer: retrieval is done, the evidence is known."""

    understood: str
    hits: tuple[Hit, ...]
    evidence: tuple[Citation, ...]
    """Best first, numbered as they will be cited; empty when the articles do not say."""
    explanation: Explanation | None = None
    """How the hits were found; `None` where nothing was searched."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One more sentence has been checked and may be shown; it is never taken back."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Answered:
    """Last event: the whole answer."""

    answer: Answer


Event = Found | Checked | Answered
