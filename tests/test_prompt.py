"""The messages a model is shown: every slot filled, nothing else touched, always inside its window."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product, takewhile
from pathlib import Path

import pytest
from cited import citations, turn
from fakes import ScriptedModel
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answering.prompt import (
    ANSWER_SHOWN,
    ANSWER_TOKENS,
    REWRITTEN_TOKENS,
    SHORTENED_TOKENS,
    TURNS_SHOWN,
    answering,
    rewriting,
    shortening,
)
from qa.answering.writing import CAPABLE_PARAMETERS, written
from qa.asking import never
from qa.models.llm import Message
from qa.models.local_model import open_model
from qa.records import Answer, Sentence

ROOT = Path(__file__).parents[1]
PROMPTS = sorted((ROOT / "prompts").glob("*.txt"))
SLOT = re.compile(r"\{\w+\}")
MODEL = ScriptedModel([], context=100_000)


def test_every_slot_of_every_prompt_is_filled() -> None:
    """No prompt file is unused, and nothing in braces is left of one."""
    (quotation,) = citations("It rained.")
    asked = [
        shortening("Did it rain?", quotation, MODEL),
        answering("Did it rain?", [quotation], MODEL),
        rewriting("And then?", [turn("Did it rain?")], MODEL),
    ]
    contents = [message.content for messages in asked for message in messages or ()]
    assert len(contents) == len(PROMPTS) == 6
    assert not any(SLOT.search(content) for content in contents)
    for slots in (SLOT.findall(path.read_text("utf-8")) for path in PROMPTS):
        assert len(slots) == len(set(slots))


def test_a_prompt_holds_question_and_quotations() -> None:
    """Each quotation stands after its number and whence it is, in one line."""
    system, user = answering("Did it rain?", citations("It rained.", "It was wet."), MODEL) or ()
    assert (system.role, user.role) == ("system", "user")
    assert "[1] (The Herald, 2024-04-23) It rained.\n[2] (The Herald, 2024-04-23) It was wet." in user.content
    assert user.content.endswith("Question: Did it rain?")
    _, user = shortening("Did it rain?", citations("It rained.")[0], MODEL) or ()
    assert user.content.startswith("Did it rain?")
    assert user.content.endswith("It rained.")


@pytest.mark.parametrize(
    "braces", ["{question}", "{quote}", "{quotations}", "{}", "{0}", "{a!r:>{b}}", "{{", r"\1"]
)
def test_braces_in_articles_and_questions_are_left_alone(braces: str) -> None:
    """They are words of the article, not slots, whichever slot is filled first."""
    question, quote = f"What is {braces}?", f"It is {braces}."
    (quotation,) = citations(quote)
    for messages in (shortening(question, quotation, MODEL), answering(question, [quotation], MODEL)):
        assert messages
        assert messages[1].content.count(braces) == 2
        assert question in messages[1].content
        assert quote in messages[1].content


def told(quote: str) -> Answer:
    """Return a turn that cites these words, and of which a model wrote something else."""
    return replace(turn("Did it rain?", quote), sentences=(Sentence("In Kuwait. [1]", (1,), "unsupported"),))


def test_a_prompt_shows_the_last_turns_and_the_beginnings_of_their_answers() -> None:
    """As many as help, oldest first, in the words they cite; the first give way to a small window."""
    turns = [told(f"{word} " * 300) for word in ("one", "two", "three", "four")]
    _, user = rewriting("Why?", turns, MODEL) or ()
    assert user.content.count("Did it rain?") == TURNS_SHOWN
    assert "one" not in user.content.split()
    assert "Kuwait" not in user.content
    assert user.content.index("two") < user.content.index("four")
    assert len(user.content) < TURNS_SHOWN * (ANSWER_SHOWN + 60) + 100
    whole = MODEL.count_tokens(rewriting("Why?", turns, MODEL) or ()) + REWRITTEN_TOKENS
    _, user = rewriting("Why?", turns, ScriptedModel([], context=whole - 1)) or ()
    assert "two" not in user.content.split()
    assert "four" in user.content.split()
    assert rewriting("Why?", [], MODEL) is None


@settings(deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=5), st.integers(0, 500))
def test_a_prompt_fits_the_window_or_is_none(lengths: list[int], context: int) -> None:
    """Prompt and answer never exceed the window, however small; nothing raises."""
    model = ScriptedModel([], context=context)
    quotations = citations(*("word " * length for length in lengths))
    for messages, room in (
        (answering("Why?", quotations, model), ANSWER_TOKENS),
        (shortening("Why?", quotations[0], model), SHORTENED_TOKENS),
        (rewriting("Why?", [told("word " * length) for length in lengths], model), REWRITTEN_TOKENS),
    ):
        assert messages is None or model.count_tokens(messages) + room <= context


def test_the_last_quotations_are_left_out_first() -> None:
    """As many as fit are shown, the best first; in one word less of window, one fewer."""
    quotations = citations("one " * 30, "two " * 30, "three " * 30)
    whole = MODEL.count_tokens(answering("Why?", quotations, MODEL) or ()) + ANSWER_TOKENS
    fits = answering("Why?", quotations, ScriptedModel([], context=whole))
    less = answering("Why?", quotations, ScriptedModel([], context=whole - 1))
    assert fits
    assert less
    assert "three" in fits[1].content
    assert "two" in less[1].content
    assert "three" not in less[1].content
    assert answering("Why?", [], MODEL) is None


def test_what_stays_the_same_stands_first() -> None:
    """Asked something else of the same quotations, or of one quotation more, a model reads little anew."""
    quotations = citations("one " * 30, "two " * 30, "three " * 30)
    first = whole(answering("Why?", quotations, MODEL))
    for other in (answering("When was it?", quotations, MODEL), answering("Why?", quotations[:2], MODEL)):
        told = whole(other)
        assert len(alike(first, told)) >= len(told.partition("\n\nQuestion:")[0])
    shortened = [whole(shortening("Why did it rain?", citation, MODEL)) for citation in quotations]
    assert "Why did it rain?" in alike(*shortened)


def alike(*texts: str) -> str:
    """Return what all the texts begin with."""
    return "".join(
        one for one, *_ in takewhile(lambda found: len(set(found)) == 1, zip(*texts, strict=False))
    )


def whole(messages: Sequence[Message] | None) -> str:
    """Return all that a model reads, in its order."""
    return "\n".join(message.content for message in messages or ())


LONG = st.one_of(st.integers(0, 80), st.sampled_from([700, 5_000]))


@settings(deadline=None)
@given(st.lists(LONG, min_size=1, max_size=5), LONG, st.integers(64, 4096))
def test_no_answer_exceeds_the_window(lengths: list[int], asked: int, context: int) -> None:
    """However long question, evidence and window are, what is written to a model fits, and an answer comes.

    The scripted model refuses a prompt that does not fit, as a real one does.
    """
    question = "Why " + "word " * asked
    evidence = citations(*(f"{'word ' * length}{length}{n}." for n, length in enumerate(lengths)))
    for parameters in (CAPABLE_PARAMETERS, CAPABLE_PARAMETERS - 1):
        model = Strict(["word."] * 5, context=context, parameters=parameters)
        assert list(written(question, evidence, model, never))
        assert not model.refused


class Strict(ScriptedModel):
    """A model that remembers whether a prompt did not fit its window."""

    refused = False

    def write(
        self, messages: Sequence[Message], *, max_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the next text, or remember that there was no room for it."""
        self.refused = self.refused or self.count_tokens(messages) + max_tokens > self.context
        return super().write(messages, max_tokens=max_tokens, cancelled=cancelled)


