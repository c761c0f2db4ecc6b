"""Rivals that are measured beside the program: how they are installed, told what to do, and compared."""

import json
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from benchmarking.apart import embedding_model
from benchmarking.corpus import Asked, write_corpus
from benchmarking.environments import CannotInstallError, Environment, Wanted, environment_of
from benchmarking.processes import run_process
from benchmarking.rivalry import Rivalry, Standing, quality_of
from benchmarking.rivals.plain_recipe import PlainRecipe
from benchmarking.rivals.playing import WARM_UP, Found, Search, play, text_files
from benchmarking.rivals_report import rivals_section
from benchmarking.spread import Latency, Spread

QUESTIONS = (Asked("Who won?", ("the herring",), "a.txt"), Asked("Who lost?", ("An otter",), "b.txt"))


class Shelf:
    """A rival whose index is the names of the files, and which finds all of them."""

    def __init__(self, model: Path) -> None:
        self.model = model
        self.asked: list[str] = []

    def build(self, articles: Path, index: Path) -> int:
        """Write the names down."""
        names = [file.name for file in text_files(articles)]
        index.write_text(json.dumps(names), "utf-8")
        return len(names)

    @contextmanager
    def opened(self, index: Path) -> Iterator[Search]:
        """Lend a search that reads them."""
        names = json.loads(index.read_text("utf-8"))

        def search(question: str, limit: int) -> list[Found]:
            self.asked.append(question)
            return [Found(name, question) for name in names[:limit]]

        yield search


def files(folder: Path) -> Path:
    """Return a folder with two articles."""
    folder.mkdir()
    for name, text in (("b", "An otter lost.\n"), ("a", "The herring won.\n")):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def test_a_rival_does_what_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It indexes, answers one question and answers many, and says what came of it in a line of JSON."""
    articles, index = files(tmp_path / "articles"), tmp_path / "index"
    play(Shelf, ["build", "model", str(articles), str(index)])
    built = json.loads(capsys.readouterr().out)
    assert built["passages"] == 2
    assert built.keys() == {"passages", "work_s", "load_s"}
    play(Shelf, ["search", "model", str(index), "who?", "1"])
    assert json.loads(capsys.readouterr().out) == {"hits": [["a.txt", "who?"]]}
    asked = tmp_path / "questions.json"
    asked.write_text(json.dumps(["one", "two"]), "utf-8")
    play(Shelf, ["answer", "model", str(index), str(asked), "2"])
    answered = json.loads(capsys.readouterr().out)
    assert answered["hits"][1] == [["a.txt", "two"], ["b.txt", "two"]]
    assert len(answered["milliseconds"]) == 2


def test_the_first_questions_are_asked_unmeasured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is loaded at first use is loaded before anything is timed."""
    shelf = Shelf(tmp_path)
    index, asked = tmp_path / "index", tmp_path / "questions.json"
    index.write_text("[]", "utf-8")
    asked.write_text(json.dumps([str(number) for number in range(WARM_UP + 5)]), "utf-8")
    play(lambda _: shelf, ["answer", "model", str(index), str(asked), "2"])
    assert len(json.loads(capsys.readouterr().out)["milliseconds"]) == WARM_UP + 5
    assert len(shelf.asked) == 2 * WARM_UP + 5


@pytest.mark.bundled
def test_the_plain_recipe_finds_what_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """sentence-transformers and FAISS rank the article that answers first."""
    articles, index = files(tmp_path / "articles"), tmp_path / "index"
    model = str(embedding_model())
    play(PlainRecipe, ["build", model, str(articles), str(index)])
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["passages"] == 2
    play(PlainRecipe, ["search", model, str(index), "Which animal lost?", "1"])
    hits = json.loads(capsys.readouterr().out.splitlines()[-1])["hits"]
    assert hits == [["b.txt", "An otter lost."]]


def test_a_corpus_holds_what_its_questions_ask(tmp_path: Path) -> None:
    """Every answer stands in the file it is said to stand in, and made articles fill the rest."""
    corpus = write_corpus(tmp_path / "articles", 50, data=None, questions=40)
    written = {file.name: file.read_text("utf-8") for file in text_files(corpus.folder)}
    assert (len(written), corpus.articles, len(corpus.questions)) == (50, 50, 40)
    assert corpus.words == sum(len(text.split()) for text in written.values())
    lacking = [one for one in corpus.questions if not one.answered_by(one.source, written[one.source])]
    assert lacking == []


