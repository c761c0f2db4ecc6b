"""The sentences of an answer, whatever a model writes: checked, or the evidence word for word."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

import pytest
from cited import citations
from fakes import ScriptedModel
from troops import EVIDENCE, FIRST, QUESTION, QUOTED, answer, capable, own, small, told

from qa.answering.prompt import ANSWER_TOKENS, SHORTENED_TOKENS
from qa.answering.telling import NO_ANSWER
from qa.answering.unsupported import Unsupported
from qa.answering.writing import CAPABLE_PARAMETERS, quoted, written
from qa.asking import never
from qa.models.llm import Message
from qa.records import Sentence


class Watched(ScriptedModel):
    """A model that says how far it has come."""

    done = 0

    def _replay(self, text: str, max_tokens: int, cancelled) -> Iterator[str]:  # type: ignore[no-untyped-def]
        for piece in super()._replay(text, max_tokens, cancelled):
            self.done += 1
            yield piece


def test_a_quotation_is_shown_in_quotation_marks() -> None:
    """Unless it has some of its own; white space is made single, and the mark follows."""
    assert quoted(citations("It  rained\non.")[0]).text == "“It rained on.” [1]"
    assert quoted(EVIDENCE[1]).text == f"{EVIDENCE[1].quote} [2]"
    assert quoted(EVIDENCE[2]) == Sentence(f"“{EVIDENCE[2].quote}” [3]", (3,), "quoted")


def test_a_capable_model_writes_the_answer() -> None:
    """Sentences that hold are shown as it wrote them, in its order; the rest is not quoted."""
    strike = "Israel struck a weapons factory on Friday."
    model = capable(f"{strike} [3] {FIRST} [1]")
    assert answer(model) == [own(strike, 3), own(FIRST, 1)]
    assert len(model.asked) == 1


def test_a_small_model_shortens_the_best_quotation() -> None:
    """It is asked once; the others stand as they are, and what it leaves whole is a quotation too."""
    model = small(FIRST)
    assert answer(model) == [own(FIRST, 1), QUOTED[1], QUOTED[2]]
    assert len(model.asked) == 1
    assert answer(small(EVIDENCE[0].quote)) == QUOTED


def test_a_small_model_is_not_asked_in_vain() -> None:
    """Where no shortening could hold, the quotation stands at once."""
    model = small()
    assert list(written("What happened in Iraq?", EVIDENCE, model, never)) == QUOTED
    assert answer(model, citations("It rained.")) == [quoted(citations("It rained.")[0])]
    assert model.asked == []


LIES = [
    "About 2 US troops are stationed in Iraq.",
    "About 2,500 US troops are stationed in Norway.",
    "About 2,500 US troops are not stationed in Iraq.",
    "Tehran launched 2,500 drones.",
    "Troops are in Iraq, “for ever”.",
    "having joined the coalition to fight ISIS.",
    "word " * 60 + "word.",
]


@pytest.mark.parametrize("lie", LIES)
def test_what_does_not_hold_is_replaced_by_the_evidence(lie: str) -> None:
    """A marked lie becomes the quotation it cites, which knows what it stands for and why."""
    (sentence,) = told(capable(f"{lie} [1]"))
    assert replace(sentence, said=None, objection=None) == QUOTED[0]
    assert sentence.said == f"{lie} [1]"
    assert sentence.objection
    sentences = told(small(lie, lie, lie))
    assert [replace(s, said=None, objection=None) for s in sentences] == QUOTED
    assert {s.said for s in sentences} <= {lie, None}


@pytest.mark.parametrize("lie", LIES)
def test_what_does_not_hold_can_be_left_out(lie: str) -> None:
    """The rest of the answer stands; where there is no rest, the evidence does."""
    assert told(capable(f"{lie} [1] {FIRST} [1]"), unsupported="cut") == [own(FIRST, 1)]
    alone = told(capable(f"{lie} [1]"), unsupported="cut")
    assert [replace(sentence, said=None, objection=None) for sentence in alone] == QUOTED
    assert alone[0].said == f"{lie} [1]"
    shortened = told(small(lie, lie, lie), unsupported="cut")
    assert [replace(sentence, said=None, objection=None) for sentence in shortened] == QUOTED


@pytest.mark.parametrize("lie", LIES)
def test_what_does_not_hold_can_be_marked(lie: str) -> None:
    """It stands as unsupported, with why; where nothing else does, the best evidence follows."""
    first, second = told(capable(f"{lie} [1] {FIRST} [1]"), unsupported="mark")
    assert (first.text, first.marks, first.origin) == (f"{lie} [1]", (1,), "unsupported")
    assert first.objection
    assert second == own(FIRST, 1)
    alone = told(capable(f"{lie} [1]"), unsupported="mark")
    assert [first, QUOTED[0]] == alone
    bare, *_ = told(capable(f"{lie} [9]"), unsupported="mark")
    assert (bare.text, bare.marks, bare.origin) == (lie, (), "unsupported")


def test_a_shortening_can_be_marked() -> None:
    """It cites the quotation that it was to shorten, so that a reader can compare."""
    lie = "About 2 US troops are stationed in Iraq."
    first, second, _ = told(small(lie, EVIDENCE[2].quote), unsupported="mark")
    assert (first.text, first.marks, first.origin) == (f"{lie} [1]", (1,), "unsupported")
    assert second == QUOTED[1]


@pytest.mark.parametrize("unsupported", ["quote", "cut", "mark"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "<|im_start|>assistant",
        "<think>I am asked about troops.",
        "word " * 500,
        "word" * 500,
        "About 2,500 US troops are stationed",
        f"{FIRST[:-1]}<|im_end|>. [1]",
        f"{QUESTION} [1]",
        "What you know besides does not count. [1]",
        "Question: How many US troops are stationed in Iraq?",
        "## Answer\n\n---\n",
    ],
)
def test_what_is_no_statement_is_never_shown(text: str, unsupported: Unsupported) -> None:
    """Nothing, half a sentence, a question or the prompt's own words: all the evidence stands."""
    sentences = told(capable(text), unsupported=unsupported)
    assert [replace(s, said=None, objection=None) for s in sentences] in ([QUOTED[0]], QUOTED)


