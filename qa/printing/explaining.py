"""How hits were found → an account of it in plain words, for the command and the chat alike.

Text of articles and questions is in it as it was read: what shows it must make it harmless.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.vector_sizes import IndexKind
from qa.printing.also_in import also_in
from qa.printing.days_meant import days, quoted
from qa.printing.undated import undated_line
from qa.records import Explanation, Hit, Ranking
from qa.retrieval.copies import SHARE_KEPT
from qa.retrieval.filters import described
from qa.retrieval.parts import PART_WEIGHT
from qa.retrieval.relevance import BM25, DENSE, NEAR, RUN
from qa.retrieval.reranking import RERANKED
from qa.retrieval.timeliness import NEWEST, OTHER_DAYS
from qa.times.asked_time import AskedTime


@dataclass(frozen=True, slots=True)
class Note:
    """A line of an account."""

    label: str
    """A word or two."""
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A hit in an account."""

    figures: str
    """As wide as the table's header, in columns."""
    name: str
    remarks: tuple[str, ...]
    """What else is to be said of it, a line each."""


@dataclass(frozen=True, slots=True)
class Account:
    """What was searched, what each hit got, and what the figures mean."""

    search: tuple[Note, ...]
    header: str
    """Of the table; "" where there is none."""
    rows: tuple[Row, ...]
    meanings: tuple[Note, ...]
    """What each column says."""


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    cells: tuple[str, ...]
    meaning: str

    def lines(self) -> Iterator[str]:
        """Yield the title and the cells, all as wide as the widest."""
        width = max(map(len, (self.title, *self.cells)))
        return (text.ljust(width) for text in (self.title, *self.cells))


def account(question: str, understood: str, hits: Sequence[Hit], explanation: Explanation | None) -> Account:
    """Return how the hits for a question were found.

    Args:
        question: As it was typed.
        understood: As it was understood, which differs where it follows on another one.
        hits: Best first.
        explanation: `None` where nothing was searched, or the answer is one of an earlier sitting.
    """
    asked = [Note("asked", question)]
    if understood != question:
        asked.append(Note("understood as", understood))
    if explanation is None:
        why = "not kept with the conversation: ask again" if hits else "nothing: there are no words in it"
        return Account((*asked, Note("searched for", why)), "", (), ())
    search = (*asked, *_search(understood, hits, explanation))
    ranked = [(hit, hit.ranking) for hit in hits if hit.ranking]
    if not ranked:
        return Account(search, "", (), ())
    columns = _columns(ranked, explanation)
    header, *figures = ("  ".join(cells) for cells in zip(*(one.lines() for one in columns), strict=True))
    rows = [
        Row(line, _name(hit), tuple(_remarks(hit, ranking)))
        for line, (hit, ranking) in zip(figures, ranked, strict=True)
    ]
    meanings = [Note(column.title.strip(), column.meaning) for column in columns if column.meaning]
    return Account(search, header, tuple(rows), tuple(meanings))


def _search(understood: str, hits: Sequence[Hit], explanation: Explanation) -> Iterator[Note]:
    whole, *parts = explanation.texts
    yield Note("searched for", whole if whole != understood else "just that")
    for part in parts:
        yield Note("and for", part)
    if explanation.when:
        yield Note("time", _time(explanation.when, explanation))
    yield Note("filters", _filters(explanation))
    if line := undated_line(hits, explanation):
        yield Note("undated", line)
    yield Note("by meaning", _vectors(explanation.vectors))
    yield Note("by words", "the full-text index, which holds every passage")
    yield Note("reranker", explanation.reranker or "none")


def _time(when: AskedTime, explanation: Explanation) -> str:
    words = quoted(when.words)
    if when.period is None:
        return f"{words} asks for what is new: {_newer()}"
    means = f"{words} means {days(when.period)}: "
    if explanation.narrowed:
        said = "only articles of those days were searched, and undated ones"
    elif when.bearing == "restricts":
        said = "left aside, since no article that could be searched is of those days"
    else:
        said = f"the score of an article of other days counts {OTHER_DAYS:g} times"
    newer = f"; {_newer()}" if when.newest or when.bearing == "restricts" else ""
    return f"{means}{said}{newer}"


