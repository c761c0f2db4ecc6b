"""An answer → what is kept of it, and back: its words are taken from the library again, and compared."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from index.outline import paragraph_at, sections_of
from index.records import Article
from qa.dialogue.kept_scope import kept_scope, recalled_scope
from qa.records import Answer, Citation, Elsewhere, Hit, Sentence, Timings

ArticleOf = Callable[[str], Article | None]
"""An article's id → the article as it is stored now; `None` where it is gone."""

_WHENCE = ("title", "source", "path")
_FIGURES = ("rank", "score", "passage", "article", "start", "end", "similarity", "bm25")


def kept(answer: Answer) -> str:
    """Return as JSON what the answer's question, its words and its model do not say of it.

    A passage is kept by where it stands; its words are the library's. A quotation is kept word for
    word, so that it can be shown, and said to be no longer there, once its article has left. How the
    passages were found is not kept.
    """
    passages = list(dict.fromkeys([*answer.hits, *(citation.hit for citation in answer.citations)]))
    value = {
        "sentences": [asdict(sentence) for sentence in answer.sentences],
        "citations": [_kept_citation(citation, passages) for citation in answer.citations],
        "passages": [_kept_hit(hit) for hit in passages],
        "hits": len(answer.hits),
        "timings": asdict(answer.timings),
        "scope": kept_scope(answer.scope),
        "stopped": answer.stopped,
        "trouble": answer.trouble,
    }
    return json.dumps(value, separators=(",", ":"))


def recalled(asked: Answer, rest: str, article_of: ArticleOf) -> Answer:
    """Return the answer that was kept.

    Each citation is compared with the library as it is now: where the article is gone, or the words
    do not stand there any more, it is not `verified`, and its passage is the quotation alone. Other
    passages that are gone are left out.

    Args:
        asked: Question, how it was understood, and model; the rest of it is replaced.
        rest: What `kept` gave.
        article_of: Where the words are looked up.

    Raises:
        ValueError, LookupError, TypeError: The JSON is not what `kept` gives.
    """
    value = json.loads(rest)
    passages = [(stated, _hit(stated, article_of)) for stated in value["passages"]]
    listed = passages[: value["hits"]]
    return replace(
        asked,
        sentences=tuple(_sentence(stated) for stated in value["sentences"]),
        citations=tuple(_citation(stated, passages, article_of) for stated in value["citations"]),
        hits=tuple(hit for _, hit in listed if hit is not None),
        timings=Timings(**value["timings"]),
        scope=recalled_scope(value.get("scope", {})),  # earlier versions kept none
        stopped=bool(value["stopped"]),
        trouble=value["trouble"],
    )


def _kept_citation(citation: Citation, passages: Sequence[Hit]) -> dict[str, Any]:
    return {
        "n": citation.n,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "score": citation.score,
        "passage": passages.index(citation.hit),
    }


def _kept_hit(hit: Hit) -> dict[str, Any]:
    return {
        **{name: getattr(hit, name) for name in (*_FIGURES, *_WHENCE)},
        "date": _written(hit.date),
        "also_in": list(hit.also_in),
        "elsewhere": [{**asdict(one), "date": _written(one.date)} for one in hit.elsewhere],
    }


def _sentence(stated: Mapping[str, Any]) -> Sentence:
    return Sentence(**{**stated, "marks": tuple(stated["marks"])})


def _citation(
    stated: Mapping[str, Any], passages: Sequence[tuple[Mapping[str, Any], Hit | None]], article_of: ArticleOf
) -> Citation:
    place, hit = passages[stated["passage"]]
    start, end, quote = int(stated["start"]), int(stated["end"]), str(stated["quote"])
    article = article_of(place["article"])
    verified = hit is not None and article is not None and article.text[start:end] == quote
    return Citation(
        n=stated["n"],
        hit=hit if verified and hit else _rebuilt(place, start=start, end=end, text=quote),
        start=start,
        end=end,
        quote=quote,
        score=stated["score"],
        verified=verified,
    )


def _hit(stated: Mapping[str, Any], article_of: ArticleOf) -> Hit | None:
    """Return a passage with its words, and what the library says now of where they are from."""
    article = article_of(stated["article"])
    start, end = int(stated["start"]), int(stated["end"])
    if article is None or not 0 <= start < end <= len(article.text):
        return None
    hit = _rebuilt(stated, start=start, end=end, text=article.text[start:end])
    return replace(
        hit,
        title=article.title,
        source=article.source,
        date=article.date,
        path=article.path,
        paragraph=paragraph_at(article.text, start),
        sections=sections_of(article, start, end),
    )


def _rebuilt(stated: Mapping[str, Any], *, start: int, end: int, text: str) -> Hit:
    return Hit(
        rank=stated["rank"],
        score=stated["score"],
        passage=stated["passage"],
        article=stated["article"],
        title=stated["title"],
        source=stated["source"],
        date=_read(stated["date"]),
        path=stated["path"],
        start=start,
        end=end,
        text=text,
        similarity=stated["similarity"],
        bm25=stated["bm25"],
        also_in=tuple(stated["also_in"]),
        elsewhere=tuple(Elsewhere(**{**one, "date": _read(one["date"])}) for one in stated["elsewhere"]),
    )


def _written(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _read(day: str | None) -> dt.date | None:
    return dt.date.fromisoformat(day) if day else None
