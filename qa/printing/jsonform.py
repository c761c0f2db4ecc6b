"""Answers, hits and articles as JSON objects, as scripts may rely on them."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from index.inventory import ArticleEntry
from index.outline import Place
from index.period import Period
from index.records import Article, Passage
from index.scope import Scope
from qa.answering.questions import searchable
from qa.records import Answer, Citation, Explanation, Hit, Ranking, Sentence, Timings

if TYPE_CHECKING:  # only `qa index` reports
    from index.progress import Report

Json = dict[str, Any]


def print_json(value: object) -> None:
    """Print a value as one line of JSON on standard output.

    It is readable as it stands where the output can hold its characters; half a surrogate pair, or
    an output that is not UTF-8, has them escaped.
    """
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        line = json.dumps(value)
    click.echo(line)


def answer_object(answer: Answer) -> Json:
    """Return an answer with its citations and hits."""
    return {
        "question": answer.question,
        "understood": answer.understood,
        "answer": answer.text,
        "abstained": answer.abstained,
        "sentences": [_sentence(sentence) for sentence in answer.sentences],
        "citations": [citation_object(citation) for citation in answer.citations],
        "hits": [_hit(hit) for hit in answer.hits],
        "filters": _filters(answer.scope),
        "model": answer.model,
        "trouble": answer.trouble,
        "timings": timings_object(answer.timings),
    }


def result_object(question: str, hits: Sequence[Hit], timings: Timings) -> Json:
    """Return the ranked passages for a question, which no turn before it helps to understand."""
    return {
        "question": question,
        "understood": searchable(question),
        "hits": [_hit(hit) for hit in hits],
        "timings": timings_object(timings),
    }


def explained(value: Json, hits: Sequence[Hit], explanation: Explanation | None) -> Json:
    """Return an Answer or a Result object with how its hits were found, and each with what ranked it."""
    ranked = [
        {**shown, "ranking": _ranking(hit.ranking)} for shown, hit in zip(value["hits"], hits, strict=True)
    ]
    return {**value, "hits": ranked, "explanation": _explanation(explanation)}


def timings_object(timings: Timings) -> Json:
    """Return the milliseconds of each stage, null for those that did not happen."""
    return {
        "retrieve_ms": timings.retrieve_ms,
        "evidence_ms": timings.evidence_ms,
        "first_token_ms": timings.first_token_ms,
        "total_ms": timings.total_ms,
    }


def entry_object(entry: ArticleEntry) -> Json:
    """Return an article without its text."""
    return {**_article(entry.article), "characters": entry.characters, "passages": entry.passages}


def article_object(article: Article, passages: Sequence[Passage], versions: Sequence[str]) -> Json:
    """Return an article with its text, where its passages lie in it, and the ids of its story's others."""
    return {
        **_article(article),
        "characters": len(article.text),
        "versions": list(versions),
        "text": article.text,
        "headings": [asdict(heading) for heading in article.headings],
        "passages": [{"id": passage.id, "start": passage.start, "end": passage.end} for passage in passages],
    }


def _article(article: Article) -> Json:
    return {
        "id": article.id,
        "title": article.title,
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "source": article.source,
        "section": article.section,
        "date": str(article.date) if article.date else None,
        "date_from": article.date_from,
        "language": article.language,
        "path": article.path,
        "url": article.url,
        "captions": list(article.captions),
        "added": article.added.isoformat() if article.added else None,
        "story": article.story,
    }


def _sentence(sentence: Sentence) -> Json:
    """Return a sentence, and where it replaces one of the model's, that one and why it did not hold."""
    return {
        "text": sentence.text,
        "marks": list(sentence.marks),
        "origin": sentence.origin,
        "said": sentence.said,
        "objection": sentence.objection,
    }


def citation_object(citation: Citation) -> Json:
    """Return the exact words something rests on, and where they stand."""
    hit = citation.hit
    return {
        "n": citation.n,
        **_whence(hit),
        **_place(citation.place),
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "verified": citation.verified,
        "also_in": list(hit.also_in),
    }


def _hit(hit: Hit) -> Json:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        **_whence(hit),
        **_place(hit.place),
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "similarity": None if hit.similarity is None else round(hit.similarity, 6),
        "bm25": None if hit.bm25 is None else round(hit.bm25, 6),
        "also_in": list(hit.also_in),
    }


def _ranking(ranking: Ranking | None) -> Json | None:
    if ranking is None:
        return None
    return {
        "dense": round(ranking.dense, 6),
        "dense_rank": ranking.dense_rank,
        "bm25": round(ranking.bm25, 6),
        "bm25_rank": ranking.bm25_rank,
        "near": round(ranking.near, 6),
        "fused": round(ranking.fused, 6),
        "timeliness": round(ranking.timeliness, 6),
        "reranked": None if ranking.reranked is None else round(ranking.reranked, 6),
        "ranked": round(ranking.ranked, 6),
        "copies": list(ranking.copies),
    }


def _filters(scope: Scope) -> Json:
    """Return which articles were asked: their days, what stands in their fields, and ids."""
    return {
        **_days(scope.period),
        **{field: list(names) for field, names in scope.names.items()},
        "only": list(scope.only),
        "without": list(scope.without),
    }


def _explanation(explanation: Explanation | None) -> Json | None:
    """Return how hits were found; `None` where nothing was searched."""
    if explanation is None:
        return None
    searched, *parts = explanation.texts
    when = explanation.when
    return {
        "searched": searched,
        "parts": parts,
        "scope": _filters(explanation.scope),
        "time": None
        if when is None
        else {
            "words": list(when.words),
            **_days(when.period or Period()),
            "bearing": when.bearing,
            "newest": when.newest,
            "narrowed": explanation.narrowed,
        },
        "vectors": asdict(explanation.vectors),
        "reranker": explanation.reranker,
    }


def _days(period: Period) -> Json:
    return {
        "since": str(period.since) if period.since else None,
        "until": str(period.until) if period.until else None,
    }


def _whence(hit: Hit) -> Json:
    return {
        "article": hit.article,
        "title": hit.title,
        "source": hit.source,
        "date": str(hit.date) if hit.date else None,
        "path": hit.path,
    }


def _place(place: Place) -> Json:
    return {"heading": list(place.headings), "paragraph": place.paragraph}


def report_object(report: "Report") -> Json:
    """Return what an indexing run did, as the contract has it."""
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "skipped": [{"path": skip.path, "reason": skip.reason} for skip in report.skipped],
        "passed_over": [{"path": skip.path, "reason": skip.reason} for skip in report.passed],
        "vanished": report.vanished,
        "seconds": round(report.seconds, 3),
    }
