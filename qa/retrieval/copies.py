"""Ranked passages → the places of a list: near copies share one, and no article crowds out the others."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush, nlargest
from itertools import islice

from qa.retrieval.reprints import Shingle, Wording, repeats

FURTHER = 20
"""Candidates looked at once every place is taken, for copies to name."""
MOST_COMPARED = 3
"""Places a candidate is compared with word by word, which takes about as long as ten candidates do else."""
SHARE_KEPT = 0.85
"""What a passage keeps of its score for each better one of its article. Beside ranking by scores alone,
186 questions over 600 news articles, Hits@4 / @10 / MRR@10: 0.941 / 0.962 / 0.880 became 0.952 / 0.978 /
0.885, and the answer stands in the best five passages for 0.812 instead of 0.801; 1,200 questions of the
reading-comprehension data, whose articles are long: 0.971 / 0.991 / 0.905 became 0.972 / 0.991 / 0.905.
0.9 is worth another point of Hits@4 on news, and takes one of @10 in 600 on the others."""
USUAL_LENGTH = 20_000
"""Characters up to which an article loses that much; one five times as long loses a fifth of it. What a
book tells in two places is seldom the same."""
OVERLAP = 0.5
"""A passage gives way once this share of its characters stands in shown passages of its article."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may take a place."""

    passage: int
    article: str
    start: int
    end: int
    """Characters of the article's text, end exclusive."""
    text: str
    score: float
    """In [0, 1], higher is better."""
    length: int = 0
    """Characters of the whole article."""
    story: str | None = None
    """What it shares with the articles that are copies of its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that is shown, and the ones that only say the same again."""

    candidate: Candidate
    also_in: tuple[str, ...]
    """Ids of other articles that hold a copy, best first, all of those looked at."""
    copies: tuple[int, ...]
    """The passages that gave way to this one, best first: copies, and overlaps in a version of it."""
    score: float
    """What it was ranked by: the candidate's score, less where its article was shown before.
    Never higher than that of the place before."""


Holds = Callable[[str, str], bool]
"""Whether the article with an id says all of a text."""


def _unread(_: str, __: str) -> bool:
    """Say that no article holds anything: without a library there is none to look into."""
    return False


def shared_places(
    candidates: Iterable[Candidate],
    limit: int,
    *,
    share_kept: float = SHARE_KEPT,
    overlap: float = OVERLAP,
    holds: Holds = _unread,
) -> list[Place]:
    """Return the places of a list, best first: as many as asked for where there are enough candidates.

    A candidate that repeats what a better one says (`qa.retrieval.reprints.repeats`), or mostly overlaps
    passages of its own article that are shown, gives way to it and is named there. So does one that mostly
    says what is shown of its story, if the rest stands in an article that is shown as well. A passage
    loses some of its score for every one of its article that is shown before it, so that others
    get their turn unless it is clearly better; where there are no others, it stays.

    Args:
        candidates: Best first. Only as many are taken as are needed to fill the list, and
            `FURTHER` more, among which copies are looked for.
        limit: The most places.
        share_kept: What a passage keeps of its score for each better one of its article, in (0, 1].
        overlap: The share of a passage from which on it gives way to those it overlaps; above 1
            none does.
        holds: Asked of articles of a candidate's story.
    """
    if limit <= 0:
        return []
    taken = iter(candidates)
    listing = _Listing(share_kept, overlap, holds)
    queue = _Queue(listing)
    for candidate in taken:
        queue.put(candidate)
        while len(listing.places) < limit and (best := queue.best(at_least=candidate.score)):
            listing.add(best)
        if len(listing.places) == limit:
            break
    while len(listing.places) < limit and (best := queue.best(at_least=float("-inf"))):
        listing.add(best)
    for candidate in queue.rest():
        listing.shared(candidate)
    for candidate in islice(taken, FURTHER):
        listing.shared(candidate)
    return [place.finished() for place in listing.places]


@dataclass(slots=True)
class _Open:
    """A place while copies are still looked for."""

    candidate: Candidate
    wording: Wording
    score: float
    copies: list[Candidate] = field(default_factory=list)
    unnamed: set[int] = field(default_factory=set)
    """Those of them that hold no copy of all that is shown."""

    def finished(self) -> Place:
        own = self.candidate.article
        named = (copy for copy in self.copies if copy.passage not in self.unnamed)
        others = dict.fromkeys(copy.article for copy in named if copy.article != own)
        return Place(self.candidate, tuple(others), tuple(copy.passage for copy in self.copies), self.score)


