"""What writers came to → tables: what is answered, what is printed, what is refused."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

import numpy as np

from evaluation.answers import ACCURACY, Judged, Measured
from evaluation.measures import Difference, Figure
from evaluation.tables import Table, Value
from evaluation.writers import QUOTATION

SECONDS = "median s, sentences known"
"""The evaluation remembers vectors, so what was embedded for one writer costs the next nothing."""
HELD_OUT = "held out"

Row = Mapping[str, Value]


def answer_tables(measured: Sequence[Measured]) -> tuple[Table, ...]:
    """Return the tables of one family, a row for each writer, and for how far it is from quotation mode.

    Recall is the share of the questions of a kind that is refused. Precision is that of refusing
    where there are as many answerable questions as questions of the kind: it does not depend on how
    many of each were asked.
    """
    first = measured[0]
    asked = f"{len(first.answered):,} answerable questions, {len(first.judged):,} in all"
    return (
        Table(f"{first.family}, answers: {asked}", dict(_accuracies(measured))),
        Table(f"{first.family}, what is printed", {one.writer: _printed(one) for one in measured}),
        Table(f"{first.family}, refusals, beside as many answerable questions", dict(_refusals(measured))),
    )


def _accuracies(measured: Sequence[Measured]) -> Iterator[tuple[str, Row]]:
    plain = next((one for one in measured if one.writer == QUOTATION), None)
    for one in measured:
        row: dict[str, Value] = {name: Figure.mean(one.of(name, one.answered)) for name in ACCURACY}
        row["wrongly refused"] = Figure.mean(one.of("refused", one.answered))
        row[SECONDS] = median(one.of("seconds", one.judged).tolist())
        yield one.writer, row
        if plain is not None and one is not plain:
            shared = _shared(one.answered, plain.answered)
            yield f"{one.writer} - {QUOTATION}", {name: _difference(name, shared) for name in ACCURACY}


def _shared(some: Sequence[Judged], others: Sequence[Judged]) -> list[tuple[Judged, Judged]]:
    """Return what two writers came to over the questions that both were asked."""
    known = {(other.put.kind, other.put.question): other for other in others}
    keys = ((one, (one.put.kind, one.put.question)) for one in some)
    return [(one, known[key]) for one, key in keys if key in known]


def _difference(measure: str, pairs: Sequence[tuple[Judged, Judged]]) -> Difference:
    return Difference.between(
        [one.scores[measure] for one, _ in pairs], [other.scores[measure] for _, other in pairs]
    )


def _printed(one: Measured) -> Row:
    """Return shares of all that a writer printed, over all questions."""

    def share(part: str, whole: str) -> Figure:
        return Figure.ratio(one.of(part, one.judged), one.of(whole, one.judged))

    def rest(part: str, whole: str) -> Figure:
        wholes = one.of(whole, one.judged)
        return Figure.ratio(wholes - one.of(part, one.judged), wholes)

    return {
        "sentences": float(one.of("sentences", one.judged).sum()),
        "supported": rest("not supported", "sentences"),
        "by its citations": share("proven", "sentences"),
        "citation precision": share("right citations", "judged citations"),
        "citation recall": rest("unmarked", "sentences"),
        "unmarked": float(one.of("unmarked", one.judged).sum()),
        "citations": float(one.of("citations", one.judged).sum()),
        "verbatim": share("verbatim", "citations"),
        "figures": float(one.of("figures", one.judged).sum()),
        "wrong figures": share("wrong figures", "figures"),
        "over three sentences": float(one.of("too long", one.judged).sum()),
    }


def _refusals(measured: Sequence[Measured]) -> Iterator[tuple[str, Row]]:
    for one in measured:
        kept = _refused(one.answered)
        for kind, some in one.kinds().items():
            if some[0].put.answered:
                continue
            yield f"{one.writer}: {kind}", _row(_refused(some), kept)
            late = [each for each in some if each.put.split == HELD_OUT]
            if late:
                yield f"{one.writer}: {kind}, {HELD_OUT}", _row(_refused(late), kept)


def _refused(some: Sequence[Judged]) -> list[float]:
    return [one.scores["refused"] for one in some]


def _row(absent: Sequence[float], answered: Sequence[float]) -> Row:
    """Return the row of a kind, from whether its questions and the answerable ones were refused."""
    right = np.array(absent) / max(1, len(absent))
    wrong = np.array(answered) / max(1, len(answered))
    above, below = np.append(right, 0 * wrong), np.append(right, wrong)
    return {
        "questions": float(len(absent)),
        "recall": Figure.mean(absent),
        "precision": Figure.ratio(above, below),
    }
