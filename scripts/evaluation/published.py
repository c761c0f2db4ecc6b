"""What others publish, and what was measured before, on the data the sets are from.

All from the tables in the README of the development data; few are on just the questions and
passages that are measured here, and their names say what differs.
"""

from collections.abc import Mapping

Row = Mapping[str, float]
"""Measure → value, as far as known."""


def _row(measures: str, *values: float) -> Row:
    return dict(zip(measures.split(), values, strict=True))


_NEWS = "Hits@1 Hits@4 Hits@10 MRR@10 answer@5"
NEWS: Mapping[str, Row] = {
    "README: dense": _row(_NEWS, 0.554, 0.753, 0.860, 0.650, 0.742),
    "README: BM25": _row(_NEWS, 0.554, 0.817, 0.903, 0.676, 0.833),
    "README: RRF": _row(_NEWS, 0.608, 0.833, 0.919, 0.717, 0.817),
    "README: min-max": _row(_NEWS, 0.608, 0.849, 0.919, 0.721, 0.823),
}

_PARAGRAPHS = "recall@1 recall@5 MRR@10"
PARAGRAPHS: Mapping[str, Row] = {
    "README, 48 articles: dense": _row(_PARAGRAPHS, 0.625, 0.864, 0.727),
    "README, 48 articles: BM25": _row(_PARAGRAPHS, 0.768, 0.925, 0.835),
    "README, 48 articles: RRF": _row(_PARAGRAPHS, 0.730, 0.935, 0.819),
    "README, 48 articles: min-max": _row(_PARAGRAPHS, 0.794, 0.953, 0.863),
}

_EXCERPTS = "recall IoU"
CHUNKING: Mapping[str, Row] = {
    "README, 5 corpora, 128 tokens: dense": _row(_EXCERPTS, 67.0, 6.73),
    "README, 5 corpora, 128 tokens: BM25": _row(_EXCERPTS, 75.9, 7.50),
    "README, 5 corpora, 128 tokens: RRF": _row(_EXCERPTS, 76.0, 7.67),
    "README, 5 corpora, 200 tokens: dense": _row(_EXCERPTS, 74.0, 4.85),
    "README, 5 corpora, 200 tokens: BM25": _row(_EXCERPTS, 85.9, 5.40),
    "README, 5 corpora, 200 tokens: RRF": _row(_EXCERPTS, 83.0, 5.18),
    "README, 5 corpora, 250 over 125: dense": _row(_EXCERPTS, 80.1, 4.16),
    "README, 5 corpora, 250 over 125: BM25": _row(_EXCERPTS, 89.2, 4.43),
    "README, 5 corpora, 250 over 125: RRF": _row(_EXCERPTS, 86.7, 4.40),
    "published, large model: cut by a model": _row(_EXCERPTS, 91.9, 3.9),
    "published, large model: clusters of 200": _row(_EXCERPTS, 87.3, 8.0),
    "published, large model: clusters of 400": _row(_EXCERPTS, 91.3, 4.5),
    "published, large model: recursive, 200": _row(_EXCERPTS, 88.1, 6.9),
    "published, large model: recursive, 400": _row(_EXCERPTS, 89.5, 3.6),
}

_LINKS = "recall MRR"
COOKBOOK: Mapping[str, Row] = {
    "README: dense": _row(_LINKS, 0.596, 0.690),
    "README: BM25": _row(_LINKS, 0.628, 0.768),
    "README: RRF": _row(_LINKS, 0.693, 0.867),
    "README: min-max": _row(_LINKS, 0.722, 0.865),
    "published, large model": _row(_LINKS, 0.659, 0.737),
    "published, and written summaries": _row(_LINKS, 0.714, 0.773),
    "published, and a model re-ranks": _row(_LINKS, 0.693, 0.865),
}

_BODIES = "F1 precision recall accuracy"
EXTRACTION: Mapping[str, Row] = {
    "README, 108 pages: trafilatura": _row("F1 precision recall", 0.961, 0.948, 0.974),
    "published, 181 pages: AutoExtract": _row(_BODIES, 0.970, 0.984, 0.956, 0.470),
    "published, 181 pages: rs-trafilatura": _row("F1 precision recall", 0.970, 0.951, 0.990),
    "published, 181 pages: trafilatura": _row("F1 precision recall", 0.960, 0.940, 0.978),
    "published, 181 pages: Diffbot": _row(_BODIES, 0.951, 0.958, 0.944, 0.348),
    "published, 181 pages: newspaper4k": _row("F1", 0.949),
    "published, 181 pages: readability.js": _row("F1", 0.947),
    "published, 181 pages: readability-lxml": _row(_BODIES, 0.922, 0.913, 0.931, 0.315),
    "published, 181 pages: goose3": _row("F1", 0.896),
    "published, 181 pages: all text": _row(_BODIES, 0.665, 0.500, 0.994, 0.000),
}
"""The rows with an accuracy are from the table in the benchmark's own documentation."""
