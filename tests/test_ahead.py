"""What a question needs is begun while the program is still being imported, and changes nothing."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from command import ARTICLES, Command
from fakes import ScriptedModel
from shelf import EMBEDDER, article, shelf, store

from index import vectors, words
from index.errors import ModelError
from index.light_encoder import runtime
from index.made_with import is_bundled, is_readable
from index.schema import DATABASE
from qa.answering.answer import Asker
from qa.answering.awaited import AwaitedModel, AwaitedReader
from qa.answering.foreseeing import foreseeing, prompt_begins
from qa.answering.prompt import shortening
from qa.asking import never
from qa.begun import Begun
from qa.commands.ahead import NOTHING, for_answering, for_searching
from qa.commands.options import Choice
from qa.evidence.reader import Reader
from qa.models.llm import LanguageModel, Message
from qa.models.local_model import LocalModel, open_model
from qa.records import Answered, Citation, Event, Found
from qa.retrieval.retriever import Retriever

FLOOD = (
    "Water reached the substation at dawn. About 4,200 homes lost power in the flood, the mayor being away."
)
QUESTION = "How many homes lost power in the flood?"


class Foreseer(ScriptedModel):
    """A scripted model that is told how its prompt will begin, and reads until it is to stop."""

    def __init__(self, *, parameters: int = 1) -> None:
        super().__init__(["About 4,200 homes lost power in the flood."], parameters=parameters)
        self.foreseen: list[Message] = []
        self.found = threading.Event()
        """Set once the evidence is known."""
        self.ended = threading.Event()
        self.trouble: ModelError | None = None

    def foresee(self, messages: Sequence[Message], cancelled: Callable[[], bool]) -> None:
        """Read on and on, as a slow model would."""
        self.foreseen = list(messages)
        while not cancelled():
            pass
        self.ended.set()
        if self.trouble:
            raise self.trouble


@pytest.fixture
def retriever(tmp_path: Path) -> Iterator[Retriever]:
    """Lend a retriever over one story."""
    with shelf(tmp_path / "library") as (library, writer):
        store(writer, "a.txt", [article("Flood cuts power", FLOOD)])
        vectors.bring_up_to_date(library)
        words.bring_up_to_date(library)
    opened = Retriever.open(tmp_path / "library", EMBEDDER)
    yield opened
    opened.close()


def test_work_begun_gives_what_it_made_or_raises() -> None:
    """It runs beside whoever began it; its outcome comes as from a call, as often as it is asked for."""
    go = threading.Event()
    begun = Begun(lambda: go.wait(60) and "made")
    failing = Begun(lambda: int("none"))
    go.set()
    assert begun.given() == begun.given() == "made"
    for _ in range(2):
        with pytest.raises(ValueError, match="none"):
            failing.given()


def test_the_prompt_begins_before_the_evidence_is_known(retriever: Retriever) -> None:
    """The model reads what all its prompts about the question have in common, and ends with the search."""
    model = Foreseer()
    events = Asker(retriever, model).ask(QUESTION)
    found = next(events)
    assert isinstance(found, Found)
    assert model.ended.wait(60)
    *_, last = events
    assert isinstance(last, Answered)
    (asked,) = model.asked
    begun = model.foreseen
    assert begun[0] == asked[0]
    assert QUESTION in begun[1].content
    assert asked[1].content.startswith(begun[1].content)
    assert asked[1].content.removeprefix(begun[1].content).lstrip().startswith("About 4,200")


def test_the_evidence_waits_for_no_language_model(retriever: Retriever) -> None:
    """It is there while the model is still being loaded, which is then asked like any other."""
    loaded = threading.Event()
    model = Foreseer()
    begun: Begun[LanguageModel] = Begun(lambda: model if loaded.wait(60) else Foreseer())
    events = Asker(retriever, AwaitedModel(begun)).ask(QUESTION)
    found = next(events)
    assert isinstance(found, Found)
    assert found.evidence
    loaded.set()
    *_, last = events
    assert isinstance(last, Answered)
    assert last.answer.model == model.name
    assert len(model.asked) == 1


def test_a_model_that_cannot_be_loaded_is_told_after_the_evidence(
    retriever: Retriever, tmp_path: Path
) -> None:
    """What loading it raises, asking raises, and so does a reader that is needed sooner."""

    def failing() -> LanguageModel:
        raise ModelError("there is no such file")

    events = Asker(retriever, AwaitedModel(Begun(failing))).ask(QUESTION)
    assert isinstance(next(events), Found)
    with pytest.raises(ModelError, match="no such file"):
        next(events)
    missing = Begun(lambda: Reader(cache=tmp_path, weights=tmp_path / "none.npz"))
    with pytest.raises(ModelError, match=r"none\.npz"):
        next(Asker(retriever, reader=AwaitedReader(missing)).ask(QUESTION))


def test_what_is_foreseen_is_ended_with_the_asking(retriever: Retriever) -> None:
    """A model that fails at it is asked all the same, and an error elsewhere leaves no thread behind."""
    model = Foreseer()
    model.trouble = ModelError("the script ends here")
    events: list[Event] = list(Asker(retriever, model).ask(QUESTION))
    assert isinstance(events[-1], Answered)
    assert len(model.asked) == 1
    other = Foreseer()
    with pytest.raises(RuntimeError, match="elsewhere"), foreseeing(QUESTION, other):
        raise RuntimeError("elsewhere")
    assert other.ended.wait(60)


@pytest.mark.parametrize(
    ("question", "parameters", "begins"),
    [(QUESTION, 1, True), ("Why did the homes lose power?", 1, False), ("Why?", 7_000_000_000, True)],
)
def test_only_what_may_be_asked_is_foreseen(question: str, parameters: int, begins: bool) -> None:
    """A small model is asked to shorten single facts, a capable one to answer anything."""
    assert (prompt_begins(question, Foreseer(parameters=parameters)) is not None) is begins


@pytest.mark.bundled
def test_a_beginning_is_evaluated_once(tmp_path: Path, retriever: Retriever) -> None:
    """What was foreseen is not evaluated again, and the words written are the same."""
    found = next(iter(Asker(retriever).ask(QUESTION)))
    assert isinstance(found, Found)
    citation: Citation = found.evidence[0]
    written, evaluated = [], []
    for foreseen in (False, True):
        model = open_model(None, cache=tmp_path)
        assert isinstance(model, LocalModel)
        begins = prompt_begins(QUESTION, model)
        if foreseen and begins:
            model.foresee(begins, never)
        before = model.evaluations
        messages = shortening(QUESTION, citation, model)
        assert messages is not None
        written.append("".join(model.write(messages, max_tokens=40, cancelled=never)))
        evaluated.append(model.evaluations - before)
        assert before == 0 or before > evaluated[0] / 3
    assert written[0] == written[1]
    assert evaluated[1] + before == evaluated[0]


@pytest.mark.bundled
def test_a_beginning_makes_way(tmp_path: Path) -> None:
    """Cancelled before it begins, foreseeing leaves alone what was evaluated for another prompt."""
    model = open_model(None, cache=tmp_path)
    assert isinstance(model, LocalModel)
    prompt = [Message("system", "Be brief."), Message("user", "What is the capital of France?")]
    first = "".join(model.write(prompt, max_tokens=4, cancelled=never))
    before = model.evaluations
    model.foresee([Message("user", "Something else altogether")], lambda: True)
    assert model.evaluations == before
    assert "".join(model.write(prompt, max_tokens=4, cancelled=never)) == first
    assert model.evaluations - before <= 5


def test_which_embedder_made_a_library(tmp_path: Path) -> None:
    """Another one, a file that is no library, and none at all are not taken for the bundled one."""
    with shelf(tmp_path / "fake"):
        pass
    assert not is_bundled(tmp_path / "fake")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / DATABASE).write_bytes(b"no database" * 999)
    assert not is_bundled(tmp_path / "damaged")
    assert not is_bundled(tmp_path / "none")


def test_nothing_is_begun_without_a_library(tmp_path: Path) -> None:
    """Who has none is told so at once, and files named in its place are read first."""
    for choice in (Choice(library=str(tmp_path)), Choice(library=str(tmp_path), sources=(ARTICLES,))):
        assert for_searching(choice) is NOTHING
        assert for_answering(choice) is NOTHING


@pytest.mark.parametrize("wrong", ["PRAGMA user_version = 999", "DELETE FROM generations", ""])
def test_nothing_is_begun_over_a_library_that_cannot_be_asked(tmp_path: Path, wrong: str) -> None:
    """Damaged or of a later version, it is told at once, and no model is waited for at the end."""
    with shelf(tmp_path):
        pass
    assert is_readable(tmp_path)
    if wrong:
        with closing(sqlite3.connect(tmp_path / DATABASE)) as connection, connection:
            connection.execute(wrong)
    else:
        (tmp_path / DATABASE).write_bytes(b"no database" * 999)
    assert not is_readable(tmp_path)
    choice = Choice(library=str(tmp_path))
    assert for_searching(choice) is NOTHING
    assert for_answering(choice) is NOTHING


@pytest.mark.bundled
def test_what_is_begun_is_what_is_used(town: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedder, the reader and the language model come ready; by quotation no model is loaded."""
    monkeypatch.setenv("QA_CACHE", str(town.cache))
    assert is_bundled(town.library)
    ahead = for_answering(Choice(library=str(town.library), quote=True))
    assert ahead.writer is None
    assert ahead.embedder is not None
    assert ahead.reader is not None
    embedder = ahead.embedder.given()
    assert embedder is not None
    assert embedder.embed(["flood"]).shape == (1, embedder.dimension)
    (marked,) = ahead.reader.given().read(QUESTION, [("Flood", FLOOD)])
    (alone,) = Reader(cache=town.cache).read(QUESTION, [("Flood", FLOOD)])
    assert marked.offsets == alone.offsets  # it shares the embedder's tokenizer
    assert marked.starts == pytest.approx(alone.starts)


