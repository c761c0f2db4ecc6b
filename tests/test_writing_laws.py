"""The laws of an answer: whatever a model writes, in whatever pieces, what is shown holds."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from fakes import ScriptedModel
from hypothesis import given, settings
from hypothesis import strategies as st
from troops import EVIDENCE, FIRST, QUESTION, answer, capable, small, told

from qa.answering.unsupported import Unsupported
from qa.answering.writing import quoted
from qa.records import Sentence
from qa.verification.shortening import shortening_objection
from qa.verification.verify import objection, without_marks

TEXTS = [
    f"{FIRST} [1] Israel struck a weapons factory on Friday. [1, 3] No more.",
    "He met Dr. Amy Lee at 5 p.m. Ankara time. [2] 300 left. [3]",
    f"{FIRST[:-1]} [1]. “The truce is still holding,” an Iraqi source told The National.[2]",
]


class Letters(ScriptedModel):
    """A model whose pieces are cut at given places."""

    cuts: Sequence[int] = ()

    def _replay(self, text: str, max_tokens: int, cancelled) -> Iterator[str]:  # type: ignore[no-untyped-def]
        places = sorted({0, len(text), *(cut % len(text) for cut in self.cuts)})
        yield from (text[start:end] for start, end in pairwise(places))


@settings(deadline=None)
@given(st.sampled_from(TEXTS), st.lists(st.integers(0, 200), max_size=200))
def test_how_a_text_is_cut_into_pieces_does_not_matter(text: str, cuts: list[int]) -> None:
    """Token by token, letter by letter or at once, the same sentences come."""
    model = Letters([text])
    model.cuts = cuts
    assert answer(model) == answer(Letters([text]))


FRAGMENTS = st.sampled_from(
    [
        *(word for citation in EVIDENCE for word in citation.quote.split()),
        *(part.strip() for citation in EVIDENCE for part in citation.quote.split(",")),
        *(citation.quote for citation in EVIDENCE),
        *"[1] [2] [3] [4] [1,3] 【2】 (1) . , “ ” ? not 2 300 2,500 Friday May Norway".split(),
        "No.",
        "Iran\n",
        "<|im_end|>",
    ]
)
SCRIPTS = st.lists(FRAGMENTS, max_size=30).map(" ".join)


def hold(sentences: Sequence[Sentence], objects) -> None:  # type: ignore[no-untyped-def]
    """Assert that every sentence is carried by what it cites, or is it word for word, none twice."""
    for sentence in sentences:
        assert sentence.marks
        assert sentence.text.endswith("".join(f"[{n}]" for n in sentence.marks))
        cited = [EVIDENCE[n - 1] for n in sentence.marks]
        if sentence.origin == "quoted":
            assert sentence.text == quoted(cited[0]).text
        else:
            assert objects(without_marks(sentence.text), cited) is None
    assert len({without_marks(sentence.text) for sentence in sentences}) == len(sentences)


MODES = st.sampled_from(["quote", "cut", "mark"])


@settings(max_examples=200, deadline=None)
@given(SCRIPTS, MODES)
def test_no_prose_is_shown_that_the_evidence_does_not_carry(text: str, unsupported: Unsupported) -> None:
    """The law: whatever a capable model writes, each sentence shown as checked holds, and one is."""
    sentences = told(capable(text), unsupported=unsupported)
    assert len(sentences) <= len(EVIDENCE)
    checked = [sentence for sentence in sentences if sentence.origin != "unsupported"]
    assert checked
    hold(checked, lambda said, cited: objection(said, cited, question=QUESTION))
    unchecked = [sentence for sentence in sentences if sentence.origin == "unsupported"]
    assert not unchecked or unsupported == "mark"
    assert all(sentence.objection for sentence in unchecked)


@settings(max_examples=200, deadline=None)
@given(SCRIPTS, SCRIPTS, SCRIPTS)
def test_no_shortening_is_shown_that_its_quotation_does_not_carry(one: str, two: str, three: str) -> None:
    """The law: whatever a small model writes, one sentence for each quotation, each holding."""
    sentences = answer(small(one, two, three))
    assert [sentence.marks for sentence in sentences] == [(1,), (2,), (3,)]
    hold(sentences, lambda said, cited: shortening_objection(said, cited[0].quote, QUESTION))
