"""A question that asks several things is asked in parts, and their lists become one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval.parts import FAR_BELOW, MOST_PARTS, merged, parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "How did the floods in Lund and Bergen differ?",
            ("How did the floods in Lund differ?", "How did the floods in Bergen differ?"),
        ),
        (
            "Compare Holt and Berg's position on the bridge",
            ("Holt's position on the bridge?", "Berg's position on the bridge?"),
        ),
        ("Compare Lund with Bergen.", ("Lund?", "Bergen?")),
        (
            "What do Holt and Berg say about the bridge?",
            ("What does Holt say about the bridge?", "What does Berg say about the bridge?"),
        ),
        (
            "Did both the mayor and the council support the plan?",
            ("Did the mayor support the plan?", "Did the council support the plan?"),
        ),
        (
            "Were both the North Bridge and the South Bridge closed?",
            ("Was the North Bridge closed?", "Was the South Bridge closed?"),
        ),
        (
            "Which is taller, the Shard or the Eiffel Tower?",
            ("Is the Shard taller?", "Is the Eiffel Tower taller?"),
        ),
        (
            "Which company made more money, Apple, Google or Tesla?",
            (
                "Which company made more money, Apple?",
                "Which company made more money, Google?",
                "Which company made more money, Tesla?",
            ),
        ),
        (
            "Is the Shard taller than the Eiffel Tower?",
            ("Is the Shard taller?", "Is the Eiffel Tower taller?"),
        ),
        (
            "How does Lund's plan differ from Bergen's?",
            ("How does Lund's plan differ?", "How does Bergen's plan differ?"),
        ),
        (
            "How much did the Corliss engine use compared to the Watt engine in 1850?",
            ("How much did the Corliss engine use in 1850?", "How much did the Watt engine use in 1850?"),
        ),
        (
            "What is the difference in height between the Shard and the Eiffel Tower?",
            ("The Shard in height?", "The Eiffel Tower in height?"),
        ),
        ("What is the difference between a virus and a bacterium?", ("A virus?", "A bacterium?")),
        ("Did Holt or Berg speak first?", ("Did Holt speak first?", "Did Berg speak first?")),
        (
            "How did Lund, Bergen and Oslo vote?",
            ("How did Lund vote?", "How did Bergen vote?", "How did Oslo vote?"),
        ),
        (
            "Why were Jane Doe and Mary Holt arrested?",
            ("Why was Jane Doe arrested?", "Why was Mary Holt arrested?"),
        ),
    ],
)
def test_two_things_are_asked_about_one_by_one(question: str, parts: tuple[str, ...]) -> None:
    """What is compared or named together has a question each, with all that they share."""
    assert parts_of(question) == parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who won in Lund, and when did the talks begin in Bergen?",
            ("Who won in Lund?", "When did the talks begin in Bergen?"),
        ),
        (
            "Did the mayor resign, and did the council approve the budget?",
            ("Did the mayor resign?", "Did the council approve the budget?"),
        ),
        ("Who won in Lund? Who lost in Bergen?", ("Who won in Lund?", "Who lost in Bergen?")),
        (
            "Who is the mayor of Lund, and when was she elected?",
            ("Who is the mayor of Lund?", "When was she elected (mayor, Lund)?"),
        ),
        (
            "Who is the mayor of Lund? When was she elected?",
            ("Who is the mayor of Lund?", "When was she elected (mayor, Lund)?"),
        ),
        (
            "How many people died in Turkey and how many in Syria?",
            ("How many people died in Turkey?", "How many in Syria (people, died)?"),
        ),
        (
            "The prizes were announced. Who won in physics and who won in chemistry?",
            (
                "The prizes were announced. Who won in physics?",
                "The prizes were announced. Who won in chemistry?",
            ),
        ),
    ],
)
def test_two_questions_in_one(question: str, parts: tuple[str, ...]) -> None:
    """Each question stands alone; what comes before and what a later one points at is said in it."""
    assert parts_of(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Trinidad and Tobago?",
        "Where are Trinidad and Tobago?",
        "Why are Marks and Spencer closing stores?",
        "Who owns Johnson & Johnson?",
        "What does Black and Decker make?",
        "Who rules Bosnia and Herzegovina?",
        "What did the Food and Drug Administration decide?",
        "Where is the Victoria and Albert Museum?",
        "What did Hook and Rudd sell?",
        "Economy, Energy and Tourism is one of which committees?",
        "How much is spent on research and development?",
        "How do men and women differ in pay?",
        "How many hundreds and thousands are in a jar?",
        "Where did Jane Doe and Mary Holt's wedding take place?",
        "What was the score of the game between Lund Lions and Bergen Bears?",
        "Are more than 1,100 people on strike in Lund?",
        "How many were born between 1994 and 1999?",
    ],
)
def test_one_thing_with_and_in_it(question: str) -> None:
    """A name that may be of one thing, a fixed phrase and a range are not parted."""
    assert parts_of(question) == (question,)


@pytest.mark.parametrize(
    "question",
    [
        "Hollywood mourned Jane Doe this week. Which film made her a star?",
        "When and where was he born?",
        "Who won and who came second in the Lund marathon?",
        "What is the name of the man who robbed the bank and who shot the guard?",
        "What did the report say about who knew and when they knew it?",
        "Who said “Which is it, Lund or Bergen”?",
        "Were both bridges closed?",
        "Wie unterscheiden sich Lund und Bergen?",
        "Quelle est la différence entre Lund et Bergen, et qui a gagné ?",
        "",
        "?",
        "and",
        "both and",
        "Compare",
        "x " * 50_000,
    ],
)
def test_one_question(question: str) -> None:
    """Context before a question, a question in another language and what is none are left as they are."""
    assert parts_of(question) == (question,)


def test_too_many_parts() -> None:
    """A question about more things than are worth a search each is asked whole."""
    question = "How did Lund, Bergen, Oslo, Malmo and Turku vote?"
    assert parts_of(question) == (question,)


WORDS = (
    "who what when is are do did both compare and or , ? . Lund Bergen the mayor than from vs between differ"
)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=15).map(" ".join))
def test_any_question_has_parts(question: str) -> None:
    """Whatever is asked has one part, itself, or a few different ones that are not empty."""
    parts = parts_of(question)
    assert parts == (question,) or 1 < len(parts) <= MOST_PARTS
    assert len(set(parts)) == len(parts)
    assert parts == (question,) or all(part.strip(" ?") for part in parts)


@given(st.text())
def test_any_text_is_a_question(question: str) -> None:
    """No text breaks the rules."""
    assert parts_of(question)


def test_each_part_has_its_share() -> None:
    """The best passage of a part stands before the whole question's second best."""
    whole = [(1, 1.0), (2, 0.95), (3, 0.94)]
    assert [passage for passage, _ in merged([whole, [(7, 0.9)], [(8, 0.6)]], 4)] == [1, 7, 8, 2]