def _newer() -> str:
    return f"of passages about as good the newer gain, by {NEWEST:.0%} at most"


def _filters(explanation: Explanation) -> str:
    said = described(explanation.scope)
    if not said:
        return "none: all articles"
    told = " (the days are the question’s)" if explanation.narrowed else ""
    kept = "" if explanation.scope.period.everything else "; undated articles are kept"
    return f"{said}{told}{kept}"


def _vectors(index: IndexKind) -> str:
    present = index.base + index.recent - index.gone
    if index.kind == "exact":
        return f"each passage compared with the question; the library holds {present:,}"
    late = f", and the {index.recent:,} that came since these were made" if index.recent else ""
    return (
        f"the library’s {present:,} passages are kept in {index.clusters:,} clusters of like ones; those of "
        f"the {index.probed:,} clusters nearest to the question compared with it{late}; "
        "where filters leave few, each one"
    )


def _name(hit: Hit) -> str:
    parts = (hit.title, hit.source, str(hit.date) if hit.date else "no date")
    return " · ".join(filter(None, parts))


def _remarks(hit: Hit, ranking: Ranking) -> Iterator[str]:
    if hit.score < ranking.ranked - 0.0005:
        yield f"{ranking.ranked:.3f}, lowered for better passages before it"
    if count := len(ranking.copies):
        gave_way = "1 passage that repeats" if count == 1 else f"{count} passages that repeat"
        yield f"{gave_way} or overlap{'s' if count == 1 else ''} it gave way to it"
    if others := also_in(hit):
        yield f"also in: {others}"


def _columns(ranked: Sequence[tuple[Hit, Ranking]], explanation: Explanation) -> list[_Column]:
    hits, rankings = zip(*ranked, strict=True)
    columns = [
        _Column(" #", tuple(f"{hit.rank:2}" for hit in hits), ""),
        _Column("meaning", tuple(_placed(one.dense, one.dense_rank) for one in rankings), MEANING),
        _Column("words", tuple(_placed(one.bm25, one.bm25_rank) for one in rankings), WORDS),
        _Column("near", tuple(f"{one.near:.2f}" for one in rankings), CLOSE),
        _Column("fused", tuple(f"{one.fused:.3f}" for one in rankings), FUSED),
    ]
    if any(one.timeliness != 1 for one in rankings):
        columns.append(_Column("time", tuple(f"×{one.timeliness:.2f}" for one in rankings), TIME))
    if explanation.reranker:
        columns.append(_Column("reranker", tuple(_given(one.reranked) for one in rankings), RERANKER))
    score = f"{SCORE} {PARTS}" if len(explanation.texts) > 1 else SCORE
    columns.append(_Column("score", tuple(f"{hit.score:.3f}" for hit in hits), score))
    return columns


def _placed(value: float, rank: int | None) -> str:
    return f"{value:.2f} #{rank}" if rank else f"{value:.2f}"


def _given(score: float | None) -> str:
    return "–" if score is None else f"{score:.2f}"


MEANING = (
    "how near question and passage are in meaning: the cosine of their embeddings, 0 to 1; "
    "after # the place it has by that alone"
)
WORDS = (
    "the question’s words in the passage, rare ones counting more: its BM25 score as a share of the most "
    "they could come to; after # the place by that alone"
)
CLOSE = f"the share of those words that stand in the title and in one stretch of {RUN} words"
FUSED = (
    f"the mean of the three, weighed {100 * DENSE:.0f} : {100 * BM25:.0f} : {100 * NEAR:.0f} "
    "(the last less where the question is long)"
)
TIME = "what the day of its article multiplies that by"
RERANKER = (
    f"what the reranker gave it, on a scale of its own; it puts the best {RERANKED} in its order, and its "
    "scores are brought between those of the others and 1"
)
SCORE = (
    f"what it is ranked by; for each better one of its article a passage loses {1 - SHARE_KEPT:.0%} at most."
)
PARTS = (
    f"The parts of the question were searched too: a passage has the best of its scores, those of a part "
    f"counting {PART_WEIGHT:g} times, and the best of each part stand among the first."
)
