"""What saved pages say of an article besides its body: title, byline, site, language and day."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.extraction import differences, figures, overlap
from evaluation.measures import Difference, Figure
from evaluation.tables import Table, Value
from evaluation.webpages import READERS, Answer, SavedPage

_LEAD_IN = re.compile(r"^(?:(?:written\s+)?by|von|par|por)\b:?\s*", re.IGNORECASE)
_SITE = re.compile(r"\s+(?:[|–—·»-]|::|\[)\s*[^|–—·»:]{2,40}$")
_DATED = re.compile(r"\b(?:\w+day,?\s+)?(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?\s+(?:\d{1,2},?\s+)?\d{4}.*$")


@dataclass(frozen=True, slots=True)
class Fact:
    """One field, and when an answer to it is right."""

    truth: str
    """Its name in the data."""
    answer: Callable[[Answer], str]
    same: Callable[[str, str], bool]
    """Whether an answer and the truth say the same."""


def _exact(found: str, right: str) -> bool:
    """Return whether two texts are the same but for white space."""
    return found.split() == right.split()


def _same_but_for_site(found: str, right: str) -> bool:
    """Return whether two titles are the same once what may be the site's name is cut off their ends."""
    return bool(found) and _bare(found) == _bare(right)


def _bare(title: str) -> str:
    return " ".join(_SITE.sub("", " ".join(title.split())).split())


def _same_names(found: str, right: str) -> bool:
    """Return whether two bylines name the same, in any order, without "By" before and a date behind."""
    return bool(found) and _names(found) == _names(right)


def _names(byline: str) -> list[str]:
    words = re.findall(r"\w+", _DATED.sub("", _LEAD_IN.sub("", byline.strip())).lower())
    return sorted(word for word in words if word not in ("and", "by"))


def _same_language(found: str, right: str) -> bool:
    """Return whether two tags name one language, whatever its country: en-US is en."""
    return bool(found) and found[:2].lower() == right[:2].lower()


def _same_day(found: str, right: str) -> bool:
    """Return whether an ISO 8601 day is the one that a time begins with."""
    return found[:10] == right[:10]


FACTS: Mapping[str, Fact] = {
    "title": Fact("title", lambda answer: answer.title, _exact),
    "title, site aside": Fact("title", lambda answer: answer.title, _same_but_for_site),
    "byline": Fact("byline", lambda answer: answer.byline, _same_names),
    "byline, letter by letter": Fact("byline", lambda answer: answer.byline, _exact),
    "site": Fact("siteName", lambda answer: answer.site, _exact),
    "language": Fact("lang", lambda answer: answer.language, _same_language),
    "published": Fact("publishedTime", lambda answer: answer.published, _same_day),
}


def measure_facts(pages: Sequence[SavedPage]) -> list[Table]:
    """Return, fact by fact, the share of pages each reader is right about, and the figures of their bodies.

    Only pages count whose truth has the fact. What the truth leaves out and a reader finds is not counted.
    """
    found = {name: [read(page) for page in pages] for name, read in READERS.items()}
    rows = {name: _row(fact, pages, found) for name, fact in FACTS.items()}
    bodies = {
        name: [
            overlap(answer.body, page.truth["articleBody"] or "")
            for answer, page in zip(answers, pages, strict=True)
        ]
        for name, answers in found.items()
    }
    body: dict[str, Mapping[str, Value]] = {name: figures(each) for name, each in bodies.items()}
    body["ours - trafilatura"] = differences(bodies["ours"], bodies["trafilatura"])
    return [
        Table(f"metadata: {len(pages)} saved pages", rows),
        Table(f"metadata: the bodies of the same {len(pages)} pages", body),
    ]


def _row(fact: Fact, pages: Sequence[SavedPage], found: Mapping[str, Sequence[Answer]]) -> dict[str, Value]:
    """Return the share of right answers of each reader, and how far ours is ahead."""
    right = {name: _right(fact, pages, answers) for name, answers in found.items()}
    row: dict[str, Value] = {name: Figure.mean(values) for name, values in right.items()}
    row["ours - trafilatura"] = Difference.between(right["ours"], right["trafilatura"])
    row["pages"] = float(len(right["ours"]))
    return row


def _right(fact: Fact, pages: Sequence[SavedPage], answers: Sequence[Answer]) -> list[float]:
    return [
        float(fact.same(fact.answer(answer), truth))
        for page, answer in zip(pages, answers, strict=True)
        if (truth := page.truth[fact.truth])
    ]
