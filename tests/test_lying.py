"""Thousands of answers by models that lie in every way: what is printed as checked is true to its quotes.

The checks here know nothing of the program's own: they compare letters, digits and capitals.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from lying import FALSE, Liar, Lie, Setting, lie, settings

from qa.answering.prompt import ANSWER_TOKENS
from qa.answering.unsupported import UNSUPPORTED, Unsupported
from qa.answering.writing import CAPABLE_PARAMETERS, written
from qa.asking import never
from qa.records import Citation, Sentence

SEEDS = 22
SIZES = (CAPABLE_PARAMETERS, CAPABLE_PARAMETERS - 1)
RESIDUE = re.compile(
    r"<\|?/?[a-zA-Z_]+\|?>|\[/?INST\]|<</?SYS|</?think|\*\*|^#|^[-*>] |```"
    r"|[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e]|Quotations:|Question:|You answer a question"
)
NUMBER_WORD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?)\b"
)
MARKS = re.compile(r"(?: (?:\[\d+\])+)$")


@dataclass(frozen=True, slots=True)
class Printed:
    """One answer, and what it was made of."""

    setting: Setting
    lie: Lie
    mode: Unsupported
    sentences: tuple[Sentence, ...]
    read: int
    """Pieces of the model's that were read."""

    @property
    def checked(self) -> list[tuple[Sentence, str]]:
        """The sentences that claim to be checked, each with the words of all it cites."""
        return [
            (sentence, " ".join(quote_of(n, self.setting.evidence) for n in sentence.marks))
            for sentence in self.sentences
            if sentence.origin != "unsupported"
        ]


def quote_of(n: int, evidence: Sequence[Citation]) -> str:
    """Return the words of a citation in one line; a mark of none fails the test."""
    (citation,) = (citation for citation in evidence if citation.n == n)
    return " ".join(citation.quote.split())


def words_of(sentence: Sentence) -> str:
    """Return a sentence without the marks at its end."""
    return MARKS.sub("", sentence.text)


def answers() -> Iterator[Printed]:
    """Yield the answers of all liars to all questions."""
    for number, setting in enumerate(settings()):
        for seed in range(SEEDS):
            told = lie(setting, seed)
            mode = UNSUPPORTED[(number + seed) % len(UNSUPPORTED)]
            model = Liar(told, parameters=SIZES[seed % 4 == 3])
            said = written(setting.question, setting.evidence, model, never, unsupported=mode)
            yield Printed(setting, told, mode, tuple(said), model.pieces)


@pytest.fixture(scope="module")
def printed() -> list[Printed]:
    """Return all answers, made once."""
    return list(answers())


def test_there_are_thousands_of_answers_of_every_kind(printed: list[Printed]) -> None:
    """The other tests here would say nothing of answers that are all quotation."""
    origins = Counter(sentence.origin for answer in printed for sentence in answer.sentences)
    assert len(printed) >= 2_000
    assert origins["written"] > 40
    assert origins["unsupported"] > 300
    assert origins["quoted"] > 2_000
    assert sum(len(answer.lie.false) for answer in printed) > 2_000
    assert len(FALSE) >= 15


def test_no_answer_is_empty_or_long(printed: list[Printed]) -> None:
    """Three sentences at most, and one that is checked, however a model lies."""
    for answer in printed:
        assert 1 <= len(answer.sentences) <= 3
        small = any(s.origin == "unsupported" and s.marks for s in answer.sentences)
        assert answer.checked or small


def test_every_citation_is_verbatim(printed: list[Printed]) -> None:
    """Each mark names evidence that stands letter for letter in its article; quotations are just that."""
    for answer in printed:
        for citation in answer.setting.evidence:
            text = answer.setting.articles[citation.hit.article]
            assert text[citation.start : citation.end] == citation.quote
        for sentence, quote in answer.checked:
            assert sentence.marks
            assert sentence.text.endswith("".join(f"[{n}]" for n in sentence.marks))
            assert sentence.origin == "written" or words_of(sentence) in {quote, f"“{quote}”"}


def test_no_number_is_printed_that_its_evidence_lacks(printed: list[Printed]) -> None:
    """In digits, of whatever script, or as a word."""
    for answer in printed:
        for sentence, quote in answer.checked:
            words = words_of(sentence)
            known = re.findall(r"\d+", quote.replace(",", ""))
            assert set(re.findall(r"\d+", words.replace(",", ""))) <= set(known), sentence
            assert set(NUMBER_WORD.findall(words.lower())) <= set(NUMBER_WORD.findall(quote.lower())), (
                sentence
            )


def test_no_name_is_printed_that_its_evidence_lacks(printed: list[Printed]) -> None:
    """Each word with a capital stands in the evidence; the first one in any case."""
    for answer in printed:
        for sentence, quote in answer.checked:
            first, *words = re.findall(r"\w+", words_of(sentence))
            known = set(re.findall(r"\w+", quote))
            assert first.lower() in {word.lower() for word in known}, sentence
            assert {word for word in words if word != word.lower()} <= known, sentence


def test_no_lie_is_printed_as_checked(printed: list[Printed]) -> None:
    """None of the false sentences, in whatever dress, unless its evidence says just that."""
    for answer in printed:
        false = {bare(sentence) for sentence in answer.lie.false}
        for sentence, quote in answer.checked:
            words = bare(words_of(sentence))
            assert words not in false or words in bare(quote), sentence


def bare(text: str) -> str:
    """Return the words of a text alone."""
    return " ".join(re.findall(r"\w+", text.lower()))


def test_nothing_of_the_dress_is_printed(printed: list[Printed]) -> None:
    """No token of a template, no mark-up, no character that steers a terminal, no word of the prompt."""
    for answer in printed:
        for sentence in answer.sentences:
            assert not RESIDUE.search(words_of(sentence)), sentence
            assert not RESIDUE.search(sentence.said or ""), sentence


def test_only_the_setting_lets_unsupported_sentences_through(printed: list[Printed]) -> None:
    """They say why they are not supported; elsewhere what stands in the place of a lie says so."""
    for answer in printed:
        unsupported = [s for s in answer.sentences if s.origin == "unsupported"]
        assert answer.mode == "mark" or not unsupported
        assert all(sentence.objection for sentence in unsupported)
        assert all(sentence.objection for sentence in answer.sentences if sentence.said)


def test_no_liar_is_read_for_ever(printed: list[Printed]) -> None:
    """Endless text ends: all that is read is a few thousand letters for each call."""
    most = max(answer.read for answer in printed if answer.lie.endless)
    assert most <= 3 * 4_100 / 7 + 3 * ANSWER_TOKENS
