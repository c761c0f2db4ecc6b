"""Templates as models bring them: what they may use, and what becomes of those that are broken."""

from datetime import datetime

import pytest

from qa.models.chat_template import CHATML, ChatTemplate

MESSAGES = [
    {"role": "system", "content": "Answer."},
    {"role": "user", "content": "Where's <Łódź>?"},
]


def rendered(source: str) -> str:
    """Return what a template makes of the messages."""
    return ChatTemplate(source, begin="<s>", end="</s>").render(MESSAGES)


@pytest.mark.parametrize(
    ("source", "prompt"),
    [
        ("{{ bos_token }}{{ messages[1].content }}{{ eos_token }}", "<s>Where's <Łódź>?</s>"),
        ("{{ messages[1]['content'] | tojson }}", '"Where\'s <Łódź>?"'),
        ("{{ messages[0] | tojson(indent=1) }}", '{\n "role": "system",\n "content": "Answer."\n}'),
        ("{{ strftime_now('%Y') }}", str(datetime.now().year)),
        ("{% for each in messages %}{{ each.role }}{% break %}{% endfor %}", "system"),
        ("{% generation %}{{ messages[0].content }}{% endgeneration %}", "Answer."),
        ("  {% if add_generation_prompt %}\n>{% endif %}", ">"),
        ("{% if tools is none and documents is none and not enabled %}-{% endif %}", "-"),
    ],
)
def test_templates_have_what_they_are_written_for(source: str, prompt: str) -> None:
    """Names, filters, statements and blanks are those of Transformers."""
    assert rendered(source) == prompt


def test_most_models_are_spoken_to_in_chatml() -> None:
    """Every turn between its marks, and the answer's opened."""
    assert rendered(CHATML) == (
        "<|im_start|>system\nAnswer.<|im_end|>\n<|im_start|>user\nWhere's <Łódź>?<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


@pytest.mark.parametrize(
    "source",
    [
        "{{ raise_exception('no') }}",
        "{{ messages[2].content }}",
        "{{ 1 / 0 }}",
        "{{ messages.append(1) }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ range(10 ** 9) }}",
        "{{ [] + 1 }}",
        "{{ nothing() }}",
        "{% if %}",
        "{% unknown %}",
    ],
)
def test_a_template_that_fails_says_so(source: str) -> None:
    """Whether it refuses, is broken, or reaches for what it is not to have."""
    with pytest.raises(ValueError, match=r"."):
        rendered(source)