def test_a_part_that_found_little() -> None:
    """A part whose best score is far below the others has no place of its own."""
    whole = [(1, 1.0), (2, 0.9), (3, 0.8), (4, 0.7)]
    assert [passage for passage, _ in merged([whole, [(7, 0.4)]], 5)] == [1, 2, 3, 4, 7]


def test_a_passage_of_several_lists() -> None:
    """It stands once, with the best of its scores."""
    assert merged([[(1, 1.0), (2, 0.5)], [(2, 1.0), (1, 0.2)]], 5) == [(1, 1.0), (2, 0.9)]


@pytest.mark.parametrize("lists", [[], [[]], [[], [], []]])
def test_nothing_found(lists: list[list[tuple[int, float]]]) -> None:
    """Nothing in any list is nothing in all."""
    assert merged(lists, 10) == []


SCORES = [0.0, 0.1, 0.3, 0.45, 0.5, 0.9, 0.95, 1.0]


@st.composite
def found(draw: st.DrawFn) -> list[list[tuple[int, float]]]:
    """Draw lists as fusion gives them: passages once, scores falling."""
    hits = draw(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(SCORES)), max_size=25))
    cuts = sorted(draw(st.lists(st.integers(0, len(hits)), max_size=MOST_PARTS)))
    lists = [dict(hits[start:end]) for start, end in pairwise([0, *cuts, len(hits)])]
    return [sorted(scores.items(), key=lambda item: (-item[1], item[0])) for scores in lists]


@given(found(), st.integers(0, 40))
def test_laws(lists: list[list[tuple[int, float]]], limit: int) -> None:
    """No passage twice or lost, scores fall within [0, 1], and the limit cuts the list."""
    everything = merged(lists, 1000)
    assert {passage for passage, _ in everything} == {passage for ranked in lists for passage, _ in ranked}
    assert len({passage for passage, _ in everything}) == len(everything)
    scores = [score for _, score in everything]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert merged(lists, limit) == everything[:limit]


@given(found())
def test_the_best_of_each_part_is_near_the_top(lists: list[list[tuple[int, float]]]) -> None:
    """Unless it is far below the best of all, it is among as many places as there are lists."""
    places = [passage for passage, _ in merged(lists, 1000)]
    best = max((ranked[0][1] for ranked in lists if ranked), default=0.0)
    for ranked in lists[1:]:
        if ranked and ranked[0][1] * 0.9 >= best * FAR_BELOW:
            assert ranked[0][0] in places[: len(lists)]


@given(found())
def test_the_whole_question_alone(lists: list[list[tuple[int, float]]]) -> None:
    """A question without parts keeps its list."""
    assert merged(lists[:1], 1000) == lists[0]
