"""A question, with its evidence or its dialogue → the messages a model is shown, inside its window."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.errors import ArticleQAError
from qa.models.llm import LanguageModel, Message
from qa.records import ABSTENTION, Answer, Citation

ANSWER_TOKENS = 192
"""The longest answer a model may write: three sentences and their marks."""
SHORTENED_TOKENS = 96
"""The longest shortening of one sentence; longer, it is no shortening."""

REWRITTEN_TOKENS = 80
"""The longest question that stands alone; about 60 words."""
TURNS_SHOWN = 3
"""Last turns a model sees of a dialogue: what a follow-up leans on is seldom further back."""
ANSWER_SHOWN = 400
"""Characters of the words each of them cites: two or three sentences."""


def shortening(question: str, citation: Citation, model: LanguageModel) -> list[Message] | None:
    """Return the messages that ask to shorten one quotation to what answers the question.

    `None` where they do not fit the model's window.
    """
    messages = _messages("shorten", {"question": question, "quote": citation.quote})
    return messages if _fits(messages, SHORTENED_TOKENS, model) else None


def answering(question: str, citations: Sequence[Citation], model: LanguageModel) -> list[Message] | None:
    """Return the messages that ask for an answer from the quotations, each with its number.

    The last quotations are left out until the rest fits the model's window; `None` where not even
    the first does.
    """
    for count in range(len(citations), 0, -1):
        quotations = "\n".join(f"[{c.n}] {_origin(c)}{c.quote}" for c in citations[:count])
        messages = _messages("answer", {"quotations": quotations, "question": question})
        if _fits(messages, ANSWER_TOKENS, model):
            return messages
    return None


def shortening_begins(question: str) -> list[Message]:
    """Return how the messages begin that ask to shorten a quotation, whatever it is."""
    return _messages("shorten", {"question": question}, before="quote")


def answering_begins() -> list[Message]:
    """Return how the messages begin that ask for an answer, whatever the quotations are."""
    return _messages("answer", {}, before="quotations")


def rewriting(question: str, turns: Sequence[Answer], model: LanguageModel) -> list[Message] | None:
    """Return the messages that ask for the question in full, after the last turns of its dialogue.

    Earlier turns are left out until the rest fits the model's window; `None` where not even the
    last one does.
    """
    for first in range(max(0, len(turns) - TURNS_SHOWN), len(turns)):
        dialogue = "\n".join(_told(turn) for turn in turns[first:])
        messages = _messages("rewrite", {"dialogue": dialogue, "question": question})
        if _fits(messages, REWRITTEN_TOKENS, model):
            return messages
    return None


def _told(turn: Answer) -> str:
    """Return a turn as a model is shown it: the words cited, and never what a model wrote of them."""
    cited = " ".join(" ".join(c.quote.split()) for c in turn.citations if c.verified) or ABSTENTION
    short = cited if len(cited) <= ANSWER_SHOWN else f"{cited[:ANSWER_SHOWN]}…"
    return f"Question: {turn.understood}\nAnswer: {short}"


def _origin(citation: Citation) -> str:
    known = (citation.hit.source, str(citation.hit.date) if citation.hit.date else None)
    said = ", ".join(part for part in known if part)
    return f"({said}) " if said else ""


def _fits(messages: Sequence[Message], max_tokens: int, model: LanguageModel) -> bool:
    return model.count_tokens(messages) + max_tokens <= model.context


def _messages(name: str, slots: dict[str, str], *, before: str = "") -> list[Message]:
    """Return a prompt with its slots filled; with `before`, only what stands before that slot."""
    system, user = _text(f"{name}.system"), _text(f"{name}.user")
    if before:
        user = user.partition(f"{{{before}}}")[0]
    # In one pass: braces in an article or a question are no slots.
    filled = re.sub(r"\{(\w+)\}", lambda slot: slots[slot[1]], user)
    return [Message("system", system), Message("user", filled)]


@cache
def _text(name: str) -> str:
    """Return a prompt's words, from beside the installed package or from the checkout."""
    package = Path(__file__).parents[1]
    for folder in (package / "prompts", package.parent / "prompts"):
        file = folder / f"{name}.txt"
        if file.is_file():
            return file.read_text(encoding="utf-8").strip()
    raise ArticleQAError(f"the prompt {name}.txt is missing beside {package}: install article-qa again")
