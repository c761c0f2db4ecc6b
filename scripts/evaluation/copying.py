"""How well copies are told from articles that only have something in common."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import combinations

from evaluation.measures import Figure
from evaluation.reprinting import BOTH, EDITS, by_another_paper, joined
from evaluation.tables import Table, Value
from evaluation.webpages import HALVES, Half
from index.analysis import STOP_WORDS
from index.records import Article
from index.scope import words
from index.stories.clustering import COMMON
from index.stories.likeness import are_copies
from index.stories.sketching import Shingles, shingles, sketch

SEED = 7
NEAR_DAYS = timedelta(days=3)
TITLE_WORDS = 2
"""Words that the titles of two articles on one event share, stop words not counted."""
SHORTEST = 100
"""Words of an article that is edited."""
NOTICES = {"a quarter": 0.25, "a half": 0.5, "as long": 1.0, "twice as long": 2.0}
"""How long a notice is beside the article's own text."""

Pair = tuple[str, str]


@dataclass(frozen=True)  # not slotted: its shingles are worked out once
class _Text:
    text: str

    @cached_property
    def shingles(self) -> Shingles:
        return shingles(self.text)

    @cached_property
    def sketch(self) -> frozenset[int]:
        return frozenset(sketch(self.shingles))


@dataclass(frozen=True, slots=True)
class Judged:
    """What is made of some pairs of one kind."""

    found: tuple[bool, ...]
    """For each pair, whether its sketches bring it together at all."""
    joined: tuple[bool, ...]
    """Whether it is one story then."""

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> "Judged":
        """Judge pairs of texts."""
        found, joined = [], []
        for one, other in ((_Text(one), _Text(other)) for one, other in pairs):
            near = len(one.sketch & other.sketch) >= COMMON
            found.append(near)
            joined.append(near and are_copies(one.shingles, other.shingles))
        return cls(tuple(found), tuple(joined))


def half_of(articles: Sequence[Article], half: Half) -> list[Article]:
    """Return every other of the articles by their ids."""
    return [one for one in articles if HALVES[int(one.id, 16) % 2] == half]


def measure_copies(articles: Sequence[Article]) -> Table:
    """Return for each kind of pairs how many are found and joined, and precision and recall over all."""
    copies = {name: Judged.of(pairs) for name, pairs in _copies(articles).items()}
    others = {name: Judged.of(pairs) for name, pairs in _others(articles).items()}
    rows: dict[str, Mapping[str, Value]] = {
        f"copies: {name}": _row(one, "recall") for name, one in copies.items()
    }
    rows |= {f"others: {name}": _row(one, "joined") for name, one in others.items()}
    right = [joined for one in copies.values() for joined in one.joined]
    wrong = [joined for one in others.values() for joined in one.joined]
    rows["all"] = {
        "pairs": len(right) + len(wrong),
        "recall": Figure.mean(right),
        "precision": Figure.ratio([*right, *[False] * len(wrong)], [*right, *wrong]),
    }
    return Table(f"copies: {len(articles)} news articles", rows)


def measure_same_paper(articles: Sequence[Article]) -> Table:
    """Return what is made of articles that one paper wrote of one event, some of them updates of others."""
    judged = Judged.of(_texts(_of_one_event(articles, same_site=True)))
    rows = {"one event, one site": _row(judged, "joined")}
    return Table("not judged: updates are copies, and which are is not known", rows)


def _row(judged: Judged, name: str) -> dict[str, Value]:
    pairs = len(judged.joined)
    return {"pairs": pairs, "found": Figure.mean(judged.found), name: Figure.mean(judged.joined)}


def _copies(articles: Sequence[Article]) -> dict[str, list[Pair]]:
    """Return pairs of which one is a copy of the other, or both are of a third."""
    chance = random.Random(SEED)
    long = [one.text for one in articles if len(one.text.split()) >= SHORTEST]
    sources = [(text, chance.choice(long)) for text in long]
    pairs = {
        name: [(text, edit(text, other, chance)) for text, other in sources] for name, edit in EDITS.items()
    }
    pairs[BOTH] = [
        (by_another_paper(text, other, chance), by_another_paper(text, chance.choice(long), chance))
        for text, other in sources
    ]
    return pairs


def _others(articles: Sequence[Article]) -> dict[str, list[Pair]]:
    """Return pairs that are not copies, whatever they have in common."""
    chance = random.Random(SEED)
    apart = [one for one in articles if len(one.text.split()) >= SHORTEST]
    near = list(_texts(_of_one_event(apart, same_site=False)))
    pairs = {"one event, two sites": near}
    texts = [one.text for one in apart]
    strangers = [(text, chance.choice(texts)) for text in texts]
    strangers = [(one, other) for one, other in strangers if one != other]
    for name, share in NOTICES.items():
        pairs[f"a notice below, {name}"] = [_noticed(pair, chance.choice(texts), share) for pair in strangers]
    pairs["a column between the same words"] = [
        _noticed(pair, chance.choice(texts), 0.5, before=0.5) for pair in strangers
    ]
    pairs["one event, a notice below, a half"] = [_noticed(pair, chance.choice(texts), 0.5) for pair in near]
    pairs["a review of the day, told second of three"] = [
        _reviewed(one, other, chance.choice(texts)) for one, other in strangers
    ]
    return pairs


def _reviewed(text: str, *others: str) -> Pair:
    """Return an article, and a review that has it between two of its length."""
    least = min(len(one.split()) for one in (text, *others))
    before, told, behind = (" ".join(one.split()[:least]) for one in (others[0], text, others[1]))
    return told, joined([before, told, behind])


def _noticed(pair: Pair, notice: str, share: float, *, before: float = 0.0) -> Pair:
    """Return texts with the same words below, and above where wanted, each a share of the shorter text."""
    least = min(len(text.split()) for text in pair)
    words = notice.split()
    while len(words) < (share + before) * least:
        words += words
    above, below = words[: round(before * least)], words[round(before * least) :][: round(share * least)]
    one, other = (joined([" ".join(above), text, " ".join(below)]).strip() for text in pair)
    return one, other


def _texts(pairs: Iterator[tuple[Article, Article]]) -> Iterator[Pair]:
    return ((one.text, other.text) for one, other in pairs)


def _of_one_event(articles: Sequence[Article], *, same_site: bool) -> Iterator[tuple[Article, Article]]:
    """Yield pairs whose titles share words and whose days are near, of one site or of two."""
    by_word: dict[str, list[Article]] = {}
    for article in articles:
        for word in _title_words(article):
            by_word.setdefault(word, []).append(article)
    seen = set()
    for some in by_word.values():
        for one, other in combinations(some, 2):
            key = (one.id, other.id)
            if key in seen or len(_title_words(one) & _title_words(other)) < TITLE_WORDS:
                continue
            seen.add(key)
            near = one.date and other.date and abs(one.date - other.date) <= NEAR_DAYS
            if near and (_site(one) == _site(other)) == same_site:
                yield one, other


def _title_words(article: Article) -> frozenset[str]:
    return frozenset(words(article.title)) - STOP_WORDS - {"cnn", "usa", "today", "week"}


def _site(article: Article) -> str:
    """Return whose page an article is, "" where its address is not known."""
    return (article.url or "").partition("://")[2].partition("/")[0].removeprefix("www.")
