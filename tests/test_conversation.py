"""A question inside a conversation becomes one that stands alone."""

import re

import pytest
from cited import turn
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.dialogue.conversation import MOST_ADDED, MOST_CARRIED, standing_alone
from qa.records import Answer

TROOPS = turn(
    "How many US troops are stationed in Iraq?",
    "About 2,500 US troops are stationed in Iraq, having been involved in the coalition to fight ISIS.",
)
VISIT = turn(
    "Who visited Washington last week?",
    "Prime Minister Mohammed Shia Al Sudani did not discuss the withdrawal during his visit to Washington.",
)
FOLLOW_UPS = (
    "and how many of them were hurt?",
    "who is that?",
    "why not?",
    "when did they arrive?",
    "tell me more",
    "what else?",
    "Which ones?",
    "And?",
    "was that true?",
    "what happened there?",
    "what about food?",
)


def understood(question: str, *turns: Answer) -> Answer:
    """Return a turn as the conversation has understood it, with nothing found."""
    return turn(question, understood=standing_alone(question, turns))


@pytest.mark.parametrize("question", FOLLOW_UPS)
def test_a_follow_up_takes_its_context(question: str) -> None:
    """It keeps its own words, and what the last question was about is added."""
    said = standing_alone(question, [TROOPS])
    assert said == f"{question} (US, Iraq, troops)"


@pytest.mark.parametrize(
    ("word", "whole"),
    [
        ("why?", "Why are US troops stationed in Iraq?"),
        ("And since when?", "Since when are US troops stationed in Iraq?"),
        ("Where?", "Where are US troops stationed in Iraq?"),
    ],
)
def test_a_bare_asking_word_asks_the_last_question_again(word: str, whole: str) -> None:
    """Only what is asked for changes."""
    assert standing_alone(word, [TROOPS]) == whole


def test_a_bare_asking_word_after_another_form_takes_its_context() -> None:
    """Where "who visited …" cannot be asked with "why" in its own words, those are added."""
    assert standing_alone("why?", [VISIT]).startswith("why? (Washington")


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("what about Syria?", "How many US troops are stationed in Syria?"),
        ("And how about Syria?", "How many US troops are stationed in Syria?"),
        ("in Syria?", "How many US troops are stationed in Syria?"),
        ("What about in Syria?", "How many US troops are stationed in Syria?"),
        ("and tanks?", "How many tanks are stationed in Iraq?"),
        ("And in 2019?", "How many US troops are stationed in Iraq in 2019?"),
        ("and with Jordan?", "How many US troops are stationed in Iraq with Jordan?"),
    ],
)
def test_a_fragment_takes_the_place_of_its_kind(question: str, whole: str) -> None:
    """What was asked stays, what it was asked of is replaced; what replaces nothing is added."""
    before = turn("How many troops are stationed in Iraq?") if "tanks" in question else TROOPS
    assert standing_alone(question, [before]) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("How many medals has the United States won?", "And Germany?", "How many medals has Germany won?"),
        ("What was the score against Norway?", "and against Sweden?", "What was the score against Sweden?"),
        ("Who coaches the team of the Chiefs?", "And of the 49ers?", "Who coaches the team of the 49ers?"),
        ("Who was Person of the Year in 2016?", "What about 2008?", "Who was Person of the Year in 2008?"),
        ("How much did prices rise?", "and gas?", "How much did prices rise: gas?"),
        ("How much did prices rise: gas?", "and beef?", "How much did prices rise: beef?"),
    ],
)
def test_the_subject_or_what_follows_the_same_word_is_replaced(
    before: str, question: str, whole: str
) -> None:
    """A name replaces the subject, a phrase the one after the same preposition, a year the year."""
    assert standing_alone(question, [turn(before)]) == whole


