"""The bundled embedding model, as it is opened and run."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder

from index.bundled import EMBEDDING_MODEL, bundled_file
from index.embedder import Embedder, open_embedder
from index.light_encoder import AGREEMENT, LightEncoder
from index.reference_encoder import ReferenceEncoder, load_local_model

pytestmark = pytest.mark.bundled

ARTICLES = [
    "Flood water reached the substation at dawn and about 4,200 homes were without power by noon.",
    "The orchestra opened its season with Mahler's second symphony before a full house.",
    "Shares of the carmaker fell by nine per cent after it recalled a million vehicles.",
    "Élèves et professeurs ont manifesté à São Paulo contre la réforme des lycées.",
    "  Whitespace around,\tand within \n ",
    "",
    "word " * 700,
]
# The texts differ from those on which the two encoders were compared when the light one was made.

IN_A_NEW_PROCESS = """
import json, sys
connections = []
def watch(event, details):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        connections.append(str(details))
sys.addaudithook(watch)
from pathlib import Path
from index.embedder import open_embedder
notices = []
embedder = open_embedder(cache=Path(sys.argv[1]), notice=notices.append)
vectors = embedder.embed(["Who won?"])
heavy = [name for name in ("torch", "transformers", "sentence_transformers") if sys.modules.get(name)]
print(json.dumps([type(embedder).__name__, vectors.shape, heavy, notices, connections]))
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests here: preparing the model takes seconds."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def first_opening(cache: Path) -> list[object]:
    """What a process saw that opened the model with an empty cache."""
    return run_in_a_new_process(cache)


@pytest.fixture(scope="module")
def embedder(cache: Path, first_opening: list[object]) -> Embedder:
    """The bundled model, prepared."""
    return open_embedder(cache=cache)


def run_in_a_new_process(cache: Path) -> list[object]:
    """Return the kind of embedder, the shape it gave, the heavy modules, notices and connections."""
    done = subprocess.run(
        [sys.executable, "-c", IN_A_NEW_PROCESS, str(cache)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert done.stderr == ""
    seen: list[object] = json.loads(done.stdout)
    return seen


def test_the_first_opening_prepares_the_model(first_opening: list[object]) -> None:
    """It says so once, ends with the light encoder, prints nothing and opens no connection."""
    kind, shape, _, notices, connections = first_opening
    assert (kind, shape, connections) == ("LightEncoder", [1, 384], [])
    assert isinstance(notices, list)
    assert len(notices) == 1
    assert "preparing the embedding model" in notices[0]


def test_a_later_opening_imports_no_torch(cache: Path, first_opening: list[object]) -> None:
    """Once the export is accepted, neither torch nor transformers is imported, and nothing is said."""
    assert run_in_a_new_process(cache) == ["LightEncoder", [1, 384], [], [], []]


def test_the_model_says_what_it_is(embedder: Embedder) -> None:
    """Name, digest, dimension and window are those of all-MiniLM-L6-v2."""
    assert (embedder.name, embedder.digest) == (EMBEDDING_MODEL.name, EMBEDDING_MODEL.sha256)
    assert (embedder.dimension, embedder.max_tokens) == (384, 256)


def test_vectors_have_unit_length(embedder: Embedder) -> None:
    """Every row is float32 and of length one, the empty text's too."""
    vectors = embedder.embed(ARTICLES)
    assert vectors.shape == (len(ARTICLES), 384)
    assert vectors.dtype == np.float32
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5


def test_no_texts_are_no_vectors(embedder: Embedder) -> None:
    """An empty list gives an array of no rows."""
    assert embedder.embed([]).shape == (0, 384)
    assert embedder.count_tokens([]) == []


def test_order_is_kept(embedder: Embedder) -> None:
    """A text has the same vector in whatever company and place it is embedded."""
    together = embedder.embed(ARTICLES * 3)
    alone = np.concatenate([embedder.embed([text]) for text in ARTICLES] * 3)
    assert (together * alone).sum(axis=1).min() > 0.9995


def test_a_question_is_nearest_to_the_passage_that_answers(embedder: Embedder) -> None:
    """Of three passages the one that answers has the highest similarity."""
    questions = [
        "How many households lost electricity?",
        "What music was played at the concert?",
        "Why did the stock price drop?",
    ]
    similarity = embedder.embed(questions) @ embedder.embed(ARTICLES[:3]).T
    assert similarity.argmax(axis=1).tolist() == [0, 1, 2]


def test_tokens_are_counted_beyond_the_window(embedder: Embedder) -> None:
    """Counts are neither truncated nor do they include special tokens."""
    assert embedder.count_tokens(["", "two words", "word " * 700]) == [0, 2, 700]


def test_what_lies_beyond_the_window_is_not_seen(embedder: Embedder) -> None:
    """254 words and two special tokens fill the window; words after them change nothing."""
    other = "zebra giraffe hyena impala " * 5
    full, over, under = embedder.embed(["word " * 254, "word " * 254 + other, "word " * 234 + other])
    assert float(full @ over) > 0.99999
    assert float(full @ under) < 0.99


def test_the_light_encoder_agrees_with_sentence_transformers(embedder: Embedder, cache: Path) -> None:
    """On other texts than the probes, within the limit of its precision, counts included."""
    assert isinstance(embedder, LightEncoder)
    folder = bundled_file(EMBEDDING_MODEL, cache=cache).parent
    reference = ReferenceEncoder(load_local_model(folder, name="reference"), name="reference", digest="")
    cosines = (embedder.embed(ARTICLES) * reference.embed(ARTICLES)).sum(axis=1)
    assert cosines.min() >= AGREEMENT[embedder.precision]
    assert embedder.count_tokens(ARTICLES) == reference.count_tokens(ARTICLES)
    assert (embedder.dimension, embedder.max_tokens) == (reference.dimension, reference.max_tokens)


def test_the_fake_is_an_embedder_too() -> None:
    """Its similarity is worked out by hand: two of four words shared make a half."""
    fake: Embedder = FakeEmbedder()
    one, other = fake.embed(["Flood cuts power today.", "flood cuts water supply"])
    assert float(one @ other) == pytest.approx(0.5)
    assert fake.count_tokens(["a b  c", ""]) == [3, 0]