class _Listing:
    """The places so far, and everything that is shown in them."""

    def __init__(self, share_kept: float, overlap: float, holds: Holds) -> None:
        self.places: list[_Open] = []
        self._share_kept = share_kept
        self._overlap = overlap
        self._holds = holds
        self.shown = Counter[str]()
        """Places of each article."""
        self._known: set[Shingle] = set()
        self._same: dict[str, _Open] = {}
        """The places by their texts; most copies are copies to the letter."""

    def add(self, candidate: Candidate) -> None:
        """Give a candidate a place, or name it at the one it shares."""
        wording = Wording(candidate.text)
        if self._joins(candidate, wording):
            return
        place = _Open(candidate, wording, self.worth(candidate))
        self.places.append(place)
        self.shown[candidate.article] += 1
        self._known |= wording.shingles
        self._same.setdefault(wording.text, place)

    def shared(self, candidate: Candidate) -> None:
        """Name a candidate at the place it would share, if there is one."""
        self._joins(candidate, Wording(candidate.text))

    def worth(self, candidate: Candidate) -> float:
        """Return the score that a candidate would be ranked by now."""
        lost = (1 - self._share_kept) * min(1.0, USUAL_LENGTH / max(1, candidate.length))
        return candidate.score * (1 - lost) ** self.shown[candidate.article]

    def _joins(self, candidate: Candidate, wording: Wording) -> bool:
        place = self._overlapped(candidate) or self._same.get(wording.text) or self._repeated(wording)
        if place is None and (place := self._told_before(candidate, wording)):
            place.unnamed.add(candidate.passage)
        if place is None:
            return False
        place.copies.append(candidate)
        return True

    def _overlapped(self, candidate: Candidate) -> _Open | None:
        """Return the place of the passage that a candidate overlaps most, if most of it is shown."""
        if not self.shown[candidate.article]:
            return None
        same = [place for place in self.places if place.candidate.article == candidate.article]
        meets = [(_common(candidate, place.candidate), place) for place in same]
        covered = _covered(candidate, (place.candidate for place in same))
        if not covered or covered < self._overlap * (candidate.end - candidate.start):
            return None
        return max(meets, key=lambda met: met[0])[1]

    def _told_before(self, candidate: Candidate, wording: Wording) -> _Open | None:
        """Return the place of a version of its article, if that says all of it and most of it is shown.

        Versions that are cut otherwise overlap as two passages of one article do.
        """
        if candidate.story is None or not wording.shingles:
            return None
        told = [place for place in self.places if place.candidate.story == candidate.story]
        shown = set().union(*(place.wording.shingles for place in told))
        if len(shown & wording.shingles) < self._overlap * len(wording.shingles):
            return None
        near = nlargest(MOST_COMPARED, told, key=lambda place: len(place.wording.shingles & wording.shingles))
        return next((place for place in near if self._holds(place.candidate.article, wording.text)), None)

    def _repeated(self, wording: Wording) -> _Open | None:
        """Return the place whose text a candidate's repeats, of those it shares most with."""
        if not wording.touches(self._known):
            return None
        shared = ((len(place.wording.shingles & wording.shingles), place) for place in self.places)
        near = nlargest(MOST_COMPARED, shared, key=lambda each: each[0])
        return next((place for _, place in near if repeats(wording, place.wording, self._known)), None)


class _Queue:
    """Candidates that wait for a place, the best by what they are worth now."""

    def __init__(self, listing: _Listing) -> None:
        self._listing = listing
        self._waiting: list[tuple[float, int, Candidate]] = []
        self._came = 0

    def put(self, candidate: Candidate) -> None:
        """Let a candidate wait; equal ones go in the order they came."""
        heappush(self._waiting, (-self._listing.worth(candidate), self._came, candidate))
        self._came += 1

    def best(self, *, at_least: float) -> Candidate | None:
        """Return the best that is worth so much, and wait for it no longer; `None` where none is."""
        while self._waiting and -self._waiting[0][0] >= at_least:
            _, came, candidate = heappop(self._waiting)
            worth = self._listing.worth(candidate)
            first = not self._waiting or (-worth, came) < self._waiting[0][:2]
            if first and worth >= at_least:
                return candidate
            heappush(self._waiting, (-worth, came, candidate))
        return None

    def rest(self) -> Iterator[Candidate]:
        """Return those still waiting, in the order they came."""
        return (candidate for _, _, candidate in sorted(self._waiting, key=lambda entry: entry[1]))


def _common(one: Candidate, other: Candidate) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _covered(candidate: Candidate, shown: Iterable[Candidate]) -> int:
    """Return how many of a candidate's characters stand in any of the shown."""
    spans = sorted((max(one.start, candidate.start), min(one.end, candidate.end)) for one in shown)
    covered, reached = 0, candidate.start
    for start, end in spans:
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered
