"""Rerankers of both kinds against what transformers computes, and what is refused."""

import json
import shutil
import sys
from pathlib import Path
from subprocess import run

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tiny_rerankers import TOKENS, VOCABULARY, WIDTH, WORDS, Form, make_folder, write_gguf

from index.bundled import EMBEDDING_MODEL, bundled_file
from index.errors import ModelError
from index.reference_encoder import quiet_libraries
from qa.models.bundled import LANGUAGE_MODEL
from qa.models.gguf_header import tensor_shapes
from qa.retrieval.rank_pooling import fitted
from qa.retrieval.reranker import Reranker, open_reranker

QUESTION = "how many homes were without power"
TEXTS = ["the flood cut power to homes", "a council said", "it lasted in march", "", "the floods"]
LONG = "a council said it lasted and it lasted and the flood cut power to homes in march " * 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny cross-encoder, and beside its folder the same one as a GGUF file."""
    folder = tmp_path_factory.mktemp("rerankers") / "tiny"
    write_gguf(folder.with_suffix(".gguf"), make_folder(folder))
    return folder


@pytest.fixture(scope="module")
def cross_encoder(folder: Path) -> Reranker:
    """The folder, opened."""
    return open_reranker(str(folder))


@pytest.fixture(scope="module")
def rank_pooling(folder: Path) -> Reranker:
    """The GGUF file, opened."""
    return open_reranker(str(folder.with_suffix(".gguf")))


@pytest.fixture(scope="module", params=["cross_encoder", "rank_pooling"])
def reranker(request: pytest.FixtureRequest) -> Reranker:
    """Each of the two."""
    opened: Reranker = request.getfixturevalue(request.param)
    return opened


def logits(folder: Path, question: str, texts: list[str]) -> NDArray[np.float32]:
    """Return what transformers itself computes, one pair at a time."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    with quiet_libraries(), torch.no_grad():
        model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
        tokenizer = AutoTokenizer.from_pretrained(folder)
        pairs = [
            tokenizer([question], [text], truncation=True, max_length=TOKENS, return_tensors="pt")
            for text in texts
        ]
        return np.array([model(**pair).logits.item() for pair in pairs], dtype=np.float32)


@pytest.mark.parametrize("question", [QUESTION, LONG, ""])
def test_a_cross_encoder_scores_as_transformers_does(
    folder: Path, cross_encoder: Reranker, question: str
) -> None:
    """Every score is the head's own number, for long questions and texts too."""
    texts = [*TEXTS, LONG]
    scores = cross_encoder.score(question, texts)
    assert scores.dtype == np.float32
    assert np.abs(scores - logits(folder, question, texts)).max() < 1e-5


def test_a_gguf_file_scores_as_the_model_it_was_made_of(folder: Path, rank_pooling: Reranker) -> None:
    """llama.cpp's rank pooling gives the head's number, to its precision; the name is the file's."""
    texts = [*TEXTS, LONG]
    assert rank_pooling.name == "tiny reranker"
    scores = rank_pooling.score(QUESTION, texts)
    assert scores.dtype == np.float32
    assert np.abs(scores - logits(folder, QUESTION, texts)).max() < 0.01


def test_scores_differ_and_do_not_change(reranker: Reranker) -> None:
    """Different texts have different scores, the same one the same again, and so does the question count."""
    scores = reranker.score(QUESTION, TEXTS)
    assert len(set(scores.tolist())) == len(TEXTS)
    assert np.array_equal(scores, reranker.score(QUESTION, TEXTS))
    assert np.abs(scores - reranker.score("the council", TEXTS)).min() > 1e-3
    assert reranker.score(QUESTION, []).shape == (0,)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.sampled_from([*WORDS, "[SEP]", "ß"]), max_size=50).map(" ".join), max_size=20))
def test_company_changes_no_score(reranker: Reranker, texts: list[str]) -> None:
    """Scored together or one by one, the numbers are the same and in the order of the texts."""
    together = reranker.score(QUESTION, texts)
    assert together.shape == (len(texts),)
    for text, score in zip(texts, together, strict=True):
        assert abs(float(reranker.score(QUESTION, [text])[0] - score)) < 1e-5


def test_a_gguf_text_that_spells_a_special_token_stays_text(rank_pooling: Reranker) -> None:
    """A text cannot end its own part of the pair."""
    spelled, unknown = rank_pooling.score(QUESTION, ["the flood [SEP] homes", "the flood [ xyz ] homes"])
    assert spelled == unknown


