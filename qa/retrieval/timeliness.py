"""Ranked passages and what the question says of time → the passages, those of the right days before."""

from collections.abc import Sequence

from qa.retrieval.ranking import Ranked
from qa.times.asked_time import AskedTime

COMPARABLE = 0.8
"""The share of the best score from which a passage bears on the question about as well."""
NEWEST = 0.2
"""What the newest of comparable passages gains, as a share of its score; the oldest gains nothing.
On 27 news questions that ask for what is recent, MRR@10 0.710 without and 0.799 with it."""
OTHER_DAYS = 0.9
"""What a passage keeps whose article is of other days than the question prefers."""


def timely(found: Sequence[Ranked], when: AskedTime | None) -> list[Ranked]:
    """Return the passages with scores that know of the question's time, best first.

    Where it asks for the newest, or for days told from today, of passages that bear on it about as
    well the newer gain. Where it prefers some days, articles of other days lose a little. An
    undated article gains nothing and loses nothing.
    """
    if when is None or not found:
        return list(found)
    gains = _gains(found) if when.newest or when.bearing == "restricts" else {}
    period = when.period if when.bearing == "prefers" else None

    def factor(one: Ranked) -> float:
        day = one.article.date
        kept = OTHER_DAYS if period and day and not period.holds(day) else 1.0
        return kept * (1 + gains.get(one.passage.id, 0.0))

    timed = [one.timed(factor(one)) for one in found]
    most = max(1.0, *(one.score for one in timed))
    return sorted((one.scored(one.score / most) for one in timed), key=lambda one: -one.score)


def _gains(found: Sequence[Ranked]) -> dict[int, float]:
    """Return by passage what those that bear on the question about as well gain by their day."""
    least = COMPARABLE * found[0].score
    days = {one.passage.id: one.article.date for one in found if one.score >= least and one.article.date}
    order = sorted(set(days.values()))
    steps = max(1, len(order) - 1)
    return {passage: NEWEST * order.index(day) / steps for passage, day in days.items()}
