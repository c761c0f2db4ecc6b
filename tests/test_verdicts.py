"""The table of verdicts: what a person would call false is never accepted, and most that holds is."""

import pytest
from verdicts import Pair, verdicts

from qa.verification.verify import check


@pytest.mark.parametrize("pair", verdicts("false"), ids=str)
def test_what_is_false_is_refused(pair: Pair) -> None:
    """Whatever differs from the evidence in fact, role, speaker or strength has an objection."""
    found = check(pair.sentence, pair.evidence, question=pair.question)
    assert found is not None
    assert found.text


@pytest.mark.parametrize("pair", verdicts("holds"), ids=str)
def test_what_holds_is_accepted(pair: Pair) -> None:
    """Honest rewordings of the kinds that can be told without a model stand as they are."""
    assert check(pair.sentence, pair.evidence, question=pair.question) is None


@pytest.mark.parametrize("pair", verdicts("beyond"), ids=str)
def test_what_cannot_be_told_is_refused(pair: Pair) -> None:
    """True as it is, nobody can tell by the words: the quotation stands instead."""
    assert check(pair.sentence, pair.evidence, question=pair.question) is not None


@pytest.mark.parametrize("pair", verdicts("holds"), ids=str)
def test_evidence_carries_its_own_sentences(pair: Pair) -> None:
    """Every quotation of the table, word for word, is carried."""
    for one in pair.evidence:
        assert check(one.text, pair.evidence) is None


def test_the_table_is_large_enough() -> None:
    """At least 150 pairs, at least a third of them honest or false each."""
    honest, false = len(verdicts("holds")) + len(verdicts("beyond")), len(verdicts("false"))
    assert honest + false >= 150
    assert min(honest, false) >= 50
