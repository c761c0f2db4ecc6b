"""The sentences that answer: verbatim, different, in order of what speaks for them."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from cited import hit
from fakes import FakeEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.outline import Section
from index.sentences import sentences
from qa.evidence.finding import MARGIN, MOST_SENTENCES, PASSAGES_READ, Evidence, find_evidence
from qa.evidence.reader import Marked
from qa.evidence.sufficiency import ENOUGH, SUFFICIENCY_INTERCEPT, SUFFICIENCY_WEIGHTS, Sufficiency
from qa.evidence.weighing import PASSAGES_MARKED, SENTENCE_WEIGHTS, UNREAD, SentenceFeatures, Weighing
from qa.records import Hit

FLOOD = "Water rose at dawn. About 4,200 homes lost power in the flood. Crews came by boat."
FAIR = "The fair opened with a dance. Nobody counted the cows."
QUESTION = "How many homes lost power in the flood?"


class FlatScales:
    """Scales on which every term weighs one and similarity is that of shared words."""

    def __init__(self) -> None:
        self.embedder = FakeEmbedder()

    def term_weights(self, terms: list[str]) -> dict[str, float]:
        """Return one for each."""
        return dict.fromkeys(terms, 1.0)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return hashed bags of words."""
        return self.embedder.embed(texts)


def found(question: str, *hits: Hit) -> Evidence:
    """Return the evidence for a question on flat scales."""
    return find_evidence(question, hits, FlatScales())


def test_the_sentence_that_answers_is_the_best_evidence() -> None:
    """It stands first, with its place in the article."""
    evidence = found(QUESTION, hit(FAIR, rank=2), hit(FLOOD, start=100))
    first = evidence.citations[0]
    assert first.quote == "About 4,200 homes lost power in the flood."
    assert (first.n, first.start) == (1, 100 + FLOOD.index("About"))
    assert evidence.log_odds == max(evidence.log_odds, found(QUESTION, hit(FAIR)).log_odds)


def test_a_heading_is_evidence_only_where_nothing_else_is() -> None:
    """It is near to the question and answers nothing; what stands below it does."""
    text = "Homes that lost power in the flood\n\nAbout 4,200 homes had none by noon."
    heading = Section(0, text.index("\n"), 2, text[: text.index("\n")])
    told = replace(hit(text), sections=(heading,))
    assert found(QUESTION, hit(text)).citations[0].quote == heading.title
    assert [one.quote for one in found(QUESTION, told).citations] == ["About 4,200 homes had none by noon."]
    alone = replace(hit(heading.title), sections=(heading,))
    assert [one.quote for one in found(QUESTION, alone).citations] == [heading.title]


def test_no_hits_are_not_enough() -> None:
    """Nothing found, or found without a word in it, is no evidence."""
    for evidence in (found(QUESTION), found(QUESTION, hit("")), found(QUESTION, hit(" \n "))):
        assert evidence == Evidence((), -math.inf)
        assert not evidence.enough


def test_enough_is_a_threshold() -> None:
    """At the threshold the articles answer, a hair below it they do not."""
    assert Evidence((), ENOUGH).enough
    assert not Evidence((), math.nextafter(ENOUGH, -math.inf)).enough


def test_only_the_best_passages_are_read() -> None:
    """What lies beyond them is no evidence, however well it answers."""
    fillers = [hit(FAIR, rank=rank, article=str(rank)) for rank in range(1, PASSAGES_READ + 1)]
    assert "4,200" not in str(found(QUESTION, *fillers, hit(FLOOD, rank=9)).citations)
    assert "4,200" in str(found(QUESTION, *fillers[1:], hit(FLOOD, rank=9)).citations)


def test_a_sentence_in_two_articles_is_cited_once() -> None:
    """A reprint adds nothing; the better passage is cited."""
    one, other = (
        hit(FLOOD, article="one"),
        hit(FLOOD.replace("4,200 homes", "4,200  homes"), rank=2, article="other"),
    )
    evidence = found(QUESTION, one, other)
    quotes = [" ".join(citation.quote.split()) for citation in evidence.citations]
    assert len(quotes) == len(set(quotes))
    assert evidence.citations[0].hit is one


def test_what_only_the_title_or_the_sentence_before_names_counts() -> None:
    """Of two equal sentences, that is better whose title, or neighbour, has the question's words."""
    plain, titled = hit("It rose to 3 metres."), hit("It rose to 4 metres.", title="Millbrook flood")
    assert "4" in found("How high did the Millbrook flood rise?", plain, titled).citations[0].quote
    carried = hit("The Millbrook flood came. It rose to 5 metres.")
    assert "5" in found("How high did the Millbrook flood rise?", plain, carried).citations[0].quote


def test_a_question_in_an_article_is_no_evidence() -> None:
    """It has the words that are asked for, and states nothing."""
    evidence = found(QUESTION, hit(f"{QUESTION} Nobody knew."))
    assert [citation.quote for citation in evidence.citations] == ["Nobody knew."]


