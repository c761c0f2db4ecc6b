"""JSON with something broken, missing or odd in it, and what only looks like it."""

import json
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ReadError
from index.readers.gathered import Gathered
from index.readers.records.field_names import parse
from index.readers.records.reading import RECORD_SUFFIXES, is_records, read

FLOOD = "The river rose in the night and by four it had come over the quay. Crews came at dawn."
MARKET = "The market moved to the upper square in the spring. The traders never went back to the quay."
RECORD = {"headline": "Flood in Tansel", "body": FLOOD}


def lines(*values: object) -> str:
    """A JSON Lines file; a string among the values is a line as it stands."""
    return "\n".join(value if isinstance(value, str) else json.dumps(value) for value in values) + "\n"


def refusal(text: str, fields: str = "") -> str:
    """The one line with which a text is refused."""
    said = outcome(text, fields)
    assert isinstance(said, str)
    return said


def outcome(text: str, fields: str = "") -> Gathered | str:
    """What is read of a text, which has text in every article, or else the line with which it is refused."""
    try:
        gathered = read(text, parse(fields))
    except ReadError as error:
        said = str(error)
    else:
        assert gathered.drafts
        assert all(draft.text.strip() for draft in gathered.drafts)
        return gathered
    assert said.splitlines() == [said]
    return said


def test_lines_are_read_apart() -> None:
    """Blank and broken lines, values that are no object and records without a text cost no other line."""
    cut = json.dumps({"title": "Cut", "text": MARKET})[:40]
    gathered = read(
        lines(RECORD, "", cut, {"title": "Market", "text": MARKET}, "[1]", "  ", {"id": 3}, RECORD)
    )
    assert [draft.text for draft in gathered.drafts] == [FLOOD, MARKET, FLOOD]
    assert gathered.skipped == (
        "line 3: broken JSON (it breaks off)",
        "line 5: no object",
        "line 7: no text",
    )
    assert gathered.notice == ("3 of 6 parts skipped: line 3: broken JSON (it breaks off) (and 2 more)")


def test_a_broken_first_line_costs_only_itself() -> None:
    """Where the lines after it show what the file is."""
    gathered = read(lines('{"title": "Flood", "te', RECORD, RECORD))
    assert len(gathered.drafts) == 2
    assert gathered.skipped == ("line 1: broken JSON (it breaks off)",)


def test_objects_over_many_lines_may_follow_each_other() -> None:
    """As tools print them that take a collection apart; so may a line whose string had a line separator."""
    pretty = json.dumps(RECORD, indent=2)
    split = json.dumps({"title": "Market", "text": MARKET}).replace(" The traders", "\nThe traders")
    gathered = read(f"{pretty}\n{pretty}\n{split}\n{pretty}")
    assert len(gathered.drafts) == 4
    assert gathered.drafts[2].text == MARKET.replace(" The traders", "\n\nThe traders")
    assert gathered.skipped == ()


def test_a_text_cut_by_its_interface_is_skipped() -> None:
    """Its first two hundred characters are no article."""
    gathered = read(json.dumps({"articles": [{"content": f"{FLOOD[:50]}… [+2310 chars]"}, RECORD]}))
    assert len(gathered.drafts) == 1
    assert gathered.skipped[0].startswith("item 1: only the beginning of a text")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"title": "Flood", "text": "The river', "JSON that breaks off at line 1, column 38; get the whole"),
        (
            '[{"text": "a b"},\n {"text": ',
            "JSON that breaks off at line 2, column 10; get the whole file again",
        ),
        ('[{"text": "a b"},\n {"text" "c d"}]', "broken JSON (line 2, column 10: expecting ':' delimiter)"),
        (
            '[{"text": "a b"}] and more',
            "more than JSON (line 1, column 19: the value has ended); take that out",
        ),
        ('[{"title": "Flood", "text": NaN}]', 'no article in it: item 1: no words under "text"'),
        ('{"text": 12, "id": 1}', 'no words under "text"'),
        ('{"text": "a b", "text": "c d"}', '"text" stands in it twice, with different values'),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('[{"a": ' + "[" * 400 + "]" * 400 + "}]", "no field known to be a text in its record"),
        ("[]", "no records in it"),
        ("[{}]", "its records are empty"),
        ('["a b", "c d"]', "item 1: no object (and 1 more)"),
        ("17", "no object"),
        ("", "JSON that breaks off"),
        (
            '[{"id": "7", "heading": "Flood", "words": "The river rose."}]',
            "fields are id, heading, words; name",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text: str, said: str) -> None:
    """Where it is broken, or what is in it instead, and what to do."""
    assert said in refusal(text)


