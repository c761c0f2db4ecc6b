"""What `--model` and QA_MODEL may say."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionError
from qa.models.address import ModelAddress, model_place


@pytest.mark.parametrize(
    ("written", "url", "model"),
    [
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1", None),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1", None),
        ("http://localhost:11434/v1/#qwen2.5:7b", "http://localhost:11434/v1", "qwen2.5:7b"),
        ("https://models.example/api/v1#Org/Name-8B", "https://models.example/api/v1", "Org/Name-8B"),
        ("HTTPS://models.example/v1/chat/completions", "https://models.example/v1", None),
        ("http://[::1]:8000#", "http://[::1]:8000/v1", None),
    ],
)
def test_an_address_names_a_server_and_perhaps_a_model(written: str, url: str, model: str | None) -> None:
    """The model stands after #; without a path it is the server's /v1."""
    place = model_place(written)
    assert isinstance(place, ModelAddress)
    assert (place.url, place.model) == (url, model)
    assert model_place(str(place)) == place


@pytest.mark.parametrize(
    "written",
    [
        "",
        "  ",
        "http://",
        "http://me:sesame@host/v1",
        "https://host/v1?key=a",
        "http://[::1/v1",
        "http://host:port/v1",
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(written: str) -> None:
    """Also what would print a key; the line says how to write it."""
    with pytest.raises(QuestionError) as refused:
        model_place(written)
    assert "\n" not in str(refused.value)
    assert ";" in str(refused.value)
    assert "sesame" not in str(refused.value)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(str.strip))
def test_all_else_is_a_file(written: str) -> None:
    """A name that does not begin as an address does is a path."""
    if not written.lower().startswith(("http://", "https://", "~")):
        assert model_place(written) == Path(written)


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("https://models.example/v1", True),
        ("http://127.0.0.1:8080/v1", True),
        ("http://127.9.9.9/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://localhost:8080/v1", True),
        ("http://192.168.1.5:8080/v1", False),
        ("http://localhost.example/v1", False),
        ("http://models.example/v1", False),
    ],
)
def test_what_is_sent_to_this_machine_or_by_https_is_private(url: str, private: bool) -> None:
    """Anything else can be read by others on its way."""
    assert ModelAddress(url).is_private is private
