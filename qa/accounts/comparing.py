"""Articles that disagree → their accounts as citations, and the sentence that sets them side by side."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.accounts.by_words import ByWords
from qa.accounts.disagreement import Disagreement, disagreement
from qa.evidence.weighing import Candidate, Scales, Weighing
from qa.records import Citation, Hit, Sentence
from qa.times.newest import newest_words

_OPENINGS = {
    "disagrees": "The articles disagree.",
    "changed": "The articles give different accounts at different times.",
}
PASSAGES_READ = 10
"""Best passages among which accounts are looked for."""
LEAST_ACCOUNTS = 2
_BRACKETS = re.compile(r"[\[\]【】［］]")
"""A name in them could pass for a mark."""


@dataclass(frozen=True, slots=True)
class Accounted:
    """The evidence, with what disagrees with it."""

    citations: tuple[Citation, ...]
    """Those chosen, then the accounts that were not among them; numbered from 1."""
    differing: Disagreement | None
    """`None` where the articles do not disagree, as far as can be told."""

    def compared(
        self, verified: Sequence[Citation], question: str
    ) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
        """Return the sentence that sets the accounts side by side, and the citations it does not need.

        Every account is quoted and has its own mark. There is no sentence where there is nothing
        to compare, or fewer than two accounts are left.

        Args:
            verified: The citations as they will be shown, with their final numbers.
            question: Says whether the newest is asked for, and so comes first.
        """
        accounts = self.differing.accounts if self.differing else ()
        cited = [found for account in accounts if (found := _citation_of(account, verified))]
        if self.differing is None or len(cited) < LEAST_ACCOUNTS:
            return (), tuple(verified)
        if newest_words(question) or self.differing.manner == "changed":
            cited.sort(key=lambda citation: citation.hit.date or dt.date.min, reverse=True)
        told = "; ".join(f"{_speaker(c.hit)} says: {c.quotation} [{c.n}]" for c in cited)
        marks = tuple(citation.n for citation in cited)
        sentence = Sentence(f"{_OPENINGS[self.differing.manner]} {told}", marks, "compared")
        return (sentence,), tuple(citation for citation in verified if citation.n not in marks)


def accounts(question: str, hits: Sequence[Hit], chosen: Sequence[Citation], scales: Scales) -> Accounted:
    """Return the evidence with the accounts that disagree with it.

    Args:
        question: One that stands alone.
        hits: Best first; more of them are read than for the evidence, since a dissenting article
            seldom stands first.
        chosen: The evidence, best first; accounts are compared only where it holds one of them.
        scales: Weighs terms; nothing is embedded.
    """
    asked = _without_newest(question)
    candidates = Weighing.of(asked, ByWords(scales)).candidates(hits[:PASSAGES_READ]) if chosen else []
    differing = disagreement(asked, candidates)
    if differing is None or not any(_citation_of(account, chosen) for account in differing.accounts):
        return Accounted(tuple(chosen), None)
    cited = list(chosen)
    for account in differing.accounts:
        if _citation_of(account, cited) is None:
            cited.append(_citation(account, len(cited) + 1))
    return Accounted(tuple(cited), differing)


def _without_newest(question: str) -> str:
    """Return a question without the words that ask for the newest, which no account need have."""
    kept = list(question)
    for start, end in newest_words(question):
        kept[start:end] = " " * (end - start)
    return " ".join("".join(kept).split())


def _citation_of(account: Candidate, citations: Sequence[Citation]) -> Citation | None:
    """Return the citation of the same words of the same article; `None` if there is none."""
    wanted = (account.hit.article, account.start, account.end)
    return next((c for c in citations if (c.hit.article, c.start, c.end) == wanted), None)


def _citation(account: Candidate, n: int) -> Citation:
    score = account.features.score()
    return Citation(
        n=n, hit=account.hit, start=account.start, end=account.end, quote=account.quote, score=score
    )


def _speaker(hit: Hit) -> str:
    """Return "The Herald (3 March 2024)"; an article without a source goes by its title."""
    name = " ".join(_BRACKETS.sub(" ", hit.source or hit.title).split())
    return f"{name} ({written_day(hit.date) if hit.date else 'no date'})"


def written_day(day: dt.date) -> str:
    """Return "3 March 2024"."""
    return f"{day.day} {day:%B} {day.year}"
