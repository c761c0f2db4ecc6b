"""Sentences as a model says them → those that are shown, and what an answer still owes at its end."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.answering.sentences import STOPS, Said
from qa.answering.unsupported import Unsupported
from qa.language.terms import terms
from qa.language.wanted import kind_of, offers
from qa.records import Citation, Sentence
from qa.verification.marks import without_marks
from qa.verification.verify import objection

MOST_SENTENCES = 3
"""As many as quotation shows; a fourth is seldom about the question any more."""

NO_ANSWER = "the model found no answer in the evidence"
"""The objection to "The quotations do not say": the program found the evidence to be enough."""

_NO_ANSWER = re.compile(
    r"\b(?:do(?:es)?|did) ?n[o’']t (?:\w+ )?(?:say|state|mention|specify|answer|contain|provide|give|include"
    r"|tell|indicate|address|know|have|reveal|discuss|explain)\b"
    r"|\b(?:cannot|can ?[’']?t|could ?n[o’']t|unable to|not possible to) (?:\w+ )?"
    r"(?:answer|find|determine|say|tell|be (?:answered|determined|found))\b"
    r"|\bno (?:information|mention|answer|evidence|details?)\b|\bnot enough (?:information|evidence)\b"
    r"|\bnot (?:mentioned|stated|specified|answered|provided|given|clear from)\b|\bunanswerable\b",
    re.IGNORECASE,
)
_SHORTEST_ECHO = 4
"""Words from which a run of the prompt's own is an echo of it, and no accident."""


def quoted(citation: Citation, *, said: str | None = None, why: str | None = None) -> Sentence:
    """Return the quotation itself as a sentence of the answer.

    Args:
        citation: What is quoted.
        said: What the model wrote in its place; `None` where it replaces nothing.
        why: Why that did not hold.
    """
    return Sentence(f"{citation.quotation} [{citation.n}]", (citation.n,), "quoted", said, why)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the evidence is found to say of a sentence."""

    marks: tuple[int, ...]
    """The evidence that carries it; empty where none does."""
    objection: str | None
    """Why it does not hold as it was marked; `None` where it does."""


class Telling:
    """The sentences of one answer that are shown, as they come."""

    def __init__(self, question: str, evidence: Sequence[Citation], unsupported: Unsupported) -> None:
        self._question = question
        self._evidence = {citation.n: citation for citation in evidence}
        self._unsupported = unsupported
        self._shown: list[Sentence] = []
        self._held = False
        """Whether anything the model said was carried by the evidence."""
        self._objections: dict[tuple[str, tuple[int, ...]], str | None] = {}
        self._unplaced: tuple[str, str] | None = None
        """The first sentence for which nothing could stand in, and why it did not hold."""

    @property
    def full(self) -> bool:
        """Whether there is room for no more of the model's."""
        return len(self._shown) + bool(self._shown and self._owed()) >= MOST_SENTENCES

    def place(self, said: Said, echoes: Callable[[str], bool]) -> Sentence | None:
        """Return what is shown for a sentence of the model's; `None` for nothing.

        Args:
            said: The sentence.
            echoes: Whether words are only the prompt's own.
        """
        cited = tuple(n for n in said.cited if n in self._evidence)
        if not said.words:
            self._held = self._held or bool(cited)
            return self._kept(quoted(self._evidence[cited[0]])) if cited else None
        if not said.whole:
            return None
        found = self._found(said, cited)
        if found.marks:
            self._held = True
            return self._kept(self._own(said, found))
        return None if echoes(said.words) else self._in_its_place(said, cited, found.objection or "")

    def rest(self) -> Iterator[Sentence]:
        """Yield the quotations that the answer still needs once the model has ended."""
        for citation in self._owed():
            said, why = self._unplaced or (None, None)
            self._unplaced = None
            sentence = self._kept(quoted(citation, said=said, why=why))
            if sentence is not None:
                yield sentence

    def _found(self, said: Said, cited: tuple[int, ...]) -> Finding:
        """Return which evidence carries a sentence: of what it cites as little as will do, or another."""
        if said.words.endswith("?"):
            return Finding((), "it asks, and states nothing")
        if said.words[0].islower() and not any(_begins(c, said.words) for c in self._evidence.values()):
            return Finding((), "it is no whole sentence")
        if not terms(said.words):
            return Finding((), NO_ANSWER if _NO_ANSWER.search(said.words) else "it says nothing")
        wrong = _uncited(said) if not cited else self._objection(said.words, cited)
        alone = (n for n in dict.fromkeys([*cited, *self._evidence]) if not self._objection(said.words, (n,)))
        if wrong is None:
            one = next((n for n in alone if n in cited), None)
            return Finding(cited if one is None else (one,), None)
        one = next(alone, None)
        if one is not None:
            return Finding((one,), wrong if not cited else f"{_signs(cited)} does not carry it")
        return Finding((), NO_ANSWER if _NO_ANSWER.search(said.words) else wrong)

    def _objection(self, words: str, marks: tuple[int, ...]) -> str | None:
        asked = (words, marks)
        if (
            asked not in self._objections
        ):  # a mark that fails is tried alone too, and models repeat themselves
            cited = [self._evidence[n] for n in marks]
            self._objections[asked] = objection(words, cited, question=self._question)
        return self._objections[asked]

    def _own(self, said: Said, found: Finding) -> Sentence:
        """Return a sentence of the model's that holds; one that leaves nothing out is the quotation."""
        was = None if found.objection is None else _as_said(said)
        quotation = self._evidence[found.marks[0]]
        if _bare(said.words) == _bare(quotation.quote):
            return quoted(quotation, said=was, why=found.objection)
        text = f"{ended(said.words)} {_signs(found.marks)}"
        return Sentence(text, found.marks, "written", was, found.objection)

    def _in_its_place(self, said: Said, cited: tuple[int, ...], why: str) -> Sentence | None:
        """Return what stands for a sentence that nothing carries."""
        words = _as_said(said)
        if self._unsupported == "mark" and not said.words.endswith("?"):
            text = f"{said.words} {_signs(cited)}".rstrip()
            return self._kept(Sentence(text, cited, "unsupported", None, why))
        meant = self._evidence[cited[0]] if cited else self._nearest(said.words)
        if self._unsupported == "quote" and meant is not None:
            return self._kept(quoted(meant, said=words, why=why))
        self._unplaced = self._unplaced or (words, why)
        return None

    def _nearest(self, words: str) -> Citation | None:
        """Return the evidence with the most of a sentence's terms; `None` where none has any."""
        said = set(terms(words))
        shared = [(len(said & set(terms(c.quote))), -c.n) for c in self._evidence.values()]
        most, n = max(shared, default=(0, 0))
        return self._evidence[-n] if most else None

    def _kept(self, sentence: Sentence) -> Sentence | None:
        """Return a sentence that is shown, or `None` where it adds nothing to those before."""
        if _told(sentence, self._shown):
            return None
        self._shown.append(sentence)
        return sentence

    def _owed(self) -> list[Citation]:
        """Return the quotations without which the answer would say less than quotation does.

        All of them where nothing is shown; the best one where nothing the model said held, or where
        it is not about the kind of thing asked for and the best one is.
        """
        evidence = list(self._evidence.values())[:MOST_SENTENCES]
        supported = [s for s in self._shown if s.origin != "unsupported"]
        if not evidence or not self._shown:
            return evidence
        best = evidence[0]
        if any(best.n in sentence.marks for sentence in supported):
            return []
        told = " ".join(without_marks(sentence.text) for sentence in supported)
        return [] if self._held and not self._offers_more(best.quote, told) else [best]

    def _offers_more(self, quote: str, told: str) -> bool:
        kind = kind_of(self._question)
        return offers(kind, quote, self._question) > offers(kind, told, self._question)