def test_a_strange_name_makes_an_answer_doubtful() -> None:
    """The same words about somebody else are less likely to answer."""
    known = found("How many homes lost power in Millbrook?", hit(f"Millbrook: {FLOOD}"))
    strange = found("How many homes lost power in Norway?", hit(f"Millbrook: {FLOOD}"))
    assert strange.log_odds < known.log_odds - 1


def test_a_strange_number_makes_an_answer_doubtful() -> None:
    """A year no passage knows speaks against the answer."""
    article = hit(f"In 2024 it rained. {FLOOD}")
    known = found("How many homes lost power in the flood of 2024?", article)
    assert found("How many homes lost power in the flood of 2018?", article).log_odds < known.log_odds


def test_scores_are_weighted_sums() -> None:
    """Worked out by hand: each feature adds its weight; the weights match the features."""
    nothing = SentenceFeatures(0, 0, 0, 0, 0, 0, 0, 0)
    assert nothing.score() == 0
    assert replace(nothing, similarity=0.5).score() == pytest.approx(SENTENCE_WEIGHTS[0] / 2)
    assert replace(nothing, marked=1).score() == pytest.approx(SENTENCE_WEIGHTS[-1])
    none = Sufficiency(*(0.0 for _ in SUFFICIENCY_WEIGHTS))
    assert none.log_odds() == SUFFICIENCY_INTERCEPT
    assert replace(none, titled=1).log_odds() == pytest.approx(SUFFICIENCY_INTERCEPT + SUFFICIENCY_WEIGHTS[0])
    read = replace(none, marked=1)
    assert read.log_odds() == pytest.approx(SUFFICIENCY_INTERCEPT + SUFFICIENCY_WEIGHTS[-1])


PROSE = st.text(alphabet=st.sampled_from("aAb 4.!?\n“”’"), max_size=120)
PASSAGES = st.lists(st.tuples(PROSE, st.integers(0, 500)), max_size=7)


@settings(deadline=None)
@given(st.one_of(st.just(QUESTION), PROSE), PASSAGES)
def test_evidence_is_verbatim(question: str, texts: list[tuple[str, int]]) -> None:
    """The law: each quotation is a whole sentence at its offsets, numbered from 1, none twice."""
    hits = [hit(text, rank=rank, start=start) for rank, (text, start) in enumerate(texts, start=1)]
    citations = found(question, *hits).citations
    assert [citation.n for citation in citations] == list(range(1, len(citations) + 1))
    assert len(citations) <= MOST_SENTENCES
    for citation in citations:
        text, start = citation.hit.text, citation.hit.start
        assert text[citation.start - start : citation.end - start] == citation.quote
        assert (citation.start - start, citation.end - start) in sentences(text)
    quotes = [" ".join(citation.quote.split()) for citation in citations]
    assert len(set(quotes)) == len(quotes)
    scores = [citation.score for citation in citations]
    assert scores == sorted(scores, reverse=True)
    assert all(scores[0] - score <= MARGIN for score in scores)


@settings(deadline=None)
@given(PASSAGES)
def test_there_is_evidence_wherever_something_is_stated(texts: list[tuple[str, int]]) -> None:
    """Whether it is enough is another question."""
    hits = [hit(text, rank=rank) for rank, (text, _) in enumerate(texts, start=1)]
    evidence = found(QUESTION, *hits)
    texts_read = [one.text for one in hits[:PASSAGES_READ]]
    said = [text[s:e].rstrip("”\"’')") for text in texts_read for s, e in sentences(text)]
    stated = [sentence for sentence in said if not sentence.endswith("?")]
    assert bool(evidence.citations) == bool(stated)
    assert math.isfinite(evidence.log_odds) == bool(stated)


class Marker:
    """A reader that takes one word for every answer, wherever it stands."""

    def __init__(self, word: str) -> None:
        self._word = word
        self.read_texts: list[str] = []

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Marked]:
        """Return passages marked at the word."""
        self.read_texts += [text for _, text in passages]
        return [self._marked(text) for _, text in passages]

    def _marked(self, text: str) -> Marked:
        spans = tuple(match.span() for match in re.finditer(r"\S+", text))
        scores = np.array([5.0 if self._word in text[a:b] else -5.0 for a, b in spans], np.float32)
        return Marked(spans, scores, scores)


def test_the_reader_moves_the_evidence() -> None:
    """What it marks stands before what shares as many words; only the best passages are read."""
    hits = [
        hit(f"Homes lost power here. {n} homes lost power there.", rank=n, start=100 * n) for n in range(1, 6)
    ]
    marker = Marker("2")
    evidence = find_evidence("Where did homes lose power?", hits, FlatScales(), reader=marker)
    assert evidence.citations[0].quote == "2 homes lost power there."
    assert marker.read_texts == [each.text for each in hits[:PASSAGES_MARKED]]
    candidates = Weighing.of("Where?", FlatScales(), marker).candidates(hits)
    answers = {candidate.answer for candidate in candidates if candidate.features.marked > 0}
    assert answers == {(223, 224)}
    assert {candidate.features.marked for candidate in candidates if candidate.hit in hits[3:]} == {UNREAD}