def test_a_fragment_may_go_back_over_a_question_without_a_name() -> None:
    """India takes the place of Germany, though silver was asked about in between."""
    medals = turn("How many Olympic medals has Germany won?")
    silver = understood("How many of those were silver?", medals)
    assert standing_alone("What about India?", [medals, silver]) == "How many Olympic medals has India won?"


def test_he_and_she_become_names() -> None:
    """Each is whom the articles call so: the names that the questions or the answers gave."""
    harle = turn(
        "Who stole from the club?",
        "Desmond Harle, 63, was treasurer from 2016. He was found out by Norah Petch, who knew: she asked.",
    )
    assert (
        standing_alone("How much did he take?", [harle])
        == "How much did Desmond Harle take? (club, Norah Petch)"
    )
    assert standing_alone("What did she say to him?", [harle]).startswith(
        "What did Norah Petch say to Desmond Harle?"
    )
    assert standing_alone("What was his job?", [harle]).startswith("What was Desmond Harle's job?")
    named_before = "Was Ada Pellow his mother?"
    assert standing_alone(named_before, [harle]).startswith(named_before)


def test_a_title_is_no_part_of_a_name() -> None:
    """Whoever the last answer named can be asked about."""
    assert standing_alone("what did he say?", [VISIT]).startswith("what did Mohammed Shia Al Sudani say?")


@pytest.mark.parametrize(
    "name", ["Tansel Infirmary", "Carrowby", "the United States", "Harbour Street", "A" * 60]
)
def test_places_and_bodies_are_neither_he_nor_she(name: str) -> None:
    """Where nobody fits, the pronoun stays and what was said is added."""
    before = turn(f"What happened at {name}?", f"At {name} he was treated. In {name} he slept.")
    assert standing_alone("what did he say?", [before]).startswith("what did he say?")


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Iraq?",
        "Who won the World Cup?",
        "who visited Washington last week?",
        "Did the US take part in that strike on Isfahan?",
        "Is there a timetable for an oil deal?",
        "Are there troops in Jordan?",
        "Which group said that the attack was unplanned?",
        "Who is the one that visited Berlin?",
        "What was the oil price on Friday?",
        "How many US troops are stationed in Syria?",
        "Why did the fish market close? (Carrowby)",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    """Nothing is put into a question that points at nothing before it."""
    assert standing_alone(question, [TROOPS, VISIT]) == question


def test_what_was_read_about_needs_no_pronoun() -> None:
    """A question without a name goes on about the articles whose words it uses."""
    ward = turn(
        "Why did Rowan Ward close?", "Rowan Ward lost its nurses, and its patients went to Brackstow."
    )
    assert standing_alone("Where did the patients go?", [ward]) == "Where did the patients go? (Rowan Ward)"
    assert standing_alone("Where did the trains go?", [ward]) == "Where did the trains go?"


@pytest.mark.parametrize("question", [*FOLLOW_UPS, "what about Syria?", "  Why?  "])
def test_the_first_question_is_untouched(question: str) -> None:
    """Where nothing was said before, there is nothing to take."""
    assert standing_alone(question, []) == question


def test_the_last_turn_is_taken_from() -> None:
    """A conversation moves on."""
    assert "troops" not in standing_alone("was that true?", [TROOPS, VISIT])
    assert "troops" in standing_alone("was that true?", [VISIT, TROOPS])


def test_an_earlier_turn_is_taken_up_by_its_words() -> None:
    """Coming back to a subject brings back what it was about."""
    meadow = turn("How large is the seagrass meadow in Carrow Bay?")
    strike = turn("How long did the bus strike in Brackstow last?")
    said = standing_alone("and who measured the meadow?", [meadow, strike])
    assert "Carrow Bay" in said
    assert "Brackstow" not in said


def test_a_subject_is_carried_over_several_turns() -> None:
    """What the dialogue is about goes along however many questions leave it out."""
    turns = [TROOPS]
    for question in ("when did they arrive?", "was that true?", "and what did it cost?"):
        turns.append(understood(question, *turns))
    assert all("Iraq" in one.understood and "US" in one.understood for one in turns)