def _begins(citation: Citation, words: str) -> bool:
    return citation.quote.startswith(words.split(maxsplit=1)[0])


def ended(words: str) -> str:
    """Return a sentence with a full stop where it has none."""
    return words if words[-1] in STOPS else f"{words}."


def echo_of(prompt: str) -> Callable[[str], bool]:
    """Return what tells whether words are only a run of a prompt's own."""
    known = f" {_bare(prompt)} "

    def echoes(words: str) -> bool:
        said = _bare(words)
        return len(said.split()) >= _SHORTEST_ECHO and f" {said} " in known

    return echoes


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _told(sentence: Sentence, shown: Sequence[Sentence]) -> bool:
    """Whether a sentence adds nothing: it was said, or all of what it rests on was cited or quoted."""
    checked = [other for other in shown if other.origin != "unsupported"]
    bare = _bare(without_marks(sentence.text))
    before = shown if sentence.origin == "unsupported" else checked
    if any(f" {bare} " in f" {_bare(without_marks(other.text))} " for other in before):
        return True
    if sentence.origin == "unsupported":
        return False
    cited = {n for other in checked for n in other.marks}
    whole = {n for other in checked if other.origin == "quoted" for n in other.marks}
    return set(sentence.marks) <= (cited if sentence.origin == "quoted" else whole)


def _as_said(said: Said) -> str:
    return f"{said.words} {_signs(said.cited)}".rstrip()


def _signs(marks: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in marks)


def _uncited(said: Said) -> str:
    return f"there is no {_signs(said.cited)}" if said.cited else "it cites nothing"
