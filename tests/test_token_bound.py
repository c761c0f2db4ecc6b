"""The most tokens a text can have, beside what a real tokenizer counts."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from command import ARTICLES
from hypothesis import given
from hypothesis import strategies as st

from qa.models.bundled import LANGUAGE_MODEL
from qa.models.llama import Weights
from qa.models.llm import Message
from qa.models.token_bound import most_tokens, most_tokens_in

CHINESE = (
    "市议会周二晚以七票对四票通过决议，要求县政府修建更高的防洪墙。",
    "据电力公司称，到中午约有四千二百户居民断电。",
    "2024年3月4日，公司更正了数字：3,870户家庭停电，其中一行被重复计算。",
    "记者了解到，居民对重建速度感到不满，部分家庭仍住在临时安置点。",
)


@pytest.fixture(scope="module")
def weights() -> Weights:
    """The bundled model's vocabulary: 49,152 tokens, most of them English."""
    found = find_spec(LANGUAGE_MODEL.package)
    assert found is not None
    assert found.submodule_search_locations
    return Weights(Path(found.submodule_search_locations[0]) / LANGUAGE_MODEL.file)


@pytest.mark.bundled
def test_no_line_of_news_has_more_tokens(weights: Weights) -> None:
    """Neither English nor Chinese is underestimated, nor is English overestimated by much more than twice."""
    english = [
        line
        for path in sorted(ARTICLES.rglob("*"))
        if path.is_file()
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    counted = [(len(weights.tokenize_words(line)), most_tokens_in(line)) for line in (*english, *CHINESE)]
    assert len(counted) > 300
    assert [pair for pair in counted if pair[0] > pair[1]] == []
    assert sum(most for _, most in counted) < 2.1 * sum(count for count, _ in counted)


@pytest.mark.bundled
def test_a_whole_prompt_has_no_more_tokens(weights: Weights) -> None:
    """What the template adds is in the bound."""
    messages = [Message("system", "Answer from the quotations."), Message("user", "How many homes? " * 9)]
    spelled = "".join(f"<|im_start|>{one.role}\n{one.content}<|im_end|>\n" for one in messages)
    prompt = f"{spelled}<|im_start|>assistant\n"
    assert len(weights.tokenize(prompt, begin=True)) <= most_tokens(messages)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_longer_text_has_no_fewer(before: str, after: str) -> None:
    """The bound of two texts in a row is about the sum of theirs, and never beyond the bytes."""
    whole = most_tokens_in(before + after)
    assert whole <= len((before + after).encode("utf-8", "replace"))
    assert whole >= max(most_tokens_in(before), most_tokens_in(after)) - 1
