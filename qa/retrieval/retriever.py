"""A question → the passages that bear on it, by meaning and by words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from math import inf
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.embedder import Embedder
from index.errors import LibraryDamagedError
from index.library import Library
from index.outline import paragraph_at, sections_of
from index.passages import indexed_text
from index.scope import EVERYTHING, Scope
from index.vectors import VectorIndex
from index.words import WordIndex
from qa.asking import Holdings
from qa.records import Explanation, Findings, Hit, Ranking
from qa.retrieval.copies import OVERLAP, Candidate, Place, shared_places
from qa.retrieval.parts import PART_WEIGHT, merged
from qa.retrieval.plan import Plan, planned
from qa.retrieval.ranking import READ, Ranked, Ranker
from qa.retrieval.reranker import Reranker
from qa.retrieval.reranking import reranked
from qa.retrieval.settings import USUAL, SearchSettings
from qa.retrieval.timeliness import timely
from qa.retrieval.versions import Versions

WIDER = (1, 4, 16)
"""So many times as many passages are read, while near copies leave places of the list free."""

EmbedderOf = Callable[[Library], Embedder]
"""Loads the embedder a library was made with."""


class Retriever:
    """Hybrid search over one open library, always of its last committed state.

    Where the library is rebuilt meanwhile, with another embedder or other passages, the next
    search goes over the new one.
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        *,
        embedder_of: EmbedderOf | None = None,
        reranker: Reranker | None = None,
        settings: SearchSettings = USUAL,
    ) -> None:
        library.require_embedder(embedder)
        self.library = library
        self.embedder = embedder
        self.reranker = reranker
        self._settings = settings
        self._embedder_of = embedder_of
        self._versions = Versions(library)
        self._open_indexes()

    @classmethod
    def open(
        cls,
        directory: Path,
        embedder: Embedder,
        *,
        embedder_of: EmbedderOf | None = None,
        reranker: Reranker | None = None,
    ) -> Self:
        """Return a retriever over the library in `directory`.

        Args:
            directory: The library's.
            embedder: The one it was made with.
            embedder_of: Asked for another one after a rebuild; without it, a rebuild with another
                embedder ends in a `LibraryMismatchError`.
            reranker: Reads the best passages again; `None` leaves them in the fused order.

        Raises:
            LibraryError: There is none, it is damaged, or it was made with another embedder.
        """
        library = Library.open(directory)
        try:
            return cls(library, embedder, embedder_of=embedder_of, reranker=reranker)
        except BaseException:
            library.close()
            raise

    def close(self) -> None:
        """Let go of the library."""
        self.library.close()

    @property
    def holdings(self) -> Holdings:
        """What the library holds now."""
        counts = self.library.counts()
        return Holdings(
            self.library.directory,
            counts.articles,
            counts.passages,
            counts.first,
            counts.last,
            counts.waiting,
        )

    def search(
        self, question: str, *, limit: int = 10, scope: Scope = EVERYTHING, today: date | None = None
    ) -> list[Hit]:
        """Return the best passages for a question, best first; none where nothing matches.

        Args:
            question: In the reader's words; nothing in it is read as an operator.
            limit: How many at most.
            scope: Only passages of these articles are looked at, and none of them missed.
            today: The day that words such as "last week" are counted from; `None` is the last day
                of the scope, or else the clock's.
        """
        return list(self.find(question, limit=limit, scope=scope, today=today).hits)

    def find(
        self, question: str, *, limit: int = 10, scope: Scope = EVERYTHING, today: date | None = None
    ) -> Findings:
        """Return what `search` does, and how it came about."""
        self._keep_up()
        try:
            return self._find(question, limit, scope, today)
        except LibraryDamagedError:
            if not self._keep_up():
                raise
            # The library was rebuilt between two looks at it.
            return self._find(question, limit, scope, today)

    def _keep_up(self) -> bool:
        """Take note of what was committed; return whether the library was rebuilt."""
        renewed = self.library.renew()
        if renewed:
            if self._embedder_of:
                self.embedder = self._embedder_of(self.library)
            self.library.require_embedder(self.embedder)
            self._open_indexes()
        else:
            self._vectors.refresh()
            self._words.refresh()
        return renewed

    def _open_indexes(self) -> None:
        self._vectors = VectorIndex.open(self.library)
        self._words = WordIndex.open(self.library)

    def _find(self, question: str, limit: int, scope: Scope, today: date | None) -> Findings:
        plan = self._planned(question, scope, today)
        vectors = self.embedder.embed(plan.texts)
        for times in WIDER:
            fused = self._fused(plan, vectors, times * limit)
            found, given = self._read_again(question, timely(fused, plan.when))
            places = self._shared(found, limit)
            if len(places) == limit or len(found) < READ:
                break
        by_passage = {one.passage.id: one for one in found}
        shown = [(place, by_passage[place.candidate.passage]) for place in places]
        hits = (
            _hit(rank, self._named_fully(place, one, plan.scope), one, given)
            for rank, (place, one) in enumerate(shown, start=1)
        )
        return Findings(tuple(hits), self._explained(plan))

    def _planned(self, question: str, scope: Scope, today: date | None) -> Plan:
        day = today or scope.period.until or date.today()
        return planned(question, scope, day, library=self.library, settings=self._settings)

    def _shared(self, found: Sequence[Ranked], limit: int) -> list[Place]:
        # no passage overlaps others by all of its characters and more
        overlap = inf if "overlaps" in self._settings.left_out else OVERLAP
        return shared_places(
            map(_candidate, found),
            limit,
            share_kept=self._settings.share_kept,
            overlap=overlap,
            holds=self._versions.holds,
        )

    def _named_fully(self, place: Place, one: Ranked, scope: Scope) -> Place:
        """Return a place with the articles of its story named that no candidate was from."""
        more = self._versions.holding(one.passage, one.article, scope, known=place.also_in)
        return replace(place, also_in=(*place.also_in, *more)) if more else place

    def _fused(self, plan: Plan, vectors: NDArray[np.float32], limit: int) -> list[Ranked]:
        """Return the passages for the whole question and for its parts in one list, best first."""
        allowed = self.library.within(plan.scope)
        ranker = Ranker(self.library, self._vectors, self._words, settings=self._settings)
        lists = [
            ranker.ranked(text, vector, limit=limit, allowed=allowed)
            for text, vector in zip(plan.texts, vectors, strict=True)
        ]
        if len(lists) == 1:
            return lists[0]
        weighed = [
            (one.score * (PART_WEIGHT if at else 1), one) for at, each in enumerate(lists) for one in each
        ]
        best = {one.passage.id: one for _, one in sorted(weighed, key=lambda pair: pair[0])}
        order = merged([[(one.passage.id, one.score) for one in each] for each in lists], len(best))
        return [best[number].scored(score) for number, score in order]

    def _read_again(self, question: str, found: Sequence[Ranked]) -> tuple[list[Ranked], dict[int, float]]:
        """Return the passages in the reranker's order, where there is one, and what it gave them."""
        if self.reranker is None:
            return list(found), {}
        by_passage = {one.passage.id: one for one in found}
        headings = self.library.info.settings.headings
        texts = {
            number: indexed_text(one.article, one.passage.start, one.passage.end, headings=headings)
            for number, one in by_passage.items()
        }
        scores = [(one.passage.id, one.score) for one in found]
        again = reranked(question, scores, texts, reranker=self.reranker)
        return [by_passage[number].scored(score) for number, score in again.order], dict(again.given)

    def _explained(self, plan: Plan) -> Explanation:
        return Explanation(
            texts=plan.texts,
            scope=plan.scope,
            when=plan.when,
            narrowed=plan.narrowed,
            vectors=self._vectors.described(),
            reranker=self.reranker.name if self.reranker else None,
        )

    def term_weights(self, terms: list[str]) -> dict[str, float]:
        """Return how much each term tells the library's passages apart, in nats."""
        return self._words.term_weights(" ".join(terms))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension)."""
        return self.embedder.embed(texts)


def _candidate(one: Ranked) -> Candidate:
    passage = one.passage
    return Candidate(
        passage.id,
        passage.article,
        passage.start,
        passage.end,
        passage.text,
        one.score,
        len(one.article.text),
        one.article.story,
    )


def _hit(rank: int, place: Place, one: Ranked, given: dict[int, float]) -> Hit:
    passage, article = one.passage, one.article
    return Hit(
        rank=rank,
        score=place.score,
        passage=passage.id,
        article=article.id,
        title=article.title,
        source=article.source,
        date=article.date,
        path=article.path,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        similarity=one.similarity,
        bm25=one.bm25,
        also_in=place.also_in,
        paragraph=paragraph_at(article.text, passage.start),
        sections=sections_of(article, passage.start, passage.end),
        ranking=Ranking(
            dense=one.signals.dense,
            dense_rank=one.dense_rank,
            bm25=one.signals.bm25,
            bm25_rank=one.bm25_rank,
            near=one.signals.near,
            fused=one.fused,
            timeliness=one.timeliness,
            reranked=given.get(passage.id),
            ranked=one.score,
            copies=place.copies,
        ),
    )
