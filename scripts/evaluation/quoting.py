"""How often the sentences chosen as evidence hold the answer."""

from collections.abc import Callable, Sequence

from evaluation.data import Question
from evaluation.measures import Figure, contains
from evaluation.tables import Table
from evaluation.ways import LONG_AFTER
from qa.evidence.finding import PASSAGES_READ, Evidence, find_evidence
from qa.evidence.weighing import Candidate, PassageReader, SentenceFeatures, Weighing
from qa.records import Hit
from qa.retrieval.retriever import Retriever

Scoring = Callable[[SentenceFeatures], float]


def plain_sum(features: SentenceFeatures) -> float:
    """Return what the data's README scores sentences by, without anything learnt."""
    return features.similarity + 0.5 * features.covered + 0.5 * features.fused


SCORINGS: dict[str, Scoring] = {"ours": SentenceFeatures.score, "plain sum": plain_sum}


def measure_evidence(
    retriever: Retriever, questions: Sequence[Question], reader: PassageReader | None = None
) -> Table:
    """Return the share of questions whose answer the best sentences hold, for two ways to score them."""
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in SCORINGS}
    for question in questions:
        hits = retriever.search(question.text, limit=PASSAGES_READ, today=LONG_AFTER)
        candidates = weighing(question, retriever, reader).candidates(hits)
        evidence = find_evidence(question.text, hits, retriever, reader=reader)
        for name, scoring in SCORINGS.items():
            rows[name].append(_best(candidates, question, scoring))
        rows["ours"][-1] |= _chosen(evidence, hits, question)
    title = f"evidence: {len(questions):,} answerable questions over {retriever.holdings.articles:,} articles"
    return Table(title, {name: _means(scores) for name, scores in rows.items()})


def weighing(question: Question, retriever: Retriever, reader: PassageReader | None = None) -> Weighing:
    """Return the question taken apart, to hold sentences against it."""
    return Weighing.of(question.text, retriever, reader)


def holding(candidates: Sequence[Candidate], question: Question) -> list[bool]:
    """Return for each sentence whether the answer stands in it."""
    return [contains(candidate.quote, question.answers) for candidate in candidates]


def _best(candidates: Sequence[Candidate], question: Question, scoring: Scoring) -> dict[str, float]:
    """Return whether the best one, two and three sentences, and any at all, hold the answer."""
    ordered = sorted(candidates, key=lambda candidate: -scoring(candidate.features))
    held = holding(ordered, question)
    best = {f"best {k}": float(any(held[:k])) for k in (1, 2, 3)}
    return best | {"any read": float(any(held))}


def _chosen(evidence: Evidence, hits: Sequence[Hit], question: Question) -> dict[str, float]:
    """Return whether the evidence holds the answer, and whether it does and is shown."""
    quotes = [citation.quote for citation in evidence.citations]
    held = any(contains(quote, question.answers) for quote in quotes)
    return {
        "chosen": float(held),
        "sentences": float(len(quotes)),
        "printed": float(held and evidence.enough),
        "passages read": float(any(contains(hit.text, question.answers) for hit in hits)),
    }


def _means(scores: Sequence[dict[str, float]]) -> dict[str, Figure]:
    return {column: Figure.mean([score[column] for score in scores]) for column in scores[0]}