def test_a_missing_text_names_the_option() -> None:
    """And the longest field as the likely one; a name given in vain is said."""
    record = {"id": "7", "heading": "Flood", "words": FLOOD}
    assert refusal(json.dumps([record, record])).endswith(
        "in any of its 2 records, whose fields are id, heading, words; "
        "name the one that is, as in --fields words=text"
    )
    assert refusal(json.dumps(record), "lead=text").startswith('no text under "lead" in its record')


def test_odd_values_do_not_hurt_the_others() -> None:
    """Not a million digits, NaN, halves of characters, control characters, nor a tag given twice."""
    odd = f'{{"id": {"9" * 1_000_000}, "rank": NaN, "big": -Infinity, "tag": 1, "tag": 2, "text": '
    text = json.dumps(f"{FLOOD} \ud800\x00 \ud83c\udf0a end.\udc00")
    (draft,) = read(f'{odd}{text}, "title": "Flood\\ud800"}}').drafts
    assert draft.text == f"{FLOOD} 🌊 end."
    assert draft.title == "Flood"
    json.dumps(draft.text, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ('{"title": "Flood"}', True),
        ('\n [ {"title": "Flood"}, {"title": "Fire"} ]\n', True),
        ('{"a": 1}\n\n{"a": 2}\n', True),
        ('{"a": 1}\nrubbish\n{"a": 2}\nrubbish', True),
        ('{"title": "Flood", "text": "The river', True),
        ('[{"title": "Flood"},\n{"title"', True),
        ('{"a": 1}\n{"a": [', True),
        ('{"a": 1,}', True),
        ('{"a": [' * 5000, True),
        ("[Editor’s note: the mayor has since resigned.] It was a long night.", False),
        ("[[Tansel]] is a town. {It has a river.}", False),
        ("{The mayor wrote this} in a letter.", False),
        ('{"Never", the mayor said} was the answer.', False),
        ('{"a": 1} is how a program writes it.\n\nThe mayor said "no".', False),
        ('{"title": "Flood" and so on}, the clerk read.\n\nThen she left "for good".', False),
        ("[1, 2, 3]", False),
        ("", False),
        (FLOOD, False),
    ],
)
def test_records_are_known_by_what_they_hold(text: str, records: bool) -> None:
    """Broken JSON is JSON; prose that begins with a bracket is prose."""
    assert is_records(text) is records


def test_no_sample_article_is_taken_for_records() -> None:
    """Nor is any other text that a library may hold."""
    for path in sorted((Path(__file__).parent / "data/articles").rglob("*.*")):
        assert not is_records(path.read_text(encoding="utf-8", errors="replace")), path


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.just(FLOOD),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["text", "title", "date", "author", "articles", "data", "source", "x", "url"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_any_value_is_read_or_refused(value: object) -> None:
    """Whatever lies under the usual names, there are articles with text or one line."""
    assert outcome(json.dumps(value))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='{}[]":,\\ \nabu01-e', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """However it is broken."""
    assert is_records(text) in (True, False)
    assert outcome(text)


@pytest.mark.parametrize(
    "text",
    [
        lines(*({"title": f"Story {n}", "text": FLOOD, "date": "2024-03-05"} for n in range(10_000))),
        '{"a":[\n' * 50_000,
        '{"x\n' * 50_000,
        lines(RECORD) * 3 + '{"a": "\n' * 50_000,
        "[" + '{"title": "no text"},' * 20_000 + "{}]",
        json.dumps(RECORD)[:-1] + ', "x": "' + " \\n" * 1_000_000 + '"}',
    ],
    ids=["lines", "opened", "cut", "broken", "textless", "long"],
)
def test_time_and_memory_are_bounded(text: str) -> None:
    """Ten thousand lines take seconds, and so does what is made to take longer."""
    began = time.process_time()
    tracemalloc.start()
    found = outcome(text)
    assert isinstance(found, str) or len(found.drafts) in (1, 3, 10_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - began < 60
    assert peak < 60 * len(text) + 10_000_000


def test_the_suffixes_are_those_in_use() -> None:
    """A folder walk may pick these up."""
    assert {".json", ".jsonl", ".ndjson"} == RECORD_SUFFIXES
