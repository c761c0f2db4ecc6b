"""From a question to a cited answer, over a real library."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from threading import Event as Flag

import pytest
from fakes import ScriptedModel
from shelf import EMBEDDER, article, shelf, store

from index import vectors, words
from index.build import build
from index.embedder import open_embedder
from index.errors import QuestionError
from index.library import Library
from index.period import Period
from index.scope import Scope
from qa.answering.answer import Asker
from qa.answering.questions import LONGEST_QUESTION
from qa.evidence.reader import Reader
from qa.models.local_model import open_model
from qa.records import ABSTENTION, Answer, Answered, Checked, Event, Found
from qa.retrieval.retriever import Retriever

FLOOD = (
    "Water reached the Millbrook substation at dawn. About 4,200 homes in Millbrook lost power in the flood,"
    " the mayor being away. Crews came by boat in the afternoon."
)
FAIR = "The Millbrook fair opened on Saturday with a dance. Nobody counted the cows at the fair this year."
QUESTION = "How many homes in Millbrook lost power in the flood?"
SHORT = "About 4,200 homes in Millbrook lost power in the flood."


@pytest.fixture
def retriever(tmp_path: Path) -> Iterator[Retriever]:
    """Lend a retriever over two stories and a reprint of one."""
    with shelf(tmp_path / "library") as (library, writer):
        store(
            writer, "a.txt", [article("Flood cuts power", FLOOD, day=date(2024, 3, 4), source="The Herald")]
        )
        store(writer, "b.txt", [article("Fair opens", FAIR, day=date(2024, 6, 1))])
        store(writer, "c.txt", [article("Power cut by flood", FLOOD)])
        vectors.bring_up_to_date(library)
        words.bring_up_to_date(library)
    opened = Retriever.open(tmp_path / "library", EMBEDDER)
    yield opened
    opened.close()


def answered(events: Sequence[Event]) -> Answer:
    """Return the answer at the end of the events."""
    last = events[-1]
    assert isinstance(last, Answered)
    return last.answer


def verbatim(answer: Answer, library: Library) -> bool:
    """Whether every citation's words stand in the stored article at their place."""
    articles = library.articles_of(citation.hit.passage for citation in answer.citations)
    return all(
        articles[citation.hit.passage].id == citation.hit.article
        and articles[citation.hit.passage].text[citation.start : citation.end] == citation.quote
        for citation in answer.citations
    )


@pytest.mark.parametrize(
    "model", [None, ScriptedModel([f"{SHORT} [1]"]), ScriptedModel([SHORT], parameters=1)]
)
def test_events_come_in_order(retriever: Retriever, model: ScriptedModel | None) -> None:
    """What was found, each checked sentence, and the whole answer, which repeats them."""
    asker = Asker(retriever, model)
    first, *checked, last = asker.ask(QUESTION)
    assert isinstance(first, Found)
    assert isinstance(last, Answered)
    assert tuple(event.sentence for event in checked if isinstance(event, Checked)) == last.answer.sentences
    assert len(checked) == len(last.answer.sentences) > 0
    assert "4,200" in last.answer.text
    assert first.understood == last.answer.understood == last.answer.question == QUESTION
    assert first.hits == last.answer.hits
    assert set(last.answer.citations) <= set(first.evidence)
    assert last.answer.model == asker.model == (model.name if model else None)


def test_an_answer_can_be_checked(retriever: Retriever) -> None:
    """Its citations are those its sentences cite, verbatim in the stored article, with its origin."""
    answer = answered(list(Asker(retriever, ScriptedModel([f"{SHORT} [1]"])).ask(QUESTION)))
    assert answer.text == f"{SHORT} [1]"
    (citation,) = answer.citations
    assert citation.quote == FLOOD[citation.start : citation.end] == SHORT[:-1] + ", the mayor being away."
    assert verbatim(answer, retriever.library)
    assert citation.verified
    assert not answer.abstained
    assert not answer.stopped


def test_a_reprint_is_not_cited_beside_the_story(retriever: Retriever) -> None:
    """The same sentence from two articles is one citation."""
    answer = answered(list(Asker(retriever).ask(QUESTION)))
    quotes = [citation.quote for citation in answer.citations]
    assert len(quotes) == len(set(quotes))