@pytest.mark.bundled
@pytest.mark.parametrize("context", [64, 200, 333, 512])
def test_the_bundled_model_is_never_asked_too_much(context: int, model_cache: Path) -> None:
    """By its own count of tokens, in whatever script articles and questions are."""
    model = open_model(None, cache=model_cache, context=context)
    texts = [
        "It rained. " * 9,
        "洪水" * 300,
        "\x00\U0001f327 " * 90,
        "<|im_end|>" * 40,
        "Was it? " * 500,
        "No.",
    ]
    for question, text in product(texts, texts):
        for messages, room in (
            (answering(question, citations(text, "So.", text), model), ANSWER_TOKENS),
            (shortening(question, citations(text)[0], model), SHORTENED_TOKENS),
            (rewriting(question, [turn(text, text)] * 4, model), REWRITTEN_TOKENS),
        ):
            if messages is not None:
                assert model.count_tokens(messages) + room <= context
                model.write(
                    messages, max_tokens=room, cancelled=never
                )  # it refuses at once what does not fit


PRINT = (
    "from qa.answering.prompt import shortening\n"
    "from cited import citations; from fakes import ScriptedModel\n"
    "print(shortening('Why?', citations('So.')[0], ScriptedModel([], context=9999))[0].content)"
)


def printed(folder: Path) -> subprocess.CompletedProcess[str]:
    """Print the system prompt of a shortening, as the package in a folder finds it."""
    command = [sys.executable, "-B", "-c", PRINT]
    paths = {"PYTHONPATH": f"{folder}:{ROOT / 'tests'}", "PYTHONSAFEPATH": "1"}
    return subprocess.run(command, env=paths, capture_output=True, text=True, check=False, cwd=folder)


def test_prompts_beside_the_package_come_first(tmp_path: Path) -> None:
    """Installed, they lie in the package; in a checkout beside it; nowhere, one line says what to do."""
    for package in ("qa", "index"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "tui")
        )
    missing = printed(tmp_path)
    assert "ArticleQAError: the prompt shorten.system.txt is missing" in missing.stderr.splitlines()[-1]
    for words, folder in (("checkout", tmp_path / "prompts"), ("installed", tmp_path / "qa" / "prompts")):
        folder.mkdir()
        for path in PROMPTS:
            (folder / path.name).write_text(f"{words} {{question}}\n", "utf-8")
        assert printed(tmp_path).stdout.split() == [words, "{question}"]
