"""What scripts may rely on: the shape of all that is printed as JSON, and batches."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from command import FLOOD, PICTURE, UNASKED, Command, Ran, write

pytestmark = pytest.mark.bundled

TEXT = str
NUMBER = (int, float)
MAYBE = (str, type(None))
WHENCE = {
    "article": TEXT,
    "title": TEXT,
    "source": MAYBE,
    "date": MAYBE,
    "path": TEXT,
    "start": int,
    "end": int,
    "heading": list,
    "paragraph": int,
}
CITATION = {**WHENCE, "n": int, "quote": TEXT, "verified": bool, "also_in": list}
HIT = {**WHENCE, "rank": int, "score": float, "text": TEXT}
RESULT = {"question": TEXT, "hits": list, "timings": dict}
ANSWER = {**RESULT, "answer": TEXT, "abstained": bool, "citations": list, "model": MAYBE}
TIMINGS = dict.fromkeys(("retrieve_ms", "evidence_ms", "first_token_ms", "total_ms"), (*NUMBER, type(None)))
ENTRY = {
    "id": TEXT,
    "title": TEXT,
    "standfirst": MAYBE,
    "authors": list,
    "source": MAYBE,
    "section": MAYBE,
    "date": MAYBE,
    "date_from": MAYBE,
    "language": MAYBE,
    "path": TEXT,
    "url": MAYBE,
    "added": TEXT,
    "characters": int,
    "story": MAYBE,
}
ARTICLE = {**ENTRY, "text": TEXT, "passages": list}
REPORT = {"added": int, "changed": int, "unchanged": int, "removed": int, "skipped": list, "seconds": NUMBER}
STATUS = {"library": TEXT, "articles": int, "passages": int, "embedder": TEXT, "bytes": int}


def assert_shaped(value: dict[str, Any], shape: dict[str, Any]) -> None:
    """Every promised key is there with a value of its type; a bool is no number."""
    for key, types in shape.items():
        assert type(value[key]) in (types if isinstance(types, tuple) else (types,)), (key, value.get(key))


def assert_verbatim(qa: Command, result: dict[str, Any]) -> None:
    """Every quotation and every hit is the article's own text between its offsets."""
    quoted = [(one, one["quote"]) for one in result.get("citations", ())]
    for one, words in [*quoted, *((one, one["text"]) for one in result["hits"])]:
        article = qa("show", one["article"], "--json").json
        assert article["text"][one["start"] : one["end"]] == words
        assert words
        assert (one["title"], one["source"], one["date"]) == (
            article["title"],
            article["source"],
            article["date"],
        )


def batch(qa: Command, command: str, lines: list[object], *options: str) -> Ran:
    """Run a batch from standard input; what is not a string is written as JSON."""
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return qa(command, "--batch", "-", *options, stdin="\n".join(written))


def test_an_answer_is_one_object_that_can_be_checked(town: Command) -> None:
    """All promised keys, marks that name citations, and words that stand in the articles."""
    ran = town("ask", FLOOD, "--json")
    answer = ran.json
    assert (ran.code, ran.err) == (0, "")
    assert_shaped(answer, ANSWER)
    assert_shaped(answer["timings"], TIMINGS)
    for citation in answer["citations"]:
        assert_shaped(citation, CITATION)
        assert citation["verified"]
        assert f"[{citation['n']}]" in answer["answer"]
    for hit in answer["hits"]:
        assert_shaped(hit, HIT)
    assert_verbatim(town, answer)
    assert "287" in answer["answer"]
    assert (answer["question"], answer["abstained"]) == (FLOOD, False)
    assert answer["model"]
    assert "id" not in answer


def test_an_abstention_is_an_answer_with_code_three(town: Command) -> None:
    """Where the articles don't say there is no citation, and still the nearest passages."""
    ran = town("ask", UNASKED, "--json", "--quote")
    answer = ran.json
    assert_shaped(answer, ANSWER)
    assert (ran.code, answer["abstained"], answer["citations"], answer["model"]) == (3, True, [], None)
    assert answer["hits"]


