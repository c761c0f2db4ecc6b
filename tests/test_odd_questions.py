"""Questions that are hardly any, and libraries that hardly are: a sensible result, or nothing found."""

import pytest
from command import FLOOD, Command, Ran, write

pytestmark = pytest.mark.bundled

SYNTAX = [
    'AND OR NOT "flood',
    "title:flood AND text:(water",
    "flood* ~2 ^3 +bridge -water",
    "[2020 TO 2024} flood",
    "text: IN [flood water]",
    '"water rose"~1 ">=5" <3',
    "\\flood\\ /wat.r/",
    "flood') OR 1=1; --",
    "* flood",
    "%s %d {flood} $HOME `water`",
]
WORDLESS = ["?!", "…", "*", '""', "🙂 🌊", "—" * 500, "\u200b\u200d", "\x00", "()[]{}"]
STOP_WORDS = ["the", "what is the", "who was it that had been there", "TO BE OR NOT TO BE?"]
FOREIGN = [
    "Combien de maisons ont été inondées ?",
    "Wie viele Häuser standen unter Wasser?",
    "洪水で何軒の家が浸水しましたか",
    "كم عدد المنازل التي غمرتها المياه؟",
    "Сколько домов затопило?",
]
LONG = [
    "why " * 25_000,
    "flood " * 17_000,
    f"{FLOOD} {'The council met at noon. ' * 4_000}",
    f"{'The council met at noon. ' * 4_000}{FLOOD}",
    "x" * 100_000,
    "洪水" * 17_000,
    "?" * 100_000,
]


@pytest.fixture(scope="module")
def one(nowhere: Command, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command over a library of one article of one sentence."""
    folder = tmp_path_factory.mktemp("one")
    qa = nowhere.over(folder / "library")
    write(folder / "in", flood="Water stood indoors in 287 homes during the flood.")
    assert qa("index", folder / "in", "-q").code == 0
    return qa


@pytest.fixture(scope="module")
def empty(nowhere: Command, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command over a library whose only article was removed."""
    folder = tmp_path_factory.mktemp("empty")
    qa = nowhere.over(folder / "library")
    write(folder / "in", flood="Water stood in the homes.")
    assert qa("index", folder / "in", "-q").code == 0
    assert qa("rm", folder / "in", "-q").code == 0
    assert qa("list", "--json").json == []
    return qa


def searched(qa: Command, question: str) -> Ran:
    """Search for a question from standard input, and hold the code to what was found."""
    ran = qa("search", "-", "--json", stdin=question)
    assert ran.code == (0 if ran.json["hits"] else 3)
    return ran


def asked(qa: Command, question: str) -> Ran:
    """Ask a question from standard input, and hold the code to the answer."""
    ran = qa("ask", "-", "--quote", "--json", stdin=question)
    assert ran.code == (3 if ran.json["abstained"] else 0)
    return ran


@pytest.mark.parametrize("question", [*SYNTAX, *STOP_WORDS, *FOREIGN], ids=lambda text: text[:20])
def test_any_words_find_what_is_nearest(town: Command, one: Command, question: str) -> None:
    """Operators, stop words and words of another language are words; nothing fails, nothing is said."""
    for qa in (town, one):
        ran = searched(qa, question)
        assert ran.err == ""
        assert ran.json["hits"]
        assert asked(qa, question).err == ""


@pytest.mark.parametrize("question", SYNTAX[:8], ids=lambda text: text[:20])
def test_operators_do_not_operate(one: Command, question: str) -> None:
    """The one article is found by its words, though read as a query none of these would match it."""
    (hit,) = searched(one, question).json["hits"]
    assert hit["title"] == "About flood"


@pytest.mark.parametrize("question", WORDLESS, ids=ascii)
def test_without_words_nothing_is_found(town: Command, question: str) -> None:
    """Neither a hit nor a nearest passage is made of nothing; on the screen it is one line."""
    assert searched(town, question).json["hits"] == []
    answer = asked(town, question).json
    assert (answer["abstained"], answer["citations"], answer["hits"]) == (True, [], [])
    ran = town("search", "-", stdin=question)
    assert (ran.code, ran.out, ran.err) == (3, "Nothing found.\n", "")


@pytest.mark.parametrize("question", LONG, ids=lambda text: text[:20])
def test_a_question_of_a_hundred_kilobytes_is_searched(town: Command, question: str) -> None:
    """By its beginning and its end, which a notice says; what it was is printed as it was."""
    found, answered = searched(town, question), asked(town, question)
    for ran in (found, answered):
        assert ran.json["question"].split() == question.split()
        assert ran.err == (
            f"the question has {len(' '.join(question.split())):,} characters: "
            "its first and its last 2,000 are searched\n"
        )
    assert bool(found.json["hits"]) == any(character.isalnum() for character in question)


def test_a_question_after_a_long_text_finds_its_article(town: Command) -> None:
    """So does one before it."""
    for question in LONG[2:4]:
        titles = {hit["title"] for hit in searched(town, question).json["hits"]}
        assert "Council lowers count of flooded homes to 287" in titles


@pytest.mark.parametrize(
    "question", [FLOOD, "the", "?!", "洪水", 'a "b', "why " * 25_000], ids=lambda text: text[:9]
)
def test_an_empty_library_finds_nothing_and_says_why(empty: Command, question: str) -> None:
    """The notice says how to bring articles in; with a filter it is the same."""
    for options in ([], ["--source", "herald", "--on", "2024"]):
        ran = empty("search", "-", *options, stdin=question)
        assert (ran.code, ran.out) == (3, "Nothing found.\n")
        assert "the library holds no articles; bring some in: qa index" in ran.err
        answer = empty("ask", "-", "--quote", "--json", *options, stdin=question)
        assert (answer.code, answer.json["hits"]) == (3, [])


def test_a_library_of_one_article_answers_from_it(one: Command) -> None:
    """The best of one has a score that can be compared, and the answer cites it."""
    answer = asked(one, FLOOD).json
    assert "287" in answer["answer"]
    assert [hit["rank"] for hit in answer["hits"]] == [1]
    assert 0 < answer["hits"][0]["score"] <= 1
    (hit,) = searched(one, "Who won the 1998 World Cup?").json["hits"]
    assert hit["article"] == answer["hits"][0]["article"]
