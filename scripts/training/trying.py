"""A reader being trained, over articles it was not trained on → how well it marks answers."""

from collections.abc import Sequence

import numpy as np
from evaluation.measures import Figure, area_under_curve
from evaluation.tables import Table, Value

from index.sentences import Span, sentences
from qa.evidence.reader import Marked
from training.examples import Example
from training.reader import Encoder, MarkingReader, logits_of


def tried(model: MarkingReader, encoder: Encoder, examples: Sequence[Example]) -> Table:
    """Return how often the likeliest answer is right, and how well the score tells each kind of question.

    Args:
        model: The reader.
        encoder: Its tokens.
        examples: Of articles that it was not trained on.
    """
    encoded = [encoder.encode(example) for example in examples]
    logits = logits_of(model, encoded, encoder.sep)
    exact, same_sentence, scores = [], [], []
    for example, one, marks in zip(examples, encoded, logits, strict=True):
        passage = marks[one.first : one.first + len(one.offsets)] - marks[0]
        found = Marked(tuple(one.offsets), passage[:, 0], passage[:, 1]).best(0, len(example.text))
        score, span = found or (-np.inf, (0, 0))
        scores.append(score)
        if example.answers:
            exact.append(span in example.answers)
            same_sentence.append(_shares_sentence(span, example))
    rows: dict[str, dict[str, Value]] = {
        "answered": {
            "examples": float(len(exact)),
            "exact": Figure.mean(exact),
            "right sentence": Figure.mean(same_sentence),
        }
    }
    kinds = np.array([example.kind for example in examples])
    for kind in ("adversarial", "elsewhere", "exchanged"):
        chosen = np.isin(kinds, ("answered", kind))
        curve = area_under_curve(np.array(scores)[chosen], kinds[chosen] == "answered")
        rows[kind] = {"examples": float((kinds == kind).sum()), "area under the curve": curve}
    return Table("the reader, over articles it was not trained on", rows)


def _shares_sentence(span: Span, example: Example) -> bool:
    """Return whether a right answer begins in the sentence in which the span begins."""
    around = next(((a, b) for a, b in sentences(example.text) if a <= span[0] < b), (0, 0))
    return any(around[0] <= start < around[1] for start, _ in example.answers)