def test_a_model_that_cannot_be_had_is_told_last(town: Command, tmp_path: Path) -> None:
    """A library's own trouble comes before a model's, begun together as they may be."""
    missing = tmp_path / "none.gguf"
    assert f"{missing} cannot be read" in town("ask", QUESTION, "-m", missing).refused(1)
    nowhere = town.over(tmp_path / "nowhere")
    assert "there is no library" in nowhere("ask", QUESTION, "-m", missing).refused(1)


TOGETHER = """
import sys, threading
from pathlib import Path
from index.embedder import open_embedder
from qa.evidence.reader import Reader

embedder, reader = open_embedder(cache=Path(sys.argv[1])), Reader(cache=Path(sys.argv[1]))
start = threading.Barrier(2)
works = (lambda: embedder.embed(["flood"]), lambda: reader.read("Flood?", [("", "flood")]))
threads = [threading.Thread(target=lambda work=work: (start.wait(), work())) for work in works]
for thread in threads:
    thread.start()
"""


@pytest.mark.bundled
def test_two_networks_may_run_first_at_once(model_cache: Path) -> None:
    """The first run of each, in two threads, ends; one in six hung, each waiting for the other's lock."""
    for _ in range(6):
        command = [sys.executable, "-c", TOGETHER, str(model_cache)]
        subprocess.run(command, check=True, timeout=120, cwd=Path(__file__).parents[1])


def test_the_runtime_is_one_for_all_threads() -> None:
    """Threads that ask for it at the same moment get the same one."""
    start = threading.Barrier(4)

    def asked() -> object:
        start.wait()
        return runtime()

    begun = [Begun(asked) for _ in range(4)]
    assert len({id(one.given()) for one in begun}) == 1
