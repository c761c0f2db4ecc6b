"""Ways to cut articles into passages, side by side: our own at several lengths, and a library's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from evaluation.libraries import SETTINGS, Cutting, own_cutting
from evaluation.measures import Difference, Figure
from evaluation.retrieval import MILLISECONDS, Measured, measure
from evaluation.tables import Table, Value
from evaluation.trials import Trial
from index.embedder import Embedder
from index.passages import PassageSettings
from index.records import Article, Passage

SPLITTER = "semantic-text-splitter"
"""github.com/benbrandt/text-splitter: the longest parts of a text's structure that fit."""


def cuttings(embedder: Embedder, tokens: Sequence[int], overlaps: Sequence[int]) -> Iterator[Cutting]:
    """Yield our own way at each length, then the library's at each length and overlap.

    Args:
        embedder: Counts the tokens.
        tokens: The most tokens of text in a passage.
        overlaps: How many of them the library repeats from the passage before; those are left out
            that are as long as a passage.
    """
    for length in tokens:
        yield own_cutting(embedder, replace(SETTINGS, tokens=length))
    for length in tokens:
        for overlap in overlaps:
            if overlap < length:
                yield splitter_cutting(embedder, length, overlap=overlap)


def headed(embedder: Embedder) -> tuple[Cutting, ...]:
    """Return our own way with nothing but the title beside a piece, and with the headings above it."""
    return own_cutting(embedder, replace(SETTINGS, headings=0)), own_cutting(embedder)


def splitter_cutting(embedder: Embedder, tokens: int, *, overlap: int = 0) -> Cutting:
    """Return the way of a text-splitting library; it knows no titles, headings or even lengths."""
    from semantic_text_splitter import TextSplitter

    def count(text: str) -> int:
        return embedder.count_tokens([text])[0]

    splitter = TextSplitter.from_callback(count, tokens, overlap)

    def passages(article: Article) -> list[Passage]:
        found = splitter.chunk_indices(article.text)
        return [
            Passage(article.id, at, start, start + len(text), text) for at, (start, text) in enumerate(found)
        ]

    name = f"{SPLITTER} {tokens} over {overlap}" if overlap else f"{SPLITTER} {tokens}"
    return Cutting(name, name, PassageSettings(tokens=tokens), passages)


def compare_cuttings(trial: Trial, ways: Sequence[Cutting], embedder: Embedder) -> Table:
    """Return how our search does over the passages of each way, and each beside the first."""
    done = {way.name: measure(trial, embedder, cutting=way, plain=False) for way in ways}
    (first, reference), *others = done.items()
    rows: dict[str, Mapping[str, Value]] = {name: _row(measured) for name, measured in done.items()}
    for name, measured in others:
        rows[f"{name} - {first}"] = {
            measure: Difference.between(values, reference.ours[measure])
            for measure, values in measured.ours.items()
        }
    title = f"{trial.name}: {reference.articles:,} articles, {len(reference.questions):,} questions"
    return Table(title, rows, trial.decimals)


def _row(measured: Measured) -> dict[str, Value]:
    figures: dict[str, Value] = {name: Figure.mean(values) for name, values in measured.ours.items()}
    return figures | {"passages": float(measured.passages), MILLISECONDS: measured.milliseconds}
