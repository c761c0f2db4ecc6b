"""How a search weighs what it finds, and which of its stages it does without."""

from dataclasses import dataclass
from typing import Literal

from qa.retrieval.copies import SHARE_KEPT
from qa.retrieval.relevance import WEIGHTS, Weights

Stage = Literal["overlaps", "times", "parts"]
"""What a search can do without:

- overlaps: a passage that overlaps a better one of its article gives way to it;
- times: what a question says of when chooses among articles and their days;
- parts: a question that asks several things is searched for each of them too.
"""


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How to search; as it stands, what the program does."""

    weights: Weights = WEIGHTS
    """What each signal counts; one that counts nothing brings no passages either."""
    share_kept: float = SHARE_KEPT
    """What a passage keeps of its score for each better one of its article, in (0, 1]; 1 is all of it."""
    left_out: frozenset[Stage] = frozenset()
    """Stages that the search does without."""

    def __post_init__(self) -> None:
        """Refuse a share that is none.

        Raises:
            ValueError: `share_kept` does not lie in (0, 1].
        """
        if not 0 < self.share_kept <= 1:
            raise ValueError(f"share_kept: {self.share_kept} does not lie above 0 and up to 1")


USUAL = SearchSettings()
"""What the program searches with."""