def test_the_stages_are_timed(retriever: Retriever) -> None:
    """Milliseconds since the question, each stage after the one before."""
    model = ScriptedModel([f"{SHORT} [1]"])
    times = answered(list(Asker(retriever, model).ask(QUESTION))).timings
    stages = [times.retrieve_ms, times.evidence_ms, times.first_token_ms, times.total_ms]
    known = [stage for stage in stages if stage is not None]
    assert len(known) == 4
    assert sorted([0, *known]) == [0, *known]
    assert answered(list(Asker(retriever).ask(QUESTION))).timings.first_token_ms is None


def test_where_the_articles_do_not_say_it_says_so(retriever: Retriever) -> None:
    """No sentence, no citation and no call of the model; the nearest passages are offered."""
    model = ScriptedModel([])
    events = list(Asker(retriever, model).ask("Who won the 2018 World Cup in Russia?"))
    answer = answered(events)
    assert len(events) == 2
    assert answer.abstained
    assert answer.text == ABSTENTION
    assert (answer.sentences, answer.citations, model.asked) == ((), (), [])
    assert answer.hits
    assert answer.timings.first_token_ms is None
    assert not answer.stopped


def test_an_empty_library_does_not_say(tmp_path: Path) -> None:
    """Without articles nothing is found, and that is no error."""
    with shelf(tmp_path / "library"):
        pass
    retriever = Retriever.open(tmp_path / "library", EMBEDDER)
    answer = answered(list(Asker(retriever).ask(QUESTION)))
    retriever.close()
    assert answer.abstained
    assert answer.hits == ()


def test_an_invented_answer_is_not_shown(retriever: Retriever) -> None:
    """The quotation stands in its place."""
    answer = answered(
        list(Asker(retriever, ScriptedModel(["About 9,000 homes lost power. [1]"])).ask(QUESTION))
    )
    assert "9,000" not in answer.text
    assert answer.sentences[0].origin == "quoted"
    assert "4,200" in answer.text


def test_a_follow_up_is_understood_by_the_turn_before(retriever: Retriever) -> None:
    """What it was understood as is told at once, searched for, and kept in the answer."""
    asker = Asker(retriever)
    before = answered(list(asker.ask(QUESTION)))
    found, *_, last = asker.ask("and when did they lose it?", turns=[before])
    assert isinstance(found, Found)
    assert isinstance(last, Answered)
    assert "Millbrook" in found.understood
    assert "flood" in found.understood
    assert last.answer.understood == found.understood
    assert last.answer.question == "and when did they lose it?"


def test_a_capable_model_understands_a_follow_up(retriever: Retriever) -> None:
    """It is asked for the whole question first, and then answers that."""
    whole = "When did homes lose power in the Millbrook flood?"
    model = ScriptedModel([whole, SHORT + " [1]"])
    before = answered(list(Asker(retriever).ask(QUESTION)))
    last = answered(list(Asker(retriever, model).ask("and when did they lose it?", turns=[before])))
    assert last.understood == whole
    assert len(model.asked) == 2
    assert whole in model.asked[1][1].content


@pytest.mark.parametrize("asked", [0, 1, 4, 9])
def test_a_stopped_answer_says_so(retriever: Retriever, asked: int) -> None:
    """Stopped at any moment, it ends at once with what was checked, and is no abstention."""
    calls = count()
    model = ScriptedModel([f"{SHORT} [1] Crews came by boat in the afternoon. [1]"])
    answer = answered(list(Asker(retriever, model).ask(QUESTION, cancelled=lambda: next(calls) >= asked)))
    assert answer.stopped
    assert not answer.abstained
    assert answer.sentences == ()


def test_what_was_checked_before_the_stop_stays(retriever: Retriever) -> None:
    """A sentence once shown is in the answer."""
    stopped = Flag()
    events = Asker(retriever, ScriptedModel([f"{SHORT} [1] And so on. [1]"])).ask(
        QUESTION, cancelled=stopped.is_set
    )
    assert isinstance(next(events), Found)
    assert isinstance(next(events), Checked)
    stopped.set()
    answer = answered(list(events))
    assert answer.stopped
    assert answer.text == f"{SHORT} [1]"


@pytest.mark.parametrize("question", ["", " \n\t"])
def test_an_empty_question_is_refused(retriever: Retriever, question: str) -> None:
    """One line says how to ask."""
    with pytest.raises(QuestionError, match="the question is empty: write it"):
        next(Asker(retriever).ask(question))


