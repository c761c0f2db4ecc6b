"""How answers are measured: what counts as supported, right and refused, and what is never printed."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cited import citations
from fakes import ScriptedModel
from hypothesis import given
from hypothesis import strategies as st
from shelf import EMBEDDER, article, shelf, store

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from evaluation.answer_tables import answer_tables
from evaluation.answers import Judged, Measured, judge, measure_answers
from evaluation.baseline import Baseline, save_baseline
from evaluation.data import Place, Question
from evaluation.measures import Difference, Figure
from evaluation.posing import ANSWERED, CHAT, Put, among
from evaluation.supporting import checked, figures, names
from evaluation.writers import QUOTATION, Writer, Written, quotation, raw

from qa.records import Answer, Sentence
from qa.retrieval.retriever import Retriever

QUOTE = "The Weighhouse Bridge was closed on Tuesday because cracks were found in 4 of its girders."
TOWN = article("Bridge closed", f"{QUOTE} Nobody was hurt when it happened.")


@pytest.fixture
def retriever(tmp_path: Path) -> Iterator[Retriever]:
    """Lend a retriever over one article."""
    with shelf(tmp_path) as (_, writer):
        store(writer, "town.txt", [TOWN])
    lent = Retriever.open(tmp_path, EMBEDDER)
    yield lent
    lent.close()


def question(*answers: str, places: tuple[Place, ...] = ()) -> Question:
    """Give a question about the bridge."""
    return Question("Why was the Weighhouse Bridge closed?", answers, places, "q1")


def put(retriever: Retriever, asked: Question, *, kind: str = ANSWERED) -> Put:
    """Give a question as it is put to the article."""
    return Put("samples", kind, asked, retriever, answered=bool(asked.answers))


def answer(retriever: Retriever, *sentences: Sentence, quote: str = QUOTE) -> Written:
    """Give an answer that cites the article."""
    (hit,) = retriever.search("Weighhouse Bridge")[:1]
    cited = replace(citations(quote)[0], hit=hit, start=0, end=len(quote))
    told = Answer(
        question="Why?", understood="Why?", sentences=sentences, citations=(cited,), hits=(hit,), model=None
    )
    return Written(told, (cited,))


def said(text: str, *marks: int) -> Sentence:
    """Give a written sentence."""
    return Sentence(f"{text} {''.join(f'[{n}]' for n in marks)}", marks, "written")


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("The Weighhouse Bridge was closed on Tuesday.", True),
        ("Four of the bridge’s girders were found to be cracked.", True),
        ("The bridge was closed because of cracks in 5 girders.", False),
        ("The Harbour Bridge was closed because cracks were found.", False),
        ("The Weighhouse Bridge was closed on Friday.", False),
        ("The Weighhouse Bridge was not closed.", False),
        ("It was closed after engineers demanded urgent repairs and inspections.", False),
    ],
)
def test_a_sentence_is_supported_by_nothing_but_the_words_it_cites(sentence: str, *, supported: bool) -> None:
    """Its numbers, names and days stand there, most of its words do, and it denies what is denied there."""
    assert checked(sentence, [QUOTE], "").supported is supported


@given(st.text())
def test_what_stands_there_word_for_word_is_supported(quote: str) -> None:
    """Whatever is in it; and the very same words are not where nothing is cited."""
    assert checked(quote, [quote], "").supported == bool(quote)
    assert not checked(quote, [], "").supported


def test_a_negation_may_not_be_dropped() -> None:
    """A quotation that denies something does not support a sentence that states it."""
    assert not checked(
        "The council admitted the error.", ["The council never admitted the error."], ""
    ).supported


def test_the_question_may_lend_words_and_the_article_its_paper_but_no_figures() -> None:
    """A number that only the question has is a wrong figure all the same."""
    finding = checked("In 2022 The Herald said cracks were found.", [QUOTE], "And in 2022?", ["The Herald"])
    assert finding.supported
    assert (finding.figures, finding.wrong_figures) == (1, 1)


def test_small_numbers_are_the_same_in_words_and_digits() -> None:
    """As are large ones with commas and without."""
    assert figures("four girders, 2,500 cars and twenty men") == {"4", "2500", "20"}
    assert names("It was 34.6C and cost £18.4M.") == []
    assert names("Yesterday Ada Pellow met the Mayor. Nobody came.") == ["Ada", "Pellow", "Mayor"]


def test_an_answer_is_judged_by_what_it_holds_and_cites(retriever: Retriever) -> None:
    """Right words, a right citation, and a sentence that cites nothing."""
    asked = put(retriever, question("cracks were found"))
    given_ = answer(retriever, said("It was closed because cracks were found.", 1), said("All is well."))
    scores = judge(asked, given_, 0.5).scores
    assert (scores["contained"], scores["first holds it"], scores["exact"]) == (1, 1, 0)
    assert (scores["sentences"], scores["not supported"], scores["unmarked"]) == (2, 1, 1)
    assert (scores["judged citations"], scores["right citations"], scores["verbatim"]) == (1, 1, 1)


def test_a_citation_is_right_where_the_answer_is_known_to_stand(retriever: Retriever) -> None:
    """Whatever its words are; elsewhere they have to hold an answer."""
    ours, other = Place(TOWN.id), Place("elsewhere")
    for places, right in (((ours,), 1), ((other,), 0), ((), 0)):
        asked = put(retriever, question("rust", places=places))
        assert judge(asked, answer(retriever, said("Cracks.", 1)), 0).scores["right citations"] == right


def test_abstaining_is_wrong_where_there_is_an_answer(retriever: Retriever) -> None:
    """In every measure of accuracy; no sentence counts as printed."""
    scores = judge(put(retriever, question("cracks")), answer(retriever), 0).scores
    assert (scores["refused"], scores["contained"], scores["token F1"], scores["sentences"]) == (1, 0, 0, 0)


def test_a_quotation_that_is_not_verbatim_is_a_fault(retriever: Retriever) -> None:
    """It is told in words, for the command to fail by."""
    stitched = answer(retriever, said("It was closed.", 1), quote=QUOTE.replace("Tuesday", "Sunday"))
    (fault,) = judge(put(retriever, question("cracks")), stitched, 0).faults
    assert "not verbatim" in fault


def test_more_than_three_sentences_are_too_long(retriever: Retriever) -> None:
    """The printed answer is to have at most three."""
    for count, too_long in ((3, 0), (4, 1)):
        long = answer(retriever, *[said("Cracks were found.", 1)] * count)
        assert judge(put(retriever, question("cracks")), long, 0).scores["too long"] == too_long


def test_a_model_by_itself_is_printed_as_it_stands(retriever: Retriever) -> None:
    """Its figure is wrong and nobody cuts it; the verified answer to the same question has none."""
    asked = put(retriever, question("cracks were found"))
    model = ScriptedModel(["It was closed because of 19 cracks [1]. Trust me."])
    unchecked = judge(asked, raw("raw", model).write(asked), 0).scores
    quoted = judge(asked, quotation().write(asked), 0).scores
    assert (unchecked["wrong figures"], unchecked["unmarked"], unchecked["not supported"]) == (1, 1, 2)
    assert (quoted["wrong figures"], quoted["unmarked"], quoted["not supported"]) == (0, 0, 0)


def test_what_cites_nothing_is_held_against_all_that_was_shown(retriever: Retriever) -> None:
    """It may be right, and its figures too; but it is not borne out by a citation."""
    model = ScriptedModel(["Cracks were found in four girders."])
    asked = put(retriever, question("cracks were found"))
    scores = judge(asked, raw("raw", model).write(asked), 0).scores
    assert (scores["not supported"], scores["wrong figures"]) == (0, 0)
    assert (scores["proven"], scores["unmarked"], scores["citations"]) == (0, 1, 0)


def test_a_model_by_itself_is_not_asked_where_the_program_abstains(retriever: Retriever) -> None:
    """So that the two differ by verification alone."""
    asked = put(retriever, Question("Who won the chess olympiad in Manila?", (), ()), kind=CHAT)
    assert raw("raw", ScriptedModel([])).write(asked).answer.abstained


def scripted(name: str, answers: Callable[[Put], Written]) -> Writer:
    """Give a writer that answers by rote."""
    return Writer(name, answers, model=False)


def measured(retriever: Retriever) -> tuple[Measured, Measured]:
    """Give what two writers come to over two questions, the second to be refused."""
    puts = [put(retriever, question("cracks")), put(retriever, Question("Hello", (), (), "c1"), kind=CHAT)]
    right = scripted(
        QUOTATION,
        lambda one: answer(retriever, said("Cracks were found.", 1)) if one.answered else answer(retriever),
    )
    wrong = scripted("guessing", lambda _: answer(retriever, said("It was 17 years old.", 1)))
    first, second = (measure_answers("samples", puts, one) for one in (right, wrong))
    return first, second


def test_tables_say_how_far_a_writer_is_from_quotation_mode(retriever: Retriever) -> None:
    """And what each refuses, with precision beside as many answerable questions."""
    answers, printed, refusals = answer_tables(measured(retriever))
    change = answers.rows["guessing - quotation"]["contained"]
    assert isinstance(change, Difference)
    assert change.figure.value == -1
    assert printed.rows["guessing"]["wrong figures"] == Figure(1.0, 1.0, 1.0)
    assert printed.rows[QUOTATION]["verbatim"] == Figure(1.0, 1.0, 1.0)
    recall, precision = (refusals.rows[f"{QUOTATION}: {CHAT}"][name] for name in ("recall", "precision"))
    assert (recall, precision) == (Figure(1.0, 1.0, 1.0), Figure(1.0, 1.0, 1.0))


def test_precision_does_not_depend_on_how_many_of_each_were_asked(retriever: Retriever) -> None:
    """Ten chats refused and one of two answerable questions: two thirds, not ten elevenths."""
    plain = put(retriever, question("cracks"))
    chatted = replace(plain, kind=CHAT, answered=False)
    scores = judge(plain, answer(retriever), 0).scores
    some = [Judged(chatted, scores, ())] * 10 + [
        Judged(plain, {**scores, "refused": refused}, ()) for refused in (0.0, 1.0)
    ]
    (*_, refusals) = answer_tables([Measured("samples", QUOTATION, tuple(some))])
    precision = refusals.rows[f"{QUOTATION}: {CHAT}"]["precision"]
    assert isinstance(precision, Figure)
    assert precision.value == pytest.approx(2 / 3)


def test_answers_are_told_from_those_of_before(retriever: Retriever, tmp_path: Path) -> None:
    """What was saved is no change; other questions are not compared."""
    first, second = measured(retriever)
    file = tmp_path / "kept.json"
    save_baseline([first, second], file)
    table = Baseline.read(file).compared(second)
    assert table is not None
    assert table.rows["change"]["contained"] == Difference(Figure(0.0, 0.0, 0.0))
    assert Baseline.read(file).compared(replace(first, judged=first.judged[:1])) is None
    assert "Weighhouse" not in file.read_text("utf-8")


def test_fewer_questions_are_the_first_of_more(retriever: Retriever) -> None:
    """So that a slow writer's answers can be set beside those of a fast one."""
    answered = [put(retriever, question("cracks"))] * 6
    absent = [put(retriever, Question("Hello", (), ()), kind=CHAT)] * 6
    assert among([*answered, *absent], 4) == [*answered[:4], *absent[:2]]
