"""Pairs of evidence and sentence with a person’s verdict; tests say `from verdicts import verdicts`.

`holds`: the evidence says it. `false`: it does not. `beyond`: it does, but only a reader of English
can tell; without a model it is refused.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from qa.verification.evidence_text import Quoted

_FILE = Path(__file__).parent / "data" / "verdicts.jsonl"


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the table."""

    kind: str
    evidence: tuple[Quoted, ...]
    sentence: str
    verdict: str
    question: str

    def __str__(self) -> str:
        """Name the test after what is said."""
        return f"{self.kind}: {self.sentence}" + (f" ({self.question})" if self.question else "")


@cache
def verdicts(verdict: str) -> tuple[Pair, ...]:
    """Return the pairs with a verdict."""
    lines = (json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines())
    return tuple(_pair(line) for line in lines if line["verdict"] == verdict)


def _pair(line: dict) -> Pair:
    written = date.fromisoformat(line["written"]) if "written" in line else None
    quotes = line["evidence"]
    passages = [line.get("passage", quote) for quote in quotes]
    evidence = tuple(
        Quoted(quote, passage, passage[: passage.index(quote)], line.get("source", ""), written)
        for quote, passage in zip(quotes, passages, strict=True)
    )
    return Pair(line["kind"], evidence, line["sentence"], line["verdict"], line.get("question", ""))