def test_nothing_is_said_twice() -> None:
    """What a follow-up says itself is not added."""
    said = standing_alone("and how many troops are in Syria?", [TROOPS])
    assert said.count("troops") == 1


QUESTIONS = st.sampled_from(
    [
        *FOLLOW_UPS,
        "what about Syria?",
        "and in Iran?",
        "so why did Jordan act?",
        "why?",
        "what did he say to her?",
    ]
)
SUBJECTS = st.text(alphabet="AabS ():?,'5", max_size=40)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(QUESTIONS, SUBJECTS), min_size=1, max_size=12))
def test_laws_of_a_dialogue(asked: list[tuple[str, str]]) -> None:
    """It grows by so much at most, says no word of its own, and leaves alone what carries its context."""
    turns = [VISIT]
    for question, subject in asked:
        said = standing_alone(f"{question} {subject}", turns)
        assert len(said) <= len(f"{question} {subject}") + MOST_ADDED
        heard = " ".join([question, subject, *(f"{one.understood} {quoted(one)}" for one in turns)])
        assert words(said) <= words(heard)
        if said.endswith(")"):
            assert standing_alone(said, turns) == said
        turns.append(turn(question, f"{subject} met Al Sudani.", understood=said))


def words(text: str) -> set[str]:
    """Return the words of a text, without the endings that only say whose something is."""
    return {word.lower() for word in re.findall(r"\w+", re.sub(r"[’']s?\b", " ", text))}


def quoted(one: Answer) -> str:
    """Return what a turn quoted."""
    return " ".join(citation.quote for citation in one.citations)


@pytest.mark.parametrize(
    "subject", ["A" * 3000, " ".join(f"Name{n}" for n in range(500)), "a " * 1500, "(" * 3000, " (" * 2000]
)
def test_a_long_turn_before_adds_little(subject: str) -> None:
    """One endless word, one endless name, or very many words."""
    before = turn(f"Who met {subject}?", f"{subject} met Al Sudani. He was late.")
    for question in ("why?", "what did he say?", "and Jordan?"):
        assert len(standing_alone(question, [before])) <= len(question) + MOST_CARRIED


WARD = turn(
    "Why did Rowan Ward close?",
    "Rowan Ward in the Tansel Infirmary lost its nurses. Helen Marchbank, who led the council, was sorry.",
)


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the Tansel Infirmary?",
        "Why was Helen Marchbank sorry?",
        "Where did the nurses of Rowan Ward go when it closed?",
        "When did Helen Marchbank lose her seat?",
        "How many nurses has Brackstow taken in this year?",
        "How old is the boat that was dug up at the Infirmary?",
        "Who scored the goal that took Carrowby up?",
        "What did those who marched want?",
        "When were otters last seen on this stretch of the Tansel?",
    ],
)
def test_a_question_that_names_its_subject_is_whole_though_all_of_it_was_read(question: str) -> None:
    """A pronoun after a name means that name, and "that was dug up" belongs to the boat."""
    assert standing_alone(question, [WARD]) == question


@pytest.mark.parametrize(
    "question",
    [
        "How many of them are in Brackstow?",
        "Who took its nurses to Brackstow?",
        "Was Helen Marchbank its head?",
        "Did Helen Marchbank see it?",
        "What did that cost?",
        "Did the council say that?",
        "Where was the council then?",
    ],
)
def test_a_pronoun_before_a_name_or_beside_it_points_back(question: str) -> None:
    """What it stands for is nowhere in the question."""
    assert standing_alone(question, [WARD]) != question


def test_a_place_alone_is_no_subject() -> None:
    """What was won in Beijing is what was talked about, where all of the question has been read."""
    games = turn(
        "How many Olympic medals has Germany won?",
        "Norway came first in Beijing, the country of snow in 2022.",
    )
    assert "Olympic" in standing_alone("Which country came first in Beijing?", [games])
