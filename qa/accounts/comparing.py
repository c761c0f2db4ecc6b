"""Articles that disagree → their accounts as citations, and the sentence that sets them side by side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from qa.accounts.disagreement import Disagreement, disagreement
from qa.evidence.weighing import Candidate
from qa.records import Citation, Hit, Sentence
from qa.times.newest import newest_words
from qa.verification.verify import without_marks

_OPENINGS = {
    "disagrees": "The articles disagree.",
    "changed": "The articles give different accounts at different times.",
}


@dataclass(frozen=True, slots=True)
class Accounted:
    """The evidence, with what disagrees with it."""

    citations: tuple[Citation, ...]
    """Those chosen, then the accounts that were not among them; numbered from 1."""
    differing: Disagreement | None
    """`None` where the articles do not disagree, as far as can be told."""

    def compared(self, verified: Sequence[Citation], question: str) -> Sentence | None:
        """Return the sentence that sets the accounts side by side, each quoted and with its mark.

        Args:
            verified: The citations as they will be shown, with their final numbers.
            question: Says whether the newest is asked for, and so comes first.

        `None` where there is nothing to compare, or fewer than two accounts are left.
        """
        if self.differing is None:
            return None
        found = [_citation_of(account, verified) for account in self.differing.accounts]
        cited = [citation for citation in found if citation is not None]
        if len(cited) < 2:
            return None
        if newest_words(question) or self.differing.manner == "changed":
            cited.sort(key=lambda citation: citation.hit.date or dt.date.min, reverse=True)
        told = "; ".join(f"{_speaker(c.hit)} says: {c.quotation} [{c.n}]" for c in cited)
        marks = tuple(citation.n for citation in cited)
        return Sentence(f"{_OPENINGS[self.differing.manner]} {told}", marks, "compared")


def accounts(question: str, candidates: Sequence[Candidate], chosen: Sequence[Citation]) -> Accounted:
    """Return the evidence with the accounts that disagree with it.

    Args:
        question: One that stands alone.
        candidates: All the sentences read, from which `chosen` were taken.
        chosen: The evidence, best first; where it is empty nothing is compared.
    """
    differing = disagreement(question, candidates) if chosen else None
    if differing is None:
        return Accounted(tuple(chosen), None)
    cited = list(chosen)
    for account in differing.accounts:
        if _citation_of(account, cited) is None:
            cited.append(_citation(account, len(cited) + 1))
    return Accounted(tuple(cited), differing)


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
    name = " ".join(without_marks(hit.source or hit.title).split())
    return f"{name} ({written_day(hit.date) if hit.date else 'no date'})"


def written_day(day: dt.date) -> str:
    """Return "3 March 2024"."""
    return f"{day.day} {day:%B} {day.year}"