@pytest.mark.parametrize("text", [FIRST, f"{FIRST} [9]", f"{FIRST} [0]", f"{FIRST} [100]", f"{FIRST} [2]"])
def test_a_true_sentence_is_given_its_mark(text: str) -> None:
    """Where it cites nothing, or the wrong evidence, and another carries it; what was said is kept."""
    (sentence,) = told(capable(text))
    assert replace(sentence, said=None, objection=None) == own(FIRST, 1)
    assert sentence.said == text
    assert sentence.objection


@pytest.mark.parametrize(
    "text",
    [
        "The quotations do not say how many there are.",
        "I don't know.",
        "There is no information about that in the articles.",
        "The text doesn’t mention it.",
        "I cannot answer this question.",
    ],
)
def test_a_model_that_finds_no_answer_is_recorded(text: str) -> None:
    """The program found the evidence to be enough: it stands, and says what the model thought of it."""
    for unsupported in ("quote", "cut"):
        sentences = told(capable(text), unsupported=unsupported)
        assert QUOTED[0] in [replace(sentence, said=None, objection=None) for sentence in sentences]
        assert [(s.said, s.objection) for s in sentences if s.said] == [(text, NO_ANSWER)]
    first, *rest = told(capable(text), unsupported="mark")
    assert (first.text, first.origin, first.objection) == (text, "unsupported", NO_ANSWER)
    assert rest == [QUOTED[0]]


@pytest.mark.parametrize(
    "marks",
    ["[1]", "【1】", "[9][1]", "[1, 2]", "[2] [1]", "(1)", "[1-3]", "[^1]", "{1}", "[Quotation 1]", "[1†L3]"],
)
def test_marks_are_read_as_models_write_them(marks: str) -> None:
    """In any brackets; of several only those without which the sentence would not hold are kept."""
    assert answer(capable(f"{FIRST} {marks}")) == [own(FIRST, 1)]
    assert answer(capable(f"{FIRST[:-1]} {marks}.")) == [own(FIRST, 1)]


def test_sentences_end_at_their_own_marks() -> None:
    """A number that begins the next sentence stays there."""
    evidence = citations("It rained all day, and on.", "300 people left the town, they say.")
    text = "It rained all day. [1] 300 people left the town, they say. [2]"
    assert [s.text for s in answer(capable(text), evidence)] == [
        "It rained all day. [1]",
        "“300 people left the town, they say.” [2]",
    ]
    glued = text.replace(" [", "[")
    assert answer(capable(glued), evidence) == answer(capable(text), evidence)


def test_a_quotation_written_out_in_full_is_one() -> None:
    """It says so, whatever quotation marks the model gave it."""
    for text in (EVIDENCE[0].quote, f"“{EVIDENCE[0].quote}”", f"'{EVIDENCE[0].quote}'"):
        assert answer(capable(f"{text} [1]")) == [QUOTED[0]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{FIRST} [1] " * 4, [own(FIRST, 1)]),
        (f"{FIRST} [1] Not so. [1]", [own(FIRST, 1)]),
        (f"Not so. [1] {FIRST} [1] Nor so. [1]", [QUOTED[0]]),
        (f"{FIRST} [1] {FIRST} [1][2]", [own(FIRST, 1)]),
        (f"Not so. [2] {FIRST} [1] No. [2]", [QUOTED[1], own(FIRST, 1)]),
    ],
)
def test_nothing_is_shown_twice(text: str, shown: list[Sentence]) -> None:
    """A model that repeats itself, or fails twice on one quotation, adds nothing."""
    assert answer(capable(text)) == shown