@pytest.mark.parametrize("question", ["?!", "…", "🙂", "—" * 50])
def test_a_question_without_words_finds_nothing(retriever: Retriever, question: str) -> None:
    """No article says anything to it, and none is offered as near."""
    answer = answered(list(Asker(retriever).ask(question)))
    assert (answer.abstained, answer.hits, answer.citations) == (True, (), ())


def test_of_a_hundred_kilobytes_the_beginning_and_the_end_are_asked(retriever: Retriever) -> None:
    """A text with the question after it is answered as the question is."""
    long = f"{'The council met. ' * 6_000}{QUESTION}"
    answer = answered(list(Asker(retriever).ask(long)))
    assert answer.question == long
    assert answer.understood.endswith(QUESTION)
    assert len(answer.understood) <= LONGEST_QUESTION
    assert answer.hits


def test_only_the_period_asked_for_answers(retriever: Retriever) -> None:
    """Articles of other days are not among the hits; undated ones are."""
    asker = Asker(retriever, scope=Scope(Period(since=date(2024, 5, 1))))
    titles = {hit.title for hit in answered(list(asker.ask(QUESTION))).hits}
    assert titles == {"Fair opens", "Power cut by flood"}


def test_as_many_hits_are_listed_as_asked_for(retriever: Retriever) -> None:
    """In the order of their ranks, from 1."""
    assert [hit.rank for hit in answered(list(Asker(retriever, limit=2).ask(QUESTION))).hits] == [1, 2]


def test_what_it_answers_from_is_told(retriever: Retriever) -> None:
    """Counts and days of the library."""
    holdings = Asker(retriever).holdings
    assert (holdings.articles, holdings.first, holdings.last) == (3, date(2024, 3, 4), date(2024, 6, 1))


SEEDS = Path(__file__).parents[1].parent / "shared" / "seeds"


@contextmanager
def real_asker(folder: Path) -> Iterator[Asker]:
    """Lend an asker over the seed articles with the bundled models."""
    embedder = open_embedder(cache=folder / "cache")
    for _ in build([SEEDS], folder / "library", lambda: embedder):
        pass
    retriever = Retriever.open(folder / "library", embedder)
    reader = Reader(cache=folder / "cache")
    yield Asker(retriever, open_model(None, cache=folder / "cache"), reader=reader)
    retriever.close()


@pytest.fixture(scope="session")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Lend one asker over the seed articles to all tests that want it."""
    if not any(SEEDS.glob("*.txt")):
        pytest.skip("the seed articles are not beside this checkout, in ../shared/seeds")
    with real_asker(tmp_path_factory.mktemp("seeds")) as made:
        yield made


@dataclass(frozen=True)
class Fact:
    """A question and what its answer must say."""

    question: str
    said: str


FACTS = (
    Fact("How many US troops are stationed in Iraq?", "2,500"),
    Fact("Which group denied responsibility for the attack in Syria?", "Kataib Hezbollah"),
    Fact("When did Iraq and the US hold the first round of talks?", "January 27"),
    Fact("How many drones and missiles did Tehran launch at Israel?", "more than 300"),
    Fact("What share of the drones and missiles was intercepted?", "99 per cent"),
    Fact("What share was intercepted?", "99 per cent"),
    Fact("Who visited Washington last week?", "Al Sudani"),
    Fact("Where were three US troops killed?", "Jordan"),
    Fact("What did Israel strike in Isfahan?", "weapons factory"),
)


@pytest.mark.bundled
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.question)
def test_the_bundled_models_answer(asker: Asker, fact: Fact) -> None:
    """The fact is in the answer and in a citation's quotation, which is verbatim in the article."""
    answer = answered(list(asker.ask(fact.question)))
    assert fact.said in answer.text
    assert any(fact.said in citation.quote for citation in answer.citations)
    assert verbatim(answer, asker.retriever.library)
    assert not answer.abstained


@pytest.mark.bundled
@pytest.mark.parametrize(
    "question",
    ["Who won the 2018 World Cup?", "What was the oil price on Friday?", "Who is the president of France?"],
)
def test_the_bundled_models_refuse(asker: Asker, question: str) -> None:
    """Where the articles do not say, nothing is answered."""
    answer = answered(list(asker.ask(question)))
    assert answer.abstained
    assert answer.text == ABSTENTION
    assert answer.citations == ()