def test_data_that_is_not_there_leaves_the_samples(tmp_path: Path) -> None:
    """Where nobody has the development data, the sample articles are asked about."""
    corpus = write_corpus(tmp_path / "articles", 1, data=tmp_path / "none", questions=5)
    assert corpus.name == "the sample articles"
    assert corpus.articles > 20


def test_only_the_right_article_with_the_answer_counts() -> None:
    """An answer in another article is none, and neither is the right article without the answer."""
    right = Found("a.txt", "So The Herring won it.")
    hits = [
        (Found("b.txt", right.text), Found("a.txt", "It won."), right),
        (Found("b.txt", "An heir lost."), *[Found("b.txt", "Nobody.")] * 3, Found("b.txt", "otter")),
    ]
    quality = quality_of(QUESTIONS, hits)
    assert quality.hits_4.value == pytest.approx(1 / 2)
    assert quality.mrr_10.value == pytest.approx((1 / 3 + 1 / 5) / 2)


def tiny_wheel(folder: Path) -> None:
    """Write a package `tiny-rival` that pip can install without any registry."""
    about = "tiny_rival-3.dist-info"
    folder.mkdir()
    with zipfile.ZipFile(folder / "tiny_rival-3-py3-none-any.whl", "w") as archive:
        archive.writestr("tiny_rival.py", "answer = 42\n")
        archive.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny-rival\nVersion: 3\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")


def test_a_rival_is_installed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment has its package and the project's behind it, and is found again the next time."""
    tiny_wheel(tmp_path / "wheels")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    said: list[str] = []
    wanted = Wanted("tiny", ("tiny-rival",))
    first = environment_of(wanted, tmp_path / "home", said.append)
    assert first.versions == {"tiny-rival": "3"}
    code = "import tiny_rival, faiss; print(tiny_rival.answer)"
    assert run_process((str(first.python), "-c", code)).json == 42
    assert environment_of(wanted, tmp_path / "home", said.append) == first
    assert len(said) == 1


def test_a_rival_that_cannot_be_had_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pip's reason is kept, and nothing is left that would be taken for an environment."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(CannotInstallError, match=r"could not be installed: .*tiny-rival"):
        environment_of(Wanted("tiny", ("tiny-rival",)), tmp_path / "home", lambda _: None)
    assert list((tmp_path / "home").iterdir()) == []


def test_what_needs_nothing_runs_in_our_own_environment(tmp_path: Path) -> None:
    """Where the project has all that a rival needs, nothing is installed."""
    found = environment_of(Wanted("plain"), tmp_path, lambda _: None)
    assert isinstance(found, Environment)
    assert list(tmp_path.iterdir()) == []


def standing(name: str, seconds: float) -> Standing:
    """Return one that took so long for 1,000 words in 10 passages."""
    spread = Spread.of([seconds])
    return Standing(
        name=name, versions={}, building=spread, work=spread, building_bytes=spread, passages=10,
        disk_bytes=5, words_rate=Spread.of([1_000 / seconds]), work_words_rate=Spread.of([2_000 / seconds]),
        cold=spread, cold_bytes=spread, warm=Latency(spread, spread),
        quality=quality_of(QUESTIONS[:1], [[Found("a.txt", "the herring")]]),
    )  # fmt: skip


def test_ours_is_held_against_the_fastest_rival() -> None:
    """The promise is about words a second of the fastest, and who is absent is named with the reason."""
    rivals = (standing("ours", 2.0), standing("slow", 20.0), standing("fast", 5.0))
    section = rivals_section(Rivalry("samples", 3, 1_000, 1, rivals, {"gone": "needs a server"}))
    faster, quality = section.targets
    assert faster.measured == pytest.approx(2.5)
    assert (faster.met, quality.met) == (False, True)
    assert "needs a server" in section.text()
    assert [row["name"] for row in section.form()["standings"]] == ["ours", "slow", "fast"]
    alone = rivals_section(Rivalry("samples", 3, 1_000, 1, rivals[:1], {}))
    assert [target.met for target in alone.targets] == [None, None]