def test_an_answer_that_does_not_answer_is_given_the_best_evidence() -> None:
    """What the model says is true, but no number; the best quotation has the one asked for."""
    strike = "“The truce is still holding,” an Iraqi source told The National. [2]"
    assert answer(capable(strike)) == [QUOTED[1], QUOTED[0]]
    assert answer(capable("Not so. [3]")) == [QUOTED[2], QUOTED[0]]


def test_no_more_than_three_sentences_are_shown() -> None:
    """A model that goes on is not read any further."""
    evidence = citations(
        *(f"The town of {name} has {n} bridges, we hear." for n, name in enumerate("ABCDE", 2))
    )
    said = [f"The town of {name} has {n} bridges. [{n - 1}]" for n, name in enumerate("ABCDE", 2)]
    model = Watched([" ".join(said)])
    assert [sentence.text for sentence in answer(model, evidence)] == said[:3]
    assert model.done <= len(" ".join(said[:3]).split()) + 1


class Endless(ScriptedModel):
    """A model that never ends its turn, and counts the pieces it was asked for."""

    def __init__(self, sentence: str, *, parameters: int) -> None:
        super().__init__([], parameters=parameters)
        self._sentence = sentence
        self.pieces = 0

    def write(self, messages: Sequence[Message], *, max_tokens: int, cancelled) -> Iterator[str]:  # type: ignore[no-untyped-def]
        """Yield the sentence again and again."""
        for n in count():
            if n == max_tokens or cancelled():
                return
            self.pieces += 1
            yield f" {self._sentence.split()[n % len(self._sentence.split())]}"


@pytest.mark.parametrize(
    ("sentence", "idle"), [("word", False), (f"{FIRST} [1]", True), ("So what. [2]", True)]
)
def test_endless_text_stops(sentence: str, idle: bool) -> None:
    """After as many tokens as an answer, or a shortening, may have; sooner where it repeats itself."""
    model = Endless(sentence, parameters=CAPABLE_PARAMETERS)
    assert answer(model)
    assert (model.pieces < ANSWER_TOKENS) if idle else (model.pieces == ANSWER_TOKENS)
    model = Endless(sentence, parameters=1)
    assert len(answer(model)) == len(EVIDENCE)
    assert model.pieces <= SHORTENED_TOKENS * len(EVIDENCE)


@pytest.mark.parametrize("model", [capable(context=1), small(context=1), capable(context=0)])
def test_a_window_too_small_for_any_prompt_leaves_quotation(model: ScriptedModel) -> None:
    """The model is not asked at all."""
    assert answer(model) == QUOTED
    assert model.asked == []


@pytest.mark.parametrize("model", [capable(), small()])
def test_no_evidence_is_no_answer(model: ScriptedModel) -> None:
    """Without evidence nothing is written, and the model is not asked."""
    assert answer(model, []) == []
    assert model.asked == []


@pytest.mark.parametrize("make", [capable, small])
def test_cancelled_between_sentences_no_more_come(make) -> None:  # type: ignore[no-untyped-def]
    """What was shown before stays; the rest is neither written nor quoted."""
    model = make(*[f"{FIRST} [1] Israel struck a weapons factory on Friday. [3]"] * 3)
    stopped = False
    sentences = written(QUESTION, EVIDENCE, model, lambda: stopped)
    assert next(sentences).marks == (1,)
    stopped = True
    assert list(sentences) == []
    assert len(model.asked) == 1


@pytest.mark.parametrize("make", [capable, small])
@pytest.mark.parametrize("pieces", [0, 1, 5, 7, 8])
def test_cancelled_within_a_sentence_it_is_not_shown(make, pieces: int) -> None:  # type: ignore[no-untyped-def]
    """What was half written is never shown, nor the quotation in its place."""
    asked = count()
    assert list(written(QUESTION, EVIDENCE, make(FIRST, FIRST, FIRST), lambda: next(asked) >= pieces)) == []


def test_the_first_sentence_comes_while_the_next_is_written() -> None:
    """It is shown as soon as the first word of the next is whole."""
    model = Watched([f"{FIRST} [1] Israel struck a weapons factory on Friday. [3]"])
    sentences = written(QUESTION, EVIDENCE, model, never)
    assert next(sentences) == own(FIRST, 1)
    assert model.done <= len(FIRST.split()) + 1 + 1


def test_a_small_model_shows_each_quotation_in_turn() -> None:
    """The first is on screen before the second is asked about."""
    model = small(FIRST, "", "")
    assert next(written(QUESTION, EVIDENCE, model, never)) == own(FIRST, 1)
    assert len(model.asked) == 1
