"""`qa timeline`: dated, cited sentences on standard output, and accounts set side by side by `qa ask`."""

import pytest
from command import Command

pytestmark = pytest.mark.bundled

TOPIC = "Weighhouse Bridge"


def test_a_timeline_is_printed_in_order_with_its_sources(town: Command) -> None:
    """One event a line, its day first and its mark last; then the sources, as for an answer."""
    ran = town("timeline", TOPIC)
    events, sources = ran.out.split("\n\n", 1)

    assert (ran.code, ran.err) == (0, "")
    assert events.split("\n")[0].startswith("1887: “The Weighhouse Bridge was opened in 1887")
    assert all(line.endswith(f"[{n}]") for n, line in enumerate(events.split("\n"), start=1))
    first = "[1] Cracks shut Weighhouse Bridge to all traffic, paragraph 3 · The Carrowby Herald"
    assert sources.startswith(first)


def test_its_json_says_how_each_day_is_known(town: Command) -> None:
    """Days in order, what each rests on, and whether the sentence or only the article says when."""
    told = town("timeline", TOPIC, "--json").json
    events = told["events"]

    assert told["topic"] == TOPIC
    assert [event["date"] for event in events] == sorted(event["date"] for event in events)
    assert {event["dated"] for event in events} == {"stated", "article"}
    assert [event["n"] for event in events] == [citation["n"] for citation in told["citations"]]
    assert [event["text"] for event in events] == [citation["quote"] for citation in told["citations"]]
    assert events[0] | {"text": ""} == {
        "date": "1887-01-01",
        "until": "1887-12-31",
        "precision": "year",
        "dated": "stated",
        "text": "",
        "n": 1,
    }


def test_fewer_events_and_other_articles_can_be_chosen(town: Command) -> None:
    """The limit keeps the best and says what is left out; filters hold as everywhere."""
    few = town("timeline", TOPIC, "--limit", 1)
    late = town("timeline", "flood", "--since", "2025", "--json").json

    assert "[2]" not in few.out
    assert "left out; --limit shows more" in few.out
    assert late["citations"]
    assert {citation["date"] > "2025" for citation in late["citations"] if citation["date"]} == {True}


def test_a_topic_without_events_is_nothing_found(town: Command) -> None:
    """It is said in a line, with the exit code of nothing found; an empty topic is refused."""
    ran = town("timeline", "moon landing")

    assert (ran.code, ran.out) == (3, "The articles tell nothing of it.\n")
    assert town("timeline", "moon landing", "--json").json["events"] == []
    assert town("timeline", " ").refused(2).startswith("the topic is empty")


def test_a_corrected_figure_is_set_beside_the_first(town: Command) -> None:
    """Both are quoted with source and day, the newer first, and both are sources."""
    answer = town("ask", "How many homes were flooded?", "--quote", "--json").json
    compared = answer["sentences"][0]

    assert compared["origin"] == "compared"
    assert "(2 February 2024) says: “The number of homes that had water indoors" in compared["text"]
    assert "(19 January 2024) says: “About 340 homes" in compared["text"]
    assert compared["text"].index("2 February") < compared["text"].index("19 January")
    cited = {citation["n"] for citation in answer["citations"]}
    assert set(compared["marks"]) <= cited
