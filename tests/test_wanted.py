"""The kind of thing a question asks for, and whether a sentence has one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.measures import count_offered, measure_offered
from qa.language.terms import stem
from qa.language.wanted import asking_stems, kind_of, offers


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many US troops are stationed in Iraq?", "number"),
        ("how much did the bridge cost", "number"),
        ("What share was intercepted?", "number"),
        ("What did the bridge cost?", "number"),
        ("When did the talks begin?", "day"),
        ("In which year was she born?", "day"),
        ("Who visited Washington last week?", "person"),
        ("Whose house burned?", "person"),
        ("Which minister resigned?", "person"),
        ("Where were three US troops killed?", "place"),
        ("In what city is it?", "place"),
        ("Which group denied responsibility?", "name"),
        ("What is the company called?", "name"),
        ("Why did he leave?", "reason"),
        ("What caused the fire?", "reason"),
        ("What did Israel strike in Isfahan?", "other"),
        ("troops in Iraq", "other"),
        ("", "other"),
    ],
)
def test_a_question_tells_what_it_asks_for(question: str, kind: str) -> None:
    """Its question word, or the noun after "what", says the kind."""
    assert kind_of(question) == kind


def test_the_first_question_word_decides() -> None:
    """A clause with another question word changes nothing."""
    assert kind_of("Who left when the talks ended?") == "person"
    assert kind_of("When did the man who spoke leave?") == "day"


@pytest.mark.parametrize(
    ("question", "sentence", "offered"),
    [
        ("How many troops are there?", "About 2,500 US troops are there.", 1.0),
        ("How many troops are there?", "In 2,500 tents that were sent slept the troops.", 0.75),
        ("How many troops are there?", "There were 30 tents.", 0.5),
        ("How many troops are there?", "Many troops are there.", 0.0),
        ("How many of the 300 drones fell?", "All of the 300 drones fell.", 0.0),
        ("What share was intercepted?", "Some 99 per cent of them were intercepted.", 1.0),
        ("What share was intercepted?", "Of the 300 some were intercepted.", 0.25),
        ("What share was intercepted?", "Many were intercepted.", 0.0),
        ("When did they meet?", "They met on January 27.", 1.0),
        ("When did they meet?", "They met in the evening.", 0.5),
        ("When did they meet?", "They met in Baghdad.", 0.0),
        ("Who met on Monday in January?", "On Monday they met.", 0.0),
        ("Who visited Washington?", "Prime Minister Al Sudani visited Washington.", 1.0),
        ("Who visited Washington?", "Rashid visited Washington.", 0.5),
        ("Who visited Washington?", "He visited Washington.", 0.0),
        ("Where were they killed?", "They were killed in Jordan.", 1.0),
        ("Where in Jordan were they killed?", "They were killed in Jordan.", 0.0),
        ("Why did he leave?", "He left because of the rain.", 1.0),
        ("Why did he leave?", "He left.", 0.0),
        ("What happened?", "It rained.", 0.5),
    ],
)
def test_a_sentence_offers_what_is_asked_for(question: str, sentence: str, offered: float) -> None:
    """Fully, weakly or not at all; what the question says itself does not count."""
    assert offers(kind_of(question), sentence, question) == offered


@pytest.mark.parametrize(
    ("question", "given", "not_given"),
    [
        ("What did the bridge cost?", "It cost £3.5 million.", "It has 3 arches."),
        ("What percentage voted?", "Two-thirds voted.", "In all 300 voted."),
        ("How old is the mayor?", "The mayor, aged 54, spoke.", "The mayor spoke to 12 people."),
        ("How long did it take?", "It took three hours.", "It took 40 men."),
        ("How long is the wall?", "The wall runs for 40 metres.", "The wall has 12 gates."),
        ("How high is the tower?", "It is 90 feet tall.", "It has 90 steps."),
        ("How heavy was the bell?", "The bell of 3 tonnes fell.", "The 3 bells fell."),
        ("How hot was it?", "It was 41°C.", "It was 41 on the list."),
        ("How fast was the car?", "It did 90 mph.", "It had 90 owners."),
        ("How often do they meet?", "They meet every week.", "All 12 meet."),
    ],
)
def test_a_number_is_told_by_its_measure(question: str, given: str, not_given: str) -> None:
    """A number in another measure is not what was asked for."""
    assert measure_offered(given, question) is True
    assert measure_offered(not_given, question) is False


def test_what_is_counted_is_not_measured() -> None:
    """After "how many" stands what is counted; other questions count nothing."""
    assert measure_offered("It rained.", "How many pounds of bread were sold?") is None
    assert count_offered("They sold 40 pounds of bread.", "How many pounds of bread were sold?") == 1.0
    assert count_offered("It cost £40.", "What did it cost?") is None


def test_asking_words_are_those_of_questions() -> None:
    """An answer need not say "number" or "share"."""
    assert {stem("number"), stem("share"), stem("percentage")} <= asking_stems()
    assert stem("troops") not in asking_stems()


@settings(deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_offers_are_shares_for_any_words(question: str, sentence: str) -> None:
    """Nothing raises, and every offer lies in [0, 1]."""
    assert 0 <= offers(kind_of(question), sentence, question) <= 1
