"""Text → terms, and questions → queries, as tantivy has them."""

from functools import cache
from typing import TYPE_CHECKING, Any

from index.analysis import STOP_WORDS, smoothed

if TYPE_CHECKING:  # what a question says of time needs its terms, and `qa --help` knows of that
    import numpy as np
    from numpy.typing import NDArray

MOST_TERMS = 512
"""Different words of a question that are looked up; a longer one is no question."""
LONGEST_BYTES = 100
"""Longer runs of letters are no words; scripts without spaces stay well below in a clause."""
UNDATED = 0
"""The day of an undated article; the others are `date.toordinal()`, from 1."""


def analyse(text: str) -> list[str]:
    """Return the terms of a text in order: lower-case, without accents, English words stemmed."""
    terms: list[str] = analyser().analyze(smoothed(text))
    return terms


def query_of(text: str) -> Any:
    """Return the query for a question's words, any of which may match; `None` where it has none.

    Nothing in the text is read as an operator.
    """
    import tantivy

    terms = question_terms(text)
    if not terms:
        return None
    words = (tantivy.Query.term_query(schema(), "text", term, "freq") for term in terms)
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])


def only(query: Any, allowed: "NDArray[np.int64]") -> Any:
    """Return a query for what another one finds among some passages, with the same scores.

    It looks each of them up: 3 ms for a hundred, 26 ms for a thousand, 96 ms for ten thousand.
    """
    import tantivy

    must = tantivy.Occur.Must
    ids = tantivy.Query.term_set_query(schema(), "passage", allowed.tolist())
    return tantivy.Query.boolean_query([(must, query), (must, tantivy.Query.const_score_query(ids, 0.0))])


def question_terms(text: str) -> list[str]:
    """Return the different terms of a question, without stop words unless it has no others."""
    terms = list(dict.fromkeys(analyse(text)))
    return ([term for term in terms if term not in _stop_terms()] or terms)[:MOST_TERMS]


@cache
def _stop_terms() -> frozenset[str]:
    return frozenset(term for word in STOP_WORDS for term in analyse(word))


@cache
def analyser() -> Any:
    """Return what parts texts into terms, for passages and questions alike."""
    import tantivy

    # Splitting at whatever is no letter or digit was as good on the news data as any pattern
    # tried (Hits@4 within 0.01) and takes half the time.
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_BYTES))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


@cache
def schema() -> Any:
    """Return the fields of the index: a passage's id, its article's day and its words."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("passage", indexed=True, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="article", index_option="freq")
    return builder.build()
