"""Thousands of lies about the sample articles: none is accepted, and every sentence they are made of is."""

from collections import Counter
from itertools import islice

import pytest
from lies import lies, paragraphs, quotation

from qa.verification.verify import check

_EVERY = 4
"""One lie in so many is tried, of every kind, so that the test takes seconds."""


def test_no_lie_is_accepted() -> None:
    """Over at least 2,000 lies of eighteen kinds, with the passage, its day and its source known."""
    told = list(islice(lies(), 0, None, _EVERY))
    accepted = [lie for lie in told if check(lie.sentence, lie.evidence) is None]
    assert not accepted
    assert len(told) >= 2000
    assert len(Counter(lie.kind for lie in told)) >= 18


@pytest.mark.parametrize("article", paragraphs())
def test_every_sentence_of_an_article_carries_itself(article: list[str]) -> None:
    """What is true stays accepted, word for word, alone and with a sentence of another place."""
    passage = " ".join(article)
    for true in article:
        assert check(true, [quotation(true, passage)]) is None, true
    assert check(article[0], [quotation(one, passage) for one in (article[-1], article[0])]) is None