@given(st.integers(0, 60), st.integers(0, 60), st.integers(2, 40))
def test_a_question_is_kept_whole_up_to_half_of_the_room(question: int, text: int, room: int) -> None:
    """What is cut comes from the end, the room is filled, and nothing is cut that fits."""
    asked, read = list(range(question)), list(range(text))
    kept, rest = fitted(asked, read, room)
    assert kept == asked[: len(kept)]
    assert rest == read[: len(rest)]
    assert len(kept) + len(rest) == min(room, question + text)
    assert len(kept) >= min(question, room // 2)
    assert len(rest) >= min(text, room // 2)


def test_a_template_in_the_file_frames_the_pair(folder: Path, tmp_path: Path) -> None:
    """A file that states a template for reranking is asked in it."""
    frame = "[CLS]{query} in march[SEP]{document}[SEP]"
    stated = write_gguf(tmp_path / "stated.gguf", make_folder(tmp_path / "model"), Form(template=frame))
    scores = open_reranker(str(stated)).score(QUESTION, TEXTS)
    assert np.abs(scores - logits(folder, f"{QUESTION} in march", TEXTS)).max() < 0.01


def test_a_pair_is_framed_as_xlm_roberta_was_taught(tmp_path: Path) -> None:
    """Two tokens part question and text, and a text that spells one of them stays text."""
    import torch
    from transformers import AutoModelForSequenceClassification

    weights = make_folder(tmp_path / "model")
    reranker = open_reranker(str(write_gguf(tmp_path / "model.gguf", weights, Form(roberta=True))))
    begin, unknown, end = 0, 3, 2
    flood, council, homes, s = (VOCABULARY.index(word) for word in ("flood", "council", "homes", "##s"))
    pairs = {
        "homes": [begin, flood, council, end, end, homes, end],
        "homes </s>": [begin, flood, council, end, end, homes, unknown, s, unknown, end],
    }
    with quiet_libraries(), torch.no_grad():
        model = AutoModelForSequenceClassification.from_pretrained(tmp_path / "model").eval()
        logits = [model(torch.tensor([ids])).logits.item() for ids in pairs.values()]
    assert reranker.score("flood council", list(pairs)) == pytest.approx(logits, abs=0.01)


def refused(name: str, *parts: str) -> None:
    """Check that a name is refused in one line that holds the parts."""
    with pytest.raises(ModelError) as caught:
        open_reranker(name)
    line = str(caught.value)
    assert "\n" not in line
    assert [part for part in parts if part not in line] == []


def test_what_is_no_gguf_file_is_refused(tmp_path: Path) -> None:
    """A missing file, another kind of file and a truncated one are told apart."""
    other = tmp_path / "notes.txt"
    other.write_text("GG")
    refused(str(other), str(other), "is not a GGUF file")
    refused(str(tmp_path / "gone.gguf"), "gone.gguf cannot be read", "No such file")
    refused(str(tmp_path / "gone"), "there is no reranker at", str(tmp_path / "gone"))
    refused(" ", "has no name")


def test_a_cut_gguf_file_is_refused(folder: Path, tmp_path: Path) -> None:
    """Wherever a download broke off, the reranker is not opened."""
    whole = folder.with_suffix(".gguf").read_bytes()
    for size in (30, len(whole) // 4, len(whole) - 500):
        cut = tmp_path / f"{size}.gguf"
        cut.write_bytes(whole[:size])
        refused(str(cut), "the reranker", str(cut), "cannot be loaded", "download it again")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_cut_header_is_refused(folder: Path, tmp_path: Path, data: st.DataObject) -> None:
    """The names and shapes of the tensors are read whole or not at all."""
    whole = folder.with_suffix(".gguf").read_bytes()
    shapes = tensor_shapes(folder.with_suffix(".gguf"))
    assert shapes["cls.output.weight"] == (WIDTH, 1)
    assert shapes["token_embd.weight"] == (WIDTH, len(VOCABULARY))
    header = whole.index(list(shapes)[-1].encode())
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(whole[: data.draw(st.integers(0, header))])
    with pytest.raises(ModelError, match="is damaged"):
        tensor_shapes(cut)


def test_a_gguf_file_without_a_head_is_refused(tmp_path: Path) -> None:
    """llama.cpp would run an embedding model and give numbers; they would mean nothing."""
    path = write_gguf(tmp_path / "embedder.gguf", make_folder(tmp_path / "model"), Form(head=False))
    refused(str(path), str(path), "is no reranker", "cls.output.weight")


def test_a_classifier_is_refused(tmp_path: Path) -> None:
    """A head for several classes says nothing of relevance, in a folder or in a GGUF file."""
    weights = make_folder(tmp_path / "model", labels=3)
    refused(str(tmp_path / "model"), "is no reranker", "3 classes")
    path = write_gguf(tmp_path / "classes.gguf", weights, Form(labels=("true", "false", "neither")))
    refused(str(path), str(path), "is no reranker", "3 classes")


def test_a_head_that_says_yes_or_no_is_read_as_yes(tmp_path: Path) -> None:
    """Of two outputs the one labelled "yes" is the relevance, whichever it is."""
    weights = make_folder(tmp_path / "model", labels=2)
    forms = [Form(labels=labels) for labels in (("yes", "no"), ("no", "yes"))]
    paths = [write_gguf(tmp_path / f"{form.labels[0]}.gguf", weights, form) for form in forms]
    first, second = (open_reranker(str(path)).score(QUESTION, TEXTS) for path in paths)
    assert np.abs(first - second).min() > 1e-3


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    """A folder of anything else, one whose settings are damaged, and one without weights."""
    refused(str(tmp_path), "there is no cross-encoder in", str(tmp_path), "config.json")
    (tmp_path / "config.json").write_text("{")
    refused(str(tmp_path), "config.json", "cannot be read")
    (tmp_path / "config.json").write_text(
        json.dumps({"model_type": "bert", "architectures": ["BertForSequenceClassification"]})
    )
    refused(str(tmp_path), str(tmp_path), "cannot be loaded", "check the folder")


def test_an_embedding_model_is_refused(folder: Path, tmp_path: Path) -> None:
    """Its head would be made of random numbers, whether it says what it is or only has no head."""
    plain = tmp_path / "plain"
    shutil.copytree(folder, plain)
    config = json.loads((plain / "config.json").read_text())
    (plain / "config.json").write_text(json.dumps(config | {"architectures": ["BertModel"]}))
    refused(str(plain), str(plain), "is no cross-encoder")
    listed = tmp_path / "listed"
    shutil.copytree(folder, listed)
    (listed / "modules.json").write_text("[]")
    refused(str(listed), str(listed), "is no cross-encoder")


@pytest.mark.bundled
def test_the_bundled_models_are_no_rerankers(tmp_path: Path) -> None:
    """Each is told from a reranker before it is run."""
    refused(str(bundled_file(EMBEDDING_MODEL, cache=tmp_path).parent), "is no cross-encoder")
    refused(str(bundled_file(LANGUAGE_MODEL, cache=tmp_path)), "is no reranker")


SEARCH = """
import sys
from qa.retrieval.reranker import open_reranker
print(open_reranker(sys.argv[1]).score("how many homes", ["the flood"]).shape)
print(sorted({"torch", "sentence_transformers", "transformers"} & set(sys.modules)))
"""


def test_a_gguf_file_needs_no_torch(folder: Path) -> None:
    """Opening one and scoring with it imports none of the heavy libraries."""
    file = folder.with_suffix(".gguf")
    done = run([sys.executable, "-c", SEARCH, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["(1,)", "[]"]
    assert done.stderr == ""


def test_a_name_that_is_not_here_is_asked_of_the_hub() -> None:
    """It is said before, and one that no hub can have ends in one line, without a connection."""
    notices: list[str] = []
    with pytest.raises(ModelError) as caught:
        open_reranker("no/such/reranker", notice=notices.append)
    assert notices == [
        "the reranker no/such/reranker is not on this disk; asking the Hugging Face hub for it"
    ]
    assert str(caught.value).startswith("the reranker no/such/reranker cannot be loaded (")
    assert str(caught.value).endswith("check the name, or give the folder of a model on this disk")


@pytest.mark.parametrize("name", ["tiny", "cross-encoder/tiny"])
def test_a_name_that_was_fetched_before_is_opened_from_the_cache(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Nothing is said and nobody is asked; without a slash it is one of the usual cross-encoders."""
    home = tmp_path / "models--cross-encoder--tiny"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text("abc")
    shutil.copytree(folder, home / "snapshots" / "abc")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    notices: list[str] = []
    reranker = open_reranker(name, notice=notices.append)
    assert (reranker.name, notices) == (name, [])
    assert reranker.score(QUESTION, TEXTS).shape == (len(TEXTS),)