def test_a_result_is_one_object_with_ranked_hits(town: Command) -> None:
    """Ranks count from one, scores fall, and `--limit` is the most there are."""
    ran = town("search", FLOOD, "--json", "--limit", 4)
    result = ran.json
    assert (ran.code, ran.err) == (0, "")
    assert_shaped(result, RESULT)
    assert_shaped(result["timings"], TIMINGS)
    for hit in result["hits"]:
        assert_shaped(hit, HIT)
    assert_verbatim(town, result)
    assert [hit["rank"] for hit in result["hits"]] == [1, 2, 3, 4]
    scores = [hit["score"] for hit in result["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_a_list_and_each_article_of_it(town: Command) -> None:
    """The list has every field but the text; the whole article has passages that lie in its text."""
    entries = town("list", "--json").json
    assert len(entries) >= 30
    for entry in entries:
        assert_shaped(entry, ENTRY)
        assert "text" not in entry
        assert dt.datetime.fromisoformat(entry["added"]).tzinfo
        assert (entry["date"] is None) == (entry["date_from"] is None)
        assert Path(entry["path"]).is_absolute()
    article = town("show", entries[0]["id"], "--json").json
    assert_shaped(article, ARTICLE)
    assert article["characters"] == entries[0]["characters"] == len(article["text"])
    assert all(0 <= one["start"] < one["end"] <= len(article["text"]) for one in article["passages"])
    assert all(set(one) == {"id", "start", "end"} for one in article["passages"])


def test_the_beginning_of_an_id_is_enough(town: Command) -> None:
    """Seven digits, in capitals too, show the article; a digit shared by several names them."""
    ids = [entry["id"] for entry in town("list", "--json").json]
    assert town("show", ids[0][:7].upper(), "--json").json["id"] == ids[0]
    shared = next(digit for digit in "0123456789abcdef" if sum(one.startswith(digit) for one in ids) > 1)
    assert "give more of it" in town("show", shared).refused(2)
    assert "qa list" in town("show", "no such id").refused(2)
    assert "empty" in town("show", "").refused(2)


def test_status_and_doctor_are_one_object_each(town: Command) -> None:
    """Status says what there is; doctor finds all sound, and so has no remedy to name."""
    status = town("status", "--json").json
    assert_shaped(status, STATUS)
    assert (status["library"], status["articles"]) == (str(town.library), len(town("list", "--json").json))
    ran = town("doctor", "--json")
    assert (ran.code, ran.json["ok"]) == (0, True)
    for check in ran.json["checks"]:
        assert_shaped(check, {"name": TEXT, "ok": bool, "detail": TEXT, "remedy": MAYBE})
        assert (check["ok"], check["remedy"]) == (True, None)


def test_a_report_counts_and_names_what_was_skipped(qa: Command, tmp_path: Path) -> None:
    """The report alone is on standard output, what was skipped on standard error too, and the code is 1."""
    folder = write(tmp_path / "in", one="It rained in Lund on Monday.", two="It snowed in Bergen.")
    (folder / "bad.txt").write_bytes(PICTURE)
    ran = qa("index", folder, "--json")
    report = ran.json
    assert_shaped(report, REPORT)
    assert (ran.code, report["added"], report["changed"], report["removed"]) == (1, 2, 0, 0)
    assert [skip["path"] for skip in report["skipped"]] == [str(folder / "bad.txt")]
    assert "not text" in report["skipped"][0]["reason"]
    assert f"skipped {folder / 'bad.txt'}: " in ran.err
    (folder / "bad.txt").unlink()
    write(folder, one="It hailed in Lund on Monday.")
    again = qa("index", folder, "--json")
    assert (again.code, again.json["changed"], again.json["unchanged"]) == (0, 1, 1)


def test_batches_answer_each_line_under_its_id(town: Command) -> None:
    """Ids of every JSON type come back as they were, in order; abstaining is no failure."""
    ids = ["s", 7, 2.5, None, True, [1, {"a": []}], {"b": "ü"}]
    lines: list[object] = [{"id": one, "question": FLOOD} for one in ids]
    ran = batch(town, "ask", [*lines, "", "  ", {"question": UNASKED}], "--quote")
    assert (ran.code, ran.err) == (0, "")
    assert [answer["id"] for answer in ran.lines] == [*ids, None]
    assert [answer["abstained"] for answer in ran.lines] == [False] * len(ids) + [True]
    for answer in ran.lines:
        assert_shaped(answer, ANSWER)
    found = batch(town, "search", lines)
    assert (found.code, [one["id"] for one in found.lines]) == (0, ids)
    for result in found.lines:
        assert_shaped(result, RESULT)


BAD_LINES: list[object] = [
    "{not json",
    "[1, 2]",
    '"words"',
    "{} {}",
    "[" * 100_000,
    '{"id": NaN, "question": "Who won?"}',
    {"id": "none"},
    {"id": "number", "question": 5},
    {"id": "empty", "question": "  "},
    {"id": "date", "question": FLOOD, "since": "soon"},
    {"id": "month", "question": FLOOD, "until": "2024-13"},
    {"id": "both", "question": FLOOD, "on": "2024-02-02", "since": "2024"},
    {"id": "source", "question": FLOOD, "source": 5},
    {"id": "author", "question": FLOOD, "author": ["Ann", None]},
    {"id": "section", "question": FLOOD, "section": " "},
    {"id": "language", "question": FLOOD, "language": {"en": True}},
    {"id": "today", "question": FLOOD, "today": "2024"},
    {"id": "swapped", "question": FLOOD, "since": "2024-02-02", "until": "2024-02-01"},
]


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_bad_line_is_an_error_and_leaves_the_others(town: Command, command: str) -> None:
    """Each bad line gives its id and one line of error; the good ones are answered; the code is 1."""
    good = {"id": "good", "question": FLOOD}
    ran = batch(town, command, [good, *BAD_LINES, good], *(["--quote"] if command == "ask" else []))
    assert (ran.code, ran.err) == (1, "")
    first, *bad, last = ran.lines
    assert first["hits"] == last["hits"] != []
    assert [set(one) for one in bad] == [{"id", "error"}] * len(BAD_LINES)
    named = [line["id"] if isinstance(line, dict) else None for line in BAD_LINES]
    assert [one["id"] for one in bad] == named
    assert not any("\n" in one["error"] for one in bad)


def test_a_batch_may_narrow_its_dates_line_by_line(town: Command) -> None:
    """A line's own dates come before those of the options, which hold for lines without."""
    lines: list[object] = [
        {"id": "own", "question": FLOOD, "since": "2024-02-02", "until": "2024-02-02"},
        {"id": "options", "question": FLOOD},
    ]
    own, options = batch(town, "search", lines, "--since", "2023-01-01", "--until", "2023-12-31").lines
    assert {hit["date"] for hit in own["hits"]} - {None} == {"2024-02-02"}
    assert {hit["date"][:4] for hit in options["hits"] if hit["date"]} == {"2023"}


def test_a_batch_is_read_from_a_file_too(town: Command, tmp_path: Path) -> None:
    """A file as Windows writes it, with a mark at its beginning and two characters to a line end."""
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps({"id": 1, "question": FLOOD}).encode() + b"\r\n\r\n")
    ran = town("search", "--batch", file)
    assert (ran.code, [result["id"] for result in ran.lines]) == (0, [1])


def test_characters_that_cannot_be_written_are_escaped(town: Command) -> None:
    """Half a surrogate pair in an id comes back as it was; in a question it is a mark and no failure."""
    (result,) = batch(town, "search", ['{"id": "\\ud800", "question": "flood \\udfff homes"}']).lines
    assert result["id"] == "\ud800"
    assert result["question"] == "flood \N{REPLACEMENT CHARACTER} homes"
