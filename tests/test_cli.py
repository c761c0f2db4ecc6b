"""The command line as people use it: usage, questions, answers, dates, lists, places."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import ARTICLES, COMMAND, FLOOD, UNASKED, Command

COMMANDS = ["chat", "ask", "search", "index", "add", "list", "show", "status", "doctor"]
COMMANDS += ["rm", "watch", "rebuild", "export", "import", "recover"]
HEAVY = ("numpy", "faiss", "tantivy", "openvino", "torch", "llama_cpp", "textual", "sentence_transformers")
HELP = """
import json, sys
from qa.cli import run
codes = [run(line) for line in json.loads(sys.argv[1])]
print(json.dumps([codes, [name for name in json.loads(sys.argv[2]) if name in sys.modules]]))
"""


def test_help_is_quick_and_brings_in_nothing_heavy(nowhere: Command) -> None:
    """`--help` of each command, and `--version`, end well without loading what only answering needs."""
    lines = [["--help"], ["-h"], ["--version"], *([command, "--help"] for command in COMMANDS)]
    done = subprocess.run(
        [sys.executable, "-c", HELP, json.dumps(lines), json.dumps(HEAVY)],
        capture_output=True,
        env=nowhere.environment(),
        text=True,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [[0] * len(lines), []]
    assert done.stderr == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "x", "--limit", "0"],
        ["search", "x", "--limit", "many"],
        ["ask", "x", "--bogus"],
        ["ask", "-5"],
        ["ask", "--form=two words", "x"],
        ["nonsense"],
        ["Who won the match?"],
        ["show"],
        ["index"],
        ["index", ""],
        ["ask", "x", "--from", ""],
        ["ask", "x", "--since", "2024-13-01"],
        ["search", "x", "--until", "soon"],
        ["search", "x", "--since", "2024-02-02", "--until", "2024-02-01"],
        ["ask", "x", "--batch", "-"],
        ["ask", "x", "y"],
        ["ask"],
        ["ask", ""],
        ["ask", "-"],
        ["search", " \n "],
        ["search", "x", "--since", "2024-00"],
        ["list", "--until", "0000"],
        ["ask", "x", "--on", "2024-02-30"],
        ["ask", "x", "--on", "2024", "--since", "2023"],
        ["search", "x", "--on", "2024", "--until", "2025"],
        ["search", "x", "--source", ""],
        ["search", "x", "--author", "?!"],
        ["ask", "x", "--today", "yesterday"],
        ["ask", "x", "--today", "2024-03"],
        ["chat"],
        [],
    ],
    ids=lambda arguments: " ".join(arguments)[:30] or "nothing",
)
def test_wrong_usage_is_one_line_and_code_two(nowhere: Command, arguments: list[str]) -> None:
    """What cannot be meant is refused before anything is opened or made."""
    assert nowhere(*arguments).refused(2)
    assert not nowhere.library.exists()


def test_a_command_behind_options_is_told_its_place(nowhere: Command) -> None:
    """It is not an argument that the chat does not know."""
    assert "comes first, its options behind it" in nowhere("--limit", "3", "ask", "Who won?").refused(2)
    assert "unexpected extra argument" in nowhere("--continue", "everything").refused(2)


@pytest.mark.bundled
@pytest.mark.parametrize(
    "question",
    [
        'AND OR "flood',
        "title:flood",
        "flood* NEAR/2 (homes",
        "\\flood\\",
        "* ^ ~ {flood} [homes TO water] +x -y",
        "-5 degrees in the flood?",
        "--what flooded then?",
        "-q is it the flood?",
        "NOT",
        "\x00 flood \x1b[31m",
    ],
)
def test_no_question_is_a_query_language(town: Command, question: str) -> None:
    """Operators, quotes and a dash at the beginning are words of the reader's, and never an error."""
    for ran in (town("search", question, "--json"), town("ask", question, "--json", "--quote")):
        assert ran.code in (0, 3)
        assert ran.err == ""
        assert ran.json["question"].split() == question.split()


@pytest.mark.bundled
def test_a_question_of_any_bytes_is_answered(town: Command) -> None:
    """Bytes of another encoding stand as marks of replacement, in an argument and on standard input."""
    words = b"caf\xe9 opens in the flood"
    process = subprocess.run(
        [*COMMAND, "search", words, "--json"], capture_output=True, env=town.environment(), check=True
    )
    asked = json.loads(process.stdout)["question"]
    assert asked == "caf\N{REPLACEMENT CHARACTER} opens in the flood"
    assert town("search", "-", "--json", stdin=words).json["question"] == asked


@pytest.mark.bundled
def test_an_answer_for_people_names_its_sources(town: Command) -> None:
    """Off a terminal it is plain text: the answer, then title, source, date, the words and the path."""
    ran = town("ask", "--quote", stdin=FLOOD)
    assert (ran.code, ran.err) == (0, "")
    assert "[1]" in ran.out.splitlines()[0]
    assert "287" in ran.out
    source = "[1] Council lowers count of flooded homes to 287, paragraph 1 · The Harbour Argus · 2024-02-02"
    assert f"\n{source}\n" in ran.out
    assert f"    {ARTICLES / 'flood-figure-corrected.txt'}\n" in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.bundled
def test_what_the_articles_do_not_say_is_said_so(town: Command) -> None:
    """The abstention comes first, the nearest passages after it, and the code is 3."""
    ran = town("ask", UNASKED, "--quote")
    assert (ran.code, ran.err) == (3, "")
    assert ran.out.startswith("The articles don’t say.\n\nNearest passages:\n")


@pytest.mark.bundled
def test_dates_narrow_what_is_asked(town: Command) -> None:
    """Both ends belong to the span; undated articles stay; outside it the answer is another or none."""
    hits = town("search", FLOOD, "--json", "--since", "2024-02-02", "--until", "2024-02-02").json["hits"]
    assert {hit["date"] for hit in hits} == {"2024-02-02", None}
    early = town("ask", FLOOD, "--quote", "--until", "2023-12-31", "--json")
    assert all((hit["date"] or "2023") < "2024" for hit in early.json["hits"])
    assert "287" not in early.json["answer"]


@pytest.mark.bundled
def test_lists_and_pages_are_for_reading(town: Command) -> None:
    """A list has its columns under each other; an article begins with its title and has its words."""
    lines = town("list").out.splitlines()
    assert len(lines) >= 30
    assert {(line[12:14], line[24:26]) for line in lines} == {("  ", "  ")}
    identifier = next(line[:12] for line in lines if "Council lowers count" in line)
    page = town("show", identifier[:8]).out
    assert page.startswith("Council lowers count of flooded homes to 287\n")
    assert "was 287, not 340 as first reported" in page
    status = town("status").out
    assert all(part in status for part in (str(town.library), "dated 2022-", "all-MiniLM-L6-v2", "SmolLM2"))
    assert {line[:6] for line in town("doctor").out.splitlines()} == {"ok    ", "      "}


@pytest.mark.bundled
def test_the_library_is_found_by_option_variable_and_default(town: Command, tmp_path: Path) -> None:
    """`--library` comes before QA_LIBRARY, which comes before the user's data directory."""
    other = town.over(tmp_path / "none")
    assert other("status", "--library", town.library, "--json").json["library"] == str(town.library)
    data = tmp_path / "data"
    ran = town.process("list", QA_LIBRARY="", XDG_DATA_HOME=str(data), HOME=str(tmp_path))
    where = f"{data / 'article-qa' / 'library'}: there is no library here"
    assert where in ran.refused(1) or sys.platform == "darwin"
    assert not data.exists()
